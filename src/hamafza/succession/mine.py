"""On a volunteer's own page: the way on which she learns to lead."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hamafza.volunteers import mine


def _address(token: str) -> str:
    return reverse("succession:volunteer", args=[token])


mine.register(65, _("راه جانشینی من"), _address)
