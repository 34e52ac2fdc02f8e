"""Sleep is computed from signs of life, put before whoever stands above, and never happens silently."""

from datetime import datetime, timedelta
from itertools import product

import pytest

from hamafza.journal.models import JournalLine
from hamafza.kernel.errors import MoveRefused, NotAllowed, ReasonMissing
from hamafza.kernel.moves import may_move
from hamafza.kernel.ticking import tick
from hamafza.network import commands as network
from hamafza.network import life
from hamafza.network.models import Centre
from hamafza.notices.models import Message
from hamafza.people import commands as people
from hamafza.referrals import commands as referrals
from hamafza.referrals.models import Referral
from hamafza.reports import commands as reports
from hamafza.reports.models import Report
from hamafza.succession import commands as succession
from hamafza.succession import queries, rules
from hamafza.succession.models import Check, Round
from hamafza.succession.states import CHECK_MOVES, CheckState
from hamafza.succession.tests.telling import CLOCK, DAY, HAND, HOUR
from tests.cast import SATURDAY, World

pytestmark = pytest.mark.django_db
MORNING = SATURDAY  # nine o'clock
WEEK = timedelta(days=7)


@pytest.fixture
def alone(world: World) -> Centre:
    """All owe a report for weeks; all but the centre of work said something yesterday."""
    reports.open_month(month=140505, by=CLOCK, at=SATURDAY - 50 * DAY)
    for key, centre in world.centre.items():
        if key != "work":
            network.confirm_entry(centre, by=HAND, at=SATURDAY - DAY)
    return world.centre["work"]


def asleep(world: World, at: datetime = MORNING) -> Check:
    tick(at)
    return Check.objects.whole().get()


@pytest.mark.parametrize(("before", "after"), list(product(CheckState.values, CheckState.values)))
def test_the_table(before: str, after: str) -> None:
    assert may_move(Check(state=before), after) is (before == "open" and after != "open")
    assert set(CHECK_MOVES) == set(CheckState)


class TestSigns:
    def test_one_that_lives_is_enough(self) -> None:
        dead, living = life.Sign(False), life.Sign(True)

        assert life.is_alive({"a": dead, "b": living}) and not life.is_alive({"a": dead, "b": dead})

    def test_of_whom_nobody_knows_anything_nothing_is_said(self) -> None:
        assert life.is_alive({})

    @pytest.mark.parametrize(("days", "alive"), [(0, True), (29, True), (30, False), (31, False)])
    def test_a_sign_lasts_thirty_days(self, days: int, alive: bool) -> None:
        assert life.since(SATURDAY - days * DAY, SATURDAY).alive is alive

    def test_an_answer_is_one(self, world: World) -> None:
        world.triaged("health")
        hop = Referral.objects.open().get()
        pk = hop.centre_id
        assert "answer" not in life.signs_of([pk], SATURDAY + 29 * DAY)[pk]
        assert not life.signs_of([pk], SATURDAY + 30 * DAY)[pk]["answer"].alive

        referrals.accept(hop, by=world.person["zahra"], at=SATURDAY + HOUR)

        assert life.signs_of([pk], SATURDAY + 29 * DAY)[pk]["answer"].alive
        assert not life.signs_of([pk], SATURDAY + 30 * DAY)[pk]["answer"].alive

    def test_a_centre_never_asked_has_no_answer_to_give(self, world: World) -> None:
        pk = world.centre["work"].pk

        assert life.signs_of([pk], SATURDAY) == {pk: {}}

    def test_an_entry_that_was_confirmed_is_one_and_an_old_one_says_nothing(self, world: World) -> None:
        pk = world.centre["work"].pk
        network.confirm_entry(world.centre["work"], by=HAND, at=SATURDAY)

        assert life.signs_of([pk], SATURDAY + 29 * DAY)[pk]["entry"].alive
        assert life.signs_of([pk], SATURDAY + 30 * DAY)[pk] == {}

    def test_a_report_is_one(self, world: World) -> None:
        at = SATURDAY + 30 * DAY
        reports.open_month(month=140508, by=CLOCK, at=at)
        pk = world.centre["work"].pk
        report = Report.objects.whole().get(centre=pk)
        due = max(datetime.combine(report.due_on, SATURDAY.timetz()), at + 30 * DAY) + DAY
        assert life.signs_of([pk], at)[pk] == {}
        assert not life.signs_of([pk], due)[pk]["report"].alive

        reports.submit(report, by=world.person["mina"], at=due, nothing=True)

        assert life.signs_of([pk], due)[pk]["report"].alive
        assert life.signs_of([pk], due + 60 * DAY)[pk]["report"].alive  # it owes none that is late

    def test_an_area_hands_in_its_own(self, world: World, alone: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
        """As gatherings do: a sign without a day, for the centres that it knows."""
        monkeypatch.setattr(life, "_signs", dict(life._signs))
        life.register("gathering", 5, "گردهمایی", lambda centres, at: {alone.pk: life.Sign(True)})

        tick(MORNING)

        assert not Check.objects.exists()

    def test_many_centres_cost_no_more_queries_than_one(
        self, world: World, django_assert_max_num_queries: object
    ) -> None:
        with django_assert_max_num_queries(4):  # one a sign
            life.signs_of([centre.pk for centre in world.centre.values()], SATURDAY)


class TestAsleep:
    def test_is_put_before_the_coordinator_with_what_was_seen(self, world: World, alone: Centre) -> None:
        check = asleep(world)

        assert (check.centre, check.kind, check.holder) == (alone, "asleep", world.person["nader"])
        assert check.due_at == MORNING + WEEK
        assert check.evidence == [["report", ""]]
        assert Message.objects.get(template="centre_asleep").to_person == world.person["nader"]

    def test_changes_nothing_by_itself(self, world: World, alone: Centre) -> None:
        asleep(world)
        for week in range(1, 9):
            tick(MORNING + week * WEEK)
        alone.refresh_from_db()

        assert alone.state == "active"

    def test_silence_goes_up_to_the_province(self, world: World, alone: Centre) -> None:
        asleep(world)

        tick(MORNING + WEEK)

        told = Message.objects.filter(template="centre_asleep").values_list("to_person__username", flat=True)
        assert sorted(told) == ["nader", "nader", "parvin"]
        assert JournalLine.objects.filter(kind="deadline_missed", detail="centre_check").count() == 1

    def test_is_looked_for_once_a_day_from_seven_on(self, world: World, alone: Centre) -> None:
        early = MORNING.replace(hour=6, minute=59)
        tick(early)
        assert not Round.objects.exists()

        tick(early + timedelta(minutes=1))
        tick(MORNING)

        assert (Round.objects.count(), Check.objects.count()) == (1, 1)

    def test_a_centre_that_has_just_begun_is_given_time(self, world: World, alone: Centre) -> None:
        fresh = network.create(
            world.place["1104"], name="کانون نو", kind="specialised", domains=[], by=HAND, at=MORNING - 80 * DAY
        )
        reports.open_month(month=140506, by=CLOCK, at=MORNING - 30 * DAY)
        tick(MORNING)
        assert fresh.pk in set(Check.objects.values_list("centre", flat=True))

        Check.objects.all().delete()
        Round.objects.all().delete()
        network.move_state(fresh, to="dormant", by=HAND, at=MORNING, reason="آزمون")
        network.move_state(fresh, to="active", by=HAND, at=MORNING, reason="آزمون")
        tick(MORNING + DAY)
        assert fresh.pk not in set(Check.objects.values_list("centre", flat=True))

    def test_a_deputy_holds_it_while_the_coordinator_is_away(self, world: World, alone: Centre) -> None:
        asleep(world)
        network.set_absence(
            world.person["nader"], deputy=world.person["reza"], since=MORNING, until=MORNING + WEEK, by=HAND, at=MORNING
        )

        tick(MORNING + HOUR)

        assert Check.objects.get().holder == world.person["reza"]


class TestAnswers:
    def test_it_lives_because(self, world: World, alone: Centre) -> None:
        check = succession.keep(asleep(world), reason="هر هفته می‌آیند", by=world.person["nader"], at=MORNING + HOUR)
        alone.refresh_from_db()

        assert (check.state, check.holder, alone.state) == ("stays", None, "active")
        tick(MORNING + 20 * DAY)
        assert Check.objects.filter(centre=alone).count() == 1
        tick(MORNING + 31 * DAY)
        assert Check.objects.filter(centre=alone).count() == 2

    def test_it_sleeps_by_the_networks_own_move(self, world: World, alone: Centre) -> None:
        succession.confirm(asleep(world), reason="کسی نیست", by=world.person["nader"], at=MORNING + HOUR)
        alone.refresh_from_db()

        assert alone.state == "dormant"
        assert JournalLine.objects.filter(kind="centre_state", centre="work", detail="dormant").exists()

    @pytest.mark.parametrize("verb", [succession.keep, succession.confirm])
    def test_says_why(self, world: World, alone: Centre, verb: object) -> None:
        with pytest.raises(ReasonMissing):
            verb(asleep(world), reason=" ", by=world.person["nader"], at=MORNING)

    @pytest.mark.parametrize("by", ["mina", "reza", "zahra", "admin", "farhad", "stranger"])
    def test_is_refused_to_others(self, world: World, alone: Centre, by: str) -> None:
        check = asleep(world)

        assert not rules.may_decide(world.person[by], check, MORNING)
        with pytest.raises(NotAllowed):
            succession.confirm(check, reason="خاموش است", by=world.person[by], at=MORNING)

    def test_is_said_once(self, world: World, alone: Centre) -> None:
        check = succession.keep(asleep(world), reason="زنده است", by=world.person["nader"], at=MORNING)

        with pytest.raises(MoveRefused):
            succession.confirm(check, reason="نه", by=world.person["parvin"], at=MORNING)


class TestLifeReturns:
    def test_before_she_looked_the_question_goes_away(self, world: World, alone: Centre) -> None:
        check = asleep(world)
        network.confirm_entry(alone, by=world.person["mina"], at=MORNING + DAY)

        tick(MORNING + 2 * DAY)
        check.refresh_from_db()

        assert (check.state, check.decided_by) == ("gone", None)

    def test_after_it_rested_waking_is_proposed(self, world: World, alone: Centre) -> None:
        succession.confirm(asleep(world), reason="کسی نیست", by=world.person["nader"], at=MORNING)
        at = MORNING + 45 * DAY
        for centre in world.centre.values():
            network.confirm_entry(centre, by=HAND, at=at)

        tick(at + HOUR)
        check = Check.objects.open().whole().get()
        assert (check.kind, check.centre) == ("awake", alone)

        succession.confirm(check, reason="دوباره می‌آیند", by=world.person["nader"], at=at + HOUR)
        alone.refresh_from_db()
        assert alone.state == "active"

    def test_a_centre_closed_by_hand_is_asked_about_no_more(self, world: World, alone: Centre) -> None:
        check = asleep(world)
        network.move_state(alone, to="closed", by=HAND, at=MORNING, reason="برای همیشه")

        tick(MORNING + DAY)
        check.refresh_from_db()

        assert check.state == "gone"


def test_a_coordinator_who_left_does_not_keep_it(world: World, alone: Centre) -> None:
    asleep(world)
    people.disable(world.person["nader"], by=HAND, at=MORNING)

    tick(MORNING + HOUR)

    assert Check.objects.get().holder == world.person["parvin"]


def test_what_is_asked_of_many_centres_is_few_queries(
    world: World, alone: Centre, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(7):
        assert [(pk, kind) for pk, kind, _evidence in queries.seemingly(MORNING)] == [(alone.pk, "asleep")]
