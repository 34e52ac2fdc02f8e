"""What one types about a report."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hamafza.intake import uploads
from hamafza.kernel.errors import Refused
from hamafza.network.models import Centre
from hamafza.places.models import Place
from hamafza.reports.models import TypedWanted
from hamafza.reports.states import Kind, Level
from hamafza.ui.fields import JalaliDateField, PersianIntegerField, PhoneField

MOST = 10**12


class SubmitForm(forms.Form):
    narrative = forms.CharField(
        label=_("شرح کوتاه"), required=False, max_length=6_000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("آنچه رقم‌ها نمی‌گویند: کار تازه، دشواری، سپاس. نام کسی را ننویسید."),
    )  # fmt: skip
    missing_because = forms.CharField(
        label=_("چرا بی این واحدها می‌فرستید"), required=False, max_length=300,
        help_text=_("جای خالی آن‌ها در گزارش نشان داده می‌شود."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, asked: Iterable[TypedWanted] = (), before: Mapping[int, int] | None = None,
        nothing: bool = False, **more: Any,
    ) -> None:  # fmt: skip
        """Besides, a field for each number that is asked for."""
        super().__init__(*args, **more)
        self.asked = list(asked)
        for one in self.asked:
            label = f"{one.caption} ({one.unit})" if one.unit else one.caption
            self.fields[f"typed_{one.pk}"] = PersianIntegerField(
                label=label,
                min_value=0,
                max_value=MOST,
                required=not nothing,
                initial=(before or {}).get(one.pk),
                error_messages={"required": _("«%(number)s» را هم بنویسید؛ اگر نبود، صفر.") % {"number": label}},
            )

    @property
    def numbers(self) -> list[forms.BoundField]:
        return [self[f"typed_{one.pk}"] for one in self.asked]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        found = {one.pk: said.pop(f"typed_{one.pk}", None) for one in self.asked}
        return said | {"typed": {pk: number for pk, number in found.items() if number is not None}}


class PhotoForm(forms.Form):
    file = forms.FileField(
        label=_("عکس"), help_text=_("JPEG، PNG یا WebP، تا ۵ مگابایت. جا و زمان گرفتن عکس از آن پاک می‌شود."),
        widget=forms.FileInput({"accept": ".jpg,.jpeg,.png,.webp"}),
        error_messages={"invalid": uploads.BadFile.message, "empty": uploads.EmptyFile.message},
    )  # fmt: skip
    alt = forms.CharField(
        label=_("در عکس چه دیده می‌شود"), max_length=200,
        help_text=_("یک جمله، بی نام کسی؛ برای کسی که عکس را نمی‌بیند."),
    )  # fmt: skip
    agreed = forms.BooleanField(
        label=_("کسی در عکس شناخته نمی‌شود، یا هر که دیده می‌شود پذیرفته است."),
        error_messages={"required": _("بی این نشان نمی‌توان عکس را در گزارش گذاشت.")},
    )

    def clean_file(self) -> uploads.Checked:
        try:
            return uploads.check(self.cleaned_data["file"])
        except Refused as refused:
            raise forms.ValidationError(str(refused.message)) from refused


class RemarkForm(forms.Form):
    text = forms.CharField(label=_("چه باید درست شود"), max_length=500)
    figure = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("دلیل"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class OfficialForm(forms.Form):
    full_name = forms.CharField(label=_("نام و نام خانوادگی"), max_length=120)
    office = forms.CharField(label=_("سمت"), max_length=120, help_text=_("مانند: معاون فرماندار"))
    mobile = PhoneField(label=_("شمارهٔ همراه"), mobile=True, help_text=_("پیوند گزارش به این شماره می‌رود."))


class NumberForm(forms.Form):
    place = forms.ModelChoiceField(label=_("استان"), queryset=Place.objects.none())
    level = forms.ChoiceField(label=_("چه واحدی بنویسد"), choices=Level.choices)
    caption = forms.CharField(label=_("نام رقم"), max_length=80, help_text=_("مانند: بستهٔ توزیع‌شده"))
    unit = forms.CharField(label=_("یکا"), max_length=20, required=False, help_text=_("مانند: بسته، نفر، ساعت"))
    adds_up = forms.BooleanField(
        label=_("جمع‌پذیر است"), required=False, initial=True,
        help_text=_("رقم واحدها در گزارش بالاتر جمع زده و همان‌جا «دستی» نشان داده می‌شود."),
    )  # fmt: skip


class _Centres(forms.ModelMultipleChoiceField):
    def label_from_instance(self, centre: Centre) -> str:
        return f"{centre.name}، {centre.place}"


class CampaignForm(forms.Form):
    name = forms.CharField(label=_("نام پویش"), max_length=80, help_text=_("مانند: مهر همدلی"))
    first = JalaliDateField(label=_("از روز"))
    last = JalaliDateField(label=_("تا روز"))
    place = forms.ModelChoiceField(label=_("کجا"), queryset=Place.objects.none())
    centres = _Centres(
        label=_("کانون‌هایی که در آن‌اند"), queryset=Centre.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("اگر هیچ‌کدام را نگزینید، همهٔ کانون‌های فعال آن شهرستان یا استان در آن‌اند."),
    )  # fmt: skip


class FindForm(forms.Form):
    view = forms.CharField(required=False, widget=forms.HiddenInput)
    q = forms.CharField(label=_("یافتن"), required=False, max_length=120)
    kind = forms.ChoiceField(label=_("بازه"), required=False, choices=[("", _("همه")), *Kind.choices])
    month = forms.TypedChoiceField(label=_("ماه پایان"), required=False, coerce=int, empty_value=None)
    level = forms.ChoiceField(label=_("سطح"), required=False)


class LeagueForm(forms.Form):
    q = forms.CharField(label=_("یافتن"), required=False, max_length=120)
    level = forms.ChoiceField(label=_("سطح"), required=False, choices=Level.choices)
    which = forms.ChoiceField(
        label=_("کدام"), required=False,
        choices=[("", _("همه")), ("up", _("پیشرفت کرده")), ("new", _("تازه"))],
    )  # fmt: skip


class NationForm(forms.Form):
    q = forms.CharField(label=_("یافتن"), required=False, max_length=80)
    month = forms.TypedChoiceField(label=_("ماه"), required=False, coerce=int, empty_value=None)
    which = forms.ChoiceField(label=_("کدام"), required=False, choices=[("", _("همه")), ("gaps", _("تنها جاهای خالی"))])


class CalendarForm(forms.Form):
    q = forms.CharField(label=_("یافتن"), required=False, max_length=120)
    kind = forms.ChoiceField(label=_("بازه"), required=False, choices=Kind.choices)
    level = forms.ChoiceField(label=_("سطح"), required=False, choices=[("", _("همه")), *Level.choices])
    how = forms.ChoiceField(
        label=_("کدام"), required=False,
        choices=[("", _("همه")), ("overdue", _("دیرشده")), ("due", _("مهلت دارد")), ("reading", _("در بررسی"))],
    )  # fmt: skip
