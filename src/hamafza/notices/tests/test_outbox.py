"""What is put into the outbox: for whom, by which way, and from when on it may be sent."""

from datetime import UTC, datetime, timedelta

import pytest

from hamafza.kernel.clock import TEHRAN
from hamafza.notices import outbox
from hamafza.notices.models import Channel, Message, Status
from hamafza.people.models import Person
from tests.cast import SATURDAY, World

NIGHT = SATURDAY.replace(hour=23)


def person(world: World, *, mobile: str = "09151111111", email: str = "zahra@example.ir") -> Person:
    zahra = world.person["zahra"]
    zahra.mobile, zahra.email = mobile, email
    zahra.save(update_fields=["mobile", "email"])
    return zahra


def ways() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("channel", flat=True))


class TestALineInTheInbox:
    def test_is_there_at_once_even_at_night(self, world: World) -> None:
        outbox.to_person(person(world), "note_due", at=NIGHT, code="هم۱")

        line = Message.objects.get()
        assert (line.channel, line.status) == (Channel.INBOX, Status.SENT)
        assert line.created_at == line.not_before == line.sent_at == NIGHT
        assert (line.read_at, line.to_phone, line.urgent) == (None, "", False)

    def test_goes_by_sms_too_when_it_is_urgent(self, world: World) -> None:
        outbox.to_person(person(world), "last_door_opened", at=NIGHT, urgent=True, code="هم۱", until="شنبه")

        line, sms = Message.objects.order_by("pk")
        assert (line.channel, line.to_person, line.to_phone) == (Channel.INBOX, world.person["zahra"], "")
        assert (sms.channel, sms.to_person, sms.to_phone) == (Channel.SMS, None, "09151111111")
        assert sms.body == line.body
        assert sms.not_before == NIGHT  # whoever is urgent does not wait for the morning
        assert (line.urgent, sms.urgent) == (True, True)

    def test_is_all_there_is_for_one_without_a_telephone(self, world: World) -> None:
        outbox.to_person(person(world, mobile=""), "last_door_late", at=SATURDAY, urgent=True, code="هم۱")

        assert ways() == [Channel.INBOX]

    def test_stays_alone_when_nothing_presses(self, world: World) -> None:
        outbox.to_person(person(world), "note_due", at=SATURDAY, code="هم۱")

        assert ways() == [Channel.INBOX]

    def test_leads_where_its_writer_said(self, world: World) -> None:
        outbox.to_person(
            person(world), "note_due", at=SATURDAY, code="هم۱", subject="referrals.referral:4", url="/referrals/4/"
        )

        line = Message.objects.get()
        assert (line.subject, line.address) == ("referrals.referral:4", "/referrals/4/")

    def test_of_a_request_leads_to_its_page(self, world: World) -> None:
        outbox.to_person(person(world), "triage_late", at=SATURDAY, code="هم۱۲", subject="intake.request:12")

        assert Message.objects.get().address == "/requests/12/"

    @pytest.mark.parametrize("subject", ["", "people.person:12", "intake.need:12"])
    def test_of_anything_else_leads_nowhere(self, world: World, subject: str) -> None:
        outbox.to_person(person(world), "note_due", at=SATURDAY, code="هم۱", subject=subject)

        assert Message.objects.get().address == ""


class TestAnSms:
    def test_needs_a_number(self, db: None) -> None:
        outbox.to_phone("", "request_withdrawn", at=SATURDAY, code="1")

        assert not Message.objects.exists()

    def test_waits_with_all_that_was_said_of_it(self, db: None) -> None:
        outbox.to_phone("09151111111", "request_withdrawn", at=SATURDAY, code="123", subject="intake.request:5")

        sms = Message.objects.get()
        assert (sms.status, sms.sent_at, sms.tries) == (Status.WAITING, None, 0)
        assert (sms.subject, sms.urgent, sms.to_person) == ("intake.request:5", False, None)
        assert "123" in sms.body

    def test_has_a_key_that_nobody_guesses_and_no_other_has(self, db: None) -> None:
        for _ in range(3):
            outbox.to_phone("09151111111", "request_withdrawn", at=SATURDAY, code="1")

        keys = set(Message.objects.values_list("key", flat=True))
        assert len(keys) == 3
        assert all(len(key) == 32 for key in keys)

    @pytest.mark.parametrize(
        ("written", "leaves"),
        [
            ("2026-10-24 08:00:00", "2026-10-24 08:00:00"),  # eight sharp is day
            ("2026-10-24 14:30:15", "2026-10-24 14:30:15"),
            ("2026-10-24 20:59:59", "2026-10-24 20:59:59"),
            ("2026-10-24 21:00:00", "2026-10-25 08:00:00"),  # nine sharp is night
            ("2026-10-24 23:59:59", "2026-10-25 08:00:00"),
            ("2026-10-25 00:00:00", "2026-10-25 08:00:00"),  # after midnight the same morning is meant
            ("2026-10-25 07:59:59", "2026-10-25 08:00:00"),
            ("2026-10-30 22:10:42", "2026-10-31 08:00:00"),  # the end of a month
            ("2027-03-20 22:00:00", "2027-03-21 08:00:00"),  # the night before Nowruz
        ],
    )
    def test_does_not_ring_at_night(self, db: None, written: str, leaves: str) -> None:
        at = datetime.fromisoformat(written).replace(tzinfo=TEHRAN)

        outbox.to_phone("09151111111", "request_withdrawn", at=at, code="1")

        assert Message.objects.get().not_before == datetime.fromisoformat(leaves).replace(tzinfo=TEHRAN)

    @pytest.mark.parametrize(
        ("utc", "waits"),
        [((17, 29), False), ((17, 30), True), ((4, 29), True), ((4, 30), False)],
    )
    def test_knows_the_night_of_tehran_whatever_the_zone_of_the_instant(
        self, db: None, utc: tuple[int, int], waits: bool
    ) -> None:
        at = datetime(2026, 10, 24, *utc, tzinfo=UTC)

        outbox.to_phone("09151111111", "request_withdrawn", at=at, code="1")

        assert (Message.objects.get().not_before > at) is waits

    def test_leaves_on_the_full_hour_though_it_was_written_on_an_odd_one(self, db: None) -> None:
        odd = NIGHT.replace(minute=17, second=43, microsecond=99)

        outbox.to_phone("09151111111", "request_withdrawn", at=odd, code="1")

        assert Message.objects.get().not_before == SATURDAY.replace(hour=8) + timedelta(days=1)


class TestWhatMustReachSomebodyOutsideThePage:
    def test_goes_to_her_telephone_first(self, world: World) -> None:
        outbox.outside(person(world), "daily_digest", at=NIGHT, count="۳", link="x")

        sms = Message.objects.get()
        assert (sms.channel, sms.to_phone, sms.to_person) == (Channel.SMS, "09151111111", world.person["zahra"])
        assert sms.not_before == NIGHT

    def test_goes_by_mail_where_there_is_no_telephone(self, world: World) -> None:
        outbox.outside(person(world, mobile=""), "daily_digest", at=SATURDAY, count="۳", link="x")

        mail = Message.objects.get()
        assert (mail.channel, mail.to_phone, mail.status) == (Channel.EMAIL, "", Status.WAITING)
