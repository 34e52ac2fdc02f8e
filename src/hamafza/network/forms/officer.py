"""A role given, an account opened, a leave taken."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hamafza.kernel.clock import TEHRAN
from hamafza.network import staff
from hamafza.network.commands.officers import CENTRE_ROLES
from hamafza.network.fields import PlaceField
from hamafza.network.models import Role
from hamafza.people.models import Person
from hamafza.ui.fields import JalaliDateField, PhoneField
from hamafza_engines.persian import to_latin_digits


class OfficerFilter(forms.Form):
    """What one asks of the list."""

    words = forms.CharField(label=_("نام شخص یا کانون"), required=False, max_length=80)
    role = forms.ChoiceField(label=_("نقش"), required=False, choices=[("", _("همهٔ نقش‌ها")), *Role.choices])
    place = PlaceField(label=_("کجا"), required=False)


class RoleForm(forms.Form):
    """Which role, over what, until when."""

    role = forms.ChoiceField(label=_("نقش"), choices=Role.choices)
    scope = forms.CharField(
        label=_("بر کدام کانون یا مکان"),
        max_length=160,
        help_text=_("برای دبیر و مدیر، نام کانون؛ برای نقش‌های دیگر، نام شهرستان یا استان."),
    )
    until = JalaliDateField(
        label=_("تا پایان روز"), required=False, help_text=_("اگر خالی بماند، تا روزی است که پس گرفته شود.")
    )

    def __init__(self, *args: Any, actor: Person, at: datetime, **kwargs: Any) -> None:
        self.actor, self.at = actor, at
        super().__init__(*args, **kwargs)

    def clean_until(self) -> datetime | None:
        day = self.cleaned_data["until"]
        return datetime.combine(day + timedelta(days=1), time.min, TEHRAN) if day else None

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("scope") and said.get("role"):
            try:
                said["scope"] = self._centre() if said["role"] in CENTRE_ROLES else PlaceField().clean(said["scope"])
            except ValidationError as error:
                self.add_error("scope", error)
        return said

    def _centre(self) -> Any:
        found = staff.centre_named(self.cleaned_data["scope"], self.actor, self.at)
        if len(found) == 1:
            return found[0]
        names = " · ".join(one.name for one in found)
        raise ValidationError(_("کدام یک؟ %(names)s") % {"names": names} if found else _("چنین کانونی نیافتیم."))


class WelcomeForm(RoleForm):
    """A new officer."""

    full_name = forms.CharField(label=_("نام و نام خانوادگی"), max_length=120)
    username = forms.CharField(
        label=_("نام کاربری"),
        max_length=60,
        help_text=_("با حروف لاتین و رقم، بدون فاصله. با آن وارد می‌شود."),
    )
    mobile = PhoneField(label=_("شمارهٔ همراه"), mobile=True)
    field_order = ["full_name", "username", "mobile", "role", "scope", "until"]

    def clean_username(self) -> str:
        name = to_latin_digits(self.cleaned_data["username"]).strip().lower()
        if not all(sign.isascii() and (sign.isalnum() or sign in "._-") for sign in name):
            raise ValidationError(_("نام کاربری تنها حروف لاتین، رقم، نقطه و خط تیره دارد."))
        return name


class AbsenceForm(forms.Form):
    """Away from a day to a day, and who answers meanwhile."""

    since = JalaliDateField(label=_("از روز"))
    until = JalaliDateField(label=_("تا پایان روز"))
    deputy = forms.CharField(label=_("جانشین"), max_length=120, help_text=_("نام یا نام کاربری همکاری که پاسخ می‌دهد."))

    def __init__(self, *args: Any, person: Person, at: datetime, **kwargs: Any) -> None:
        self.person, self.at = person, at
        super().__init__(*args, **{"auto_id": "away_%s", **kwargs})  # the form of roles beside it has an "until" too

    def clean_since(self) -> datetime:
        return datetime.combine(self.cleaned_data["since"], time.min, TEHRAN)

    def clean_until(self) -> datetime:
        return datetime.combine(self.cleaned_data["until"] + timedelta(days=1), time.min, TEHRAN)

    def clean_deputy(self) -> Person:
        found = staff.person_named(self.cleaned_data["deputy"], self.at, but=self.person)
        if len(found) == 1:
            return found[0]
        names = " · ".join(f"{one.full_name} ({one.username})" for one in found)
        raise ValidationError(
            _("کدام یک؟ %(names)s") % {"names": names} if found else _("چنین همکاری با نقشی در شبکه نیافتیم.")
        )
