"""A centre's entry, its capacity and its state."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hamafza.network import queries
from hamafza.network.fields import DegreeField, PlaceField
from hamafza.network.models import Centre, CentreKind, CentreState, Domain
from hamafza.ui.fields import PersianIntegerField, PhoneField
from hamafza_engines.persian import search_key

AREAS = {
    "own": _("همین جا"),
    "county": _("همهٔ شهرستان"),
    "province": _("همهٔ استان"),
    "nation": _("سراسر کشور"),
}
ARABIC = str.maketrans("يك", "یک")
LEVELS = {"county": 2, "province": 1, "nation": 0}


class CentreForm(forms.Form):
    """Everything the directory says of a centre, except its hours and capacity."""

    name = forms.CharField(label=_("نام"), max_length=120, help_text=_("همان نامی که مردم می‌شناسند."))
    kind = forms.ChoiceField(label=_("گونه"), choices=CentreKind.choices)
    place = PlaceField(label=_("جا"), help_text=_("شهر یا شهرستانی که کانون در آن است."))
    serves = forms.ChoiceField(label=_("به کجا خدمت می‌دهد"), choices=list(AREAS.items()), initial="county")
    domains = forms.MultipleChoiceField(label=_("عرصه‌های خدمت"), widget=forms.CheckboxSelectMultiple)
    address = forms.CharField(label=_("نشانی"), required=False, max_length=200)
    phone = PhoneField(label=_("تلفن"), required=False, help_text=_("ثابت با پیش‌شماره، مانند ۰۵۴۳۵۳۰۰۰۰۰."))
    latitude = DegreeField(label=_("عرض جغرافیایی"), required=False, min_value=24, max_value=41)
    longitude = DegreeField(label=_("طول جغرافیایی"), required=False, min_value=43, max_value=64)
    description = forms.CharField(
        label=_("دربارهٔ کانون"), required=False, max_length=2_000, widget=forms.Textarea({"rows": 3})
    )
    is_public = forms.BooleanField(
        label=_("در راهنمای همگانی نشان داده شود"),
        required=False,
        help_text=_("خانه‌های امن و پناهگاه‌ها هرگز."),
    )
    takes_referrals = forms.BooleanField(label=_("ارجاع می‌پذیرد"), required=False)

    def __init__(self, *args: Any, centre: Centre | None = None, **kwargs: Any) -> None:
        self.centre = centre
        super().__init__(*args, **{"initial": initial_of(centre)} | kwargs)
        self._domains = queries.domains()
        self.fields["domains"].choices = [(key, str(one)) for key, one in self._domains.items()]  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].translate(ARABIC)
        if not search_key(name):
            raise ValidationError(_("نام کانون را با حروف بنویسید."))
        return name

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if bool(said.get("latitude")) != bool(said.get("longitude")) and not self.errors:
            self.add_error("longitude", _("عرض و طول را با هم بنویسید، یا هر دو را خالی بگذارید."))
        if "name" in said and said.get("place") and queries.same_name(said["name"], said["place"], but=self.centre):
            self.add_error("name", _("کانونی با همین نام در همین شهرستان هست."))
        return said

    def details(self) -> dict[str, Any]:
        """The cleaned answers as the command wants them."""
        said = dict(self.cleaned_data)
        place, serves = said["place"], said.pop("serves")
        said["domains"] = [self._domains[key] for key in said["domains"]]
        said["area_path"] = place.ancestor_path(LEVELS[serves]) if serves in LEVELS else place.path
        return said


def initial_of(centre: Centre | None) -> dict[str, Any]:
    """The form's first answers: those of the centre, or of an empty entry."""
    if centre is None:
        return {"is_public": True, "takes_referrals": True, "serves": "county"}
    plain = [
        "name",
        "kind",
        "address",
        "phone",
        "latitude",
        "longitude",
        "description",
        "is_public",
        "takes_referrals",
    ]
    depth = centre.area_path.count("/") - 1
    serves = next((name for name, level in LEVELS.items() if level == depth), "own")
    return {
        **{name: getattr(centre, name) for name in plain},
        "place": centre.place,
        "serves": "own" if centre.area_path == centre.place.path and depth > 2 else serves,
        "domains": [service.domain.key for service in centre.services.all()],
    }


class CapacityForm(forms.Form):
    """How many more this centre can take in one domain."""

    domain = forms.CharField(widget=forms.HiddenInput, max_length=30)
    free = PersianIntegerField(label=_("جای خالی"), min_value=0, max_value=9_999)

    def __init__(self, *args: Any, centre: Centre, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._mine = {service.domain.key: service.domain for service in centre.services.all()}

    def clean_domain(self) -> Domain:
        if domain := self._mine.get(self.cleaned_data["domain"]):
            return domain
        raise ValidationError(_("این کانون در این عرصه خدمت نمی‌دهد."))


VERBS = {"active": _("فعال کردن"), "dormant": _("خاموش کردن"), "closed": _("بستن")}


class StateForm(forms.Form):
    """Wake, put to rest or close, with the reason."""

    to = forms.ChoiceField(label=_("چه شود؟"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("دلیل"),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("در تاریخچهٔ کانون می‌ماند."),
    )

    def __init__(self, *args: Any, centre: Centre, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        moves = [(state, VERBS[state]) for state in CentreState.values if state in Centre.MOVES[centre.state]]
        self.fields["to"].choices = moves  # type: ignore[attr-defined]
