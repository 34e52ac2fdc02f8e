"""Hours from shifts, gatherings and hops together: whoever did what, no minute counts twice and none is lost."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamafza.care import commands as care
from hamafza.care import queries
from hamafza.care.deadlines import PER_HOP
from hamafza.care.models import Served
from hamafza.care.tests.telling import DAY, NOW, TODAY, Deeds, serving
from hamafza.care.tests.test_hours import finished
from hamafza.gatherings.models import Gathering, Occasion, Presence
from hamafza.gatherings.tests import telling as circles
from hamafza.journal.months import Month
from hamafza.kernel.clock import TEHRAN
from hamafza.shifts import commands as shifts
from hamafza.shifts import queries as shift_queries
from hamafza.shifts.models import Booking, Shift
from hamafza.volunteers import service
from hamafza.volunteers.models import Volunteer
from hamafza.volunteers.service import Deed
from tests.cast import World

ABAN = Month(1405, 8)
HOUR = timedelta(hours=1)
START = datetime(2026, 10, 24, 0, 0, tzinfo=TEHRAN)
deed_lists = st.lists(st.tuples(st.integers(1, 2), st.integers(0, 600), st.integers(0, 240)), max_size=9)


def told(rows: list[tuple[int, int, int]]) -> list[Deed]:
    """(who, minute of its beginning, how long)."""
    return [
        Deed(who, START.date(), minutes, f"k:{n}", "", START + timedelta(minutes=start))
        for n, (who, start, minutes) in enumerate(rows)
    ]


class TestAnyMixture:
    @given(deed_lists)
    def test_counts_the_minutes_of_the_wall(self, rows: list[tuple[int, int, int]]) -> None:
        """The same as writing down every minute at which she was anywhere, and counting them."""
        found = service.once(told(rows))
        for who in (1, 2):
            wall = {start + n for one, start, minutes in rows if one == who for n in range(minutes)}
            assert sum(deed.minutes for deed in found if deed.volunteer == who) == len(wall)

    @given(deed_lists)
    def test_loses_no_deed_and_lengthens_none(self, rows: list[tuple[int, int, int]]) -> None:
        found = {deed.key: deed.minutes for deed in service.once(told(rows))}
        assert set(found) == {f"k:{n}" for n in range(len(rows))}
        assert all(0 <= found[f"k:{n}"] <= minutes for n, (_who, _start, minutes) in enumerate(rows))

    @given(deed_lists, st.randoms())
    def test_does_not_ask_who_told_first(self, rows: list[tuple[int, int, int]], dice: object) -> None:
        deeds = told(rows)
        mixed = list(deeds)
        dice.shuffle(mixed)  # type: ignore[attr-defined]
        assert sorted(map(repr, service.once(deeds))) == sorted(map(repr, service.once(mixed)))

    @given(deed_lists)
    def test_counted_once_more_stays_the_same(self, rows: list[tuple[int, int, int]]) -> None:
        counted = service.once(told(rows))
        again = service.once(counted)
        assert sum(deed.minutes for deed in again) == sum(deed.minutes for deed in counted)

    def test_without_an_hour_a_deed_counts_whole(self) -> None:
        loose = Deed(1, START.date(), PER_HOP, "hop:1", "")
        fixed = Deed(1, START.date(), 120, "k:1", "", START)
        assert sum(deed.minutes for deed in service.once([loose, fixed, loose])) == 2 * PER_HOP + 120


def shift_of(world: World, who: Volunteer, start: datetime, hours: int = 2, state: str = "closed") -> Shift:
    one = Shift.objects.create(
        centre=world.centre["chabahar"], day=start.date(), starts_at=start, ends_at=start + hours * HOUR, needed=1,
        officer=world.person["zahra"], since_at=start, created_at=start, state=state,
        holder=None if state == "closed" else world.person["zahra"], due_at=None if state == "closed" else start,
    )  # fmt: skip
    kind = "came" if state == "closed" else "signed_up"
    Booking.objects.create(shift=one, volunteer=who, state=kind, since_at=start)
    return one


def at_a_gathering(world: World, who: Volunteer, start: datetime, minutes: int = 90) -> Presence:
    one = Gathering.objects.filter(minutes=minutes).first() or circles.circle(world, minutes=minutes)
    occasion = Occasion.objects.create(
        gathering=one, meant_on=start.date(), starts_at=start, state="held", settled_at=start, created_at=start
    )
    return Presence.objects.create(occasion=occasion, volunteer=who, at=start, via="list")


@pytest.mark.django_db
class TestTheRealSources:
    def evening(self, day: date = TODAY - DAY, hour: int = 16) -> datetime:
        return datetime.combine(day, time(hour), TEHRAN)

    def test_a_gathering_within_a_shift_adds_nothing(self, world: World) -> None:
        she = serving(world)
        shift_of(world, she, self.evening())
        at_a_gathering(world, she, self.evening() + HOUR / 2)
        year = queries.year_of(she, NOW)
        assert year.this_month == 120 and len(year.deeds) == 2

    def test_what_reaches_over_counts_from_there(self, world: World) -> None:
        she = serving(world)
        shift_of(world, she, self.evening())
        at_a_gathering(world, she, self.evening() + HOUR)
        assert queries.year_of(she, NOW).this_month == 150

    def test_the_day_before_it_promised_hours_and_gatherings_are_not_added_twice(self, world: World) -> None:
        she = serving(world)
        shift_of(world, she, self.evening(), state="published")
        at_a_gathering(world, she, self.evening() + HOUR)
        assert shift_queries.month_minutes([she.pk], TODAY) == {she.pk: 150}

    def test_two_people_do_not_share_an_hour(self, world: World) -> None:
        she, other = serving(world), serving(world, 1)
        shift_of(world, she, self.evening())
        at_a_gathering(world, other, self.evening())
        assert queries.minutes_in(ABAN, [she.pk, other.pk]) == {she.pk: 120, other.pk: 90}

    def test_a_hop_is_an_estimate_beside_them(self, world: World) -> None:
        she = serving(world, person=world.person["zahra"])
        shift_of(world, she, self.evening())
        finished(world)
        assert queries.year_of(she, NOW).this_month == 120 + PER_HOP

    def test_months_and_the_year_are_the_same_sum(self, world: World) -> None:
        """Deeds on both sides of every month's midnight, some of them reaching over it."""
        she = serving(world)
        for month in queries.months(NOW)[-5:]:
            first = datetime.combine(month.first, time(0), TEHRAN)
            shift_of(world, she, first)
            at_a_gathering(world, she, first - HOUR, minutes=120)
            at_a_gathering(world, she, first + HOUR)
        year = queries.year_of(she, NOW)
        each = [queries.minutes_in(month, [she.pk]).get(she.pk, 0) for month, _minutes in year.months]
        assert [minutes for _month, minutes in year.months] == each
        assert sum(each) == year.minutes == sum(deed.minutes for deed in year.deeds)
        kinds = queries.by_kind(year.deeds)
        assert sum(minutes for _caption, minutes, _of in kinds) == year.minutes
        # 23–1, 0–2 and 1–2:30 are three hours and a half
        assert year.minutes == 5 * 210

    @pytest.mark.parametrize(("clock", "month"), [((23, 59), ABAN.plus(-1)), ((0, 0), ABAN), ((0, 1), ABAN)])
    def test_the_month_turns_at_midnight_in_tehran(self, world: World, clock: tuple[int, int], month: Month) -> None:
        """Half past eight in the evening in Greenwich."""
        she = serving(world)
        start = datetime.combine(ABAN.first - DAY * (clock[0] == 23), time(*clock), TEHRAN)
        at_a_gathering(world, she, start)
        assert queries.minutes_in(month, [she.pk]) == {she.pk: 90}
        assert queries.minutes_in(month.plus(1), [she.pk]) == queries.minutes_in(month.plus(-1), [she.pk]) == {}

    def test_a_presence_that_is_taken_back_takes_its_hours_with_it(self, world: World) -> None:
        she = serving(world)
        presence = at_a_gathering(world, she, self.evening())
        assert queries.year_of(she, NOW).this_month == 90
        presence.delete()
        assert queries.year_of(she, NOW).this_month == 0

    def test_a_word_that_is_put_right_before_the_end_counts_as_it_was_put(self, world: World) -> None:
        from hamafza.shifts.tests.telling import FOUR, SIX, running

        one, people, bookings = running(world, 2)
        zahra = world.person["zahra"]
        shifts.note_came(bookings[0], by=people[0], at=FOUR)
        shifts.note_no_show(bookings[0], by=zahra, at=FOUR)
        shifts.note_came(bookings[1], by=people[1], at=SIX)
        assert service.minutes([who.pk for who in people], one.day, one.day) == {people[1].pk: 120}

    def test_a_letter_says_the_same_hours_as_the_page(self, world: World) -> None:
        she = serving(world)
        shift_of(world, she, self.evening())
        at_a_gathering(world, she, self.evening() + HOUR)
        letter = care.thank(volunteers=[she], kind="certificate", by=world.person["maryam"], at=NOW)
        assert letter.minutes == queries.year_of(she, NOW).minutes == 150

    def test_a_finished_hop_of_one_who_moved_stays_hers_once(self, world: World, deeds: Deeds) -> None:
        she = serving(world, person=world.person["zahra"])
        hop = finished(world)
        other = serving(world, 1)
        care.note_service(other, hop=hop, by=world.person["zahra"], at=NOW)
        assert Served.objects.get().volunteer == she
