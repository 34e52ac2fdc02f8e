"""What each verb leaves behind when all goes well: state, holder, history, journal, message, and nothing more."""

from datetime import timedelta

import pytest

from hamafza.intake import commands as intake
from hamafza.intake.commands.doors import TEXT_LIMIT
from hamafza.intake.models import Need, Request, TriageProposal
from hamafza.intake.states import Door, Ending, NeedState, Outcome, RequestState
from hamafza.intake.tests.life import AT, everything, request_in
from hamafza.journal.models import JournalLine
from hamafza.kernel.actors import Applicant
from hamafza.kernel.errors import ReasonMissing
from hamafza.kernel.models import AuditLine, StateChange
from hamafza.kernel.moves import subject_of
from hamafza.notices.models import Message
from tests.cast import HAND, SATURDAY, World

DAY = timedelta(days=1)


def history(request: Request) -> list[str]:
    """«received>triaged»"""
    changes = StateChange.objects.filter(subject=subject_of(request)).order_by("pk")
    return [f"{change.before}>{change.after}" for change in changes]


def journal() -> list[tuple[str, str, int]]:
    """Of this very day; the province was founded long before."""
    lines = JournalLine.objects.filter(at__gte=SATURDAY).order_by("seq")
    return [(line.kind, line.detail or line.domain, line.people) for line in lines]


def told(phone: str = "09151234567") -> list[str]:
    return list(Message.objects.filter(to_phone=phone).order_by("pk").values_list("template", flat=True))


def last_audit(verb: str) -> AuditLine:
    return AuditLine.objects.filter(verb=verb).latest("seq")


class TestReceive:
    @pytest.mark.parametrize("door", Door.values)
    def test_each_door_gives_a_code_a_holder_and_a_deadline(self, world: World, door: str) -> None:
        request = world.request(door=door)

        assert (request.door, request.state, request.holder) == (door, "received", world.person["reza"])
        assert request.due_at > SATURDAY
        assert history(request) == [">received"]
        assert journal() == [("request_received", door, 1)]
        assert last_audit("intake.receive").details == {"door": door}

    @pytest.mark.parametrize(
        ("place", "holder"),
        [("tis", "reza"), ("1104", "reza"), ("1110", "parvin"), ("11", "parvin"), ("0901", "farhad")],
    )
    def test_the_nearest_of_the_door_holds_it(self, world: World, place: str, holder: str) -> None:
        assert world.request(place=place).holder == world.person[holder]

    def test_a_request_without_a_phone_has_a_pin_of_its_own_and_no_message(self, world: World) -> None:
        request = world.request(phone="")

        assert len(request.pin) == 4 and request.pin.isdigit()
        assert not Message.objects.exists()

    def test_the_pin_is_the_end_of_the_phone(self, world: World) -> None:
        assert world.request(phone="09151234567").pin == "4567"

    @pytest.mark.parametrize(("safe", "messages"), [(True, ["request_received"]), (False, [])])
    def test_who_must_not_be_written_to_is_not(self, world: World, safe: bool, messages: list[str]) -> None:
        world.request(safe_to_contact=safe)

        assert told() == messages

    @pytest.mark.parametrize("text", ["", "   ", "\n\t "])
    def test_an_empty_one_is_asked_for_a_sentence(self, world: World, text: str) -> None:
        before = everything()

        with pytest.raises(intake.EmptyRequest) as refused:
            world.request(text=text)

        assert refused.value.field == "text"
        assert everything() == before

    @pytest.mark.parametrize(("length", "taken"), [(TEXT_LIMIT, True), (TEXT_LIMIT + 1, False)])
    def test_the_longest_text_is_taken_whole_and_a_longer_one_refused(
        self, world: World, length: int, taken: bool
    ) -> None:
        text = "ب" * length

        if taken:
            assert world.request(text=f"  {text}\n").text == text
        else:
            with pytest.raises(intake.TooLong):
                world.request(text=text)

    def test_what_the_engine_said_is_kept_beside_it(self, world: World) -> None:
        proposal = TriageProposal.objects.get(request=world.request(text="مادرم دارو می‌خواهد"))

        assert proposal.proposed["domains"][0]["domain"] == "health"
        assert (proposal.decided, proposal.corrected, proposal.decided_at) == (None, None, None)

    def test_two_get_different_codes(self, world: World) -> None:
        assert len({world.request().code for _ in range(20)}) == 20


class TestTriage:
    def test_by_hand_it_waits_with_the_door_for_a_centre(self, world: World) -> None:
        request = request_in(world, "triaged")

        assert list(request.needs.values_list("domain__key", "state")) == [("health", NeedState.WAITING)]
        assert request.holder == world.person["reza"]
        assert history(request) == [">received", "received>triaged"]

    def test_each_domain_is_a_need_and_a_line(self, world: World) -> None:
        request = request_in(world, "triaged", "health", "employment")

        assert set(request.needs.values_list("domain__key", flat=True)) == {"health", "employment"}
        assert journal()[1:] == [("request_triaged", "health", 0), ("request_triaged", "employment", 0)]

    def test_the_order_of_needs_is_kept(self, world: World) -> None:
        request, domains = world.request(), [world.domain["employment"], world.domain["housing"]]

        intake.triage(
            request, domains=domains, orders=[2, 1], urgency="0", automatic=False, by=world.person["reza"], at=AT
        )

        assert list(request.needs.values_list("domain__key", "order")) == [("housing", 1), ("employment", 2)]

    @pytest.mark.parametrize(
        ("chosen", "urgency", "corrected"),
        [
            (["health"], "0", False),
            (["health", "housing"], "0", False),
            (["housing"], "0", True),
            (["housing", "health"], "0", True),
            (["health"], "1", True),
        ],
    )
    def test_the_decision_stands_beside_the_proposal(
        self, world: World, chosen: list[str], urgency: str, corrected: bool
    ) -> None:
        request = world.request(text="مادرم دارو می‌خواهد")

        intake.triage(
            request, domains=[world.domain[key] for key in chosen], urgency=urgency, automatic=False,
            by=world.person["reza"], at=AT,
        )  # fmt: skip

        proposal = TriageProposal.objects.get()
        assert proposal.decided == {"domains": chosen, "urgency": urgency}
        assert (proposal.corrected, proposal.decided_at) == (corrected, AT)

    def test_without_a_domain_it_is_refused(self, world: World) -> None:
        request = world.request()

        with pytest.raises(intake.NoDomain):
            intake.triage(request, domains=[], urgency="0", by=world.person["reza"], at=AT)

        request.refresh_from_db()
        assert request.state == RequestState.RECEIVED

    def test_a_domain_said_twice_is_refused_whole(self, world: World) -> None:
        from django.db import IntegrityError

        request = world.request()
        with pytest.raises(IntegrityError):
            intake.triage(request, domains=[world.domain["health"]] * 2, urgency="0", by=world.person["reza"], at=AT)

        assert not Need.objects.exists()


class TestNeeds:
    def test_the_last_outcome_resolves_the_request(self, world: World) -> None:
        request = request_in(world, "triaged", "health", "employment")
        first, second = request.needs.all()

        intake.finish_need(first, outcome=Outcome.SOLVED, by=HAND, at=AT)
        request.refresh_from_db()
        assert request.state == RequestState.TRIAGED

        intake.finish_need(second, outcome=Outcome.SOLVED, by=HAND, at=AT)
        request.refresh_from_db()
        assert request.state == RequestState.RESOLVED

    @pytest.mark.parametrize(
        ("outcomes", "whole"),
        [
            (["solved"], "resolved"),
            (["solved", "solved"], "resolved"),
            (["partly"], "partly_resolved"),
            (["guided"], "partly_resolved"),
            (["referred_on"], "partly_resolved"),
            (["not_possible"], "partly_resolved"),
            (["solved", "not_possible"], "partly_resolved"),
            (["solved", "dropped"], "resolved"),
            (["dropped", "solved"], "resolved"),
        ],
    )
    def test_only_what_is_wholly_solved_is_called_so(self, world: World, outcomes: list[str], whole: str) -> None:
        request = request_in(world, "triaged", *["health", "employment"][: len(outcomes)])

        for need, outcome in sorted(zip(request.needs.all(), outcomes, strict=True), key=lambda pair: pair[1]):
            if outcome == "dropped":
                intake.drop_need(need, by=HAND, at=AT)
            else:
                intake.finish_need(need, outcome=outcome, by=HAND, at=AT)

        request.refresh_from_db()
        assert request.state == whole

    def test_a_finished_need_is_counted_by_domain_and_centre(self, world: World) -> None:
        need = Need.objects.get(request=request_in(world, "triaged"))

        intake.finish_need(need, outcome=Outcome.PARTLY, centre="chabahar", by=HAND, at=AT)

        line = JournalLine.objects.get(kind="need_finished")
        assert (line.domain, line.centre, line.detail, line.people) == ("health", "chabahar", "partly", 1)
        assert (need.outcome, need.outcome_at) == ("partly", AT)

    def test_moving_to_where_it_stands_is_nothing(self, world: World) -> None:
        need = Need.objects.get(request=request_in(world, "triaged"))

        intake.need_moved(need, to=NeedState.WAITING, by=HAND, at=AT)

        assert not StateChange.objects.filter(subject=subject_of(need)).exists()

    def test_dropping_a_finished_one_leaves_its_outcome(self, world: World) -> None:
        need = Need.objects.get(request=request_in(world, "resolved"))

        intake.drop_need(need, by=HAND, at=AT)

        need.refresh_from_db()
        assert (need.state, need.outcome) == (NeedState.DONE, "solved")


class TestEnds:
    def test_withdrawn_drops_its_needs_and_says_why(self, world: World) -> None:
        request = request_in(world, "triaged", "health", "employment")

        intake.withdraw(request, reason="کارم راه افتاد", by=Applicant(request.pk), at=AT)

        assert set(request.needs.values_list("state", flat=True)) == {NeedState.DROPPED}
        assert request.ended_at == AT
        change = StateChange.objects.get(after="withdrawn")
        assert (change.by, change.reason) == (f"applicant:{request.pk}", "کارم راه افتاد")
        assert told()[-1] == "request_withdrawn"

    @pytest.mark.parametrize("reason", ["", "   "])
    def test_withdrawing_needs_a_word(self, world: World, reason: str) -> None:
        with pytest.raises(ReasonMissing):
            intake.withdraw(world.request(), reason=reason, by=HAND, at=AT)

    def test_merged_points_to_its_original_and_tells_nobody(self, world: World) -> None:
        first, second = world.request(), world.request(phone="09359990000")

        intake.merge(second, original=first, by=world.person["reza"], at=AT)

        assert (second.state, second.duplicate_of, second.ended_at) == ("duplicate", first, AT)
        assert told("09359990000") == ["request_received"]
        assert journal()[-1] == ("request_merged", "", 0)

    @pytest.mark.parametrize("ending", Ending.values)
    def test_closed_says_whether_she_confirmed(self, world: World, ending: str) -> None:
        request = request_in(world, "resolved")

        intake.close(request, ending=ending, by=HAND, at=AT)

        assert (request.state, request.ending, request.ended_at) == ("closed", ending, AT)
        assert journal()[-1] == ("request_closed", ending, 1)
        assert told()[-1] == "request_closed"

    @pytest.mark.parametrize("verb", ["withdraw", "close"])
    def test_who_must_not_be_written_to_is_not_told_of_the_end_either(self, world: World, verb: str) -> None:
        request = request_in(world, "received" if verb == "withdraw" else "resolved", safe_to_contact=False)

        if verb == "withdraw":
            intake.withdraw(request, reason="نه", by=HAND, at=AT)
        else:
            intake.close(request, ending=Ending.CONFIRMED, by=HAND, at=AT)

        assert told() == []


class TestReopening:
    def test_the_first_time_it_lies_with_the_door(self, world: World) -> None:
        request = request_in(world, "closed")

        intake.reopen(request, reason="هنوز مانده است", by=Applicant(request.pk), at=AT)

        request.refresh_from_db()
        assert (request.reopened, request.ending, request.ended_at) == (1, "", None)
        assert request.holder is not None and request.is_open

    def test_its_needs_lose_their_outcome(self, world: World) -> None:
        request = request_in(world, "closed", "health", "employment")

        intake.reopen(request, reason="هنوز مانده است", by=Applicant(request.pk), at=AT)

        assert set(request.needs.values_list("outcome", "outcome_at")) == {("", None)}
        assert all(need.is_open for need in request.needs.all())

    def test_a_dropped_need_stays_dropped(self, world: World) -> None:
        request = request_in(world, "triaged", "health", "employment")
        first, second = request.needs.all()
        intake.drop_need(first, by=HAND, at=AT)
        intake.finish_need(second, outcome=Outcome.SOLVED, by=HAND, at=AT)
        request.refresh_from_db()

        intake.reopen(request, reason="نشد", by=Applicant(request.pk), at=AT)

        first.refresh_from_db()
        assert first.state == NeedState.DROPPED

    def test_is_counted_each_time(self, world: World) -> None:
        request = request_in(world, "closed")

        for _ in range(2):
            intake.reopen(request, reason="نشد", by=Applicant(request.pk), at=AT)
            Need.objects.filter(request=request).update(state=NeedState.WAITING)
            request.refresh_from_db()
            for need in request.needs.all():
                intake.finish_need(need, outcome=Outcome.SOLVED, by=HAND, at=AT)
            request.refresh_from_db()

        assert request.reopened == 2
        assert [kind for kind, _, _ in journal()].count("request_reopened") == 2
