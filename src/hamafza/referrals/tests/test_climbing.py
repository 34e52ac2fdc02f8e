"""The ladder as it is lived: which tick tells whom, who holds it then, and what the applicant is told meanwhile."""

from datetime import date, datetime, time, timedelta

import pytest

from hamafza.intake import commands as intake
from hamafza.intake.models import Request
from hamafza.journal.models import JournalLine
from hamafza.kernel.actors import System
from hamafza.kernel.ticking import next_due, tick
from hamafza.network import commands as network
from hamafza.notices.models import Channel, Message
from hamafza.people import commands as people
from hamafza.referrals import commands as referrals
from hamafza.referrals.commands.answering import HoldTooLong
from hamafza.referrals.models import LastDoor, Referral
from tests.cast import HAND, SATURDAY, World

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
CLOCK = System("tick")
PART = 67  # signs in one part of a Persian SMS of several


def offered(world: World, urgency: str = "0") -> Referral:
    request = world.request()
    domains = [world.domain["health"]]
    intake.triage(request, domains=domains, urgency=urgency, by=world.person["reza"], at=SATURDAY)
    return Referral.objects.open().whole().get(need__request=request)


def asked(world: World, centre: str, urgency: str = "0") -> Referral:
    """Just this centre, by a person's choice."""
    first, reza = offered(world, urgency), world.person["reza"]
    referrals.withdraw(first, reason="به این مرکز", by=reza, at=SATURDAY)
    referrals.offer(first.need, centres=[world.centre[centre]], by=reza, at=SATURDAY)
    return Referral.objects.open().whole().get(need=first.need)


def told(since: datetime, until: datetime) -> set[tuple[str, str]]:
    """(whom, template) of the inbox lines in this span; "her" is the applicant's telephone."""
    lines = Message.objects.filter(created_at__gt=since, created_at__lte=until)
    lines = lines.exclude(template="daily_digest").select_related("to_person")
    return {
        (line.to_person.username if line.to_person else "her", line.template)
        for line in lines
        if line.channel == Channel.INBOX or line.to_phone == "09151234567"
    }


def climb(hop: Referral) -> tuple[datetime, set[tuple[str, str]]]:
    """The next rung by itself: when, and who heard of it."""
    at = hop.due_at
    assert at
    tick(at - MINUTE)
    before = told(SATURDAY, at - MINUTE)
    tick(at)
    hop.refresh_from_db()
    return at, told(SATURDAY, at) - before


class TestAnOffer:
    @pytest.mark.parametrize("urgency", ["0", "1", "2"])
    def test_is_poked_then_the_head_hears_then_it_goes_on(self, world: World, urgency: str) -> None:
        hop = offered(world, urgency)

        first, heard_first = climb(hop)
        second, heard_second = climb(hop)
        third, heard_third = climb(hop)

        assert first < second < third
        assert heard_first == {("zahra", "referral_poke"), ("her", "request_waiting")}
        assert heard_second == {("maryam", "referral_late_head")}
        assert ("parvin", "referral_expired") in heard_third
        assert ("her", "request_moved_on") in heard_third
        assert (hop.state, hop.reason) == ("expired", "silence")

    def test_the_next_centre_has_it_in_the_same_minute(self, world: World) -> None:
        hop = offered(world)
        for _rung in range(3):
            at, _heard = climb(hop)

        onward = Referral.objects.open().get(need=hop.need)
        assert (onward.offered_at, onward.rank) == (at, 2)
        assert onward.centre != hop.centre

    @pytest.mark.slow  # nine rungs, one tick each
    def test_three_silent_centres_lead_to_the_last_door(self, world: World) -> None:
        need = offered(world).need
        for _tick in range(40):
            if LastDoor.objects.filter(need=need).exists():
                break
            tick(next_due() or SATURDAY)

        task = LastDoor.objects.get(need=need)
        assert task.why == "refusals"
        assert [hop.state for hop in Referral.objects.filter(need=need)] == ["expired"] * 3
        assert Request.objects.get(pk=need.request_id).holder == world.person["karim"]

    def test_an_answer_a_minute_before_the_hour_stops_it(self, world: World) -> None:
        hop = offered(world)
        assert hop.due_at
        referrals.accept(hop, by=world.person["zahra"], at=hop.due_at - MINUTE)

        tick(hop.answer_by or SATURDAY)

        assert not Message.objects.filter(template="referral_poke").exists()

    def test_a_late_answer_is_still_an_answer(self, world: World) -> None:
        hop = offered(world)
        at, _heard = climb(hop)

        referrals.accept(hop, by=world.person["zahra"], at=at + HOUR)

        hop.refresh_from_db()
        assert (hop.state, hop.rung) == ("accepted", 0)

    def test_the_promise_that_people_see_stays_while_the_ladder_climbs(self, world: World) -> None:
        hop = offered(world)
        promised = hop.answer_by

        climb(hop)

        assert hop.answer_by == promised
        assert hop.due_at and promised and hop.due_at > promised

    def test_the_clock_may_knock_twice_in_the_same_minute(self, world: World) -> None:
        hop = offered(world)
        at, _heard = climb(hop)
        once = Message.objects.count()

        referrals.late(hop, by=CLOCK, at=at)

        assert Message.objects.count() == once

    @pytest.mark.slow  # a month of work in four ticks
    def test_a_machine_that_slept_for_a_month_forgets_nobody(self, world: World) -> None:
        hop = offered(world)

        for minutes in range(4):
            tick(SATURDAY + 30 * DAY + minutes * MINUTE)

        hop.refresh_from_db()
        assert hop.state == "expired"
        assert Referral.objects.open().filter(need=hop.need).exists()
        assert JournalLine.objects.filter(kind="deadline_missed", centre="chabahar").count() == 3

    def test_in_the_afternoon_centre_it_counts_in_its_own_hours(self, world: World) -> None:
        network.set_hours(
            world.centre["chabahar"],
            week={weekday: [(time(16), time(20))] for weekday in range(7)},
            from_date=date(2026, 1, 1),
            by=HAND,
            at=SATURDAY - DAY,
        )

        assert asked(world, "chabahar", urgency="1").answer_by == SATURDAY.replace(hour=20)
        assert asked(world, "konarak", urgency="1").answer_by == SATURDAY.replace(hour=13)

    def test_a_local_holiday_moves_the_hour_of_that_place_alone(self, world: World) -> None:
        chabahar, admin = world.place["1104"], world.person["admin"]
        network.add_holiday(chabahar, date=SATURDAY.date(), name="سوگواری شهر", by=admin, at=SATURDAY - DAY)

        assert asked(world, "chabahar", urgency="1").answer_by == SATURDAY.replace(hour=12) + DAY
        assert asked(world, "konarak", urgency="1").answer_by == SATURDAY.replace(hour=13)

    def test_what_is_urgent_goes_to_one_that_is_open_today(self, world: World) -> None:
        chabahar, admin = world.place["1104"], world.person["admin"]
        assert offered(world, "1").centre == world.centre["chabahar"]
        network.add_holiday(chabahar, date=SATURDAY.date(), name="سوگواری شهر", by=admin, at=SATURDAY - DAY)

        assert offered(world, "1").centre != world.centre["chabahar"]


class TestWorkInHand:
    def test_silence_after_a_yes_climbs_to_the_county_and_then_goes_on(self, world: World) -> None:
        hop = offered(world)
        referrals.accept(hop, by=world.person["zahra"], at=SATURDAY)
        heard = []
        for _rung in range(4):
            if hop.rung == 3:
                assert hop.holder == world.person["nader"]
            heard.append(climb(hop)[1])

        assert heard[0] == {("zahra", "note_due"), ("her", "request_waiting")}
        assert heard[1] == {("maryam", "referral_late_head")}
        assert ("parvin", "referral_expired") in heard[2]
        assert (hop.state, hop.reason) == ("not_done", "silence")
        assert Referral.objects.open().filter(need=hop.need).exists()

    def test_a_sign_of_life_begins_anew(self, world: World) -> None:
        hop = offered(world)
        zahra = world.person["zahra"]
        referrals.accept(hop, by=zahra, at=SATURDAY)
        climb(hop)
        at, _heard = climb(hop)
        assert hop.rung == 2

        referrals.note(hop, text="خانواده را دیدیم", by=zahra, at=at + HOUR)

        hop.refresh_from_db()
        assert (hop.state, hop.rung, hop.since_at) == ("in_progress", 0, at + HOUR)
        request = Request.objects.get(pk=hop.need.request_id)
        assert (request.holder, request.due_at) == (zahra, hop.due_at)

    def test_a_hold_wakes_to_the_minute_and_counts_from_then(self, world: World) -> None:
        hop = offered(world)
        zahra, until = world.person["zahra"], SATURDAY + 10 * DAY
        referrals.accept(hop, by=zahra, at=SATURDAY)
        referrals.hold(hop, reason="waiting_papers", until=until, by=zahra, at=SATURDAY)

        tick(until - MINUTE)
        hop.refresh_from_db()
        assert hop.state == "on_hold"
        tick(until)
        hop.refresh_from_db()

        assert (hop.state, hop.since_at, hop.hold_until) == ("in_progress", until, None)
        assert hop.answer_by and hop.answer_by > until + 14 * DAY

    @pytest.mark.parametrize(
        ("days", "seconds", "taken"),
        [(0, 0, False), (0, 1, True), (60, 0, True), (60, 1, False), (-1, 0, False)],
    )
    def test_a_hold_lies_ahead_and_within_sixty_days(self, world: World, days: int, seconds: int, taken: bool) -> None:
        hop, zahra = offered(world), world.person["zahra"]
        referrals.accept(hop, by=zahra, at=SATURDAY)
        until = SATURDAY + timedelta(days=days, seconds=seconds)

        try:
            referrals.hold(hop, reason="client_asked", until=until, by=zahra, at=SATURDAY)
        except HoldTooLong:
            assert not taken

        hop.refresh_from_db()
        assert (hop.state == "on_hold") is taken


class TestTheLastDoorIsLate:
    def test_the_province_hears_each_working_day_and_it_never_ends_by_itself(self, world: World) -> None:
        task = LastDoor.objects.get(need__request=world.triaged("housing"))
        assert task.due_at == SATURDAY.replace(hour=14) + 2 * DAY

        days = []
        for _day in range(5):
            at = task.due_at
            tick(at)
            task.refresh_from_db()
            days.append(task.due_at - at)

        assert (task.state, task.rung) == ("open", 5)
        assert days[0] == DAY
        assert Message.objects.filter(template="last_door_late", to_person=world.person["parvin"]).count() == 5
        assert Message.objects.filter(template="last_door_late", to_person=world.person["karim"]).count() == 5

    def test_friday_is_not_a_day(self, world: World) -> None:
        wednesday = SATURDAY + 4 * DAY
        task = LastDoor.objects.get(need__request=world.triaged("housing", at=wednesday))

        assert task.due_at == SATURDAY.replace(hour=14) + 7 * DAY


class TestHandingOver:
    def test_from_one_absent_to_her_deputy_and_back(self, world: World) -> None:
        hop = offered(world)
        zahra, maryam = world.person["zahra"], world.person["maryam"]
        since, until = SATURDAY + HOUR, SATURDAY + 3 * HOUR
        network.set_absence(zahra, deputy=maryam, since=since, until=until, by=zahra, at=SATURDAY)

        tick(since - MINUTE)
        hop.refresh_from_db()
        assert hop.holder == zahra
        tick(since)
        hop.refresh_from_db()
        assert hop.holder == maryam
        assert Message.objects.filter(to_person=maryam, template="referral_handed_over").exists()

    def test_with_nobody_at_the_centre_the_county_has_it(self, world: World) -> None:
        hop = offered(world)
        for who in ("zahra", "maryam"):
            people.disable(world.person[who], by=world.person["admin"], at=SATURDAY)

        tick(SATURDAY + MINUTE)

        hop.refresh_from_db()
        assert hop.holder == world.person["nader"]

    def test_it_is_handed_over_once(self, world: World) -> None:
        hop = offered(world)
        zahra, maryam = world.person["zahra"], world.person["maryam"]
        network.set_absence(zahra, deputy=maryam, since=SATURDAY, until=SATURDAY + DAY, by=zahra, at=SATURDAY)
        tick(SATURDAY + MINUTE)
        said = Message.objects.filter(to_person=maryam).count()

        tick(SATURDAY + 2 * MINUTE)

        hop.refresh_from_db()
        assert hop.holder == maryam
        assert Message.objects.filter(to_person=maryam).count() == said


@pytest.mark.slow  # the whole story of a request, with its ticks
class TestWhatLeavesTheSystem:
    @pytest.fixture
    def letters(self, world: World) -> list[Message]:
        """All SMS of a long story: silence, decline, acceptance, hold, relay, last door, outcome."""
        zahra, sara, hamid = (world.person[who] for who in ("zahra", "sara", "hamid"))
        hop = offered(world, "1")
        referrals.invite(hop, by=world.person["reza"], at=SATURDAY, base_url="https://hamafza.example.ir/a/")
        climb(hop)
        at = (hop.due_at or SATURDAY) - MINUTE
        referrals.accept(hop, by=zahra, at=at)
        referrals.hold(hop, reason="waiting_funds", until=at + DAY, by=zahra, at=at)
        onward = referrals.relay(hop, centre=world.centre["konarak"], by=zahra, at=at)
        referrals.decline(onward, reason="capacity", by=sara, at=at)
        third = Referral.objects.open().whole().get(need=hop.need)
        referrals.accept(third, by=hamid, at=at)
        referrals.finish(third, outcome="solved", evidence="دارو رسید", by=hamid, at=at)
        world.triaged("housing", at=at)
        kept = {one.pk: one for one in Message.objects.filter(channel=Channel.SMS)}
        for _tick in range(6):  # read before a week has emptied them
            at = next_due() or at
            tick(at)
            kept |= {one.pk: one for one in Message.objects.filter(channel=Channel.SMS).exclude(body="")}
        return list(kept.values())

    def test_tells_the_applicant_neither_domain_nor_centre_nor_officer(
        self, world: World, letters: list[Message]
    ) -> None:
        hers = [letter for letter in letters if letter.to_phone == "09151234567"]
        secrets = [
            *(domain.name_fa for domain in world.domain.values()),
            *(centre.name for centre in world.centre.values()),
            *(person.full_name for person in world.person.values()),
            "گلنار", "رئیسی", "دارو", "سلامت", "درمان", "مهرگان", "مسکن", "کانون",
        ]  # fmt: skip

        assert len({letter.template for letter in hers}) >= 6
        assert [(word, one.body) for one in hers for word in secrets if word in one.body] == []

    def test_names_no_one_to_officers_either(self, letters: list[Message]) -> None:
        theirs = [letter for letter in letters if letter.to_phone != "09151234567"]

        assert theirs
        assert [one.body for one in theirs for word in ("گلنار", "رئیسی", "دارو", "0915") if word in one.body] == []

    def test_fits_three_parts(self, letters: list[Message]) -> None:
        assert max(len(letter.body) for letter in letters) <= 3 * PART
