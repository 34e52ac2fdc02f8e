"""Each alert once: a first miss, a falling away, a question to whoever leads, and one word when a gathering ends."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from hamafza.gatherings import commands as gatherings
from hamafza.gatherings import deadlines
from hamafza.gatherings.models import Gathering
from hamafza.gatherings.tests.telling import (
    DAY,
    FIRST,
    HOUR,
    WEEK,
    circle,
    keep,
    lines,
    serving,
    told,
    turn,
    weeks_of,
)
from hamafza.kernel.errors import MoveRefused, ReasonMissing
from hamafza.kernel.ticking import tick
from hamafza.notices.models import Message
from hamafza.volunteers.models import Volunteer
from tests.cast import SATURDAY, World

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
MISSES = ("occasion_missed", "occasion_missed_again", "occasion_unfollowed", "occasion_to_tell", "gathering_falls")


def sms(template: str) -> list[Message]:
    return list(Message.objects.filter(template=template, channel="sms").order_by("pk"))


def counted() -> dict[str, int]:
    return {name: len(told(name)) for name in MISSES}


class TestAMiss:
    @pytest.mark.parametrize(
        ("at", "state", "asked", "missed"),
        [
            (FIRST + 90 * timedelta(minutes=1) - SECOND, "planned", 0, 0),
            (FIRST + 90 * timedelta(minutes=1), "planned", 1, 0),
            (FIRST + 90 * timedelta(minutes=1) + deadlines.TO_SAY - SECOND, "planned", 1, 0),
            (FIRST + 90 * timedelta(minutes=1) + deadlines.TO_SAY, "missed", 1, 1),
        ],
    )
    def test_comes_to_the_second_and_however_often_the_clock_beats_is_told_once(
        self, world: World, at: datetime, state: str, asked: int, missed: int
    ) -> None:
        gathering = circle(world)
        for _again in range(3):
            tick(at)

        assert turn(gathering).state == state
        assert (len(told("occasion_to_tell")), told("occasion_missed")) == (asked, ["maryam"] * missed)

    def test_of_a_clock_that_slept_for_weeks_is_told_once_each(self, world: World) -> None:
        """Three evenings went by unheard: one first miss, the others as what they are, and each lies with the head."""
        gathering = circle(world)
        for _again in range(4):
            tick(FIRST + 2 * WEEK + 4 * DAY)

        states = list(gathering.occasions.order_by("starts_at").values_list("state", flat=True)[:3])
        assert states == ["missed"] * 3
        assert len(told("occasion_missed")) == 1
        assert sorted(told("occasion_missed_again")) == ["maryam", "maryam", "nader", "nader"]

    def test_that_was_put_right_makes_the_next_a_first_again(self, world: World) -> None:
        gathering, who, zahra = circle(world), serving(world), world.person["zahra"]
        gatherings.miss(turn(gathering), reason="few", by=zahra, at=FIRST + HOUR)
        keep(world, turn(gathering), who, by="maryam", at=FIRST + DAY)
        gatherings.miss(turn(gathering, 1), reason="few", by=zahra, at=FIRST + WEEK + HOUR)

        assert told("occasion_missed") == ["maryam", "maryam"] and told("occasion_missed_again") == []

    def test_with_a_cancellation_between_is_a_second_one(self, world: World) -> None:
        """A week that was called off is no week that was held."""
        gathering, zahra = circle(world), world.person["zahra"]
        gatherings.miss(turn(gathering), reason="few", by=zahra, at=FIRST + HOUR)
        gatherings.cancel(turn(gathering, 1), reason="venue", by=zahra, at=FIRST + WEEK - HOUR)
        gatherings.miss(turn(gathering, 2), reason="few", by=zahra, at=FIRST + 2 * WEEK + HOUR)

        assert told("occasion_missed_again") == ["maryam", "nader"]

    def test_refused_twice_tells_nothing_more(self, world: World) -> None:
        gathering, zahra = circle(world), world.person["zahra"]
        gatherings.miss(turn(gathering), reason="few", by=zahra, at=FIRST + HOUR)
        before = counted()
        with pytest.raises(MoveRefused):
            gatherings.miss(turn(gathering), reason="weather", by=world.person["maryam"], at=FIRST + HOUR)

        assert counted() == before and lines("gathering_missed") == [(0, "few")]

    @pytest.mark.parametrize("late", [timedelta(0), 3 * DAY, 16 * DAY])
    def test_unfollowed_is_brought_up_once_a_week_and_no_more(self, world: World, late: timedelta) -> None:
        gathering = circle(world)
        gatherings.miss(turn(gathering), reason="few", by=world.person["zahra"], at=FIRST + HOUR)
        for occasion in gathering.occasions.filter(state="planned"):
            gatherings.cancel(
                type(occasion).objects.whole().get(pk=occasion.pk), reason="venue", by=world.person["zahra"],
                at=FIRST + HOUR,
            )  # fmt: skip
        due = turn(gathering).due_at
        assert due is not None
        for _again in range(3):
            tick(due + late)

        assert told("occasion_unfollowed") == ["maryam"]
        again = turn(gathering)
        assert again.due_at == due + late + WEEK and again.holder == world.person["maryam"]


class TestAFallingAway:
    def test_is_told_again_for_another_evening_but_not_for_a_mended_one(self, world: World) -> None:
        who, gathering = serving(world), circle(world)
        weeks_of(world, gathering, who, who, who, who, who[:4])
        keep(world, turn(gathering, 4), who[:2], at=turn(gathering, 4).starts_at + DAY)
        assert told("gathering_falls") == ["maryam"]

        keep(world, turn(gathering, 5), who[:1])
        assert told("gathering_falls") == ["maryam", "maryam"]

    def test_of_an_older_evening_is_history_and_not_told(self, world: World) -> None:
        who, gathering = serving(world), circle(world)
        weeks_of(world, gathering, who, who, who, who, who, who)
        keep(world, turn(gathering, 4), who[:2], at=turn(gathering, 5).starts_at + DAY)

        assert told("gathering_falls") == []

    def test_a_miss_that_is_put_right_later_can_still_tell_of_it(self, world: World) -> None:
        who, gathering = serving(world), circle(world)
        weeks_of(world, gathering, who, who, who, who, None)
        last = turn(gathering, 4)
        keep(world, last, who[:3], by="maryam", at=last.starts_at + 2 * DAY)

        assert told("gathering_falls") == ["maryam"]


class TestAnEnd:
    def end(self, world: World, gathering: Gathering, at: datetime = SATURDAY) -> Gathering:
        return gatherings.end(gathering, reason="done", by=world.person["zahra"], at=at)

    def test_is_one_message_a_person_for_all_its_evenings(self, world: World) -> None:
        who, gathering = serving(world), circle(world)
        ahead = gathering.occasions.count()
        self.end(world, gathering)

        assert ahead >= 4 and sms("occasion_cancelled") == []
        assert sorted(one.to_phone for one in sms("gathering_ended")) == sorted(one.mobile for one in who)
        assert gathering.occasions.filter(state="cancelled", told=len(who)).count() == ahead

    def test_two_on_one_telephone_get_one(self, world: World) -> None:
        mother, daughter = serving(world, "مادر نوری", "دختر نوری")
        Volunteer.objects.filter(pk=daughter.pk).update(mobile=mother.mobile)
        one, other = circle(world), circle(world, title="دیگری")
        gatherings.cancel(turn(other), reason="venue", by=world.person["zahra"], at=SATURDAY)
        self.end(world, one)

        assert len(sms("gathering_ended")) == len(sms("occasion_cancelled")) == 1

    def test_is_told_to_whoever_declined_some_but_not_to_whoever_declined_all(self, world: World) -> None:
        (some, all_of_them), gathering = serving(world, "یکی", "هیچ"), circle(world)
        for n in range(gathering.occasions.count()):
            gatherings.say_whether_coming(turn(gathering, n), comes=False, by=all_of_them, at=SATURDAY)
        gatherings.say_whether_coming(turn(gathering), comes=False, by=some, at=SATURDAY)
        self.end(world, gathering)

        assert [one.to_phone for one in sms("gathering_ended")] == [some.mobile]
        assert turn(gathering).told == 0 and turn(gathering, 1).told == 1

    def test_names_by_number_and_from_which_day(self, world: World) -> None:
        serving(world)
        gathering = circle(world)
        self.end(world, gathering, at=FIRST + HOUR)  # the first has begun: it is not called off
        body = sms("gathering_ended")[0].body

        assert "۱۴ آبان" in body and "۷ آبان" not in body and gathering.title not in body
        assert turn(gathering).state == "planned"

    def test_with_nothing_ahead_nobody_hears(self, world: World) -> None:
        serving(world)
        gathering = circle(world)
        for n in range(gathering.occasions.count()):
            gatherings.cancel(turn(gathering, n), reason="venue", by=world.person["zahra"], at=SATURDAY)
        self.end(world, gathering)

        assert sms("gathering_ended") == []

    def test_twice_is_refused_and_plans_no_more(self, world: World) -> None:
        serving(world)
        gathering = self.end(world, circle(world))
        before, told_before = gathering.occasions.count(), len(sms("gathering_ended"))
        with pytest.raises(MoveRefused):
            self.end(world, gathering)
        with pytest.raises(ReasonMissing):
            gatherings.end(circle(world), reason="bored", by=world.person["zahra"], at=SATURDAY)
        tick(SATURDAY + 30 * DAY)

        assert gathering.occasions.count() == before and len(sms("gathering_ended")) == told_before


class TestWhoeverLeadsWithoutAnAccount:
    def led(self, world: World, **more: Any) -> tuple[Gathering, Volunteer]:
        (she,) = serving(world, "سمیه بلوچ", **more)
        return circle(world, leader=she), she

    def test_is_asked_once_on_her_telephone_beside_the_secretary(self, world: World) -> None:
        _gathering, she = self.led(world)
        for minutes in (90, 91, 600):
            tick(FIRST + minutes * timedelta(minutes=1))

        (one,) = sms("occasion_yours")
        assert one.to_phone == she.mobile and "/v/" in one.body and "سمیه" not in one.body
        assert told("occasion_to_tell") == ["zahra"]

    def test_with_an_account_is_asked_there_alone(self, world: World) -> None:
        self.led(world, person=world.person["stranger"])
        tick(FIRST + 2 * HOUR)

        assert sms("occasion_yours") == [] and told("occasion_to_tell") == ["stranger"]

    @pytest.mark.parametrize("person", [None, "stranger"])
    def test_who_has_left_is_not_asked_and_leads_no_more(self, world: World, person: str | None) -> None:
        from hamafza.gatherings import rules

        gathering, she = self.led(world, person=world.person[person] if person else None)
        Volunteer.objects.filter(pk=she.pk).update(state="archived", left="moved")
        gathering = Gathering.objects.whole().get(pk=gathering.pk)
        tick(FIRST + 2 * HOUR)

        assert sms("occasion_yours") == []
        if person:
            stranger = world.person[person]
            assert not rules.may_keep(stranger, gathering, FIRST)
            assert not Gathering.objects.visible_to(stranger, FIRST).exists()
            gatherings.plan_on(gathering, by=_clock(), at=FIRST + WEEK)
            assert gathering.occasions.order_by("-starts_at")[0].holder == world.person["zahra"]


def _clock() -> Any:
    from hamafza.kernel.actors import System

    return System("tick")
