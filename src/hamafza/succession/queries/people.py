"""An officer and those who learn beside her; one who learns, and beside whom."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

from hamafza.people.models import Person
from hamafza.succession.models import Step, Successor, SuccessorQuerySet
from hamafza.succession.states import READY, TARGET, Stage
from hamafza.volunteers.models import Volunteer

ORDER = {stage: n for n, stage in enumerate([Stage.CERTIFIED, Stage.LEADS_ALONE, Stage.CO_LEAD, Stage.SHADOW])}


@dataclass(frozen=True)
class Progress:
    """How far an officer has come with her ten; said as progress, never as blame."""

    certified: int
    ready: int
    learning: int

    @property
    def share(self) -> float:
        return min(1.0, self.certified / TARGET)

    @property
    def missing(self) -> int:
        return max(0, TARGET - self.certified)


def _with_steps(links: SuccessorQuerySet) -> list[Successor]:
    steps = Prefetch("steps", Step.objects.select_related("seen_by"))
    found = links.going_on().whole().prefetch_related(steps)
    return sorted(found, key=lambda link: (ORDER[Stage(link.state)], link.pk))


def trains(officer: Person, actor: Person, at: datetime) -> list[Successor]:
    """Her successors, as far as `actor` may see them; the readiest first."""
    return _with_steps(Successor.objects.visible_to(actor, at).filter(officer=officer))


def learns_as(person: Person) -> list[Successor]:
    """The ways on which she is herself, with an account."""
    return _with_steps(Successor.objects.filter(who=person.ref))


def of_volunteer(volunteer: Volunteer) -> list[Successor]:
    """The same for her who opens her own page by a link."""
    who = volunteer.person.ref if volunteer.person else volunteer.ref
    return _with_steps(Successor.objects.filter(who=who))


def progress_of(links: list[Successor]) -> Progress:
    """The same human being is one successor, whatever the number of roles she learns."""
    by_stage: dict[str, set[str]] = {}
    for link in links:
        by_stage.setdefault(link.state, set()).add(link.who)
    ready = set().union(*(by_stage.get(stage, set()) for stage in READY))
    return Progress(len(by_stage.get(Stage.CERTIFIED, set())), len(ready), len({link.who for link in links} - ready))
