"""A place written by name, a domain to choose, and a point on the map."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hamafza.network import queries
from hamafza.places import queries as places
from hamafza.places.models import Place
from hamafza.ui import digits, widgets
from hamafza_engines.persian import search_key, to_latin_digits

NATION = {search_key("ایران"), "iran"}


class PlaceField(forms.CharField):
    """A place by its name, «تیس» or «تیس، چابهار»; the path of a link is understood too."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput({"autocomplete": "off"}))
        super().__init__(max_length=160, **kwargs)

    def clean(self, value: Any) -> Place | None:
        text = super().clean(value)
        if not text:
            return None
        if search_key(text) in NATION:
            text = "IR/"
        if place := places.by_path(text) if text.startswith("IR/") else None:
            return place
        found = places.meant(text)
        if len(found) == 1:
            return found[0].place
        if not found:
            raise ValidationError(_("چنین جایی نیافتیم. نام شهرستان یا استان را بنویسید."), code="unknown")
        names = " · ".join(named.label for named in found[:4])
        raise ValidationError(
            _("چند جا این نام را دارد؛ یکی را کامل بنویسید: %(names)s"),
            code="several",
            params={"names": names},
        )

    def prepare_value(self, value: Any) -> Any:
        """The name instead of a path, so that a link leaves no code in the box."""
        place = value if isinstance(value, Place) else None
        if isinstance(value, str) and value.startswith("IR/"):
            place = places.by_path(value)
        return places.label_of(place) if place else value


class DomainFilter(forms.ChoiceField):
    """One of the domains, or all of them; the value is its key."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def __deepcopy__(self, memo: dict[int, Any]) -> "DomainFilter":
        """Each form has its own copy: then, once, the domains are read."""
        own = super().__deepcopy__(memo)
        own.choices = [("", _("همه")), *((key, str(domain)) for key, domain in queries.domains().items())]
        return own


class DegreeField(forms.FloatField):
    """Degrees in any digits: ۲۵٫۲۹ or 25.29."""

    widget = widgets.NumberText
    default_error_messages = {"invalid": _("عدد را مانند ۲۵٫۲۹۱۷ بنویسید.")}

    def to_python(self, value: Any) -> Any:
        return super().to_python(
            to_latin_digits(value).replace("٫", ".").replace("/", ".") if isinstance(value, str) else value
        )

    def prepare_value(self, value: Any) -> Any:
        return digits.local(value).replace(".", "٫") if isinstance(value, float) and digits.speaks_persian() else value
