"""The light goes out after any statement of any command: nothing of it is there afterwards."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from hamafza.intake import commands as intake
from hamafza.intake.models import Level, Need, Request
from hamafza.intake.states import Ending, NeedState, Outcome
from hamafza.intake.tests.life import AT, everything, request_in
from hamafza.journal.models import JournalLine
from hamafza.kernel import chain
from hamafza.kernel.actors import Applicant
from hamafza.kernel.commands import Once
from hamafza.kernel.models import AuditLine
from tests.cast import HAND, World

WRITES = ("INSERT", "UPDATE", "DELETE")


class LightsOut(Exception):
    """The machine stops here."""


class Fuse:
    """Lets so many writing statements through, and blows after the last of them."""

    def __init__(self, holds: int) -> None:
        self.holds, self.seen = holds, 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        if sql.lstrip().upper().startswith(WRITES):
            self.seen += 1
            if self.seen == self.holds:
                raise LightsOut
        return result


def statements(do: Callable[[], object]) -> int:
    """How many statements write when all goes well; the deed itself is taken back."""
    counter = Fuse(holds=-1)
    with transaction.atomic():
        with connection.execute_wrapper(counter):
            do()
        transaction.set_rollback(True)
    return counter.seen


def deeds(world: World) -> dict[str, tuple[str, Callable[[Request], object]]]:
    """{what: (state before, the command)}"""
    reza, health, work = world.person["reza"], world.domain["health"], world.domain["employment"]
    place, centre = world.place["tis"], world.centre["chabahar"]
    file = {"name": "a", "stored_as": "b" * 40, "content_type": "image/png", "size": 1, "sha256": "c" * 64}
    first = lambda request: Need.objects.get(request=request)  # noqa: E731
    return {
        "receive": ("received", lambda r: intake.receive(place, door="phone", text="کمک", phone="09151234567", by=reza, at=AT)),
        "receive once": (
            "received",
            lambda r: intake.receive(place, door="phone", text="کمک", by=reza, at=AT, once=Once("k", "c")),
        ),
        "receive letters": (
            "received",
            lambda r: intake.receive_letters(letters=[{"place": place, "text": t} for t in "اب"], file_name="نامه‌ها", by=reza, at=AT),
        ),
        "triage": ("received", lambda r: intake.triage(r, domains=[health, work], urgency="1", by=reza, at=AT)),
        "triage by hand": (
            "received",
            lambda r: intake.triage(r, domains=[health], urgency="1", automatic=False, by=reza, at=AT),
        ),
        "add_need": ("triaged", lambda r: intake.add_need(r, domain=work, order=1, by=reza, at=AT)),
        "add_word": ("triaged", lambda r: intake.add_word(r, text="سلام", by=Applicant(r.pk), at=AT)),
        "attach": ("triaged", lambda r: intake.attach(r, **file, by=Applicant(r.pk), at=AT)),
        "note_reading": ("received", lambda r: intake.note_reading(r, reader_name="ر", purpose="t", by=reza, at=AT)),
        "withdraw": ("triaged", lambda r: intake.withdraw(r, reason="نه", by=Applicant(r.pk), at=AT)),
        "merge": ("triaged", lambda r: intake.merge(r, original=Request.objects.get(text="کهن"), by=reza, at=AT)),
        "finish_need": ("in_referral", lambda r: intake.finish_need(first(r), outcome=Outcome.SOLVED, by=HAND, at=AT)),
        "need_moved": ("triaged", lambda r: intake.need_moved(first(r), to=NeedState.LAST_DOOR, by=HAND, at=AT)),
        "drop_need": ("triaged", lambda r: intake.drop_need(first(r), by=HAND, at=AT)),
        "note_in_referral": ("triaged", lambda r: intake.note_in_referral(r, by=HAND, at=AT)),
        "hold": ("triaged", lambda r: intake.hold(r, holder=world.person["nader"], due_at=AT, by=HAND, at=AT)),
        "share": ("triaged", lambda r: intake.share(r, centre=centre, level=Level.FULL, by=HAND, at=AT)),
        "confirm": ("resolved", lambda r: intake.confirm(r, by=Applicant(r.pk), at=AT)),
        "close": ("resolved", lambda r: intake.close(r, ending=Ending.CONFIRMED, by=HAND, at=AT)),
        "reopen": ("closed", lambda r: intake.reopen(r, reason="نشد", by=Applicant(r.pk), at=AT)),
        "late_in_triage": ("received", lambda r: intake.late_in_triage(r, by=HAND, at=AT.replace(year=2027))),
        "open_batch": ("received", lambda r: intake.open_batch(place, file_name="f", by=reza, at=AT)),
    }  # fmt: skip


NAMES = (
    "receive", "receive once", "receive letters", "triage", "triage by hand", "add_need", "add_word", "attach",
    "note_reading", "withdraw", "merge", "finish_need", "need_moved", "drop_need", "note_in_referral", "hold", "share",
    "confirm", "close", "reopen", "late_in_triage", "open_batch",
)  # fmt: skip


def test_every_deed_is_tried(world: World) -> None:
    assert tuple(deeds(world)) == NAMES


@pytest.mark.slow  # as often as the command writes, each with a look at the whole database
@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_left_of_a_deed_that_was_cut_short(world: World, name: str) -> None:
    state, do = deeds(world)[name]
    request = request_in(world, state)
    world.request(text="کهن")
    writes = statements(lambda: do(Request.objects.get(pk=request.pk)))
    before = everything()
    assert writes >= 2, "a command writes the deed and its line in the audit at least"

    for holds in range(1, writes + 1):
        with pytest.raises(LightsOut), connection.execute_wrapper(Fuse(holds)):
            do(Request.objects.get(pk=request.pk))

        assert everything() == before, f"cut after statement {holds} of {writes}"

    do(Request.objects.get(pk=request.pk))  # the light is back: the same deed goes through, and the chains hold
    assert everything() != before
    assert chain.verify("audit", AuditLine)
    assert chain.verify("journal", JournalLine)


def test_a_reaction_that_fails_undoes_what_set_it_off(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from hamafza.intake.events import RequestTriaged
    from hamafza.kernel import bus

    def fails(news: RequestTriaged) -> None:
        raise LightsOut

    monkeypatch.setitem(bus._reactions, RequestTriaged, [*bus._reactions[RequestTriaged], fails])
    request = world.request()
    before = everything()

    with pytest.raises(LightsOut):
        intake.triage(request, domains=[world.domain["health"]], urgency="0", by=world.person["reza"], at=AT)

    assert everything() == before


def test_after_a_failure_the_next_command_begins_with_clean_hands(world: World) -> None:
    """No line of the broken deed may slip into the chain of the next."""
    with pytest.raises(LightsOut), connection.execute_wrapper(Fuse(1)):
        world.request(text="گم‌شده")
    lines = AuditLine.objects.count()

    world.request(text="رسیده")

    assert AuditLine.objects.count() == lines + 1
    assert AuditLine.objects.latest("seq").verb == "intake.receive"
    assert Request.objects.get().text == "رسیده"
