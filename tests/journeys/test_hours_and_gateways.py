"""The post at its edges: the quiet night to the minute, a gateway that falls and rises, giving up, forgetting."""

import json
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.db import transaction

from hamafza.desks.queries.today import today
from hamafza.kernel.clock import TEHRAN
from hamafza.kernel.errors import NotAllowed
from hamafza.kernel.ticking import tick
from hamafza.notices import commands, digest, outbox, queries, relay
from hamafza.notices.models import Channel, Message, Status
from hamafza.notices.silence import reigns, silence
from tests.cast import SATURDAY, World

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
PHONE = "09151234567"


def letter(at: datetime = SATURDAY, phone: str = PHONE, **more: Any) -> Message:
    outbox.to_phone(phone, "request_accepted", at=at, code="1234567890123", **more)
    return Message.objects.latest("pk")


class Gateway(BaseHTTPRequestHandler):
    """One on this machine that answers what a test says, one status a call, the last of them for ever."""

    statuses: list[int] = [200]
    got: list[dict[str, str]] = []

    def do_POST(self) -> None:
        self.got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        status = self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]
        if status == 0:  # hangs up without a word
            self.close_connection = True
            return
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def gateway(settings: Any) -> Iterator[type[Gateway]]:
    Gateway.statuses, Gateway.got = [200], []
    with HTTPServer(("127.0.0.1", 0), Gateway) as listening:
        beat = {"poll_interval": 0.005}
        threading.Thread(target=listening.serve_forever, kwargs=beat, daemon=True).start()
        settings.SMS_BACKEND = f"http://127.0.0.1:{listening.server_port}/"
        yield Gateway
        listening.shutdown()


def at_hour(hour: int, minute: int = 0, second: int = 0) -> datetime:
    return SATURDAY.replace(hour=hour, minute=minute, second=second)


class TestTheQuietNight:
    @pytest.mark.parametrize(
        ("said", "sent"),
        [
            (at_hour(8), at_hour(8)),
            (at_hour(12, 30), at_hour(12, 30)),
            (at_hour(20, 59, 59), at_hour(20, 59, 59)),
            (at_hour(21), at_hour(8) + DAY),
            (at_hour(23, 59), at_hour(8) + DAY),
            (at_hour(0), at_hour(8)),
            (at_hour(3, 14), at_hour(8)),
            (at_hour(7, 59, 59), at_hour(8)),
        ],
    )
    def test_is_from_nine_to_eight_to_the_second(self, db: None, said: datetime, sent: datetime) -> None:
        assert letter(said).not_before == sent
        assert letter(said, urgent=True).not_before == said

    def test_is_the_night_of_iran_in_whatever_zone_the_instant_is_written(self, db: None) -> None:
        evening = datetime.fromisoformat("2026-10-24T17:30:00+00:00")  # nine in the evening here

        assert letter(evening).not_before == datetime(2026, 10, 25, 8, tzinfo=TEHRAN)
        assert letter(evening - MINUTE).not_before == evening - MINUTE

    def test_holds_for_the_telephone_and_not_for_the_page(self, world: World) -> None:
        night = at_hour(23)

        outbox.to_person(world.person["zahra"], "note_due", at=night, code="هم۱")
        outbox.outside(world.person["zahra"], "sign_in_new_device", at=night)

        assert {one.not_before for one in Message.objects.all()} == {night}

    def test_what_waited_goes_out_with_the_first_beat_of_the_morning(self, db: None, gateway: type[Gateway]) -> None:
        letter(at_hour(22))
        letter(at_hour(2) + DAY)

        assert relay.relay(at_hour(8) + DAY - MINUTE) == 0
        assert relay.relay(at_hour(8) + DAY) == 2
        assert len(gateway.got) == 2


class TestWhoIsWrittenTo:
    def test_an_empty_number_is_no_letter(self, db: None) -> None:
        outbox.to_phone("", "request_accepted", at=SATURDAY, code="1")

        assert not Message.objects.exists()

    @pytest.mark.parametrize(
        ("mobile", "urgent", "channels"),
        [("0915", True, {"inbox", "sms"}), ("0915", False, {"inbox"}), ("", True, {"inbox"})],
    )
    def test_an_officer_has_a_line_always_and_an_sms_when_it_is_urgent(
        self, world: World, mobile: str, urgent: bool, channels: set[str]
    ) -> None:
        zahra = world.person["zahra"]
        zahra.mobile = mobile

        outbox.to_person(zahra, "note_due", at=SATURDAY, urgent=urgent, code="هم۱")

        assert set(Message.objects.values_list("channel", flat=True)) == channels

    def test_each_message_has_a_key_of_its_own(self, db: None) -> None:
        assert len({letter().key for _n in range(20)}) == 20

    def test_what_is_rolled_back_was_never_written(self, db: None) -> None:
        class Fault(Exception):
            pass

        with pytest.raises(Fault), transaction.atomic():
            letter()
            raise Fault

        assert not Message.objects.exists()


class TestAGatewayThatFalls:
    @pytest.mark.parametrize("status", [400, 401, 404, 429, 500, 502, 503, 0])
    def test_is_asked_again_later_under_the_same_key(self, db: None, gateway: type[Gateway], status: int) -> None:
        gateway.statuses = [status, 200]
        one = letter()

        assert relay.relay(SATURDAY) == 0
        one.refresh_from_db()
        assert (one.status, one.tries, one.not_before) == (Status.WAITING, 1, SATURDAY + MINUTE)
        assert relay.relay(SATURDAY + MINUTE) == 1

        assert [call["key"] for call in gateway.got] == [one.key] * 2

    @pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
    def test_any_yes_is_a_yes(self, db: None, gateway: type[Gateway], status: int) -> None:
        gateway.statuses = [status]
        letter()

        assert relay.relay(SATURDAY) == 1

    def test_each_pause_is_kept_to_the_second(self, db: None, gateway: type[Gateway]) -> None:
        gateway.statuses = [500]
        letter()
        at, calls = SATURDAY, 1
        relay.relay(at)

        for minutes in (1, 5, 15, 60, 240):
            relay.relay(at + minutes * MINUTE - timedelta(seconds=1))
            assert len(gateway.got) == calls
            at += minutes * MINUTE
            relay.relay(at)
            calls += 1
            assert len(gateway.got) == calls

        one = Message.objects.get()
        assert (one.status, one.tries, one.last_error) == (Status.DEAD, 6, "HTTPError")

    def test_a_dead_letter_is_not_tried_by_itself(self, db: None, gateway: type[Gateway]) -> None:
        one = letter()
        Message.objects.update(status=Status.DEAD, tries=6)

        assert relay.relay(SATURDAY + 30 * DAY) == 0

        assert gateway.got == []
        assert list(queries.dead()) == [one]

    def test_an_admins_try_begins_anew_with_all_six(self, world: World, gateway: type[Gateway]) -> None:
        gateway.statuses = [500]
        one, at = letter(), SATURDAY + 3 * DAY
        Message.objects.update(status=Status.DEAD, tries=6)

        commands.send_again(one, by=world.person["admin"], at=at)
        relay.relay(at)

        one.refresh_from_db()
        assert (one.status, one.tries, one.not_before) == (Status.WAITING, 1, at + MINUTE)

    def test_it_is_found_again_after_it_has_risen(self, db: None, gateway: type[Gateway]) -> None:
        gateway.statuses = [503, 503, 200]
        for number in range(3):
            letter(phone=f"0915000000{number}")

        assert relay.relay(SATURDAY) == 1
        assert relay.relay(SATURDAY + MINUTE) == 2

        assert set(Message.objects.values_list("status", flat=True)) == {Status.SENT}

    def test_nobody_listens(self, db: None, settings: Any) -> None:
        settings.SMS_BACKEND = "http://127.0.0.1:9/"
        letter()

        assert relay.relay(SATURDAY) == 0

        assert Message.objects.get().last_error == "URLError"

    def test_words_go_out_as_they_are_written(self, db: None, gateway: type[Gateway]) -> None:
        one = letter()

        relay.relay(SATURDAY)

        assert gateway.got == [{"to": PHONE, "text": one.body, "key": one.key}]
        assert "هم‌افزا" in gateway.got[0]["text"]

    def test_those_that_wait_longest_go_first(self, db: None, gateway: type[Gateway]) -> None:
        for minutes in (3, 1, 2):
            letter(SATURDAY + minutes * MINUTE, phone=f"0915000000{minutes}")

        relay.relay(SATURDAY + HOUR)

        assert [call["to"][-1] for call in gateway.got] == ["1", "2", "3"]


class TestTheDigest:
    def test_on_a_day_without_work_nobody_hears(self, world: World) -> None:
        assert digest.write(at_hour(7, 30)) == 0

    def test_says_the_same_number_as_her_desk(self, world: World) -> None:
        for _n in range(3):
            world.triaged("health", at=SATURDAY - DAY)
        world.request(at=SATURDAY - DAY)
        at = at_hour(7, 30)

        digest.write(at)

        for who in ("zahra", "reza"):
            [one] = Message.objects.filter(template="daily_digest", to_person=world.person[who])
            count = len(today(world.person[who], at).mine)
            assert f"امروز {str(count).translate(str.maketrans('0123456789', '۰۱۲۳۴۵۶۷۸۹'))} کار" in one.body

    @pytest.mark.slow  # two whole beats
    def test_comes_with_the_beat_of_half_past_seven_and_is_sent_by_it(
        self, world: World, gateway: type[Gateway]
    ) -> None:
        world.triaged("health", at=SATURDAY - DAY)
        Message.objects.all().delete()

        assert tick(at_hour(7, 29))["notices.morning"] == 0
        assert tick(at_hour(7, 30))["notices.morning"] == 1

        assert [call["to"] for call in gateway.got] == ["09150000000"]

    def test_a_machine_that_slept_writes_until_eight_in_the_evening(self, world: World) -> None:
        world.triaged("health", at=SATURDAY - DAY)

        assert digest.write(at_hour(19, 59)) == 1
        assert digest.write(at_hour(20) + DAY) == 0


class TestSilence:
    def test_reigns_within_and_ends_even_after_a_fault(self, db: None) -> None:
        with pytest.raises(ZeroDivisionError), silence():
            assert reigns()
            letter()
            _ = 1 / 0

        assert not reigns()
        assert Message.objects.get().status == Status.SENT

    def test_within_it_no_beat_of_the_post_runs(self, world: World, gateway: type[Gateway]) -> None:
        letter()
        world.triaged("health", at=SATURDAY - DAY)

        with silence():
            beat = tick(at_hour(9))

        assert (beat["notices.morning"], beat["notices.outbox"], beat["notices.forgotten"]) == (0, 0, 0)
        assert gateway.got == []

    def test_what_waited_before_it_goes_out_after(self, db: None, gateway: type[Gateway]) -> None:
        before = letter()
        with silence():
            letter(phone="09159999999")

        relay.relay(SATURDAY)

        assert [call["key"] for call in gateway.got] == [before.key]


class TestForgetting:
    WEEK = 7 * DAY

    @pytest.mark.parametrize(
        ("after", "forgotten"),
        [(WEEK - timedelta(seconds=1), 0), (WEEK, 0), (WEEK + timedelta(seconds=1), 1)],
    )
    def test_a_week_to_the_second(self, db: None, gateway: type[Gateway], after: timedelta, forgotten: int) -> None:
        letter()
        relay.relay(SATURDAY)

        assert relay.forget(SATURDAY + after) == forgotten

    @pytest.mark.parametrize("status", [Status.WAITING, Status.DEAD])
    def test_what_has_not_gone_out_keeps_its_words(self, db: None, status: str) -> None:
        letter()
        Message.objects.update(status=status)

        assert relay.forget(SATURDAY + 365 * DAY) == 0
        assert Message.objects.get().to_phone == PHONE

    def test_once_is_enough(self, db: None, gateway: type[Gateway]) -> None:
        letter()
        relay.relay(SATURDAY)

        assert [relay.forget(SATURDAY + 8 * DAY) for _time in range(2)] == [1, 0]

    def test_that_it_was_sent_is_still_known(self, db: None, gateway: type[Gateway]) -> None:
        one = letter(subject="intake.request:7")
        relay.relay(SATURDAY)
        relay.forget(SATURDAY + 8 * DAY)

        one.refresh_from_db()
        assert (one.body, one.to_phone) == ("", "")
        assert (one.template, one.subject, one.sent_at) == ("request_accepted", "intake.request:7", SATURDAY)

    def test_a_line_that_lost_its_words_is_in_no_inbox(self, world: World) -> None:
        zahra = world.person["zahra"]
        outbox.to_person(zahra, "note_due", at=SATURDAY, code="هم۱")
        commands.read_all(zahra, by=zahra, at=SATURDAY)
        assert queries.inbox(zahra).count() == 1

        relay.forget(SATURDAY + 8 * DAY)

        assert queries.inbox(zahra).count() == 0


class TestReading:
    def test_of_one_thing_leaves_the_others_unread(self, world: World) -> None:
        zahra = world.person["zahra"]
        for subject in ("intake.request:1", "intake.request:2", "intake.request:1"):
            outbox.to_person(zahra, "note_due", at=SATURDAY, subject=subject, code="هم۱")

        commands.read_about(zahra, subject="intake.request:1", by=zahra, at=SATURDAY)

        assert queries.unread(zahra) == 1

    def test_of_one_person_leaves_anothers(self, world: World) -> None:
        for who in ("zahra", "sara"):
            outbox.to_person(world.person[who], "note_due", at=SATURDAY, code="هم۱")

        commands.read_all(world.person["zahra"], by=world.person["zahra"], at=SATURDAY)

        assert queries.unread(world.person["sara"]) == 1

    @pytest.mark.parametrize("who", ["sara", "admin", "parvin"])
    def test_is_nobody_elses_to_do(self, world: World, who: str) -> None:
        zahra = world.person["zahra"]
        outbox.to_person(zahra, "note_due", at=SATURDAY, code="هم۱")

        with pytest.raises(NotAllowed):
            commands.read_all(zahra, by=world.person[who], at=SATURDAY)

        assert queries.unread(zahra) == 1

    def test_pages_of_the_inbox_by_key(self, world: World) -> None:
        zahra = world.person["zahra"]
        for number in range(5):
            outbox.to_person(zahra, "note_due", at=SATURDAY, code=f"هم{number}")
        first = list(queries.inbox(zahra)[:2])

        rest = list(queries.inbox(zahra, before=first[-1].pk))

        assert [one.pk for one in first + rest] == sorted((one.pk for one in first + rest), reverse=True)
        assert len(rest) == 3
        assert {one.channel for one in rest} == {Channel.INBOX}
