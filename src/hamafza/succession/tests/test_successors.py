"""The way of a successor: by the table, seen by somebody, the last stage by another; and what a centre gains by it."""

from itertools import product

import pytest
from django.db import IntegrityError, transaction

from hamafza.journal.models import JournalLine
from hamafza.kernel.errors import MoveRefused, NotAllowed
from hamafza.kernel.models import AuditLine
from hamafza.kernel.moves import may_move
from hamafza.kernel.ticking import tick
from hamafza.network import commands as network
from hamafza.network.models import Centre
from hamafza.notices.models import Message
from hamafza.people import commands as people
from hamafza.succession import commands as succession
from hamafza.succession import queries, rules
from hamafza.succession.models import Successor
from hamafza.succession.states import STAGE_MOVES, Stage
from hamafza.succession.tests.telling import DAY, HAND, HOUR, colleague, learns, role_of, volunteer
from tests.cast import SATURDAY, World

pytestmark = pytest.mark.django_db
ALLOWED = {
    ("shadow", "co_lead"), ("co_lead", "leads_alone"), ("leads_alone", "certified"),
    *((stage, "ended") for stage in ("shadow", "co_lead", "leads_alone", "certified")),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after"), list(product(Stage.values, Stage.values)))
def test_the_table(before: str, after: str) -> None:
    assert may_move(Successor(state=before), after) is ((before, after) in ALLOWED)


def test_every_stage_but_the_end_has_a_way_on() -> None:
    assert all(STAGE_MOVES[stage] for stage in Stage if stage != Stage.ENDED)


class TestBegin:
    def test_walks_beside_the_officer_from_today(self, world: World) -> None:
        link = learns(world, volunteer(world))

        assert (link.state, link.officer, link.centre) == ("shadow", world.person["zahra"], world.centre["chabahar"])
        assert link.due_at == SATURDAY + 60 * DAY
        assert link.steps.get().seen_by == world.person["zahra"]

    def test_a_volunteer_with_an_account_is_one_person(self, world: World) -> None:
        laleh = colleague(world)

        link = learns(world, volunteer(world, person=laleh))

        assert (link.who, link.person) == (laleh.ref, laleh)

    def test_nobody_follows_herself(self, world: World) -> None:
        with pytest.raises(succession.NotHerself):
            learns(world, world.person["zahra"])

    def test_nobody_twice(self, world: World) -> None:
        laleh = colleague(world)
        learns(world, laleh)

        with pytest.raises(succession.AlreadyLearning):
            learns(world, volunteer(world, person=laleh))

    @pytest.mark.parametrize("why", ["applied", "disabled"])
    def test_only_who_serves(self, world: World, why: str) -> None:
        who = volunteer(world, state="refused") if why == "applied" else colleague(world)
        if why == "disabled":
            people.disable(who, by=HAND, at=SATURDAY)

        with pytest.raises(succession.NotServing):
            learns(world, who)

    @pytest.mark.parametrize(
        ("by", "may"), [("zahra", True), ("maryam", True), ("nader", True), ("parvin", True), ("sara", False),
                        ("reza", False), ("admin", False), ("stranger", False), ("farhad", False)],
    )  # fmt: skip
    def test_who_may_begin_for_the_secretary(self, world: World, by: str, may: bool) -> None:
        assert rules.may_begin(world.person[by], role_of(world.person["zahra"]), SATURDAY) is may


class TestAdvance:
    def test_notes_what_was_seen_and_by_whom(self, world: World) -> None:
        link = learns(world, colleague(world))

        succession.advance(link, to="co_lead", note="نشست را گرداند", by=world.person["zahra"], at=SATURDAY + DAY)

        step = link.steps.last()
        assert (step.stage, step.note, step.seen_by) == ("co_lead", "نشست را گرداند", world.person["zahra"])
        assert link.due_at == SATURDAY + 61 * DAY

    def test_needs_something_seen(self, world: World) -> None:
        link = learns(world, colleague(world))

        with pytest.raises(succession.NothingSeen):
            succession.advance(link, to="co_lead", note="  ", by=world.person["zahra"], at=SATURDAY)

    def test_leaves_no_stage_out(self, world: World) -> None:
        link = learns(world, colleague(world))

        with pytest.raises(MoveRefused):
            succession.advance(link, to="leads_alone", note="دیده شد", by=world.person["zahra"], at=SATURDAY)

    def test_whoever_trains_does_not_certify(self, world: World) -> None:
        link = learns(world, colleague(world), stage="leads_alone")

        with pytest.raises(succession.SecondPerson):
            succession.advance(link, to="certified", note="دیده شد", by=world.person["zahra"], at=SATURDAY + DAY)

    def test_another_certifies(self, world: World) -> None:
        link = learns(world, colleague(world), stage="leads_alone")

        succession.advance(link, to="certified", note="یک ماه گرداند", by=world.person["maryam"], at=SATURDAY + DAY)

        assert (link.certified_by, link.due_at) == (world.person["maryam"], None)

    @pytest.mark.parametrize("by", ["sara", "reza", "admin", "stranger", "laleh"])
    def test_is_refused_to_others_and_to_herself(self, world: World, by: str) -> None:
        link = learns(world, colleague(world), stage="leads_alone")

        with pytest.raises(NotAllowed):
            succession.advance(link, to="certified", note="دیده شد", by=world.person[by], at=SATURDAY + DAY)

    def test_the_end_is_no_next_stage(self, world: World) -> None:
        with pytest.raises(NotAllowed):
            succession.advance(
                learns(world, colleague(world)), to="ended", note="پایان", by=world.person["zahra"], at=SATURDAY
            )

    def test_tells_her_by_number(self, world: World) -> None:
        learns(world, colleague(world), stage="co_lead")

        told = Message.objects.filter(to_person=world.person["laleh"]).order_by("pk")
        assert [one.template for one in told] == ["successor_began", "successor_stage"]
        assert not any("زهرا" in one.body or "سلامت" in one.body for one in told)


def test_end_says_why(world: World) -> None:
    link = succession.end(learns(world, volunteer(world)), ending="moved", by=world.person["zahra"], at=SATURDAY + DAY)

    assert (link.state, link.ending, link.due_at) == ("ended", "moved", None)
    assert learns(world, link.volunteer, at=SATURDAY + DAY).pk != link.pk


class TestSixtyDays:
    def test_the_officer_is_asked_kindly_and_not_before(self, world: World) -> None:
        link = learns(world, volunteer(world))

        tick(SATURDAY + 60 * DAY - HOUR)
        assert not Message.objects.filter(template="successor_waits").exists()
        tick(SATURDAY + 60 * DAY)
        link.refresh_from_db()

        assert Message.objects.get(template="successor_waits").to_person == world.person["zahra"]
        assert (link.asked, link.due_at) == (1, SATURDAY + 120 * DAY)
        assert list(queries.stale_successors(world.person["zahra"], SATURDAY)) == [link]

    def test_has_she_left_the_coordinator_is(self, world: World) -> None:
        learns(world, volunteer(world))
        people.disable(world.person["zahra"], by=HAND, at=SATURDAY + DAY)

        tick(SATURDAY + 60 * DAY)

        assert Message.objects.get(template="successor_waits").to_person == world.person["nader"]

    def test_a_step_is_the_answer(self, world: World) -> None:
        link = learns(world, volunteer(world))
        tick(SATURDAY + 60 * DAY)
        link.refresh_from_db()

        succession.advance(link, to="co_lead", note="دیده شد", by=world.person["zahra"], at=SATURDAY + 61 * DAY)

        assert not queries.stale_successors(world.person["zahra"], SATURDAY).exists()

    def test_whoever_is_ready_is_not_asked_about(self, world: World) -> None:
        learns(world, colleague(world), stage="certified")

        tick(SATURDAY + 200 * DAY)

        assert not Message.objects.filter(template="successor_waits").exists()


class TestBusFactor:
    def factor(self, world: World, centre: str = "chabahar") -> int:
        return queries.factor_of(world.centre[centre], SATURDAY + DAY)

    def test_is_nothing_without_successors(self, world: World) -> None:
        assert self.factor(world) == 0

    @pytest.mark.parametrize(("stage", "counts"), [("shadow", 0), ("co_lead", 1), ("leads_alone", 1), ("certified", 1)])
    def test_counts_who_could_lead_tomorrow(self, world: World, stage: str, counts: int) -> None:
        learns(world, colleague(world), stage=stage)

        assert self.factor(world) == counts

    def test_counts_a_human_being_once(self, world: World) -> None:
        laleh = colleague(world)
        learns(world, laleh, stage="co_lead")
        learns(world, volunteer(world, person=laleh), officer="maryam", stage="co_lead")

        assert self.factor(world) == 1

    def test_does_not_count_the_head_herself(self, world: World) -> None:
        learns(world, world.person["maryam"], stage="co_lead")

        assert self.factor(world) == 0

    @pytest.mark.parametrize("gone", ["disabled", "archived", "ended"])
    def test_does_not_count_who_is_gone(self, world: World, gone: str) -> None:
        she = colleague(world) if gone == "disabled" else volunteer(world)
        link = learns(world, she, stage="co_lead")
        if gone == "disabled":
            people.disable(she, by=HAND, at=SATURDAY)
        elif gone == "archived":
            type(she).objects.filter(pk=she.pk).update(state="archived")
        else:
            succession.end(link, ending="moved", by=world.person["zahra"], at=SATURDAY + DAY)

        assert self.factor(world) == 0

    def test_rolls_up_by_county_the_most_in_danger_first(self, world: World) -> None:
        learns(world, volunteer(world), stage="co_lead")

        found = queries.centres_found(world.person["parvin"], SATURDAY + DAY)
        rolls = {str(roll.place): (roll.centres, roll.none, roll.few) for roll in queries.rolled_up(found)}

        assert rolls == {"چابهار": (2, 1, 1), "کنارک": (1, 1, 0), "زاهدان": (1, 1, 0)}

    def test_leaves_out_centres_that_rest(self, world: World) -> None:
        network.move_state(world.centre["work"], to="dormant", by=HAND, at=SATURDAY, reason="خاموش")

        seen = queries.centres_found(world.person["nader"], SATURDAY)

        assert set(seen.values_list("code", flat=True)) == {"chabahar"}

    @pytest.mark.parametrize(("view", "codes"), [("none", {"work"}), ("few", {"chabahar"}), ("safe", set())])
    def test_filters(self, world: World, view: str, codes: set[str]) -> None:
        learns(world, volunteer(world), stage="co_lead")

        seen = queries.centres_found(world.person["nader"], SATURDAY + DAY, view=view)

        assert set(seen.values_list("code", flat=True)) == codes


def test_progress_counts_people_and_not_roles(world: World) -> None:
    laleh = colleague(world)
    learns(world, laleh, stage="certified")
    learns(world, volunteer(world))

    progress = queries.progress_of(queries.trains(world.person["zahra"], world.person["zahra"], SATURDAY))

    assert (progress.certified, progress.ready, progress.learning, progress.missing) == (1, 1, 1, 9)


@pytest.mark.parametrize(
    "wrong",
    [
        {"officer": "laleh"},  # nobody follows herself
        {"state": "certified"},  # by nobody
        {"state": "ended"},  # without a reason
        {"due_at": None},
        {"person": None},
        {"place": "1104"},
    ],
    ids=lambda wrong: "-".join(wrong),
)
def test_the_database_refuses(world: World, wrong: dict[str, str | None]) -> None:
    link = learns(world, colleague(world))
    named = {
        name: world.person[value] if name == "officer" else world.place[value] if name == "place" else value
        for name, value in wrong.items()
    }

    with pytest.raises(IntegrityError), transaction.atomic():
        Successor.objects.filter(pk=link.pk).update(**named)


def test_names_stay_out_of_journal_and_audit(world: World) -> None:
    learns(world, volunteer(world), stage="certified")

    told = repr(list(JournalLine.objects.values())) + repr(list(AuditLine.objects.values()))
    assert not any(name in told for name in ("شیرین", "زهرا", "دیده شد"))
    assert {"successor_began", "successor_stage"} <= set(JournalLine.objects.values_list("kind", flat=True))


def test_centres_are_read_in_one_query(world: World, django_assert_max_num_queries: object) -> None:
    known = Centre.objects.count()
    with django_assert_max_num_queries(3):  # her grants, those for whom she stands in, the centres
        assert len(list(queries.centres_found(world.person["parvin"], SATURDAY))) == known
