"""A gathering and one of its occasions as their pages show them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hamafza.gatherings import captions, rules
from hamafza.gatherings.continuity import WINDOW, Continuity, of
from hamafza.gatherings.models import Coming, Gathering, Mending, Occasion, Presence
from hamafza.gatherings.queries.turns import settled, turns
from hamafza.gatherings.states import OccasionState
from hamafza.kernel.clock import local
from hamafza.people.models import Person
from hamafza.volunteers.models import Volunteer

SOON = timedelta(days=28)
HEIGHT, STEP, WIDTH = 100, 28, 18  # of the picture, in its own units


@dataclass(frozen=True)
class Bar:
    """One occasion in the picture."""

    occasion: Occasion
    x: str
    middle: str
    y: str
    height: str
    over: str  # where its figure stands


@dataclass(frozen=True)
class Sight:
    """Everything on the page of a gathering."""

    gathering: Gathering
    index: Continuity
    bars: list[Bar]
    ahead: list[Occasion]
    past: list[Occasion]
    may_keep: bool


def sight_of(gathering: Gathering, person: Person, at: datetime, *, rtl: bool = True) -> Sight:
    past = settled(gathering)
    for one in past:
        one.gathering = gathering
    waiting = gathering.occasions.filter(state=OccasionState.PLANNED).select_related("holder").order_by("starts_at")
    return Sight(
        gathering=gathering,
        index=of(turns(past)),
        bars=_bars(past[-WINDOW:], rtl=rtl),
        ahead=list(waiting),
        past=past[::-1],
        may_keep=rules.may_keep(person, gathering, at),
    )


def _bars(occasions: list[Occasion], *, rtl: bool) -> list[Bar]:
    """Time runs as the page is read; there is room for twelve, and the highest bar fills the picture."""
    highest = max((one.people for one in occasions), default=0) or 1
    found = []
    for n, one in enumerate(occasions):
        x = (WINDOW - 1 - n if rtl else n) * STEP + (STEP - WIDTH) // 2
        share = one.people / highest if one.state == OccasionState.HELD else 0.06
        height = HEIGHT * max(share, 0.02)
        figures = (x, x + WIDTH / 2, HEIGHT - height, height, HEIGHT - height - 3)
        found.append(Bar(one, *(f"{figure:.1f}" for figure in figures)))
    return found


@dataclass(frozen=True)
class Desk:
    """Everything on the page of an occasion; `may_…` say which buttons are hers."""

    occasion: Occasion
    presences: list[Presence]
    coming: int
    not_coming: int
    mendings: list[Mending]
    may_tell: bool
    has_begun: bool
    is_today: bool
    index: str = ""
    before: list[Occasion] = field(default_factory=list)


def desk_of(occasion: Occasion, person: Person, at: datetime) -> Desk:
    there = occasion.presences.select_related("volunteer", "guest").order_by("pk")
    answers = list(Coming.objects.filter(occasion=occasion).values_list("comes", flat=True))
    return Desk(
        occasion=occasion,
        presences=sorted(there, key=lambda one: (one.guest_id is not None, one.name)),
        coming=sum(answers),
        not_coming=len(answers) - sum(answers),
        mendings=list(occasion.mendings.select_related("by")),
        may_tell=rules.may_tell(person, occasion, at),
        has_begun=at >= occasion.starts_at,
        is_today=local(at).date() == local(occasion.starts_at).date(),
        index=captions.index_of(occasion.gathering),
    )


def coming_to(volunteer: Volunteer, at: datetime) -> list[tuple[Occasion, bool | None]]:
    """The next occasions at her centre, and what she said to each."""
    ahead = Occasion.objects.whole().filter(
        gathering__centre=volunteer.centre_id, state=OccasionState.PLANNED, starts_at__gt=at, starts_at__lte=at + SOON
    )
    shown = list(ahead.order_by("starts_at", "pk")[:6])
    said = dict(Coming.objects.filter(volunteer=volunteer, occasion__in=shown).values_list("occasion", "comes"))
    return [(one, said.get(one.pk)) for one in shown]
