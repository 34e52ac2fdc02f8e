"""Everything that lies with an officer goes to others in one step; nothing is orphaned, nothing is said by name."""

import pytest
from django.db import IntegrityError, transaction

from hamafza.intake.models import Request
from hamafza.journal.models import JournalLine
from hamafza.kernel.errors import NotAllowed, Refused
from hamafza.kernel.models import AuditLine
from hamafza.meetings.models import Action, Meeting, Series
from hamafza.network import commands as network
from hamafza.network.models import Absence, Grant
from hamafza.notices.models import Message
from hamafza.people import commands as people
from hamafza.referrals import commands as referrals
from hamafza.referrals.models import LastDoor, Referral
from hamafza.reports.models import Report
from hamafza.succession import commands as succession
from hamafza.succession import document, queries, rules
from hamafza.succession.models import Handover, HandoverPart, Successor
from hamafza.succession.tests.telling import DAY, HAND, HOUR, all_to, busy, colleague, council, handed, lying
from tests.cast import SATURDAY, World

pytestmark = pytest.mark.django_db
LATER = SATURDAY + 31 * DAY


@pytest.fixture
def full(world: World) -> World:
    busy(world)
    colleague(world)
    return world


class TestWhatLiesWithHer:
    def test_is_seen_over_all_areas(self, full: World) -> None:
        kinds = {shelf.key for shelf in queries.held_by(full.person["zahra"], LATER)}

        assert kinds == {"roles", "deputies", "hops", "actions", "reports", "successors"}

    def test_names_nobody_it_is_about(self, full: World) -> None:
        said = " ".join(one.title for shelf in queries.held_by(full.person["zahra"], LATER) for one in shelf.things)

        assert "گلنار" not in said and "شیرین" not in said and "دارو" not in said

    def test_each_thing_has_a_key_and_a_page(self, full: World) -> None:
        things = [one for shelf in queries.held_by(full.person["zahra"], LATER) for one in shelf.things]

        assert all(one.key and one.address for one in things)
        assert len({one.key for one in things}) == len(things)

    def test_the_operator_holds_what_nobody_has_triaged(self, world: World) -> None:
        request = world.request()

        shelves = {shelf.key: shelf for shelf in queries.held_by(world.person["reza"], SATURDAY)}

        assert [one.key for one in shelves["requests"].things] == [f"intake.request:{request.pk}"]

    def test_chair_and_secretary_hold_their_series_and_sittings(self, world: World) -> None:
        series = council(world)

        for name in ("nader", "reza"):
            assert f"meetings.series:{series.pk}" in lying(world.person[name], SATURDAY)["series"]
        assert lying(world.person["reza"], SATURDAY)["sittings"] == {f"meetings.meeting:{series.meetings.get().pk}"}

    def test_the_last_door_lies_with_its_officer(self, world: World) -> None:
        world.triaged("housing")

        assert lying(world.person["karim"], SATURDAY)["last_doors"]


class TestHandOver:
    def test_leaves_nothing_with_her_and_everything_with_an_active_holder(self, full: World) -> None:
        zahra, laleh = full.person["zahra"], full.person["laleh"]
        before = lying(zahra, LATER)

        handed(full)

        assert lying(zahra, LATER) == {}
        after = lying(laleh, LATER)
        assert after == before
        assert laleh.is_active
        assert not Request.objects.open().filter(holder=zahra).exists()
        for model in (Referral, Meeting, Action, Report):
            assert not model.objects.filter(holder=zahra, due_at__isnull=False).exists()

    def test_moves_the_rights_with_the_work(self, full: World) -> None:
        handed(full)
        hop = Referral.objects.open().get()

        referrals.accept(hop, by=full.person["laleh"], at=LATER + HOUR)

        with pytest.raises(NotAllowed):
            referrals.note(hop, text="هنوز هستم", by=full.person["zahra"], at=LATER + 2 * HOUR)

    def test_deadlines_stay(self, full: World) -> None:
        hop = Referral.objects.open().get()
        due = hop.due_at

        handed(full)
        hop.refresh_from_db()

        assert hop.due_at == due and hop.holder == full.person["laleh"]

    def test_may_give_each_kind_to_another(self, full: World) -> None:
        zahra, laleh, maryam = (full.person[name] for name in ("zahra", "laleh", "maryam"))
        takers = all_to(zahra, laleh, LATER, hops=maryam, deputies=maryam)

        succession.hand_over(zahra, takers=takers, by=full.person["nader"], at=LATER)

        assert Referral.objects.open().get().holder == maryam
        assert Absence.objects.get().deputy == maryam
        assert Action.objects.get().owner == laleh

    def test_keeps_the_end_of_a_role(self, full: World) -> None:
        until = LATER + 10 * DAY
        Grant.objects.filter(person=full.person["zahra"]).update(until=until)

        handed(full)

        assert Grant.objects.valid(LATER).get(person=full.person["laleh"]).until == until

    def test_tells_both_by_number_alone(self, full: World) -> None:
        made = handed(full)

        told = {
            message.to_person.username: message.body
            for message in Message.objects.filter(url=f"/handover/done/{made.pk}/")
        }
        assert set(told) == {"zahra", "laleh"}
        assert not any(name in body for body in told.values() for name in ("زهرا", "لاله", "سلامت"))

    def test_leaves_one_line_in_the_journal_without_a_name(self, full: World) -> None:
        made = handed(full)

        line = JournalLine.objects.get(kind="handover")
        assert (line.place, line.detail) == ("IR/11/1104/", str(made.total))
        assert "زهرا" not in repr(list(JournalLine.objects.values())) + repr(list(AuditLine.objects.values()))

    def test_remembers_what_went_to_whom(self, full: World) -> None:
        made = handed(full)

        parts = HandoverPart.objects.filter(handover=made)
        assert {part.kind for part in parts} == {"roles", "deputies", "hops", "actions", "reports", "successors"}
        assert made.total == sum(len(part.things) for part in parts)

    def test_a_successor_who_takes_over_is_at_the_end_of_her_way(self, full: World) -> None:
        zahra, laleh = full.person["zahra"], full.person["laleh"]
        link = succession.begin(Grant.objects.valid(LATER).get(person=zahra), who=laleh, by=zahra, at=LATER)

        handed(full)
        link.refresh_from_db()

        assert (link.state, link.ending) == ("ended", "took_over")

    def test_someone_disabled_is_handed_over_too(self, full: World) -> None:
        people.disable(full.person["zahra"], by=HAND, at=LATER)

        handed(full)

        assert lying(full.person["zahra"], LATER) == {}


class TestItIsAllOrNothing:
    def refused(self, world: World, **takers: object) -> Refused:
        zahra = world.person["zahra"]
        before = lying(zahra, LATER)
        with pytest.raises(Refused) as refused:
            succession.hand_over(zahra, takers={**all_to(zahra, world.person["laleh"], LATER), **takers},
                                 by=world.person["nader"], at=LATER)  # fmt: skip
        assert lying(zahra, LATER) == before
        assert not Handover.objects.exists() and not JournalLine.objects.filter(kind="handover").exists()
        return refused.value

    def test_a_taker_without_rights_takes_nothing(self, full: World) -> None:
        """Everything before it is undone as well; the refusal says of which kind it speaks."""
        refused = self.refused(full, hops=full.person["sara"])

        assert refused.field == "taker_hops" and "ارجاع" in str(refused.message)

    def test_nobody_takes_a_report_she_may_not_write(self, full: World) -> None:
        assert self.refused(full, reports=full.person["sara"]).field == "taker_reports"

    def test_every_kind_needs_somebody(self, full: World) -> None:
        assert self.refused(full, actions=None).field == "taker_actions"

    @pytest.mark.parametrize("why", ["herself", "disabled", "away"])
    def test_a_taker_must_be_somebody_who_is_there(self, full: World, why: str) -> None:
        laleh = full.person["laleh"]
        if why == "disabled":
            people.disable(laleh, by=HAND, at=LATER)
        if why == "away":
            network.set_absence(
                laleh, deputy=full.person["reza"], since=LATER - DAY, until=LATER + DAY, by=HAND, at=LATER
            )
        taker = full.person["zahra"] if why == "herself" else laleh

        assert isinstance(self.refused(full, roles=taker), succession.UnfitTaker)

    def test_nobody_gives_herself_a_role(self, full: World) -> None:
        assert isinstance(self.refused(full, roles=full.person["nader"]), succession.NoRoleForOneself)

    def test_nobody_becomes_her_own_deputy(self, full: World) -> None:
        assert self.refused(full, deputies=full.person["mina"]).field == "taker_deputies"

    def test_chair_and_secretary_stay_two(self, world: World) -> None:
        council(world)
        reza = world.person["reza"]
        takers = all_to(reza, colleague(world), SATURDAY, series=world.person["nader"])

        with pytest.raises(Refused) as refused:
            succession.hand_over(reza, takers=takers, by=world.person["parvin"], at=SATURDAY)

        assert refused.value.field == "taker_series"
        assert Series.objects.get().secretary == reza

    def test_with_nothing_there_is_no_handover(self, world: World) -> None:
        with pytest.raises(succession.NothingHeld):
            succession.hand_over(world.person["stranger"], takers={}, by=world.person["admin"], at=SATURDAY)


class TestGiveBack:
    def test_returns_all_that_still_lies_with_the_taker(self, full: World) -> None:
        zahra = full.person["zahra"]
        before = lying(zahra, LATER)
        made = handed(full)

        back = succession.give_back(made, by=full.person["nader"], at=LATER + DAY)

        assert lying(zahra, LATER + DAY) == before
        assert lying(full.person["laleh"], LATER + DAY) == {}
        assert back.back_of == made and back.total == made.total

    def test_leaves_the_takers_own_things_with_her(self, full: World) -> None:
        maryam = full.person["maryam"]
        zahra = full.person["zahra"]
        own = lying(maryam, LATER)
        made = succession.hand_over(zahra, takers=all_to(zahra, maryam, LATER), by=full.person["nader"], at=LATER)

        succession.give_back(made, by=full.person["nader"], at=LATER + DAY)

        assert lying(maryam, LATER + DAY) == own

    def test_does_not_return_what_was_done_meanwhile(self, full: World) -> None:
        made = handed(full)
        hop = Referral.objects.open().get()
        referrals.accept(hop, by=full.person["laleh"], at=LATER + HOUR)
        referrals.finish(hop, outcome="solved", evidence="دارو رسید", by=full.person["laleh"], at=LATER + HOUR)

        back = succession.give_back(made, by=full.person["nader"], at=LATER + DAY)

        assert "hops" not in {part.kind for part in back.parts.all()}

    def test_happens_once(self, full: World) -> None:
        made = handed(full)
        back = succession.give_back(made, by=full.person["nader"], at=LATER + DAY)

        for one in (made, back):
            with pytest.raises(succession.NotToBeReturned):
                succession.give_back(one, by=full.person["nader"], at=LATER + DAY)

    def test_not_to_someone_who_has_left(self, full: World) -> None:
        made = handed(full)
        people.disable(full.person["zahra"], by=HAND, at=LATER)
        made = Handover.objects.get(pk=made.pk)

        with pytest.raises(succession.UnfitTaker):
            succession.give_back(made, by=full.person["nader"], at=LATER + DAY)


@pytest.mark.parametrize(
    ("by", "may"),
    [
        ("zahra", False), ("maryam", False), ("reza", False), ("sara", False), ("karim", False), ("stranger", False),
        ("nader", True), ("parvin", True), ("admin", True), ("farhad", False),
    ],
)  # fmt: skip
def test_who_may_hand_over_the_secretary(world: World, by: str, may: bool) -> None:
    assert rules.may_hand_over(world.person[by], world.person["zahra"], SATURDAY) is may


@pytest.mark.parametrize(
    ("giver", "by", "may"), [("nader", "nader", False), ("nader", "parvin", True), ("parvin", "nader", False)]
)
def test_a_coordinator_is_handed_over_from_above(world: World, giver: str, by: str, may: bool) -> None:
    assert rules.may_hand_over(world.person[by], world.person[giver], SATURDAY) is may


def test_a_foreign_province_may_not(full: World) -> None:
    with pytest.raises(NotAllowed):
        succession.hand_over(full.person["zahra"], takers={}, by=full.person["farhad"], at=LATER)


class TestThePaper:
    def test_says_what_went_to_whom_in_numbers(self, full: World) -> None:
        made = Handover.objects.whole().get(pk=handed(full).pk)

        facts = document.facts(made)

        assert [len(part["rows"]) for part in facts["parts"]] == [len(part.things) for part in made.parts.all()]
        assert "لاله سنجر" in facts["parts"][0]["taker"]

    @pytest.mark.slow  # the compiler reads its fonts
    def test_is_a_pdf(self, full: World) -> None:
        made = Handover.objects.whole().get(pk=handed(full).pk)

        assert document.pdf(made).startswith(b"%PDF")


def test_a_handover_is_returned_once_by_the_database_too(full: World) -> None:
    made = handed(full)
    place = made.place
    Handover.objects.create(giver=made.giver, place=place, at=LATER, back_of=made)

    with pytest.raises(IntegrityError), transaction.atomic():
        Handover.objects.create(giver=made.giver, place=place, at=LATER, back_of=made)


def test_takers_begin_with_her_successors(full: World) -> None:
    zahra, laleh = full.person["zahra"], full.person["laleh"]
    succession.begin(Grant.objects.valid(LATER).get(person=zahra), who=laleh, by=zahra, at=LATER)

    takers = queries.takers_for(zahra, LATER)

    assert takers.successors == [laleh]
    names = {one.username for one in takers.colleagues}
    assert {"maryam", "nader", "reza", "parvin"} <= names and not names & {"zahra", "laleh", "farhad", "stranger"}


def test_no_successor_is_lost_on_the_way(full: World) -> None:
    handed(full)

    assert Successor.objects.going_on().get().officer == full.person["laleh"]
    assert not LastDoor.objects.filter(officer=full.person["zahra"]).exists()
