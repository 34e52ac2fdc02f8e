"""What other areas ask: whether a centre lives, what a leader holds, and calendars of other programs."""

from datetime import date, datetime, time

import pytest
from django.test import Client
from icalendar import Calendar

from hamafza.gatherings import commands as gatherings
from hamafza.gatherings import ics, loading, queries
from hamafza.gatherings.models import Gathering
from hamafza.gatherings.tests.telling import DAY, FIRST, HOUR, WEEK, circle, serving, turn, weeks_of
from hamafza.kernel.ticking import tick
from hamafza.network import holdings
from hamafza.network.models import Holiday
from tests.cast import HAND, SATURDAY, World

pytestmark = pytest.mark.django_db


class TestIsTheCentreAlive:
    def test_without_a_gathering_one_cannot_say(self, world: World) -> None:
        assert queries.cycles_missed(world.centre["chabahar"], SATURDAY) is None
        assert queries.held_since(world.centre["chabahar"], SATURDAY, SATURDAY + 30 * DAY) == 0

    def test_before_anything_was_due_nothing_was_missed(self, world: World) -> None:
        circle(world)

        assert queries.cycles_missed(world.centre["chabahar"], SATURDAY) == 0

    @pytest.mark.parametrize(
        ("weeks", "missed", "held"), [("h", 0, 1), ("hm", 1, 1), ("mm", 2, 0), ("mmh", 0, 1), ("hmhmm", 2, 2)]
    )
    def test_cycles_are_counted_since_the_last_one_held(self, world: World, weeks: str, missed: int, held: int) -> None:
        who, centre = serving(world), world.centre["chabahar"]
        weeks_of(world, circle(world), *(who if week == "h" else None for week in weeks))
        at = FIRST + len(weeks) * WEEK

        assert queries.cycles_missed(centre, at) == missed
        assert queries.held_since(centre, SATURDAY, at) == held
        assert queries.held_since(centre, FIRST + HOUR, at) == held - (weeks[0] == "h")

    def test_two_gatherings_of_the_same_week_are_one_cycle_and_either_breaks_the_row(self, world: World) -> None:
        who, centre = serving(world), world.centre["chabahar"]
        first, second = circle(world), circle(world, title="حلقهٔ دوم", hour=time(20))
        for one in (first, second):
            for n in range(2):
                occasion = turn(one, n)
                gatherings.miss(occasion, reason="few", by=world.person["zahra"], at=occasion.starts_at)
        assert queries.cycles_missed(centre, FIRST + 2 * WEEK) == 2

        gatherings.keep_list(turn(second, 1), volunteers=who, by=world.person["zahra"], at=FIRST + WEEK + DAY)
        assert queries.cycles_missed(centre, FIRST + 2 * WEEK) == 0

    def test_a_gathering_that_ended_counts_no_more(self, world: World) -> None:
        gathering = circle(world)
        weeks_of(world, gathering, None)
        gatherings.end(gathering, reason="few", by=world.person["maryam"], at=FIRST + DAY)

        assert queries.cycles_missed(world.centre["chabahar"], FIRST + WEEK) is None

    def test_silence_counts_once_its_two_days_are_over(self, world: World) -> None:
        circle(world)
        tick(FIRST + 2 * HOUR)
        assert queries.cycles_missed(world.centre["chabahar"], FIRST + DAY) == 0

        tick(FIRST + 3 * DAY)
        assert queries.cycles_missed(world.centre["chabahar"], FIRST + 3 * DAY) == 1


class TestWhatALeaderHolds:
    def test_it_goes_to_another_with_all_that_is_planned(self, world: World) -> None:
        gathering, maryam = circle(world), world.person["maryam"]
        kind = dict(holdings.kinds())["gatherings"]
        assert [one.title for one in kind.held(world.person["zahra"], SATURDAY)] == ["حلقهٔ همدلی مهرگان"]

        assert kind.hand(world.person["zahra"], maryam, maryam, SATURDAY) == 1

        gathering.refresh_from_db()
        assert gathering.leader == maryam
        assert {one.holder for one in gathering.occasions.all()} == {maryam}
        assert kind.held(world.person["zahra"], SATURDAY) == []

    def test_and_comes_back_as_far_as_it_still_lies_there(self, world: World) -> None:
        gathering, zahra, maryam = circle(world), world.person["zahra"], world.person["maryam"]
        kind = dict(holdings.kinds())["gatherings"]
        keys = [one.key for one in kind.held(zahra, SATURDAY)]
        kind.hand(zahra, maryam, maryam, SATURDAY)

        assert kind.back is not None
        assert kind.back(maryam, zahra, ["gatherings.gathering:0"], maryam, SATURDAY) == 0
        assert kind.back(maryam, zahra, keys, maryam, SATURDAY) == 1

        gathering.refresh_from_db()
        assert gathering.leader == zahra


def event_of(gathering: Gathering, at: datetime) -> list[object]:
    return list(Calendar.from_ical(ics.calendar(gathering, at)).walk("VEVENT"))


class TestCalendars:
    def test_weeks_go_out_as_a_rule_without_what_was_called_off(self, world: World) -> None:
        gathering = circle(world, every=2)
        gatherings.cancel(turn(gathering, 1), reason="venue", by=world.person["zahra"], at=SATURDAY)
        (event,) = event_of(gathering, SATURDAY)

        assert event["rrule"].to_ical() == b"FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"
        assert event.decoded("dtstart") == FIRST
        assert event["exdate"].dts[0].dt == FIRST + 2 * WEEK

    def test_an_ended_one_ends(self, world: World) -> None:
        gathering = circle(world)
        gatherings.end(gathering, reason="done", by=world.person["zahra"], at=FIRST - DAY)
        (event,) = event_of(gathering, FIRST)

        assert event["rrule"]["until"][0] == FIRST - DAY

    def test_a_jalali_month_goes_out_day_by_day_for_a_year(self, world: World) -> None:
        gathering = circle(world, rule="month", every=1)
        events = event_of(gathering, SATURDAY)
        days = [event.decoded("dtstart").date() for event in events]

        assert not any("rrule" in event for event in events)
        assert len(days) == len(set(days)) == 12
        assert days[:2] == [date(2026, 10, 29), date(2026, 11, 26)]  # ۷ آبان و ۵ آذر ۱۴۰۵: نخستین پنجشنبه‌ها

    def test_a_feast_goes_out_day_by_day(self, world: World) -> None:
        loading.load(by=HAND, at=SATURDAY)
        gathering = circle(world, rule="feast", feast="fajr")

        assert len(event_of(gathering, SATURDAY)) == 11

    def test_the_file_names_no_person(self, world: World) -> None:
        gathering = circle(world)
        client = Client()
        client.force_login(world.person["zahra"])
        answer = client.get(f"/gatherings/{gathering.pk}/calendar.ics")

        assert answer["Content-Type"].startswith("text/calendar")
        assert "زهرا" not in answer.content.decode().replace("\r\n ", "")


class TestDaysOfRest:
    @pytest.mark.parametrize(("gives_way", "day"), [(False, FIRST), (True, FIRST + 2 * DAY)])
    def test_it_stays_on_its_day_unless_it_gives_way(self, world: World, gives_way: bool, day: datetime) -> None:
        """A Thursday that is a holiday: the next working day is Saturday."""
        Holiday.objects.create(date=FIRST.date(), name="تعطیل")
        occasion = turn(circle(world, gives_way=gives_way))

        assert (occasion.starts_at, occasion.meant_on) == (day, FIRST.date())
        assert occasion.moved_because == ("تعطیل" if gives_way else "")

    def test_a_friday_is_a_day_as_any_other(self, world: World) -> None:
        assert turn(circle(world, weekday=6)).starts_at == FIRST + DAY
