"""A roster looked at by somebody who trusts nobody: feasible, fair, every reason true, and the same tomorrow.

Both ways to a roster are judged, over small worlds drawn by a seed; nothing here asks the code that made the roster.
"""

import random
from collections import Counter, defaultdict
from datetime import date, datetime, time, timedelta

import pytest
from persiantools.jdatetime import JalaliDate

from hamafza.network.calendar import iranian_weekday
from hamafza.shifts import advice
from hamafza.shifts.models import Booking, Shift
from hamafza.shifts.queries import able as rules
from hamafza.shifts.tests.telling import DAY, booked, is_free, shift, skilled, volunteer
from hamafza.shifts.tests.test_roster import either, simple  # noqa: F401 (fixtures)
from hamafza.volunteers.models import Free, HasSkill, Volunteer
from hamafza_engines.persian import to_latin_digits
from tests.cast import SATURDAY, World

pytestmark = pytest.mark.django_db
FIRST = SATURDAY.date()
REST = timedelta(hours=8)
Span = tuple[datetime, datetime]


def propose(world: World, first: date = FIRST) -> advice.Proposal:
    return advice.propose(world.centre["chabahar"], first, at=SATURDAY)


def drawn(world: World, seed: int) -> None:
    """Seven or so people and eight or so shifts of this week, which ends in another month than it begins."""
    dice = random.Random(seed)
    people = [volunteer(world, n, birth_year=dice.choice([1370, 1372, 1390])) for n in range(dice.randint(3, 7))]
    for who in people:
        if dice.random() < 0.5:
            skilled(who, until=dice.choice([None, FIRST + 3 * DAY]))
        if dice.random() < 0.5:
            is_free(who, *[(day, part) for day in range(7) for part in ("afternoon", "evening") if dice.random() < 0.8])
    skill = skilled(volunteer(world, 8))
    places = [(day, start) for day in range(1, 7) for start in (8, 12, 16, 18)]
    for n, start in dice.sample(places, dice.randint(4, 8)):
        day = FIRST + n * DAY
        one = shift(
            world, first_on=day, weekdays={iranian_weekday(day)}, hour=time(start), until=time(start + dice.choice([2, 4, 5])),
            needed=dice.randint(1, 3), skill=skill if dice.random() < 0.3 else None,
        )  # fmt: skip
        who = dice.choice(people)
        if dice.random() < 0.4 and (one.skill is None or HasSkill.objects.filter(volunteer=who, until=None).exists()):
            _try(one, who, "called_off" if dice.random() < 0.3 else "signed_up")


def _try(one: Shift, who: Volunteer, state: str) -> None:
    from hamafza.kernel.errors import Refused

    try:
        booked(one, who, state)
    except Refused:
        return


class Judge:
    """Her own books, read from the rows."""

    def __init__(self, world: World, rows: list[advice.Row]) -> None:
        self.crew = list(Volunteer.objects.filter(centre=world.centre["chabahar"], state="accepted"))
        seated = Booking.objects.seated().select_related("shift", "volunteer")
        self.before = [(one.shift, one.volunteer) for one in seated]
        self.all = self.before + [(row.shift, row.volunteer) for row in rows]
        self.off = set(Booking.objects.filter(state="called_off").values_list("shift", "volunteer"))

    def spans(self, who: Volunteer, pairs: list[tuple[Shift, Volunteer]]) -> list[Span]:
        return [(one.starts_at, one.ends_at) for one, other in pairs if other == who]

    def minutes(self, who: Volunteer, day: date, pairs: list[tuple[Shift, Volunteer]]) -> int:
        month = _month(day)
        return sum(one.minutes for one, other in pairs if other == who and _month(one.day) == month)

    def keeps(self, who: Volunteer, one: Shift, pairs: list[tuple[Shift, Volunteer]]) -> str:
        """The first thing that keeps her from it."""
        if one.skill and not HasSkill.objects.valid_on(one.day).filter(volunteer=who, skill=one.skill).exists():
            return "skill"
        if not self.free(who, one):
            return "time"
        spans = self.spans(who, pairs)
        if any(start < one.ends_at and one.starts_at < end for start, end in spans):
            return "busy"
        if any(start < one.ends_at + REST and one.starts_at < end + REST for start, end in spans):
            return "rest"
        if (one.pk, who.pk) in self.off:
            return "off"
        if self.minutes(who, one.day, pairs) + one.minutes > 24 * 60:
            return "hours"
        return "alone" if self.is_alone(who, one, pairs) else ""

    def free(self, who: Volunteer, one: Shift) -> bool:
        said = set(Free.objects.filter(volunteer=who).values_list("weekday", "part"))
        return not said or rules.parts_of(one) <= said

    def is_alone(self, who: Volunteer, one: Shift, pairs: list[tuple[Shift, Volunteer]]) -> bool:
        beside = [other for there, other in pairs if there == one and other != who]
        return _minor(who, one.day) and all(_minor(other, one.day) for other in beside)


def _month(day: date) -> tuple[int, int]:
    jalali = JalaliDate(day)
    return jalali.year, jalali.month


def _minor(who: Volunteer, day: date) -> bool:
    return JalaliDate(day).year - who.birth_year <= 18  # grown only when it is certain


@pytest.mark.parametrize("seed", range(12))
class TestEveryWeek:
    def test_nobody_is_asked_for_what_she_cannot(self, world: World, either: str, seed: int) -> None:  # noqa: F811
        drawn(world, seed)
        proposal = propose(world)
        judge = Judge(world, proposal.rows)

        for row in proposal.rows:
            others = [pair for pair in judge.all if pair != (row.shift, row.volunteer)]
            assert judge.keeps(row.volunteer, row.shift, others) == "", (row.shift, row.volunteer)
        filled = Counter(one.pk for one, _who in judge.all)
        assert all(filled[one.pk] <= one.needed for one in Shift.objects.all())

    def test_every_reason_holds(self, world: World, either: str, seed: int) -> None:  # noqa: F811
        drawn(world, seed)
        proposal = propose(world)
        judge = Judge(world, proposal.rows)

        for row in proposal.rows:
            there = [pair for pair in judge.all if pair != (row.shift, row.volunteer)]
            able = [who for who in judge.crew if not _kept(judge, who, row.shift, there)]
            hours = {who: judge.minutes(who, row.shift.day, judge.before) for who in able}
            said = to_latin_digits(row.why)
            if "تنها کسی" in said:
                assert able == [row.volunteer]
            else:
                assert f"{len(able)} نفر" in said and len(able) > 1
                assert said.startswith(f"این ماه {hours[row.volunteer] // 60} ساعت")
                assert ("کمترین" in said) is (hours[row.volunteer] == min(hours.values()))
            assert ("آزاد است" in said) is Free.objects.filter(volunteer=row.volunteer).exists()

    def test_every_hole_has_a_true_cause(self, world: World, either: str, seed: int) -> None:  # noqa: F811
        drawn(world, seed)
        proposal = propose(world)
        judge = Judge(world, proposal.rows)

        seats = Counter(row.shift.pk for row in proposal.rows)
        for hole in proposal.holes:
            on_it = {who for one, who in judge.all if one == hole.shift}
            assert hole.number == hole.shift.needed - len(on_it) and seats[hole.shift.pk] <= hole.shift.needed
            causes = {who: judge.keeps(who, hole.shift, judge.all) for who in judge.crew if who not in on_it}
            assert "" not in causes.values()  # nobody who could was passed over
            assert _holds(hole.why, set(causes.values())), (hole.why, causes)


def _kept(judge: Judge, who: Volunteer, one: Shift, there: list[tuple[Shift, Volunteer]]) -> str:
    """By what stood before the roster; beside whom she would be by what it gives."""
    cause = judge.keeps(who, one, judge.before)
    return cause if cause != "alone" else ("alone" if judge.is_alone(who, one, there) else "")


def _holds(why: str, causes: set[str]) -> bool:
    """Each sentence, and what must be so for it to be true."""
    sentences = {
        "در همین نوبت‌اند": not causes,
        "مدرک معتبر نیست": causes == {"skill"},
        "آزاد نیست": causes <= {"skill", "time"},
        "نوبت دیگری دارد": causes <= {"skill", "time", "busy"},
        "آسایش ندارد": causes <= {"skill", "time", "busy", "rest"},
        "کنار کشیده است": causes <= {"skill", "time", "busy", "rest", "off"},
        "پر است": "alone" not in causes,
        "زیر ۱۸": "alone" in causes,
    }
    said = [true for words, true in sentences.items() if words in why]
    return len(said) == 1 and said[0]


@pytest.mark.parametrize("seed", range(4))
def test_the_same_question_has_the_same_answer(
    world: World, either: str, seed: int, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:  # fmt: skip
    """Asked twice, and asked with people and shifts in another order."""
    drawn(world, seed)
    told = [(row.key, row.why) for row in propose(world).rows]
    assert [(row.key, row.why) for row in propose(world).rows] == told

    crew_of, holes_of = advice.crew_of, advice.holes_of

    def shuffled(*args: object, **kwargs: object) -> rules.Crew:
        crew = crew_of(*args, **kwargs)  # type: ignore[arg-type]
        random.Random(seed).shuffle(crew.volunteers)
        return crew

    monkeypatch.setattr(advice, "crew_of", shuffled)
    monkeypatch.setattr(
        advice, "holes_of", lambda *args: random.Random(seed).sample(found := holes_of(*args), len(found))
    )
    assert [(row.key, row.why) for row in propose(world).rows] == told


def test_hours_are_shared_out(world: World, either: str) -> None:  # noqa: F811
    """As fair as any roster that fills all: nobody has two more shifts than another who could have had one."""
    people = [volunteer(world, n) for n in range(4)]
    for n in range(1, 7):
        shift(world, first_on=FIRST + n * DAY, weekdays={iranian_weekday(FIRST + n * DAY)}, needed=1)
    loads = Counter(row.volunteer for row in propose(world).rows)
    assert sorted(loads[who] for who in people) == [1, 1, 2, 2]


class TestAWeekOfTwoMonths:
    """۲۹ مهر is a Wednesday; Friday of the same week is the first of Aban."""

    WEEK = date(2026, 10, 17)

    def full_of_mehr(self, world: World) -> Volunteer:
        """Twenty-four hours of Mehr are hers already."""
        who = volunteer(world)
        for n in range(3):
            day = date(2026, 10, 10) + 2 * n * DAY
            at = SATURDAY - 30 * DAY
            booked(
                shift(world, first_on=day, weekdays={iranian_weekday(day)}, hour=time(8), until=time(16), at=at),
                who,
                at=at,
            )
        return who

    def test_a_full_month_does_not_close_the_next(self, world: World, either: str) -> None:  # noqa: F811
        who = self.full_of_mehr(world)
        friday, at = date(2026, 10, 23), datetime(2026, 10, 17, 7, tzinfo=SATURDAY.tzinfo)
        old = shift(world, first_on=self.WEEK + 2 * DAY, weekdays={2}, needed=1, at=at)
        new = shift(world, first_on=friday, weekdays={6}, needed=1, at=at)

        proposal = advice.propose(world.centre["chabahar"], self.WEEK, at=at)

        assert [(row.shift, row.volunteer) for row in proposal.rows] == [(new, who)]
        assert [hole.shift for hole in proposal.holes] == [old] and "پر است" in proposal.holes[0].why

    def test_hours_of_one_week_in_two_months_do_not_add_up(self, world: World, either: str) -> None:  # noqa: F811
        who, at = volunteer(world), datetime(2026, 10, 17, 7, tzinfo=SATURDAY.tzinfo)
        for day in [self.WEEK + n * DAY for n in (1, 2, 3, 6)]:
            shift(world, first_on=day, weekdays={iranian_weekday(day)}, hour=time(8), until=time(16), needed=1, at=at)
        proposal = advice.propose(world.centre["chabahar"], self.WEEK, at=at)
        by_month: dict[tuple[int, int], int] = defaultdict(int)
        for row in proposal.rows:
            by_month[_month(row.shift.day)] += row.shift.minutes
        assert by_month == {(1405, 7): 24 * 60, (1405, 8): 8 * 60} and {row.volunteer for row in proposal.rows} == {who}


class TestOneByOne:
    def test_whoever_called_off_is_not_proposed_for_it_again(self, world: World, either: str) -> None:  # noqa: F811
        who = volunteer(world)
        booked(shift(world, needed=1), who, "called_off")
        proposal = propose(world)
        assert proposal.rows == [] and "کنار کشیده" in proposal.holes[0].why

    def test_a_minor_beside_an_adult_who_is_there_already(self, world: World, either: str) -> None:  # noqa: F811
        adult, minor = volunteer(world), volunteer(world, 1, birth_year=1390)
        booked(shift(world, needed=2), adult)
        assert [row.volunteer for row in propose(world).rows] == [minor]

    def test_another_minor_does_not_look_after_a_minor(self, world: World, either: str) -> None:  # noqa: F811
        first, _second = (volunteer(world, n, birth_year=1390) for n in range(2))
        booked(shift(world, needed=2), first)
        proposal = propose(world)
        assert proposal.rows == [] and "زیر ۱۸" in proposal.holes[0].why

    def test_when_all_are_on_it_it_says_so(self, world: World, either: str) -> None:  # noqa: F811
        volunteer(world)
        shift(world, needed=3)
        (hole,) = propose(world).holes
        assert hole.number == 2 and "در همین نوبت‌اند" in hole.why

    def test_nobody_is_said_to_be_busy_who_is_merely_not_free(self, world: World, either: str) -> None:  # noqa: F811
        on_it, elsewhere = volunteer(world), volunteer(world, 1)
        is_free(elsewhere, (4, "morning"))
        booked(shift(world, needed=2), on_it)
        (hole,) = propose(world).holes
        assert "کس دیگری در این وقت آزاد نیست" in hole.why


@pytest.mark.parametrize(("month", "may"), [(7, True), (8, False), (None, False)])
def test_who_turns_eighteen_this_year_is_grown_once_it_is_certain(
    world: World, either: str, month: int | None, may: bool  # noqa: F811
) -> None:  # fmt: skip
    """Born in 1387; the shift is in Aban, the eighth month: alone only whose month is behind her."""
    volunteer(world, birth_year=1387, birth_month=month)
    shift(world, needed=1)
    assert bool(propose(world).rows) is may
