"""What one may ask of the public directory."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hamafza.network import queries
from hamafza.network.fields import PlaceField
from hamafza.network.finding import Filters


class LookForm(forms.Form):
    """A place, a kind of help, a name; open at this hour."""

    place = PlaceField(label=_("شهر یا روستا"), required=False)
    domain = forms.ChoiceField(label=_("چه کمکی"), required=False)
    q = forms.CharField(label=_("نام کانون"), required=False, max_length=120)
    open = forms.BooleanField(label=_("اکنون باز است"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(key, str(domain)) for key, domain in queries.domains().items()]
        self.fields["domain"].choices = [("", _("همه")), *named]  # type: ignore[attr-defined]

    def filters(self) -> Filters:
        """What is asked; a field with an error asks nothing."""
        self.is_valid()
        said = self.cleaned_data
        return Filters(
            words=said.get("q", ""),
            domain=said.get("domain", ""),
            place=said.get("place"),
            open_now=said.get("open", False),
        )
