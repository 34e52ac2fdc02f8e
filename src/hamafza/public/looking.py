"""What one may ask of the public directory."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hamafza.network.fields import DomainFilter, PlaceField


class LookForm(forms.Form):
    """A place, a kind of help, a name; open at this hour."""

    place = PlaceField(label=_("شهر یا روستا"), required=False)
    domain = DomainFilter(label=_("چه کمکی"))
    q = forms.CharField(label=_("نام کانون"), required=False, max_length=120)
    open = forms.BooleanField(label=_("اکنون باز است"), required=False)
