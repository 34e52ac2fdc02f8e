"""Each verb in each state: where it is welcome, and that a refused one writes nothing at all."""

from collections.abc import Callable

import pytest

from hamafza.intake import commands as intake
from hamafza.intake.models import Need, Request
from hamafza.intake.states import Ending, RequestState
from hamafza.intake.tests.life import AT, everything, request_in
from hamafza.kernel.actors import Applicant
from hamafza.kernel.errors import MoveRefused
from tests.cast import HAND, World

Verb = Callable[[World, Request], object]


def triage(world: World, request: Request) -> object:
    return intake.triage(request, domains=[world.domain["health"]], urgency="0", by=world.person["reza"], at=AT)


def add_need(world: World, request: Request) -> object:
    return intake.add_need(request, domain=world.domain["employment"], order=2, by=world.person["reza"], at=AT)


def withdraw(world: World, request: Request) -> object:
    return intake.withdraw(request, reason="دیگر لازم نیست", by=Applicant(request.pk), at=AT)


def merge(world: World, request: Request) -> object:
    return intake.merge(request, original=Request.objects.get(text="کهن"), by=world.person["reza"], at=AT)


def merged_into(world: World, request: Request) -> object:
    return intake.merge(Request.objects.get(text="کهن"), original=request, by=world.person["reza"], at=AT)


def confirm(world: World, request: Request) -> object:
    return intake.confirm(request, by=Applicant(request.pk), at=AT)


def close(world: World, request: Request) -> object:
    return intake.close(request, ending=Ending.CONFIRMED, by=HAND, at=AT)


def reopen(world: World, request: Request) -> object:
    return intake.reopen(request, reason="هنوز مانده است", by=Applicant(request.pk), at=AT)


def add_word(world: World, request: Request) -> object:
    return intake.add_word(request, text="صبح‌ها زنگ بزنید", by=Applicant(request.pk), at=AT)


def note_reading(world: World, request: Request) -> object:
    return intake.note_reading(request, reader_name="رضا", purpose="triage", by=world.person["reza"], at=AT)


ALIVE = "received triaged in_referral"
WORKED = "resolved partly_resolved"
EVERY = " ".join(RequestState.values)
WELCOME: dict[Verb, str] = {
    triage: "received",
    add_need: "triaged in_referral",
    withdraw: ALIVE,
    merge: ALIVE,
    merged_into: f"{ALIVE} {WORKED} confirmed",
    confirm: WORKED,
    close: f"{WORKED} confirmed",
    reopen: f"{WORKED} confirmed closed",
    add_word: EVERY,  # she is heard after the end too
    note_reading: EVERY,
}
CASES = [
    pytest.param(verb, state, state in welcome.split(), id=f"{verb.__name__}-{state}")
    for verb, welcome in WELCOME.items()
    for state in RequestState.values
]


@pytest.mark.parametrize(("verb", "state", "welcome"), CASES)
def test_a_verb_works_where_it_is_welcome_and_nowhere_else(world: World, verb: Verb, state: str, welcome: bool) -> None:
    request = request_in(world, state)
    world.request(text="کهن")
    before = everything()

    if welcome:
        verb(world, request)
    else:
        with pytest.raises(MoveRefused):
            verb(world, request)

    assert (everything() != before) is welcome


@pytest.mark.parametrize("state", sorted(set(RequestState.values) - {"received"}))
def test_the_clock_finds_no_lateness_in_triage_after_triage(world: World, state: str) -> None:
    request = request_in(world, state)
    before = (request.holder_id, request.due_at)

    intake.late_in_triage(request, by=HAND, at=AT.replace(year=2027))

    request.refresh_from_db()
    assert (request.holder_id, request.due_at) == before


@pytest.mark.parametrize("state", ["triaged", "in_referral"])
def test_a_need_is_noted_once_however_often_it_is_said(world: World, state: str) -> None:
    request = request_in(world, state)

    first, second = add_need(world, request), add_need(world, request)

    assert first == second
    assert Need.objects.filter(request=request, domain=world.domain["employment"]).count() == 1


def test_merging_twice_is_refused_the_second_time(world: World) -> None:
    request = request_in(world, "received")
    world.request(text="کهن")
    merge(world, request)

    with pytest.raises(MoveRefused):
        merge(world, request)


def test_a_request_is_no_duplicate_of_itself(world: World) -> None:
    request = request_in(world, "received")

    with pytest.raises(MoveRefused):
        intake.merge(request, original=request, by=world.person["reza"], at=AT)


def test_nothing_is_merged_into_what_the_officer_may_not_merge(world: World) -> None:
    request, elsewhere = world.request(), world.request(place="0901")
    before = everything()

    with pytest.raises(MoveRefused):
        intake.merge(request, original=elsewhere, by=world.person["reza"], at=AT)

    assert everything() == before


def test_a_stale_copy_is_read_again_before_the_verb(world: World) -> None:
    """Two pages were open; the slower click must not overwrite the faster one."""
    fast, slow = world.request(), Request.objects.get()
    triage(world, fast)

    with pytest.raises(MoveRefused):
        triage(world, slow)
    assert Need.objects.filter(request=fast).count() == 1
