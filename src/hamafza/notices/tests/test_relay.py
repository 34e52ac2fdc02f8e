"""The outbox sends at least once, with one key a message; what cannot go is shown to the admin."""

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from django.core import mail

from hamafza.kernel.errors import MoveRefused, NotAllowed
from hamafza.notices import backends, commands, outbox, relay
from hamafza.notices.models import Channel, Message, Status
from hamafza.people.models import Person
from tests.cast import SATURDAY, World

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def letter(db: None) -> Message:
    outbox.to_phone("09151234567", "request_withdrawn", at=SATURDAY, code="1234567890123")
    return Message.objects.get()


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, str]]:
    """A gateway that notes what it was handed."""
    taken: list[tuple[str, str, str]] = []
    monkeypatch.setattr(backends, "_sms", lambda: lambda to, text, key: taken.append((to, text, key)))
    return taken


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(to: str, text: str, key: str) -> None:
        raise ConnectionError(f"cannot reach {to}")

    monkeypatch.setattr(backends, "_sms", lambda: refuse)


class TestSending:
    def test_hands_over_once_with_its_key(self, letter: Message, gateway: list[tuple[str, str, str]]) -> None:
        assert relay.relay(SATURDAY) == 1
        assert relay.relay(SATURDAY) == 0

        letter.refresh_from_db()
        assert gateway == [("09151234567", letter.body, letter.key)]
        assert (letter.status, letter.sent_at, letter.tries) == (Status.SENT, SATURDAY, 1)

    def test_waits_for_the_morning_unless_urgent(self, db: None, gateway: list[tuple[str, str, str]]) -> None:
        night = SATURDAY.replace(hour=23)
        outbox.to_phone("09151111111", "request_withdrawn", at=night, code="1")
        outbox.to_phone("09152222222", "request_withdrawn", at=night, code="1", urgent=True)

        relay.relay(night + MINUTE)
        assert [to for to, *_ in gateway] == ["09152222222"]

        relay.relay(night + timedelta(hours=9))
        assert [to for to, *_ in gateway] == ["09152222222", "09151111111"]

    def test_two_relays_do_not_both_send(self, letter: Message, gateway: list[tuple[str, str, str]]) -> None:
        seen_by_both = Message.objects.get(pk=letter.pk)

        assert relay._claim(letter, SATURDAY) is True
        assert relay._claim(seen_by_both, SATURDAY) is False

    def test_what_a_dead_relay_had_claimed_goes_out_later_under_the_same_key(
        self, letter: Message, gateway: list[tuple[str, str, str]]
    ) -> None:
        relay._claim(letter, SATURDAY)  # and then the machine stopped

        assert relay.relay(SATURDAY + MINUTE) == 0
        assert relay.relay(SATURDAY + relay.LEASE) == 1
        assert gateway[0][2] == letter.key

    def test_a_relay_that_overslept_its_lease_does_not_send_what_another_took_up(
        self, letter: Message, gateway: list[tuple[str, str, str]]
    ) -> None:
        read_long_ago = Message.objects.get(pk=letter.pk)
        assert relay._claim(letter, SATURDAY) is True

        assert relay._claim(read_long_ago, SATURDAY + relay.LEASE) is False

    def test_sends_what_is_due_longest_first_and_no_more_than_a_beat_can_bear(
        self, db: None, gateway: list[tuple[str, str, str]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(relay, "BATCH", 2)
        for number, minutes in (("09151111111", 30), ("09152222222", 10), ("09153333333", 20)):
            outbox.to_phone(number, "request_withdrawn", at=SATURDAY + minutes * MINUTE, code="1")

        sent = [relay.relay(SATURDAY + 60 * MINUTE) for _beat in range(3)]

        assert sent == [2, 1, 0]
        assert [to for to, *_ in gateway] == ["09152222222", "09153333333", "09151111111"]

    @pytest.mark.parametrize(
        "finished", [{"status": Status.SENT}, {"status": Status.DEAD}, {"not_before": SATURDAY + DAY}]
    )
    def test_what_is_not_due_takes_nobodys_turn(
        self,
        letter: Message,
        gateway: list[tuple[str, str, str]],
        monkeypatch: pytest.MonkeyPatch,
        finished: dict[str, object],
    ) -> None:
        monkeypatch.setattr(relay, "BATCH", 1)
        Message.objects.update(**finished)
        outbox.to_phone("09159999999", "request_withdrawn", at=SATURDAY + 30 * MINUTE, code="1")
        Message.objects.filter(to_phone="09159999999").update(not_before=SATURDAY + 2 * DAY)

        relay.relay(SATURDAY + 2 * DAY if "status" in finished else SATURDAY + 2 * DAY - MINUTE)

        assert [to for to, *_ in gateway] == (["09159999999"] if "status" in finished else ["09151234567"])

    def test_an_inbox_line_needs_no_gateway(self, world: World, gateway: list[tuple[str, str, str]]) -> None:
        outbox.to_person(world.person["zahra"], "note_due", at=SATURDAY, code="هم۱")

        assert Message.objects.get(channel=Channel.INBOX).status == Status.SENT
        assert relay.relay(SATURDAY) == 0

    def test_a_letter_goes_by_mail(self, world: World) -> None:
        zahra = world.person["zahra"]
        Person.objects.filter(pk=zahra.pk).update(mobile="", email="zahra@example.ir")
        zahra.refresh_from_db()
        outbox.outside(zahra, "daily_digest", at=SATURDAY, count="۳", link="https://x")

        relay.relay(SATURDAY)

        assert mail.outbox[0].to == ["zahra@example.ir"]
        assert mail.outbox[0].extra_headers["X-Hamafza-Key"] == Message.objects.get(channel="email").key


class TestFailing:
    def test_tries_six_times_ever_more_slowly_and_gives_up(self, letter: Message, broken: None) -> None:
        at, pauses = SATURDAY, []
        relay.relay(at)
        while (waiting := Message.objects.get()).status == Status.WAITING:
            pauses.append((waiting.not_before - at) / MINUTE)
            at = waiting.not_before
            relay.relay(at)

        assert pauses == [1, 5, 15, 60, 240]
        assert (waiting.status, waiting.tries) == (Status.DEAD, 6)

    @pytest.mark.parametrize("tries", [0, 5])
    def test_a_gateway_that_complains_at_length_is_cut_short(
        self, letter: Message, monkeypatch: pytest.MonkeyPatch, tries: int
    ) -> None:
        def complain(to: str, text: str, key: str) -> None:
            raise backends.NotSent("no, " * 100)

        monkeypatch.setattr(backends, "_sms", lambda: complain)
        Message.objects.update(tries=tries)

        relay.relay(SATURDAY)

        letter.refresh_from_db()
        assert letter.last_error == ("no, " * 100)[:200]  # as much as the column holds

    def test_the_error_that_is_kept_holds_no_number(self, letter: Message, broken: None) -> None:
        relay.relay(SATURDAY)

        letter.refresh_from_db()
        assert letter.last_error == "ConnectionError"

    def test_the_error_is_forgotten_when_it_went_out_after_all(
        self, letter: Message, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        Message.objects.update(tries=2, last_error="ConnectionError")
        monkeypatch.setattr(backends, "_sms", lambda: lambda to, text, key: None)

        relay.relay(SATURDAY)

        letter.refresh_from_db()
        assert (letter.status, letter.last_error) == (Status.SENT, "")

    def test_a_letter_without_an_address_never_counts_as_sent(self, world: World) -> None:
        zahra = world.person["zahra"]
        Person.objects.filter(pk=zahra.pk).update(mobile="", email="zahra@example.ir")
        zahra.refresh_from_db()
        outbox.outside(zahra, "daily_digest", at=SATURDAY, count="۳", link="https://x")
        Person.objects.filter(pk=zahra.pk).update(email="")

        assert relay.relay(SATURDAY) == 0

        letter = Message.objects.get()
        assert (letter.status, letter.last_error) == (Status.WAITING, "no address")
        assert mail.outbox == []

    def test_one_bad_letter_does_not_hold_up_the_others(self, letter: Message, monkeypatch: pytest.MonkeyPatch) -> None:
        outbox.to_phone("09159999999", "request_withdrawn", at=SATURDAY, code="2")
        taken: list[str] = []

        def picky(to: str, text: str, key: str) -> None:
            if to == letter.to_phone:
                raise OSError
            taken.append(to)

        monkeypatch.setattr(backends, "_sms", lambda: picky)
        relay.relay(SATURDAY)

        assert taken == ["09159999999"]

    def test_an_admin_sends_it_again_under_the_same_key(
        self, world: World, letter: Message, gateway: list[tuple[str, str, str]]
    ) -> None:
        Message.objects.update(status=Status.DEAD, tries=6)
        key = letter.key

        commands.send_again(letter, by=world.person["admin"], at=SATURDAY + DAY)
        relay.relay(SATURDAY + DAY)

        assert gateway[0][2] == key

    def test_nobody_else_may(self, world: World, letter: Message) -> None:
        Message.objects.update(status=Status.DEAD)

        with pytest.raises(NotAllowed):
            commands.send_again(letter, by=world.person["parvin"], at=SATURDAY)

    def test_what_was_sent_is_not_sent_again(self, world: World, letter: Message) -> None:
        Message.objects.update(status=Status.SENT)

        with pytest.raises(MoveRefused):
            commands.send_again(letter, by=world.person["admin"], at=SATURDAY)


class TestForgetting:
    @pytest.mark.parametrize(("days", "kept"), [(6, True), (8, False)])
    def test_words_and_number_go_a_week_after_sending(
        self, letter: Message, gateway: list[tuple[str, str, str]], days: int, kept: bool
    ) -> None:
        relay.relay(SATURDAY)

        relay.forget(SATURDAY + days * DAY)

        letter.refresh_from_db()
        assert bool(letter.body) is bool(letter.to_phone) is kept

    def test_an_inbox_line_stays_until_it_was_read(self, world: World) -> None:
        zahra = world.person["zahra"]
        outbox.to_person(zahra, "note_due", at=SATURDAY, code="هم۱")
        relay.forget(SATURDAY + 30 * DAY)
        assert Message.objects.get().body

        commands.read_all(zahra, by=zahra, at=SATURDAY + 30 * DAY)
        relay.forget(SATURDAY + 36 * DAY)
        assert Message.objects.get().body

        relay.forget(SATURDAY + 38 * DAY)

        assert not Message.objects.get().body


class Gateway(BaseHTTPRequestHandler):
    """A real one on this machine, for one request at a time."""

    got: list[tuple[dict[str, str], dict[str, str]]] = []
    status = 200

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.got.append((body, dict(self.headers)))
        self.send_response(self.status)
        self.send_header("Location", "http://127.0.0.1:9/elsewhere")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def server(settings) -> Iterator[type[Gateway]]:
    Gateway.got, Gateway.status = [], 200
    with HTTPServer(("127.0.0.1", 0), Gateway) as listening:
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        settings.SMS_BACKEND = f"http://127.0.0.1:{listening.server_port}/send"
        settings.SMS_TOKEN = "t0ken"
        yield Gateway
        listening.shutdown()


class TestGateways:
    def test_http_posts_json_with_the_key_to_dedupe_by(self, letter: Message, server: type[Gateway]) -> None:
        relay.relay(SATURDAY)

        [(body, headers)] = server.got
        assert body == {"to": "09151234567", "text": letter.body, "key": letter.key}
        assert headers["Authorization"] == "Bearer t0ken"
        assert headers["Idempotency-Key"] == letter.key

    @pytest.mark.parametrize("status", [302, 400, 500])
    def test_anything_but_taken_is_tried_again(self, letter: Message, server: type[Gateway], status: int) -> None:
        server.status = status

        relay.relay(SATURDAY)

        letter.refresh_from_db()
        assert letter.status == Status.WAITING
        assert len(server.got) == 1  # and no redirect was followed

    @pytest.mark.parametrize("status", [201, 202, 204])
    def test_any_word_of_assent_is_enough(self, letter: Message, server: type[Gateway], status: int) -> None:
        server.status = status

        assert relay.relay(SATURDAY) == 1

    def test_http_says_what_it_sends_and_shows_no_token_where_there_is_none(
        self, letter: Message, server: type[Gateway], settings
    ) -> None:
        settings.SMS_TOKEN = ""

        relay.relay(SATURDAY)

        [(_body, headers)] = server.got
        assert headers["Content-Type"] == "application/json; charset=utf-8"
        assert "Authorization" not in headers

    def test_http_does_not_wait_for_a_gateway_that_has_fallen_asleep(
        self, letter: Message, server: type[Gateway], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        awake = threading.Event()
        monkeypatch.setattr(backends, "PATIENCE_SECONDS", 0.02)
        monkeypatch.setattr(server, "do_POST", lambda self: awake.wait(5))

        relay.relay(SATURDAY)
        awake.set()

        letter.refresh_from_db()
        assert (letter.status, letter.last_error) == (Status.WAITING, "TimeoutError")

    def test_https_is_a_gateway_too(self, letter: Message, settings) -> None:
        settings.SMS_BACKEND = "https://127.0.0.1:9/nobody-listens"

        relay.relay(SATURDAY)

        letter.refresh_from_db()
        assert letter.last_error == "URLError"

    def test_file_writes_a_line_a_message_in_a_folder_of_its_own_making(
        self, letter: Message, settings, tmp_path: Path
    ) -> None:
        settings.SMS_BACKEND, settings.DATA = "file", tmp_path / "new" / "data"
        outbox.to_phone("09152222222", "request_withdrawn", at=SATURDAY, code="2")

        relay.relay(SATURDAY)

        written = (tmp_path / "new" / "data" / "sms.jsonl").read_text(encoding="utf-8")
        first, second = map(json.loads, written.splitlines())
        assert first == {"to": "09151234567", "text": letter.body, "key": letter.key}
        assert second["to"] == "09152222222"
        assert "هم‌افزا" in written  # the operator can read it

    def test_console_prints(self, letter: Message, settings, capsys: pytest.CaptureFixture[str]) -> None:
        settings.SMS_BACKEND = "console"

        relay.relay(SATURDAY)

        assert "09151234567" in capsys.readouterr().out

    def test_an_unknown_one_is_noticed_and_nothing_is_lost(self, letter: Message, settings) -> None:
        settings.SMS_BACKEND = "pigeon"

        relay.relay(SATURDAY)

        letter.refresh_from_db()
        assert (letter.status, letter.last_error) == (Status.WAITING, "KeyError")
