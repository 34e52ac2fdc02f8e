"""Time and care: the weekly look, steps that wait, a clock that stood still, heads who come and go."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hamafza.care import commands as care
from hamafza.care import queries
from hamafza.care.deadlines import STEP_DAYS
from hamafza.care.models import Round, Step
from hamafza.care.tasks import CLOCK, laddered, steps_chased
from hamafza.care.tests.telling import DAY, NOW, TODAY, Deeds, proposed, ready, serving
from hamafza.kernel.clock import TEHRAN
from hamafza.kernel.errors import MoveRefused, NotAllowed
from hamafza.kernel.ticking import next_due, tick
from hamafza.network import days
from hamafza.network.models import Absence
from hamafza.notices.models import Message
from hamafza.volunteers.models import Volunteer
from tests.cast import World

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
SATURDAY_AT_SEVEN = datetime(2026, 10, 31, 7, 0, tzinfo=TEHRAN)


def told(template: str) -> list[str]:
    found = Message.objects.filter(template=template, to_person__isnull=False, channel="inbox").order_by("pk")
    return [one.to_person.username for one in found]


class TestTheWeeklyLook:
    def test_is_on_saturday_at_seven(self, world: World) -> None:
        laddered(NOW)
        assert Round.objects.get().due_at == SATURDAY_AT_SEVEN

    @pytest.mark.parametrize(("at", "looks"), [(SATURDAY_AT_SEVEN - SECOND, 0), (SATURDAY_AT_SEVEN, 1)])
    def test_to_the_second(self, world: World, deeds: Deeds, at: datetime, looks: int) -> None:
        laddered(NOW)
        ready(world, deeds)
        assert laddered(at) == looks == Step.objects.count()

    def test_after_a_month_of_silence_it_looks_once(self, world: World, deeds: Deeds) -> None:
        laddered(NOW)
        ready(world, deeds)
        late = NOW + 20 * DAY
        assert [laddered(late) for _again in range(3)] == [1, 0, 0]
        assert Round.objects.count() == 1 and Round.objects.get().due_at > late

    def test_proposes_each_who_is_ready_and_nobody_twice(self, world: World, deeds: Deeds) -> None:
        she, peer = ready(world, deeds)
        serving(world, 2)
        laddered(NOW)
        laddered(SATURDAY_AT_SEVEN)
        assert list(Step.objects.values_list("volunteer", flat=True)) == [she.pk] and peer.pk

    def test_a_province_that_asks_less_is_looked_at_too(self, world: World, deeds: Deeds) -> None:
        she = serving(world, months=2)
        deeds.add(she, minutes=5 * 60)
        values = {("member", name): value for name, value in (("months", 1), ("hours", 4), ("trust", 0))}
        assert queries.ripe_centres(NOW) == []
        care.set_criteria(world.place["11"], values=values, by=world.person["parvin"], at=NOW)
        assert queries.ripe_centres(NOW) == [she.centre_id]
        laddered(NOW)
        assert Step.objects.get().volunteer == she

    def test_many_who_are_not_ripe_cost_no_more_than_one(self, world: World, deeds: Deeds) -> None:
        asked = []
        for n in range(9):
            serving(world, n, months=1)
            if n in {0, 8}:
                Round.objects.all().delete()
                with CaptureQueriesContext(connection) as queries_asked:
                    laddered(NOW)
                asked.append(len(queries_asked))
        assert asked[0] == asked[1]


class TestAStepThatWaits:
    def due(self, step: Step) -> datetime:
        found = Step.objects.get(pk=step.pk).due_at
        assert found is not None
        return found

    def test_has_seven_working_days(self, world: World, deeds: Deeds) -> None:
        step = proposed(world, deeds)
        assert self.due(step) == days.within(step.volunteer.centre.place, NOW, STEP_DAYS)
        assert next_due() is not None and next_due() <= self.due(step)

    def test_is_left_alone_until_the_second(self, world: World, deeds: Deeds) -> None:
        step = proposed(world, deeds)
        due = self.due(step)
        assert steps_chased(due - SECOND) == 0 and told("step_waits") == []
        with pytest.raises(MoveRefused):
            care.step_late(Step.objects.whole().get(), by=CLOCK, at=due - SECOND)
        assert steps_chased(due) == 1 and told("step_waits") == ["maryam", "nader"]

    def test_is_chased_again_after_as_long(self, world: World, deeds: Deeds) -> None:
        step = proposed(world, deeds)
        first = self.due(step)
        tick(first)
        second = self.due(step)
        assert second > first and steps_chased(second - SECOND) == 0
        tick(second)
        assert told("step_waits") == ["maryam", "nader"] * 2

    def test_twice_at_one_instant_is_once(self, world: World, deeds: Deeds) -> None:
        step = proposed(world, deeds)
        due = self.due(step)
        tick(due)
        count = Message.objects.count()
        tick(due)
        assert Message.objects.count() == count

    def test_for_the_second_hand_reminds_that_hand(self, world: World, deeds: Deeds) -> None:
        step = proposed(world, deeds)
        care.grant(step, by=world.person["maryam"], at=NOW)
        tick(self.due(step))
        assert told("step_waits") == ["nader"]

    @pytest.mark.parametrize("verb", ["step_late", "lapse", "propose", "look_through"])
    def test_the_clocks_verbs_are_the_clocks(self, world: World, deeds: Deeds, verb: str) -> None:
        step = proposed(world, deeds)
        subject = {"propose": step.volunteer, "look_through": step.volunteer.centre}.get(verb, step)
        for who in ("maryam", "parvin", "admin"):
            with pytest.raises(NotAllowed):
                getattr(care, verb)(subject, by=world.person[who], at=NOW + 30 * DAY)

    def test_ends_with_an_answer(self, world: World, deeds: Deeds) -> None:
        step = proposed(world, deeds)
        care.refuse(step, reason="زود است", by=world.person["maryam"], at=NOW)
        step.refresh_from_db()
        assert (step.holder, step.due_at) == (None, None)
        tick(NOW + 30 * DAY)
        assert told("step_waits") == []


class TestHeadsWhoComeAndGo:
    def test_a_head_on_leave_is_stood_in_for(self, world: World, deeds: Deeds) -> None:
        step = proposed(world, deeds)
        maryam, nader = world.person["maryam"], world.person["nader"]
        Absence.objects.create(person=maryam, deputy=nader, since=NOW, until=NOW + 20 * DAY)
        tick(NOW + DAY)
        step.refresh_from_db()
        assert step.holder == nader

    def test_a_deputy_who_granted_does_not_sign_second(self, world: World, deeds: Deeds) -> None:
        step = proposed(world, deeds)
        nader = world.person["nader"]
        Absence.objects.create(person=world.person["maryam"], deputy=nader, since=NOW, until=NOW + 20 * DAY)
        tick(NOW + DAY)
        care.grant(Step.objects.whole().get(), by=nader, at=NOW + DAY)
        step = Step.objects.whole().get()
        assert step.holder == world.person["parvin"]
        with pytest.raises(NotAllowed):
            care.countersign(step, by=nader, at=NOW + DAY)

    def test_the_last_one_above_who_leaves_leaves_it_with_an_admin(self, world: World, deeds: Deeds) -> None:
        """A step is never without somebody; an admin sees that nobody is there to sign."""
        step = proposed(world, deeds)
        care.grant(step, by=world.person["maryam"], at=NOW)
        for who in ("nader", "parvin"):
            world.person[who].is_active = False
            world.person[who].save(update_fields=["is_active"])
        tick(NOW + DAY)
        step.refresh_from_db()
        assert step.state == "granted" and step.holder == world.person["admin"] and step.due_at is not None


class TestSilenceToTheDay:
    @pytest.mark.parametrize(("seen", "asked", "quiet"), [
        (14, None, False), (15, None, True), (40, 13, False), (40, 14, True), (None, None, True), (None, 1, False),
    ])  # fmt: skip
    def test_of_two_weeks(self, world: World, seen: int | None, asked: int | None, quiet: bool) -> None:
        she = serving(world, active_on=None if seen is None else TODAY - seen * DAY)
        if asked is not None:
            care.note_contact(she, by=world.person["maryam"], at=NOW - asked * DAY)
        assert queries.quiet_at(Volunteer.objects.filter(pk=she.pk), NOW, silent=False).exists() is quiet
