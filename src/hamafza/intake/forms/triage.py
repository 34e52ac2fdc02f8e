"""What a person decides: domains, order and urgency; or that it is a duplicate, or no longer wanted."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hamafza.intake import commands as intake
from hamafza.intake.forms.asking import SettledChoice
from hamafza.intake.proposals import Proposal
from hamafza.intake.states import Urgency
from hamafza.network import queries as network
from hamafza.network.models import Domain


class NeedsForm(forms.Form):
    """The person's decision: one or two domains, their order, and the urgency."""

    first = forms.ChoiceField(label=_("عرصهٔ نیاز"), required=False)
    second = forms.ChoiceField(label=_("نیاز دوم"), required=False)
    order = SettledChoice(
        label=_("ترتیب دو نیاز"),
        choices=[("together", _("هر دو با هم")), ("then", _("دومی پس از اولی"))],
        initial="together",
    )
    urgency = SettledChoice(label=_("فوریت"), choices=Urgency.choices, initial=Urgency.ORDINARY.value)

    def __init__(self, *args: Any, proposal: Proposal | None = None, undecided: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.domains = network.domains()
        everything = [(domain.key, str(domain)) for domain in self.domains.values()]
        guesses = [(guess.domain.key, str(guess.domain)) for guess in proposal.guesses] if proposal else []
        rest = [pair for pair in everything if pair not in guesses]
        grouped: list[Any] = [(_("پیشنهاد سامانه"), guesses), (_("عرصه‌های دیگر"), rest)] if guesses else everything
        self.fields["first"].choices = [("", undecided or _("برگزینید …")), *grouped]  # type: ignore[attr-defined]
        self.fields["second"].choices = [("", _("ندارد")), *grouped]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.error_messages["invalid_choice"] = _("یکی از همین گزینه‌ها را برگزینید.")
        if proposal:
            self.initial.setdefault("urgency", proposal.urgency.value)

    def clean_second(self) -> str:
        if (second := self.cleaned_data["second"]) and second == self.cleaned_data.get("first"):
            raise ValidationError(_("نیاز دوم همان نیاز اول است. عرصهٔ دیگری برگزینید یا «ندارد» را."))
        return str(second)

    def decision(self) -> dict[str, Any]:
        """What the command `triage` is told, but for who and when."""
        said = self.cleaned_data
        chosen: list[Domain] = [self.domains[said[name]] for name in ("first", "second") if said[name]]
        orders = [1, 2 if said["order"] == "then" else 1][: len(chosen)]
        return {"domains": chosen, "orders": orders, "urgency": said["urgency"]}


class TriageForm(NeedsForm):
    """The triage page: a decision, and whether the best centre is asked at once."""

    way = SettledChoice(
        label=_("سپردن به مرکز"),
        choices=[("auto", _("ارجاع خودکار به بهترین مرکز")), ("hand", _("مرکز را خودم برمی‌گزینم"))],
        initial="auto",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first"].required = True
        self.fields["first"].error_messages["required"] = intake.NoDomain.message
        self.fields["first"].widget.attrs["autofocus"] = True


class DuplicateForm(forms.Form):
    """«این همان درخواست … است»."""

    original = forms.CharField(
        label=_("کد رهگیری یا شمارهٔ درخواست نخست"),
        max_length=40,
        error_messages={"required": _("کد یا شمارهٔ درخواست نخست را بنویسید، مانند هم۴۷۲۰.")},
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "search"}),
    )


class WithdrawForm(forms.Form):
    """«به خواست متقاضی کنار گذاشته شد»."""

    reason = forms.CharField(
        label=_("متقاضی چه گفت؟"),
        max_length=500,
        error_messages={"required": _("یک جمله بنویسید که متقاضی چه گفت.")},
        widget=forms.Textarea({"rows": 2}),
    )
