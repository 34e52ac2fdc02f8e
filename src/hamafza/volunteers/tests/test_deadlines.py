"""How long each thing may take, and what the tables of states and the database itself hold to."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from hamafza.kernel.clock import TEHRAN, local
from hamafza.kernel.ticking import dues
from hamafza.volunteers import deadlines, tasks
from hamafza.volunteers.models import Free, HasSkill, Skill, Volunteer
from hamafza.volunteers.states import ENDED, SERVES, VOLUNTEER_MOVES, WAITING, VolunteerState
from hamafza.volunteers.tests.conftest import Applies
from tests.cast import SATURDAY, World

DAY = timedelta(days=1)
UNTIL = date(2027, 3, 1)


def at(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=TEHRAN)


@pytest.mark.parametrize(
    ("before", "number", "next_before"),
    [(200, 0, 60), (61, 0, 60), (60, 1, 30), (45, 1, 30), (30, 2, 7), (8, 2, 7), (7, 3, 0), (1, 3, 0), (0, 4, None), (-5, 4, None)],
)  # fmt: skip
def test_which_warning_of_a_paper_comes_next(before: int, number: int, next_before: int | None) -> None:
    found, when = deadlines.warning(UNTIL, at(UNTIL - before * DAY))

    assert found == number
    if next_before is None:
        assert when is None
    else:
        assert when is not None and local(when).date() == UNTIL - next_before * DAY and local(when).hour == 8


@pytest.mark.parametrize(
    ("since", "active", "seen"),
    [
        (date(2026, 5, 1), None, date(2026, 5, 1)), (date(2026, 5, 1), date(2026, 6, 1), date(2026, 6, 1)),
        (date(2026, 5, 1), date(2026, 4, 1), date(2026, 5, 1)),
    ],
)  # fmt: skip
def test_silence_is_counted_from_the_last_sign_of_her(since: date, active: date | None, seen: date) -> None:
    she = Volunteer(since_at=at(since), active_on=active)

    assert deadlines.seen_on(she) == seen
    assert local(deadlines.silence(she, 0)).date() == seen + 30 * DAY
    assert local(deadlines.silence(she, 1)).date() == seen + 183 * DAY


def test_her_age_is_counted_in_years_of_the_calendar() -> None:
    assert Volunteer(birth_year=1388).age(date(2026, 10, 24)) == 17  # آبان ۱۴۰۵
    assert Volunteer(birth_year=1387).age(date(2026, 10, 24)) == 17  # eighteen only when it is certain
    assert Volunteer(birth_year=1386).age(date(2026, 10, 24)) == 19


class TestTheTable:
    def test_each_state_has_its_moves_and_leads_to_known_ones(self) -> None:
        assert set(VOLUNTEER_MOVES) == set(VolunteerState)
        assert all(moves <= set(VolunteerState) and moves for moves in VOLUNTEER_MOVES.values())

    def test_no_state_is_a_dead_end(self) -> None:
        for state in VolunteerState:
            reached, fresh = {state}, {state}
            while fresh:
                fresh = {to for one in fresh for to in VOLUNTEER_MOVES[one]} - reached
                reached |= fresh
            assert VolunteerState.ACCEPTED in reached, state

    def test_nobody_serves_but_through_getting_acquainted(self) -> None:
        before = {state for state, moves in VOLUNTEER_MOVES.items() if VolunteerState.ACCEPTED in moves}
        assert before == {VolunteerState.IN_PROCESS, VolunteerState.INACTIVE_SHORT, VolunteerState.INACTIVE_LONG}

    def test_waiting_serving_and_ended_are_all_there_is(self) -> None:
        assert set(VolunteerState) == WAITING | SERVES | ENDED
        assert not (WAITING & SERVES or SERVES & ENDED or WAITING & ENDED)


@pytest.mark.django_db
class TestTheDatabaseToo:
    def refuses(self, act: Any) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            act()

    def test_a_skill_and_a_part_of_a_day_stand_once(self, applies: Applies, skills: dict[str, Skill]) -> None:
        she = applies(skills=[skills["cook"]], free=[(0, "morning")])
        self.refuses(lambda: HasSkill.objects.create(volunteer=she, skill=skills["cook"]))
        self.refuses(lambda: Free.objects.create(volunteer=she, weekday=0, part="morning"))
        self.refuses(lambda: Free.objects.create(volunteer=she, weekday=7, part="morning"))

    def test_a_paper_that_was_seen_was_seen_at_an_instant(
        self, world: World, applies: Applies, skills: dict[str, Skill]
    ) -> None:
        she = applies()
        sara = world.person["sara"]
        self.refuses(lambda: HasSkill.objects.create(volunteer=she, skill=skills["nurse"], seen_by=sara))
        self.refuses(lambda: HasSkill.objects.create(volunteer=she, skill=skills["nurse"], seen_at=SATURDAY))

    def test_nobody_is_accepted_by_herself(self, world: World, applies: Applies) -> None:
        she = applies(person=world.person["sara"])
        self.refuses(lambda: Volunteer.objects.filter(pk=she.pk).update(accepted_by=world.person["sara"]))


@pytest.mark.django_db
class TestTheBeat:
    def test_it_asks_nothing_while_nothing_waits(self, world: World, django_assert_max_num_queries: Any) -> None:
        assert not {"volunteers.passed", "volunteers.papers_ended"} & set(dues())
        with django_assert_max_num_queries(1):
            assert tasks.passed(SATURDAY) == 0
        with django_assert_max_num_queries(1):
            assert tasks.papers_ended(SATURDAY) == 0
        with django_assert_max_num_queries(1):
            assert tasks.handed_over(SATURDAY) == 0

    def test_it_says_when_it_is_next_needed(self, applies: Applies) -> None:
        she = applies()
        assert dues()["volunteers.passed"] == she.due_at
        assert she.due_at is not None
        assert tasks.passed(she.due_at - timedelta(minutes=1)) == 0
        assert tasks.passed(she.due_at) == 1 and tasks.passed(she.due_at) == 0
