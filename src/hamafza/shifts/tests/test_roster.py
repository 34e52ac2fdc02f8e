"""A roster is proposed: fair, within skills, free hours, rest and the month; nothing is booked before it is accepted."""

from collections import Counter
from datetime import time

import pytest
from django.test import Client

from hamafza.shifts import advice
from hamafza.shifts.models import Booking
from hamafza.shifts.tests.telling import DAY, WEDNESDAY, booked, crew, is_free, shift, skilled, volunteer
from tests.cast import SATURDAY, World

pytestmark = pytest.mark.django_db
FIRST = SATURDAY.date()
SUNDAY = FIRST + DAY


@pytest.fixture
def simple(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the engine is not installed."""
    monkeypatch.setattr(advice, "_engine", lambda: None)


@pytest.fixture(params=["simple", "engine"])
def either(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways to a roster."""
    if request.param == "simple":
        monkeypatch.setattr(advice, "_engine", lambda: None)
    elif advice._engine() is None:
        pytest.skip("the rostering engine is not installed (pip install hamafza[rostering])")
    return str(request.param)


def propose(world: World) -> advice.Proposal:
    return advice.propose(world.centre["chabahar"], FIRST, at=SATURDAY)


def loads(proposal: advice.Proposal) -> Counter[int]:
    return Counter(one.volunteer.pk for one in proposal.rows)


def three_days(world: World, **more: object) -> list:
    """Sunday, Monday and Wednesday at four."""
    days = [(SUNDAY, {1}), (SUNDAY + DAY, {2}), (WEDNESDAY, {4})]
    return [shift(world, first_on=day, weekdays=weekdays, **more) for day, weekdays in days]


class TestEitherWay:
    def test_everybody_gets_a_like_share_and_nothing_is_booked(self, world: World, either: str) -> None:
        people = crew(world, 3)
        three_days(world, needed=1)

        proposal = propose(world)

        assert loads(proposal) == {who.pk: 1 for who in people}
        assert (proposal.holes, proposal.by_engine, Booking.objects.count()) == ([], either == "engine", 0)
        assert (proposal.fairness.least, proposal.fairness.most) == (120, 120)
        assert proposal.fairness.gini < 0.001

    def test_a_skill_gates(self, world: World, either: str) -> None:
        _unskilled, able = crew(world, 2)
        shift(world, needed=1, skill=skilled(able))

        (row,) = propose(world).rows

        assert row.volunteer == able and "تنها کسی است" in row.why

    def test_an_expired_paper_does_not(self, world: World, either: str) -> None:
        who = volunteer(world)
        shift(world, needed=1, skill=skilled(who, until=WEDNESDAY - DAY))
        proposal = propose(world)
        assert proposal.rows == [] and "مهارت" in proposal.holes[0].why

    def test_free_hours_are_respected(self, world: World, either: str) -> None:
        morning, afternoon = crew(world, 2)
        is_free(morning, (4, "morning"))
        is_free(afternoon, (4, "afternoon"), (4, "evening"))
        shift(world, needed=2)

        proposal = propose(world)

        assert [one.volunteer for one in proposal.rows] == [afternoon]
        assert [(one.number, one.shift.day) for one in proposal.holes] == [(1, WEDNESDAY)]
        assert "آزاد است" in proposal.rows[0].why

    def test_nobody_twice_at_once_and_everybody_rests(self, world: World, either: str) -> None:
        who = volunteer(world)
        for hour in (time(8), time(9), time(13)):
            shift(world, hour=hour, until=time(hour.hour + 2), needed=1)

        proposal = propose(world)

        assert loads(proposal) == {who.pk: 1}
        assert sum(one.number for one in proposal.holes) == 2

    def test_what_she_has_already_counts(self, world: World, either: str) -> None:
        who = volunteer(world)
        booked(shift(world, needed=1), who)
        shift(world, hour=time(17), until=time(19), needed=1)
        proposal = propose(world)
        assert proposal.rows == [] and "نوبت دیگری" in proposal.holes[0].why

    def test_no_more_than_the_hours_of_a_month(self, world: World, either: str) -> None:
        who = volunteer(world)
        for n in range(4):
            shift(world, first_on=SUNDAY + n * DAY, weekdays={1 + n}, hour=time(8), until=time(16), needed=1)
        proposal = propose(world)
        assert loads(proposal) == {who.pk: 3}
        assert "۲۴" in proposal.holes[0].why

    def test_a_minor_never_alone(self, world: World, either: str) -> None:
        volunteer(world, birth_year=1390)
        shift(world, needed=1)
        assert propose(world).rows == []

    def test_without_anybody_it_says_so(self, world: World, either: str) -> None:
        shift(world)
        (hole,) = propose(world).holes
        assert "هنوز کسی" in hole.why

    def test_drafts_and_other_weeks_are_not_meant(self, world: World, either: str) -> None:
        crew(world, 2)
        shift(world, "draft")
        shift(world, first_on=WEDNESDAY + 7 * DAY)
        proposal = propose(world)
        assert proposal.rows == [] and proposal.holes == []


class TestTheSimpleRule:
    def test_fewest_hours_first(self, world: World, simple: None) -> None:
        busy, idle = crew(world, 2)
        booked(shift(world, first_on=SUNDAY, weekdays={1}, needed=1), busy)
        shift(world, needed=1)
        (row,) = propose(world).rows
        assert row.volunteer == idle and "کمترین" in row.why

    def test_the_hardest_seat_first(self, world: World, simple: None) -> None:
        """Whoever alone can do it is not spent on what anybody could."""
        able, anybody = crew(world, 2)
        easy = shift(world, needed=1)
        hard = shift(world, needed=1, skill=skilled(able))
        proposal = propose(world)
        assert {one.shift: one.volunteer for one in proposal.rows} == {hard: able, easy: anybody}


@pytest.mark.parametrize(
    ("minutes", "gini"), [([], 0), ([0, 0], 0), ([60, 60, 60], 0), ([0, 120], 0.5), ([0, 0, 0, 240], 0.75)]
)
def test_how_unequal(minutes: list[int], gini: float) -> None:
    assert advice.fairness(minutes).gini == pytest.approx(gini)


class TestAccepting:
    def post(self, world: World, rows: list[str], name: str = "zahra") -> object:
        client = Client()
        client.force_login(world.person[name])
        return client.post("/shifts/roster", {"centre": "chabahar", "day": FIRST.isoformat(), "row": rows})

    @pytest.fixture(autouse=True)
    def at_nine(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("hamafza.kernel.clock.now", lambda: SATURDAY)

    def test_single_rows(self, world: World, simple: None) -> None:
        crew(world, 3)
        three_days(world, needed=1)
        rows = propose(world).rows

        answer = self.post(world, [rows[1].key])

        assert answer.status_code == 303
        assert [(one.shift, one.volunteer, one.state) for one in Booking.objects.all()] == [
            (rows[1].shift, rows[1].volunteer, "rostered")
        ]

    def test_all(self, world: World, simple: None) -> None:
        crew(world, 3)
        three_days(world, needed=1)
        self.post(world, [one.key for one in propose(world).rows])
        assert Booking.objects.seated().count() == 3

    def test_none_chosen_books_none(self, world: World, simple: None) -> None:
        crew(world, 1)
        shift(world)
        assert self.post(world, []).status_code == 303
        assert not Booking.objects.exists()

    def test_an_invented_row_books_none(self, world: World, simple: None) -> None:
        who, other = volunteer(world), volunteer(world, 1, centre="konarak")
        one = shift(world)
        self.post(world, [f"{one.pk}:{other.pk}", "x", f"0:{who.pk}"])
        assert not Booking.objects.exists()

    def test_not_by_others(self, world: World, simple: None) -> None:
        crew(world, 1)
        shift(world)
        assert self.post(world, [one.key for one in propose(world).rows], "sara").status_code == 404
        assert self.post(world, [], "reza").status_code == 403
