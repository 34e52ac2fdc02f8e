"""Each verb by each of the cast: who is let through, written as a table that the network's people can check.

Here the command itself is asked, whatever page or interface stands before it (tests/access asks those).
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.db import transaction

from hamafza.intake import commands as intake
from hamafza.intake.models import Level, Request
from hamafza.intake.states import Ending
from hamafza.intake.tests.life import AT, everything, request_in
from hamafza.kernel.actors import Applicant, Door, LinkHolder, System
from hamafza.kernel.errors import NotAllowed, Refused
from hamafza.network.standing_in import NobodyElse
from tests.cast import World

# The request is asked in Tis (county Chabahar) and shared with the centre of Chabahar.
# reza: operator there · farhad: operator in Mashhad · zahra, maryam: of the centre it is shared with · sara: of another
# centre · nader: the county's coordinator · parvin: the province's · karim: its last door · she: who asked ·
# other: who asked something else · link: an officer with a signed link · clock: the system's own hand
ROWS = """
              reza farhad zahra maryam sara nader parvin karim admin stranger she other door link clock
 receive        x    .      x     x     x     x     x      x     .      .      .    .    x    .    x
 triage         x    .      .     .     .     x     x      x     .      .      .    .    .    .    x
 add_need       x    .      .     .     .     x     x      x     .      .      .    .    .    .    x
 add_word       x    .      x     x     .     x     x      x     .      .      x    .    .    .    x
 attach         x    .      x     x     .     x     x      x     .      .      x    .    .    .    x
 note_reading   x    .      x     x     .     x     x      x     .      .      x    .    .    x    x
 withdraw       x    .      .     .     .     x     x      .     .      .      x    .    .    .    x
 merge          x    .      .     .     .     x     x      .     .      .      .    .    .    .    .
 confirm        x    .      .     .     .     x     .      .     .      .      x    .    .    .    x
 close          x    .      .     .     .     x     .      .     .      .      x    .    .    .    x
 reopen         x    .      .     .     .     x     .      .     .      .      x    .    .    .    x
 late_in_triage .    .      .     .     .     .     .      .     .      .      .    .    .    .    x
 hand_over      .    .      .     .     .     .     .      .     .      .      .    .    .    .    x
 open_batch     x    .      .     .     .     x     x      .     .      .      .    .    .    .    x
 undo_batch     x    .      .     .     .     x     x      .     .      .      .    .    .    .    x
"""
STATE = {"add_need": "triaged", "confirm": "resolved", "close": "resolved", "reopen": "resolved"}
FILE = {"name": "a.pdf", "stored_as": "a" * 40, "content_type": "application/pdf", "size": 9, "sha256": "0" * 64}
HEAD, *TABLE = [line.split() for line in ROWS.strip().splitlines()]


def act(verb: str, world: World, request: Request) -> Callable[[Any], object]:
    """The verb, waiting for who does it."""
    other, domain = world.request(text="کهن"), world.domain["employment"]
    words: dict[str, dict[str, Any]] = {
        "receive": {"door": "phone", "text": "کمک"},
        "triage": {"domains": [domain], "urgency": "0"},
        "add_need": {"domain": domain, "order": 1},
        "add_word": {"text": "سلام"},
        "attach": FILE,
        "note_reading": {"reader_name": "کسی", "purpose": "triage"},
        "withdraw": {"reason": "دیگر لازم نیست"},
        "merge": {"original": other},
        "close": {"ending": Ending.CONFIRMED},
        "reopen": {"reason": "هنوز مانده است"},
        "open_batch": {"file_name": "f.csv"},
    }
    subject: Any = world.place["tis"] if verb in {"receive", "open_batch"} else request
    if verb == "undo_batch":
        subject = intake.open_batch(world.place["tis"], file_name="f.csv", by=System("tests"), at=AT)
    return lambda by: getattr(intake, verb)(subject, by=by, at=AT, **words.get(verb, {}))


def cast(world: World, request: Request) -> dict[str, Any]:
    return {
        **world.person,
        "she": Applicant(request.pk),
        "other": Applicant(request.pk + 1),
        "door": Door("web"),
        "link": LinkHolder(1, 1),
        "clock": System("tests"),
    }


@pytest.fixture
def shared(world: World) -> Callable[[str], Request]:
    def make(state: str) -> Request:
        request = request_in(world, state)
        centre = world.centre["chabahar"]
        intake.share(request, centre=centre, level=Level.FULL, by=System("tests"), at=AT)
        return request

    return make


@pytest.mark.slow  # fifteen people, each on a clean slate
@pytest.mark.parametrize(("verb", "marks"), [(row[0], row[1:]) for row in TABLE], ids=[row[0] for row in TABLE])
def test_exactly_those_of_the_table_are_let_through(
    world: World, shared: Callable[[str], Request], verb: str, marks: list[str]
) -> None:
    request = shared(STATE.get(verb, "received"))
    do, people, before = act(verb, world, request), cast(world, request), everything()
    let_through = []
    for who in HEAD:
        with transaction.atomic():
            try:
                with suppress(NobodyElse):  # let in, and nobody is away
                    do(people[who])
                let_through.append(who)
            except NotAllowed:
                assert everything() == before, f"{who} was refused, and something was written"
            transaction.set_rollback(True)

    assert let_through == [who for who, mark in zip(HEAD, marks, strict=True) if mark == "x"]


def test_the_table_holds_every_verb_that_asks_who_it_is() -> None:
    asks_nobody = {  # called by others within their own rule, or on the actor's own behalf
        "drop_need", "finish_need", "hold", "need_moved", "note_export", "note_in_referral", "pass_on", "receive_letters",
        "share", "unshare",
    }  # fmt: skip
    verbs = {name for name in intake.__all__ if hasattr(getattr(intake, name), "__hamafza_command__")}

    assert verbs == {row[0] for row in TABLE} | asks_nobody


@pytest.mark.parametrize("gone", ["disabled", "revoked", "expired"])
def test_who_has_left_is_let_through_no_longer(world: World, gone: str) -> None:
    from hamafza.network.models import Grant  # the role is taken back by hand: how is not our matter here

    request, reza = world.request(), world.person["reza"]
    grants = Grant.objects.filter(person=reza)
    if gone == "disabled":
        reza.is_active = False
    elif gone == "revoked":
        grants.update(revoked_at=AT)
    else:
        grants.update(until=AT)

    with pytest.raises(NotAllowed):
        intake.withdraw(request, reason="بس است", by=reza, at=AT)


def test_a_centre_that_was_asked_in_vain_may_no_longer_add_a_word(world: World, shared) -> None:
    request = shared("received")
    intake.unshare(request, centre=world.centre["chabahar"], until=AT, by=System("tests"), at=AT)

    with pytest.raises(NotAllowed):
        intake.add_word(request, text="سلام", by=world.person["zahra"], at=AT)


def test_a_refusal_is_courteous_and_says_whom_to_ask(world: World) -> None:
    with pytest.raises(Refused) as refused:
        intake.withdraw(world.request(), reason="بس است", by=world.person["stranger"], at=AT)

    assert "مدیر سامانه" in str(refused.value)
