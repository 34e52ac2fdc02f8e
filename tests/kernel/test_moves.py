"""A state changes by its table, and its history says who, when and why."""

from datetime import timedelta

import pytest

from hamafza.intake.models import Request
from hamafza.intake.states import FINAL, MOVES, RequestState
from hamafza.kernel.actors import Applicant, Door, LinkHolder, System
from hamafza.kernel.errors import MoveRefused
from hamafza.kernel.models import StateChange
from hamafza.kernel.moves import may_move, move, remember, subject_of
from tests.cast import SATURDAY, World

HAND = System("tests")
SOON = SATURDAY + timedelta(hours=1)
ILLEGAL = [(one, two) for one in RequestState.values for two in RequestState.values if two not in MOVES.get(one, ())]


def history(thing: Request) -> list[tuple[str, str, str, str]]:
    lines = StateChange.objects.filter(subject=subject_of(thing)).order_by("pk")
    return [(line.before, line.after, line.by, line.reason) for line in lines]


@pytest.fixture
def request_(world: World) -> Request:
    return world.request()


def test_a_birth_and_a_move_are_remembered(request_: Request) -> None:
    move(request_, to=RequestState.TRIAGED, by=HAND, at=SOON, reason="چون")
    assert history(request_) == [("", "received", "door:web", ""), ("received", "triaged", "system:tests", "چون")]
    assert Request.objects.get(pk=request_.pk).state == RequestState.TRIAGED


def test_changes_are_written_with_it(request_: Request) -> None:
    request_.title = "نو"
    move(request_, to=RequestState.TRIAGED, by=HAND, at=SOON, also=("title",), due_at=SOON, urgency="1")
    kept = Request.objects.get(pk=request_.pk)
    assert (kept.title, kept.due_at, kept.urgency) == ("نو", SOON, "1")


@pytest.mark.parametrize(("one", "two"), ILLEGAL)
def test_what_the_table_does_not_know_is_refused(one: str, two: str) -> None:
    thing = Request(state=one)
    assert not may_move(thing, two)
    with pytest.raises(MoveRefused):
        move(thing, to=two, by=HAND, at=SOON, title="نو")
    assert (thing.state, thing.title) == (one, "")


def test_an_end_is_an_end() -> None:
    """Only a reopening leads out of an end, and the table says which."""
    assert all(not MOVES.get(state) or set(MOVES[state]) <= set(RequestState.values) for state in FINAL)


def test_a_long_reason_is_cut(request_: Request) -> None:
    remember(request_, before="", after="received", by=HAND, at=SOON, reason="ی" * 900)
    assert len(history(request_)[-1][3]) == 500


def test_actors_are_kept_by_reference_never_by_name() -> None:
    assert [one.ref for one in (System("tick"), Door("web"), Applicant(7), LinkHolder(3, 9))] == [
        "system:tick",
        "door:web",
        "applicant:7",
        "link:3",
    ]
