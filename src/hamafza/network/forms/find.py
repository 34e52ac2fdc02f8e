"""The filters of the list of centres."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hamafza.network import queries
from hamafza.network.fields import PlaceField
from hamafza.network.finding import Filters
from hamafza.network.models import CentreKind, CentreState


class FindForm(forms.Form):
    """Words, domain, place, kind, state; open at this hour; takes referrals."""

    q = forms.CharField(label=_("نام کانون یا جای آن"), required=False, max_length=120)
    place = PlaceField(label=_("به کجا خدمت می‌دهد"), required=False, help_text=_("شهر، شهرستان یا استان"))
    domain = forms.ChoiceField(label=_("عرصه"), required=False)
    kind = forms.ChoiceField(label=_("گونه"), required=False, choices=[("", _("همه")), *CentreKind.choices])
    state = forms.ChoiceField(
        label=_("وضعیت"), required=False, choices=[("", _("همه جز بسته‌ها")), *CentreState.choices]
    )
    open = forms.BooleanField(label=_("اکنون باز است"), required=False)
    takes = forms.BooleanField(label=_("ارجاع می‌پذیرد"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(key, str(domain)) for key, domain in queries.domains().items()]
        self.fields["domain"].choices = [("", _("همه")), *named]  # type: ignore[attr-defined]

    def filters(self) -> Filters:
        """What is asked; a filter with an error asks nothing."""
        self.is_valid()
        said = self.cleaned_data
        return Filters(
            words=said.get("q", ""),
            domain=said.get("domain", ""),
            place=said.get("place"),
            kind=said.get("kind", ""),
            state=said.get("state", ""),
            open_now=said.get("open", False),
            takes=said.get("takes", False),
        )
