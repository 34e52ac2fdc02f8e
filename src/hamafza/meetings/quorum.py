"""Are there enough of those who are invited?"""

from dataclasses import dataclass
from math import ceil

from hamafza.meetings.models import Meeting
from hamafza.meetings.states import Attended


@dataclass(frozen=True)
class Quorum:
    """How many came, how many are invited, how many are needed."""

    present: int
    invited: int
    needed: int

    @property
    def is_met(self) -> bool:
        return self.present >= max(self.needed, 1)


def quorum_of(meeting: Meeting) -> Quorum:
    """As the list stands now; guests neither count nor are waited for."""
    people = list(meeting.invitees.values_list("role", "attended"))
    invited = sum(role != "guest" for role, _attended in people)
    present = sum(attended == Attended.PRESENT and role != "guest" for role, attended in people)
    return Quorum(present, invited, ceil(invited * meeting.series.quorum_percent / 100))
