"""Words and tones that several pages share."""

from django.utils.translation import gettext as _

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


def tone_of(volunteer: Volunteer) -> str:
    return TONES.get(VolunteerState(volunteer.state), "quiet")
