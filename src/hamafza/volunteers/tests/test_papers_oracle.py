"""Papers, their warnings, the forecast and the week, each against a second reckoning of the bare rows."""

import random
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client

from hamafza.kernel import clock
from hamafza.kernel.actors import System
from hamafza.kernel.clock import TEHRAN, local
from hamafza.kernel.errors import NotAllowed
from hamafza.kernel.ticking import tick
from hamafza.network import commands as network
from hamafza.network.models import Centre
from hamafza.notices.models import Message
from hamafza.volunteers import commands as volunteers
from hamafza.volunteers import deadlines, queries
from hamafza.volunteers.models import Free, HasSkill, Skill, Volunteer
from hamafza.volunteers.queries import forecast
from hamafza.volunteers.states import Part, VolunteerState
from hamafza.volunteers.tests.conftest import Applies
from hamafza.volunteers.tests.test_finding import serving
from tests.cast import HAND, SATURDAY, World

pytestmark = pytest.mark.django_db
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
TODAY = local(SATURDAY).date()
CLOCK = System("tick")


def paper(she: Volunteer, skill: Skill, days: int | None, *, by: Any = None) -> HasSkill:
    """Hers, and seen by somebody where `by` is given."""
    return HasSkill.objects.create(
        volunteer=she, skill=skill, until=None if days is None else TODAY + days * DAY, seen_by=by,
        seen_at=SATURDAY if by else None,
    )  # fmt: skip


def counts(has: HasSkill, day: date) -> bool:
    """«پروانه تنها وقتی شمرده می‌شود که کسی دیده باشد و نگذشته باشد»."""
    return (has.until is None or day <= has.until) and (not has.skill.is_licensed or has.seen_by_id is not None)


@pytest.fixture
def many(world: World, skills: dict[str, Skill]) -> list[HasSkill]:
    """Sixty papers of thirty people in two centres, drawn once."""
    dice, found = random.Random(7), list[HasSkill]()
    states = [*[VolunteerState.ACCEPTED] * 4, *VolunteerState]
    for n in range(30):
        state, centre = dice.choice(states), dice.choice(["chabahar", "konarak"])
        waits = {"holder": world.person["zahra"], "due_at": SATURDAY} if state in {"applied", "in_process"} else {}
        (she,) = serving(world, f"نام {n}", centre=centre, state=state, **waits)
        for key in dice.sample(["nurse", "lawyer", "cook"], 2):
            if key in skills:
                days = dice.choice([None, -400, -1, 0, 1, 29, 58, 59, 60, 61, 200])
                found.append(paper(she, skills[key], days, by=dice.choice([None, world.person["maryam"]])))
    return found


class TestWhoCan:
    @pytest.mark.parametrize("ahead", [-1, 0, 1, 59, 60, 61, 500])
    def test_as_one_finds_by_looking_at_each(self, many: list[HasSkill], ahead: int) -> None:
        day = TODAY + ahead * DAY

        assert set(HasSkill.objects.valid_on(day)) == {has for has in many if counts(has, day)}
        for has in many[::7]:
            assert queries.can(has.skill, has.volunteer, day) is counts(has, day)

    @pytest.mark.parametrize("now", [SATURDAY, SATURDAY + 45 * DAY, SATURDAY + 400 * DAY])
    def test_the_forecast_names_each_centre_that_loses_its_last(
        self, world: World, many: list[HasSkill], now: datetime
    ) -> None:
        """Walked day by day: from which day on does nobody there hold the skill with a valid paper?"""
        today, wanted = local(now).date(), list[tuple[str, str, date]]()
        for centre in ("chabahar", "konarak"):
            for skill in {has.skill for has in many if has.skill.is_licensed}:
                held = [
                    has for has in many
                    if has.skill == skill and has.volunteer.centre.code == centre and has.seen_by_id
                    and has.volunteer.state == VolunteerState.ACCEPTED
                ]  # fmt: skip
                if not held:
                    continue
                for day in (today + n * DAY for n in range(-800, 61)):
                    if not any(counts(has, later) for has in held for later in (day, day + 2000 * DAY)):
                        wanted.append((centre, str(skill), day))
                        break
        centres = list(Centre.objects.filter(code__in=["chabahar", "konarak"]))
        found = {(gap.centre.code, gap.skill): gap.day for gap in forecast.gaps(centres, now)}

        assert found.keys() == {(centre, skill) for centre, skill, _day in wanted}
        for centre, skill, day in wanted:
            assert found[centre, skill] == day or day <= today - 400 * DAY

    def test_the_page_says_days_as_one_counts_them(
        self, world: World, skills: dict[str, Skill], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Valid today for the last time: one day is left, in both languages and without «1 days»."""
        monkeypatch.setattr(clock, "now", lambda: SATURDAY)
        (she,) = serving(world, "گلنار رئیسی")
        paper(she, skills["nurse"], 0, by=world.person["maryam"])
        client = Client()
        client.force_login(world.person["zahra"])
        assert "تا ۱ روز دیگر" in client.get("/volunteers/forecast").content.decode()
        client.cookies["hamafza_language"] = "en"
        page = client.get("/volunteers/forecast").content.decode()
        assert "In 1 day no licensed" in page and "1 days" not in page


class TestWarnings:
    @pytest.mark.parametrize("until", [1, 6, 7, 8, 29, 30, 31, 59, 60, 61, 365])
    def test_each_comes_once_on_its_morning(
        self, world: World, accepted: Applies, skills: dict[str, Skill], until: int
    ) -> None:
        """The clock beats every morning and every evening; what has passed before the paper was seen is not made up."""
        she = accepted(skills=[skills["nurse"]])
        has = HasSkill.objects.select_related("volunteer__centre__place", "volunteer__person", "skill").get()
        has = volunteers.see_paper(has, until=TODAY + until * DAY, by=world.person["maryam"], at=SATURDAY)
        for day in range(until + 3):
            for hour in (8, 20):
                at = datetime.combine(TODAY + day * DAY, datetime.min.time(), TEHRAN) + timedelta(hours=hour)
                if at > SATURDAY and has.due_at and has.due_at <= at:
                    volunteers.paper_ends(has, by=CLOCK, at=at)
                    has.refresh_from_db()
        wanted = sum(before < until for before in (60, 30, 7, 0))

        assert Message.objects.filter(template="volunteer_paper", to_phone=she.mobile).count() == wanted
        assert Message.objects.filter(template="volunteer_paper_ends").count() == wanted
        assert has.due_at is None and has.warned == 4

    def test_seen_anew_it_is_warned_of_anew(self, world: World, accepted: Applies, skills: dict[str, Skill]) -> None:
        accepted(skills=[skills["nurse"]])
        has = HasSkill.objects.select_related("volunteer__centre__place", "volunteer__person", "skill").get()
        for days in (8, 30):
            has = volunteers.see_paper(has, until=TODAY + days * DAY, by=world.person["maryam"], at=SATURDAY)
            assert has.due_at == deadlines.warning(TODAY + days * DAY, SATURDAY)[1]
            assert has.due_at is not None and has.due_at > SATURDAY

    def test_the_same_minute_twice_says_it_once(
        self, world: World, accepted: Applies, skills: dict[str, Skill]
    ) -> None:
        accepted(skills=[skills["nurse"]])
        has = HasSkill.objects.select_related("volunteer__centre__place", "volunteer__person", "skill").get()
        due = volunteers.see_paper(has, until=TODAY + 8 * DAY, by=world.person["maryam"], at=SATURDAY).due_at
        assert due is not None
        tick(due - SECOND)
        assert not Message.objects.filter(template="volunteer_paper").exists()
        for _again in range(3):
            tick(due)
        assert Message.objects.filter(template="volunteer_paper").count() == 1

    @pytest.mark.parametrize("who", ["sara", "reza", "stranger", "karim", "admin"])
    def test_nobody_without_the_right_vouches(
        self, world: World, accepted: Applies, skills: dict[str, Skill], who: str
    ) -> None:
        accepted(skills=[skills["nurse"]])
        has = HasSkill.objects.select_related("volunteer__centre__place", "volunteer__person", "skill").get()
        with pytest.raises(NotAllowed):
            volunteers.see_paper(has, until=TODAY + 90 * DAY, by=world.person[who], at=SATURDAY)
        assert not HasSkill.objects.exclude(seen_by=None).exists()

    def test_a_skill_taken_off_and_ticked_again_must_be_seen_again(
        self, world: World, accepted: Applies, skills: dict[str, Skill]
    ) -> None:
        """Else a paper that somebody took back would come back by itself."""
        she = accepted(skills=[skills["nurse"]])
        has = HasSkill.objects.select_related("volunteer__centre__place", "volunteer__person", "skill").get()
        volunteers.see_paper(has, until=TODAY + 90 * DAY, by=world.person["maryam"], at=SATURDAY)
        volunteers.set_skills(she, skills=[], by=she, at=SATURDAY)
        volunteers.set_skills(she, skills=[skills["nurse"]], by=she, at=SATURDAY)

        assert not queries.can(skills["nurse"], she, TODAY)


class TestTheWeek:
    def test_the_grid_of_a_centre_counts_as_one_counts(self, world: World) -> None:
        """Who serves now is counted, who rests or waits is not; a shut door is told where somebody would come."""
        dice = random.Random(3)
        rows: dict[tuple[int, str], int] = {}
        for n, state in enumerate(["accepted"] * 6 + ["inactive_short", "archived"]):
            (she,) = serving(world, f"نام {n}", state=state)
            for day in range(7):
                for part in Part.values:
                    if dice.random() < 0.4:
                        Free.objects.create(volunteer=she, weekday=day, part=part)
                        rows[day, part] = rows.get((day, part), 0) + (state == "accepted")
        hours = {0: [(time(13), time(14))], 1: [(time(17, 59), time(18))], 2: [(time(12, 59), time(18, 1))], 4: []}
        network.set_hours(world.centre["chabahar"], week=hours, from_date=TODAY, by=HAND, at=SATURDAY)
        week = forecast.working_week(world.centre["chabahar"], SATURDAY)

        for line in week:
            for part, cell in zip(Part.values, line.cells, strict=True):
                assert cell.free == rows.get((line.weekday, part), 0)
                assert cell.is_closed_door is (cell.free > 0 and not cell.is_open)
        opened = {
            (line.weekday, part)
            for line in week
            for part, cell in zip(Part.values, line.cells, strict=True)
            if cell.is_open
        }
        assert opened == {(1, "afternoon"), *((2, part) for part in Part.values)}

    @pytest.mark.parametrize(
        "free",
        [
            [(7, "morning")], [(-1, "morning")], [(0, "noon")], [(0, "")], [(0, "morning"), (0, "morning")],
            [(n, part) for n in range(-3, 10) for part in (*Part.values, "x")],
        ],
        ids=["eighth", "before", "no part", "empty", "twice", "everything"],
    )  # fmt: skip
    def test_only_parts_of_a_real_week_are_kept_and_each_once(
        self, accepted: Applies, free: list[tuple[int, str]]
    ) -> None:
        she = accepted()
        volunteers.set_free(she, free=free, by=she, at=SATURDAY)
        kept = set(Free.objects.filter(volunteer=she).values_list("weekday", "part"))

        assert kept == {(day, part) for day, part in free if 0 <= day <= 6 and part in Part.values}

    def test_what_is_said_anew_replaces_what_was(self, accepted: Applies) -> None:
        she = accepted(free=[(0, "morning"), (1, "evening")])
        volunteers.set_free(she, free=[(1, "evening")], by=she, at=SATURDAY)

        assert list(Free.objects.filter(volunteer=she).values_list("weekday", "part")) == [(1, "evening")]
