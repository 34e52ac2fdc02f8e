"""Skills, the papers that show them, warnings before they end, and the forecast of a centre that runs out."""

from datetime import timedelta

import pytest

from hamafza.kernel.clock import local
from hamafza.kernel.errors import NotAllowed
from hamafza.kernel.ticking import tick
from hamafza.notices.models import Message
from hamafza.volunteers import commands as volunteers
from hamafza.volunteers import loading, queries
from hamafza.volunteers.models import HasSkill, Skill, Volunteer
from hamafza.volunteers.queries import forecast
from hamafza.volunteers.tests.conftest import Applies
from tests.cast import HAND, SATURDAY, World

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = local(SATURDAY).date()


def nurse(she: Volunteer) -> HasSkill:
    return HasSkill.objects.select_related("volunteer__centre__place", "volunteer__person", "skill").get(
        volunteer=she, skill__key="nurse"
    )


def test_skills_come_with_the_product_once(world: World, skills: dict[str, Skill]) -> None:
    assert loading.load(by=HAND, at=SATURDAY) == 0
    assert skills["nurse"].domain == world.domain["health"] and skills["nurse"].is_licensed
    assert not skills["teacher"].is_licensed and skills["balochi"].domain is None
    with pytest.raises(NotAllowed):
        loading.load(by=world.person["zahra"], at=SATURDAY)


class TestPapers:
    def test_a_licence_counts_from_when_somebody_saw_it_until_its_day(
        self, world: World, accepted: Applies, skills: dict[str, Skill]
    ) -> None:
        she = accepted(skills=[skills["nurse"]])
        assert not queries.can(skills["nurse"], she, TODAY)
        volunteers.see_paper(nurse(she), until=TODAY + 90 * DAY, by=world.person["zahra"], at=SATURDAY)

        assert queries.can(skills["nurse"], she, TODAY + 90 * DAY)
        assert not queries.can(skills["nurse"], she, TODAY + 91 * DAY)

    def test_nobody_vouches_for_her_own(self, world: World, accepted: Applies, skills: dict[str, Skill]) -> None:
        she = accepted(skills=[skills["nurse"]], person=world.person["zahra"])
        for herself in (world.person["zahra"], she):
            with pytest.raises(NotAllowed):
                volunteers.see_paper(nurse(she), until=TODAY + 90 * DAY, by=herself, at=SATURDAY)  # type: ignore[arg-type]
        assert volunteers.see_paper(nurse(she), until=TODAY + 90 * DAY, by=world.person["maryam"], at=SATURDAY)

    def test_a_licence_has_a_last_day_that_lies_ahead(
        self, world: World, accepted: Applies, skills: dict[str, Skill]
    ) -> None:
        she, by = accepted(skills=[skills["nurse"], skills["cook"]]), world.person["zahra"]
        with pytest.raises(volunteers.UntilMissing):
            volunteers.see_paper(nurse(she), by=by, at=SATURDAY)
        with pytest.raises(volunteers.BadUntil):
            volunteers.see_paper(nurse(she), until=TODAY, by=by, at=SATURDAY)

    def test_it_is_spoken_of_sixty_thirty_and_seven_days_before_and_on_the_last(
        self, world: World, accepted: Applies, skills: dict[str, Skill]
    ) -> None:
        she = accepted(skills=[skills["nurse"]])
        has = volunteers.see_paper(nurse(she), until=TODAY + 100 * DAY, by=world.person["zahra"], at=SATURDAY)
        days = []
        while has.due_at:
            days.append((TODAY + 100 * DAY - local(has.due_at).date()).days)
            tick(has.due_at)
            has.refresh_from_db()

        assert days == [60, 30, 7, 0]
        assert Message.objects.filter(template="volunteer_paper").count() == 4
        assert set(
            Message.objects.filter(template="volunteer_paper_ends").values_list("to_person__username", flat=True)
        ) == {"zahra"}

    def test_seen_late_only_what_is_left_is_spoken_of(
        self, world: World, accepted: Applies, skills: dict[str, Skill]
    ) -> None:
        she = accepted(skills=[skills["nurse"]])
        has = volunteers.see_paper(nurse(she), until=TODAY + 20 * DAY, by=world.person["zahra"], at=SATURDAY)

        assert has.warned == 2 and has.due_at is not None and local(has.due_at).date() == TODAY + 13 * DAY

    def test_a_skill_that_stays_keeps_its_paper(
        self, world: World, accepted: Applies, skills: dict[str, Skill]
    ) -> None:
        she = accepted(skills=[skills["nurse"], skills["cook"]])
        volunteers.see_paper(nurse(she), until=TODAY + 90 * DAY, by=world.person["zahra"], at=SATURDAY)
        volunteers.set_skills(she, skills=[skills["nurse"], skills["driver"]], by=she, at=SATURDAY)

        assert nurse(she).seen_by == world.person["zahra"]
        assert set(HasSkill.objects.filter(volunteer=she).values_list("skill__key", flat=True)) == {"nurse", "driver"}

    def test_of_who_is_gone_nothing_is_said(self, world: World, accepted: Applies, skills: dict[str, Skill]) -> None:
        she = accepted(skills=[skills["nurse"]])
        has = volunteers.see_paper(nurse(she), until=TODAY + 61 * DAY, by=world.person["zahra"], at=SATURDAY)
        volunteers.archive(she, left="moved", by=world.person["maryam"], at=SATURDAY)
        assert has.due_at is not None
        tick(has.due_at)

        assert not Message.objects.filter(template__startswith="volunteer_paper").exists()


class TestForecast:
    def seen(self, world: World, she: Volunteer, days: int) -> None:
        volunteers.see_paper(nurse(she), until=TODAY + days * DAY, by=world.person["nader"], at=SATURDAY)

    def gaps(self, world: World, at=SATURDAY) -> list[tuple[str, str, int]]:
        found = forecast.gaps([world.centre["chabahar"]], at)
        return [(gap.centre.code, gap.skill, gap.left) for gap in found]

    def test_the_last_paper_decides(self, world: World, accepted: Applies, skills: dict[str, Skill]) -> None:
        for number, days in enumerate((20, 50)):
            self.seen(world, accepted(skills=[skills["nurse"]], mobile=f"0915000000{number}"), days)

        assert self.gaps(world) == [("chabahar", "پرستار", 51)]
        assert self.gaps(world, SATURDAY + 51 * DAY) == [("chabahar", "پرستار", 0)]

    @pytest.mark.parametrize(("days", "is_near"), [(58, True), (59, True), (60, False), (200, False)])
    def test_within_sixty_days(
        self, world: World, accepted: Applies, skills: dict[str, Skill], days: int, is_near: bool
    ) -> None:
        self.seen(world, accepted(skills=[skills["nurse"]]), days)
        assert bool(self.gaps(world)) is is_near

    def test_who_rests_does_not_count(self, world: World, accepted: Applies, skills: dict[str, Skill]) -> None:
        first, long = (accepted(skills=[skills["nurse"]], mobile=f"0915000000{n}") for n in range(2))
        self.seen(world, first, 20)
        self.seen(world, long, 300)
        assert self.gaps(world) == []
        volunteers.set_away(long, reason="", by=world.person["maryam"], at=SATURDAY)
        assert self.gaps(world) == [("chabahar", "پرستار", 21)]

    def test_what_was_never_seen_was_never_there(
        self, world: World, accepted: Applies, skills: dict[str, Skill]
    ) -> None:
        accepted(skills=[skills["nurse"]])
        assert self.gaps(world) == []

    def test_it_asks_the_same_number_of_questions_for_any_number(
        self, world: World, accepted: Applies, skills: dict[str, Skill], django_assert_max_num_queries
    ) -> None:
        for number in range(4):
            self.seen(world, accepted(skills=[skills["nurse"]], mobile=f"0915000000{number}"), 10 + number)
        with django_assert_max_num_queries(2):
            forecast.gaps([world.centre["chabahar"]], SATURDAY)


def test_a_working_week_shows_who_would_find_the_door_shut(world: World, accepted: Applies) -> None:
    accepted(free=[(3, "evening"), (3, "morning")])
    week = forecast.working_week(world.centre["chabahar"], SATURDAY)

    morning, afternoon, evening = week[3].cells
    assert (morning.free, morning.is_open, morning.is_closed_door) == (1, True, False)
    assert (afternoon.free, afternoon.is_closed_door) == (0, False)
    assert (evening.free, evening.is_open, evening.is_closed_door) == (1, False, True)
    assert not any(cell.is_open for cell in week[6].cells)
