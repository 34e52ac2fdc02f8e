"""A click that was sent twice happens once."""

from collections.abc import Callable
from typing import Any

import pytest

from hamafza.intake import commands as intake
from hamafza.intake.models import Request, Word
from hamafza.intake.states import Ending
from hamafza.intake.tests.life import AT, everything, request_in
from hamafza.kernel.actors import Applicant
from hamafza.kernel.commands import Once
from hamafza.kernel.errors import AlreadyUsed, NotAllowed, Refused
from hamafza.kernel.models import AuditLine, OnceKey
from tests.cast import HAND, World

KEY = Once("k1", "همین")
Twice = Callable[[World, Request, Once], Any]
FILE = {"name": "a", "stored_as": "b" * 40, "content_type": "image/png", "size": 1, "sha256": "c" * 64}

VERBS: dict[str, tuple[str, Twice]] = {
    "receive": (
        "received",
        lambda w, r, once: intake.receive(
            w.place["tis"], door="desk", text="کمک", by=w.person["reza"], at=AT, once=once
        ),
    ),
    "triage": (
        "received",
        lambda w, r, once: intake.triage(
            r, domains=[w.domain["health"]], urgency="0", by=w.person["reza"], at=AT, once=once
        ),
    ),
    "add_need": (
        "triaged",
        lambda w, r, once: intake.add_need(
            r, domain=w.domain["employment"], order=1, by=w.person["reza"], at=AT, once=once
        ),
    ),
    "add_word": ("triaged", lambda w, r, once: intake.add_word(r, text="سلام", by=Applicant(r.pk), at=AT, once=once)),
    "attach": ("triaged", lambda w, r, once: intake.attach(r, **FILE, by=Applicant(r.pk), at=AT, once=once)),
    "note_reading": (
        "received",
        lambda w, r, once: intake.note_reading(r, reader_name="ر", purpose="t", by=w.person["reza"], at=AT, once=once),
    ),
    "withdraw": ("triaged", lambda w, r, once: intake.withdraw(r, reason="نه", by=Applicant(r.pk), at=AT, once=once)),
    "merge": (
        "received",
        lambda w, r, once: intake.merge(
            r, original=Request.objects.get(text="کهن"), by=w.person["reza"], at=AT, once=once
        ),
    ),
    "confirm": ("resolved", lambda w, r, once: intake.confirm(r, by=Applicant(r.pk), at=AT, once=once)),
    "close": ("resolved", lambda w, r, once: intake.close(r, ending=Ending.CONFIRMED, by=HAND, at=AT, once=once)),
    "reopen": ("closed", lambda w, r, once: intake.reopen(r, reason="نشد", by=Applicant(r.pk), at=AT, once=once)),
    "open_batch": (
        "received",
        lambda w, r, once: intake.open_batch(w.place["tis"], file_name="f", by=w.person["reza"], at=AT, once=once),
    ),
}


@pytest.fixture
def other(world: World) -> Request:
    return world.request(text="کهن")


@pytest.mark.parametrize("verb", VERBS)
class TestTwice:
    def test_the_second_answers_with_the_first_and_writes_nothing(
        self, world: World, other: Request, verb: str
    ) -> None:
        state, do = VERBS[verb]
        request = request_in(world, state)
        first = do(world, request, KEY)
        before = everything()

        second = do(world, Request.objects.get(pk=request.pk), KEY)

        assert second == first
        assert everything() == before

    def test_the_same_key_with_other_words_is_refused(self, world: World, other: Request, verb: str) -> None:
        state, do = VERBS[verb]
        request = request_in(world, state)
        do(world, request, KEY)
        before = everything()

        with pytest.raises(AlreadyUsed):
            do(world, Request.objects.get(pk=request.pk), Once("k1", "چیز دیگر"))

        assert everything() == before


class TestTheKey:
    def test_is_each_verbs_own(self, world: World) -> None:
        request = VERBS["receive"][1](world, world.request(), KEY)

        intake.add_word(request, text="سلام", by=Applicant(request.pk), at=AT, once=KEY)

        assert OnceKey.objects.filter(key="k1").count() == 2

    def test_is_not_used_up_by_a_refusal(self, world: World) -> None:
        request = world.request()
        with pytest.raises(NotAllowed):
            intake.add_word(request, text="سلام", by=world.person["stranger"], at=AT, once=KEY)
        with pytest.raises(Refused):
            intake.add_word(request, text="  ", by=Applicant(request.pk), at=AT, once=KEY)

        intake.add_word(request, text="سلام", by=Applicant(request.pk), at=AT, once=KEY)

        assert Word.objects.count() == 1

    def test_keeps_of_the_content_a_fingerprint_only(self, world: World) -> None:
        world.request(once=Once("k2", "نام: گلنار"))

        kept = OnceKey.objects.get()
        assert "گلنار" not in repr(vars(kept))
        assert len(kept.fingerprint) == 64

    def test_without_one_two_are_two(self, world: World) -> None:
        assert world.request() != world.request()
        assert AuditLine.objects.filter(verb="intake.receive").count() == 2

    def test_of_another_sender_is_another_key(self, world: World) -> None:
        """The caller's reference is part of it: one machine cannot read another's answer by guessing."""
        assert world.request(once=Once("person:1:k", "متن")) != world.request(once=Once("person:2:k", "متن"))
