"""What one types: who takes what, who learns, what was seen, why a centre stays or rests."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hamafza.network import staff
from hamafza.network.fields import PlaceField
from hamafza.network.models import Centre
from hamafza.people.models import Person
from hamafza.succession.queries import Shelf, Takers
from hamafza.succession.states import CheckKind, Ending
from hamafza.ui.fields import JalaliDateField
from hamafza.volunteers.models import Volunteer
from hamafza_engines.persian import search_key


class HandoverForm(forms.Form):
    """One taker for everything, another for a kind where one wants, and a tick that it is meant."""

    def __init__(self, *args: Any, shelves: list[Shelf], takers: Takers, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = {str(one.pk): one for one in [*takers.successors, *takers.colleagues]}
        self.people: dict[str, Person] = people
        groups = [
            (_("جانشینان او"), [(str(one.pk), one.full_name) for one in takers.successors]),
            (_("همکاران"), [(str(one.pk), one.full_name) for one in takers.colleagues]),
        ]
        filled = [group for group in groups if group[1]]
        self.fields["taker"] = forms.ChoiceField(
            label=_("همه را به"), choices=[("", _("برگزینید")), *filled], required=False
        )
        for shelf in shelves:
            self.fields[f"taker_{shelf.key}"] = forms.ChoiceField(
                label=str(shelf.kind.caption), required=False, choices=[("", _("همان که در بالا برگزیدید")), *filled]
            )
        self.fields["note"] = forms.CharField(
            label=_("یادداشت برای برگهٔ تحویل"), required=False, max_length=300,
            help_text=_("مانند «از آغاز دی در شهرستان دیگری خدمت می‌کند»."),
        )  # fmt: skip
        self.fields["sure"] = forms.BooleanField(
            label=_("دیدم چه چیزهایی است و به چه کسی می‌رسد؛ همین حالا تحویل شود."),
            error_messages={"required": _("اگر درست است، این خانه را نشان بزنید و دوباره بفرستید.")},
        )
        self.shelves = shelves

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for shelf in self.shelves:
            if not said.get(f"taker_{shelf.key}") and not said.get("taker"):
                self.add_error(f"taker_{shelf.key}", _("برگزینید چه کسی این بخش را می‌گیرد."))
        return said

    def takers(self) -> dict[str, Person]:
        said = self.cleaned_data
        return {shelf.key: self.people[said[f"taker_{shelf.key}"] or said["taker"]] for shelf in self.shelves}

    def fields_by_shelf(self) -> list[tuple[Shelf, Any]]:
        return [(shelf, self[f"taker_{shelf.key}"]) for shelf in self.shelves]


class BeginForm(forms.Form):
    """Who learns beside her: a volunteer of the centre, or a colleague with a role."""

    who = forms.CharField(
        label=_("نام داوطلب یا همکار"), max_length=120, help_text=_("داوطلبان همین کانون و همکاران شبکه شناخته می‌شوند.")
    )
    note = forms.CharField(label=_("چرا او"), required=False, max_length=500)

    def __init__(self, *args: Any, centre: Centre | None, at: datetime, **kwargs: Any) -> None:
        self.centre, self.at = centre, at
        super().__init__(*args, **kwargs)

    def clean_who(self) -> Person | Volunteer:
        words = self.cleaned_data["who"]
        found: list[Person | Volunteer] = list(self._volunteers(words))
        found += staff.person_named(words, self.at)
        if len(found) == 1:
            return found[0]
        names = "، ".join(one.full_name for one in found)
        raise ValidationError(
            _("کدام یک؟ %(names)s") % {"names": names}
            if found
            else _("کسی به این نام نیافتیم؛ نخست او را داوطلب یا همکار کنید.")
        )

    def _volunteers(self, words: str) -> list[Volunteer]:
        if self.centre is None:
            return []
        here = Volunteer.objects.serving().filter(centre=self.centre).select_related("person")
        exact = list(here.filter(search_key=search_key(words))[:5])
        return exact or list(here.filter(search_key__startswith=search_key(words))[:5])


class StepForm(forms.Form):
    note = forms.CharField(
        label=_("چه دیده شد"), max_length=500, widget=forms.Textarea({"rows": 3}),
        help_text=_("مانند «دو جلسه را خودش گرداند و گزارش ماه را نوشت». نام مددجو را ننویسید."),
    )  # fmt: skip


class EndForm(forms.Form):
    ending = forms.ChoiceField(label=_("چرا"), choices=[one for one in Ending.choices if one[0] != Ending.TOOK_OVER])


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("چرا؟ چه دیدید یا شنیدید"), max_length=500, widget=forms.Textarea({"rows": 3}))


class FindForm(forms.Form):
    """What one asks of the list of centres."""

    q = forms.CharField(label=_("نام کانون یا جا"), required=False, max_length=120)
    place = PlaceField(label=_("کجا"), required=False)


class CheckFindForm(FindForm):
    kind = forms.ChoiceField(label=_("چه به نظر می‌رسد"), required=False, choices=[("", _("همه")), *CheckKind.choices])


class HandoverFindForm(forms.Form):
    q = forms.CharField(label=_("نام یا شماره"), required=False, max_length=120)
    place = PlaceField(label=_("کجا"), required=False)
    since = JalaliDateField(label=_("از روز"), required=False)
    until = JalaliDateField(label=_("تا روز"), required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("since") and said.get("until") and said["until"] < said["since"]:
            self.add_error("until", _("این روز پیش از روز آغاز است؛ یکی از دو روز را عوض کنید."))
        return said
