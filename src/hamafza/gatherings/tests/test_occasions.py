"""An occasion is held, missed, cancelled, and followed; the clock does what nobody does."""

from datetime import datetime, timedelta

import pytest

from hamafza.gatherings import commands as gatherings
from hamafza.gatherings.models import Coming
from hamafza.gatherings.tests.telling import DAY, FIRST, HOUR, WEEK, circle, lines, serving, told, turn, weeks_of
from hamafza.kernel.errors import NotAllowed, ReasonMissing, Refused
from hamafza.kernel.ticking import tick
from hamafza.notices.models import Message
from tests.cast import HAND, SATURDAY, World

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


class TestPlanning:
    def test_the_first_weeks_stand_at_once_with_holder_and_deadline(self, world: World) -> None:
        gathering = circle(world)
        planned = list(gathering.occasions.order_by("starts_at"))

        assert [one.starts_at for one in planned] == [FIRST + n * WEEK for n in range(4)]
        assert {one.holder for one in planned} == {world.person["zahra"]}
        assert all(one.due_at == one.starts_at + timedelta(minutes=90) for one in planned)

    def test_the_clock_fills_the_calendar_and_doubles_nothing(self, world: World) -> None:
        gathering = circle(world)
        for n in range(10):
            tick(SATURDAY + n * DAY)

        days = list(gathering.occasions.values_list("meant_on", flat=True))
        assert len(days) == len(set(days)) == 5

    def test_a_centre_that_sleeps_gathers_nobody(self, world: World) -> None:
        gathering = circle(world)
        type(gathering.centre).objects.filter(pk=gathering.centre_id).update(state="dormant")

        tick(SATURDAY + 8 * DAY)

        assert gathering.occasions.count() == 4
        gathering.refresh_from_db()
        assert gathering.due_at == SATURDAY + 15 * DAY

    def test_who_leads_without_an_account_leaves_it_to_the_secretary(self, world: World) -> None:
        (she,) = serving(world, "گلنار رئیسی")

        assert turn(circle(world, leader=she)).holder == world.person["zahra"]


class TestSilence:
    def test_it_is_asked_after_and_two_days_later_it_is_a_miss_that_the_head_has(self, world: World) -> None:
        gathering = circle(world)
        tick(FIRST + 89 * MINUTE)
        assert told("occasion_to_tell") == []

        tick(FIRST + 90 * MINUTE)
        assert told("occasion_to_tell") == ["zahra"]
        end = FIRST + 90 * MINUTE + 2 * DAY
        tick(end - MINUTE)
        assert turn(gathering).state == "planned"

        tick(end)
        missed = turn(gathering)
        assert (missed.state, missed.reason, missed.holder) == ("missed", "not_said", world.person["maryam"])
        assert missed.due_at > end
        assert told("occasion_missed") == ["maryam"]
        assert lines("gathering_missed") == [(0, "not_said")]

    def test_the_second_miss_in_a_row_reaches_the_coordinator(self, world: World) -> None:
        gathering = circle(world)
        weeks_of(world, gathering, serving(world), None, None)

        assert told("occasion_missed") == ["maryam"]
        assert told("occasion_missed_again") == ["maryam", "nader"]

    def test_a_miss_after_a_held_one_is_a_first_miss_again(self, world: World) -> None:
        who = serving(world)
        weeks_of(world, circle(world), None, who, None)

        assert told("occasion_missed") == ["maryam", "maryam"]

    def test_a_miss_that_nobody_follows_is_brought_up_every_week(self, world: World) -> None:
        gathering = circle(world)
        gatherings.miss(turn(gathering), reason="few", by=world.person["zahra"], at=FIRST + HOUR)
        due = turn(gathering).due_at

        tick(due)
        tick(due + WEEK)

        assert told("occasion_unfollowed") == ["maryam", "maryam", "nader"]
        assert turn(gathering).due_at == due + 2 * WEEK

    def test_what_lies_with_the_absent_is_handed_on(self, world: World) -> None:
        from hamafza.network import commands as network

        gathering = circle(world)
        network.set_absence(
            world.person["zahra"], deputy=world.person["maryam"], since=SATURDAY + HOUR, until=SATURDAY + DAY, by=HAND,
            at=SATURDAY,
        )  # fmt: skip

        tick(SATURDAY + 2 * HOUR)

        assert {one.holder for one in gathering.occasions.all()} == {world.person["maryam"]}


class TestMiss:
    def test_it_says_why_and_lies_with_the_head(self, world: World) -> None:
        occasion = turn(circle(world))
        gatherings.miss(occasion, reason="other", note="کلید نبود", by=world.person["zahra"], at=FIRST)

        assert (occasion.state, occasion.note, occasion.holder) == ("missed", "کلید نبود", world.person["maryam"])

    @pytest.mark.parametrize(
        ("said", "at", "refused"),
        [
            ({"reason": ""}, FIRST, ReasonMissing),
            ({"reason": "other"}, FIRST, ReasonMissing),
            ({"reason": "not_said"}, FIRST, ReasonMissing),
            ({"reason": "few"}, FIRST - MINUTE, gatherings.TooEarly),
        ],
    )
    def test_it_is_refused(self, world: World, said: dict[str, str], at: datetime, refused: type[Refused]) -> None:
        occasion = turn(circle(world))

        with pytest.raises(refused):
            gatherings.miss(occasion, **said, by=world.person["zahra"], at=at)
        assert turn(occasion.gathering).state == "planned"

    def test_followed_it_lies_with_nobody(self, world: World) -> None:
        gathering = circle(world)
        occasion = gatherings.miss(turn(gathering), reason="few", by=world.person["zahra"], at=FIRST)

        with pytest.raises(gatherings.NothingWritten):
            gatherings.follow(occasion, followed=" ", by=world.person["maryam"], at=FIRST + DAY)
        gatherings.follow(occasion, followed="با سه نفر تلفنی سخن گفتم", by=world.person["maryam"], at=FIRST + DAY)

        assert (occasion.holder, occasion.due_at, occasion.state) == (None, None, "missed")
        with pytest.raises(Refused):
            gatherings.follow(occasion, followed="دوباره", by=world.person["maryam"], at=FIRST + DAY)


class TestCancel:
    def test_those_who_did_not_decline_are_told_by_number_only(self, world: World) -> None:
        who = serving(world)
        occasion = turn(circle(world))
        gatherings.say_whether_coming(occasion, comes=False, by=who[0], at=SATURDAY + HOUR)

        gatherings.cancel(occasion, reason="weather", by=world.person["zahra"], at=FIRST - HOUR)

        sent = Message.objects.filter(template="occasion_cancelled")
        assert {one.to_phone for one in sent} == {one.mobile for one in who[1:]}
        assert (occasion.state, occasion.told, occasion.holder) == ("cancelled", 5, None)
        assert lines("gathering_cancelled") == [(0, "weather")]

    def test_when_its_hour_has_come_it_is_no_cancellation(self, world: World) -> None:
        with pytest.raises(gatherings.TooLate):
            gatherings.cancel(turn(circle(world)), reason="weather", by=world.person["zahra"], at=FIRST)

    def test_only_whoever_keeps_it_may(self, world: World) -> None:
        occasion = turn(circle(world))
        for name in ("sara", "reza", "karim", "stranger", "admin"):
            with pytest.raises(NotAllowed):
                gatherings.cancel(occasion, reason="weather", by=world.person[name], at=SATURDAY)


class TestComing:
    def test_the_last_word_counts(self, world: World) -> None:
        (she,) = serving(world, "گلنار رئیسی")
        occasion = turn(circle(world))
        for comes in (True, False):
            gatherings.say_whether_coming(occasion, comes=comes, by=she, at=SATURDAY)

        assert [one.comes for one in Coming.objects.all()] == [False]

    def test_not_after_its_hour_and_not_by_an_account(self, world: World) -> None:
        (she,) = serving(world, "گلنار رئیسی")
        occasion = turn(circle(world))

        (other,) = serving(world, "سمیه", centre="konarak")
        with pytest.raises(gatherings.NotHere):
            gatherings.say_whether_coming(occasion, comes=True, by=other, at=SATURDAY)
        with pytest.raises(gatherings.TooLate):
            gatherings.say_whether_coming(occasion, comes=True, by=she, at=FIRST)
        with pytest.raises(NotAllowed):
            gatherings.say_whether_coming(occasion, comes=True, by=world.person["zahra"], at=SATURDAY)
