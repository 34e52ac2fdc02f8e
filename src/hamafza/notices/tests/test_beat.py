"""The outbox's part of the beat; and the silence of a past that is only told."""

from datetime import timedelta

import pytest

from hamafza.kernel.ticking import tick
from hamafza.notices import backends, commands, outbox, relay
from hamafza.notices.models import Message, Status
from hamafza.notices.silence import reigns, silence
from tests.cast import SATURDAY, World

DAY = timedelta(days=1)
MORNING = SATURDAY.replace(hour=7, minute=30)
Taken = list[tuple[str, str, str]]


@pytest.fixture(autouse=True)
def gateway(monkeypatch: pytest.MonkeyPatch) -> Taken:
    taken: Taken = []
    monkeypatch.setattr(backends, "_sms", lambda: lambda to, text, key: taken.append((to, text, key)))
    return taken


def write(number: str = "09151234567") -> None:
    outbox.to_phone(number, "request_withdrawn", at=SATURDAY, code="1")


class TestTheBeat:
    def test_sends_what_waits(self, db: None, gateway: Taken) -> None:
        write()

        assert tick(SATURDAY)["notices.outbox"] == 1
        assert len(gateway) == 1
        assert tick(SATURDAY)["notices.outbox"] == 0

    def test_writes_the_digest_and_sends_it_with_the_same_stroke(self, world: World, gateway: Taken) -> None:
        outbox.to_person(world.person["sara"], "referral_taken", at=SATURDAY - DAY, code="هم۱")

        done = tick(MORNING)

        assert (done["notices.morning"], done["notices.outbox"]) == (1, 1)
        assert "امروز ۱ کار" in gateway[0][1]

    def test_forgets_what_was_sent_a_week_ago(self, db: None) -> None:
        write()
        tick(SATURDAY)

        assert tick(SATURDAY + 7 * DAY)["notices.forgotten"] == 0  # to the very second it is kept
        assert tick(SATURDAY + 8 * DAY)["notices.forgotten"] == 1
        assert not Message.objects.get().body
        assert tick(SATURDAY + 9 * DAY)["notices.forgotten"] == 0


class TestSilence:
    def test_a_past_that_is_told_writes_to_nobody(self, db: None, gateway: Taken) -> None:
        write("09151234567")
        with silence():
            write("09153333333")
            tick(SATURDAY + DAY)
        relay.relay(SATURDAY + DAY)

        assert [to for to, *_ in gateway] == ["09151234567"]  # only the one from before

    def test_sends_forgets_and_counts_nothing_while_it_reigns(self, world: World, gateway: Taken) -> None:
        zahra = world.person["zahra"]
        outbox.to_person(zahra, "note_due", at=SATURDAY - 30 * DAY, code="هم۱")
        commands.read_all(zahra, by=zahra, at=SATURDAY - 30 * DAY)
        outbox.to_person(zahra, "note_due", at=SATURDAY - DAY, code="هم۱")
        write()

        with silence():
            done = tick(MORNING)

        assert [done[f"notices.{part}"] for part in ("morning", "outbox", "forgotten")] == [0, 0, 0]
        assert not Message.objects.filter(template="daily_digest").exists()
        assert not Message.objects.filter(body="").exists()
        assert gateway == []

    def test_begins_in_an_empty_house_and_ends_with_its_story(self, db: None, gateway: Taken) -> None:
        with silence():
            assert reigns()
            write("09153333333")
        assert not reigns()

        write("09151234567")
        relay.relay(SATURDAY)

        assert [to for to, *_ in gateway] == ["09151234567"]

    def test_ends_even_when_the_story_breaks_off(self, db: None, gateway: Taken) -> None:
        with pytest.raises(RuntimeError), silence():
            write("09153333333")
            raise RuntimeError

        assert not reigns()
        assert relay.relay(SATURDAY + DAY) == 0  # half a story is not sent either

    def test_what_was_told_counts_as_sent_in_its_own_time_and_is_forgotten_with_it(self, db: None) -> None:
        with silence():
            write()
        assert (Message.objects.get().status, Message.objects.get().sent_at) == (Status.SENT, SATURDAY)

        relay.forget(SATURDAY + 8 * DAY)

        assert not Message.objects.get().body
