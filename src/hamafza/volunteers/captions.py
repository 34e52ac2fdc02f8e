"""Words and tones that several pages share."""

from django.utils.translation import gettext as _

from hamafza.ui.digits import speaks_persian
from hamafza.ui.moments import MONTHS, MONTHS_LATIN
from hamafza.volunteers.models import Volunteer
from hamafza.volunteers.states import VolunteerState

TONES = {
    VolunteerState.APPLIED: "attention",
    VolunteerState.IN_PROCESS: "info",
    VolunteerState.ACCEPTED: "good",
    VolunteerState.INACTIVE_SHORT: "calm",
}


def weekdays() -> list[str]:
    """Saturday 0 … Friday 6."""
    return [_("شنبه"), _("یکشنبه"), _("دوشنبه"), _("سه‌شنبه"), _("چهارشنبه"), _("پنجشنبه"), _("جمعه")]


def months() -> list[tuple[int, str]]:
    """Farvardin 1 … Esfand 12."""
    return list(enumerate(MONTHS if speaks_persian() else MONTHS_LATIN, start=1))


def tone_of(volunteer: Volunteer) -> str:
    return TONES.get(VolunteerState(volunteer.state), "quiet")
