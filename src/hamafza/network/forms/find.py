"""The filters of the list of centres."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hamafza.network.fields import DomainFilter, PlaceField
from hamafza.network.models import CentreKind, CentreState


class FindForm(forms.Form):
    """Words, domain, place, kind, state; open at this hour; takes referrals."""

    q = forms.CharField(label=_("نام کانون یا جای آن"), required=False, max_length=120)
    place = PlaceField(label=_("به کجا خدمت می‌دهد"), required=False, help_text=_("شهر، شهرستان یا استان"))
    domain = DomainFilter(label=_("عرصه"))
    kind = forms.ChoiceField(label=_("گونه"), required=False, choices=[("", _("همه")), *CentreKind.choices])
    state = forms.ChoiceField(
        label=_("وضعیت"), required=False, choices=[("", _("همه جز بسته‌ها")), *CentreState.choices]
    )
    open = forms.BooleanField(label=_("اکنون باز است"), required=False)
    takes = forms.BooleanField(label=_("ارجاع می‌پذیرد"), required=False)
