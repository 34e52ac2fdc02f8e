"""Her word after the work: asked when promised, heard in every mood, never waited for without end."""

from datetime import timedelta
from itertools import product

import pytest
from django.db import IntegrityError, transaction

from hamafza.feedback import commands as feedback
from hamafza.feedback.commands import AnswerMissing
from hamafza.feedback.models import Survey
from hamafza.feedback.states import MOVES, Solved, SurveyState, Wave
from hamafza.feedback.tests.asking import DAY, again, finished, say, survey_in, survey_of, work
from hamafza.intake import commands as intake
from hamafza.intake.models import Request
from hamafza.intake.states import RequestState
from hamafza.journal.models import JournalLine
from hamafza.kernel.actors import Applicant, Door, LinkHolder
from hamafza.kernel.errors import MoveRefused, NotAllowed
from hamafza.kernel.moves import may_move
from hamafza.kernel.ticking import tick
from hamafza.notices.models import Message
from hamafza.referrals.models import LastDoor, Referral
from hamafza.referrals.states import OPEN
from tests.cast import HAND, SATURDAY, World

S = SurveyState
DRAWN = {
    (S.ASLEEP, S.SENT): "the day has come",
    (S.ASLEEP, S.ANSWERED): "she spoke before she was asked",
    (S.ASLEEP, S.CALLED_OFF): "the request opened again",
    (S.SENT, S.ANSWERED): "she spoke",
    (S.SENT, S.SILENT): "two weeks went by",
    (S.SENT, S.CALLED_OFF): "the request opened again",
    (S.SILENT, S.ANSWERED): "late is better than never",
}


def journal(kind: str) -> list[str]:
    return list(JournalLine.objects.filter(kind=kind).order_by("seq").values_list("detail", flat=True))


def sms(template: str) -> int:
    return Message.objects.filter(template=template, to_phone="09151234567").count()


def all_that_is_kept(survey: Survey) -> list[object]:
    """The survey and its request, row by row; the journal's length; how many messages were written."""
    rows = Survey.objects.filter(pk=survey.pk), Request.objects.filter(pk=survey.request_id)
    return [*(row.values().get() for row in rows), JournalLine.objects.count(), Message.objects.count()]


class TestTheDrawing:
    @pytest.mark.parametrize(("before", "after"), list(product(S, S)))
    def test_a_survey_moves_as_drawn(self, before: str, after: str) -> None:
        assert may_move(Survey(state=before), after) is ((before, after) in DRAWN)

    def test_shows_every_state(self) -> None:
        assert set(MOVES) == set(S)


class TestPlanning:
    @pytest.mark.parametrize("outcome", ["solved", "partly", "guided", "referred_on"])
    def test_every_outcome_is_asked_about_after_ten_days(self, world: World, outcome: str) -> None:
        survey = survey_of(finished(world, outcome=outcome))

        assert (survey.wave, survey.state) == (Wave.AFTER_WORK, S.ASLEEP)
        assert survey.due_at == SATURDAY + 10 * DAY

    def test_until_then_the_door_minds_the_request(self, world: World) -> None:
        request = finished(world)

        assert (request.holder, request.due_at) == (world.person["reza"], SATURDAY + 10 * DAY)

    def test_nothing_is_planned_while_a_need_is_open(self, world: World) -> None:
        request = world.triaged("health", "employment")
        hop = Referral.objects.get(need__request=request, need__domain__key="health")
        from hamafza.referrals import commands as referrals

        referrals.accept(hop, by=HAND, at=SATURDAY)
        referrals.finish(hop, outcome="solved", evidence="رسید", by=HAND, at=SATURDAY)

        assert not Survey.objects.exists()

    @pytest.mark.parametrize("state", [S.ASLEEP, S.SENT])
    def test_two_never_wait_side_by_side(self, world: World, state: str) -> None:
        survey = survey_in(world, state)

        with pytest.raises(IntegrityError), transaction.atomic():
            feedback.plan(survey.request, wave=Wave.STILL, by=HAND, at=SATURDAY)


class TestAsking:
    def test_gives_two_weeks_and_tells_her_how(self, world: World) -> None:
        survey = survey_of(finished(world))
        at = survey.due_at

        feedback.send(survey, by=HAND, at=at)

        assert (survey.state, survey.sent_at, survey.due_at) == (S.SENT, at, at + 14 * DAY)
        assert again(survey.request).due_at == at + 14 * DAY
        assert sms("request_ask") == 1
        assert journal("satisfaction_asked") == [Wave.AFTER_WORK]

    def test_the_second_time_asks_whether_it_lasted(self, world: World) -> None:
        request = survey_in(world, S.ANSWERED).request
        survey = survey_of(request)

        feedback.send(survey, by=HAND, at=survey.due_at)

        assert sms("request_ask_again") == 1
        assert journal("satisfaction_asked")[-1] == Wave.STILL

    @pytest.mark.parametrize("more", [{"safe_to_contact": False}, {"phone": ""}])
    def test_who_cannot_be_written_to_is_asked_on_her_page_only(self, world: World, more: dict[str, object]) -> None:
        survey = survey_of(finished(world, **more))

        feedback.send(survey, by=HAND, at=survey.due_at)

        assert survey.state == S.SENT
        assert sms("request_ask") == 0

    @pytest.mark.parametrize("state", [S.SENT, S.ANSWERED, S.SILENT, S.CALLED_OFF])
    def test_is_done_once(self, world: World, state: str) -> None:
        survey = survey_in(world, state)
        before = all_that_is_kept(survey)

        feedback.send(survey, by=HAND, at=SATURDAY + 60 * DAY)

        assert all_that_is_kept(survey) == before

    @pytest.mark.parametrize("verb", [feedback.send, feedback.accept_silence])
    @pytest.mark.parametrize("who", ["reza", "zahra", "nader", "parvin", "admin"])
    def test_is_the_clocks_business(self, world: World, verb, who: str) -> None:
        with pytest.raises(NotAllowed):
            verb(survey_in(world, S.SENT), by=world.person[who], at=SATURDAY + 60 * DAY)


# What she may say, to which survey, and what becomes of the request. "next" is the state of its latest survey.
ANSWERS = [
    # wave, request before, her answer, carry on, request after, next survey
    ("after_work", "resolved", "yes", False, "confirmed", "asleep still"),
    ("after_work", "resolved", "half", False, "confirmed", "asleep still"),
    ("after_work", "resolved", "half", True, "in_referral", "answered after_work"),
    ("after_work", "resolved", "no", False, "in_referral", "answered after_work"),
    ("after_work", "resolved", "no", True, "in_referral", "answered after_work"),
    ("after_work", "partly_resolved", "yes", False, "confirmed", "asleep still"),
    ("after_work", "partly_resolved", "half", False, "confirmed", "asleep still"),
    ("after_work", "partly_resolved", "half", True, "in_referral", "answered after_work"),
    ("after_work", "partly_resolved", "no", False, "in_referral", "answered after_work"),
    ("still", "confirmed", "yes", False, "closed", "answered still"),
    ("still", "confirmed", "half", False, "closed", "answered still"),
    ("still", "confirmed", "half", True, "in_referral", "answered still"),
    ("still", "confirmed", "no", False, "in_referral", "answered still"),
]


def waiting_for(world: World, wave: str, before: str) -> Survey:
    survey = survey_of(finished(world, outcome="solved" if before != "partly_resolved" else "guided"))
    if wave == Wave.STILL:
        say(survey, "yes")
        survey = survey_of(survey.request)
    assert (survey.wave, again(survey.request).state) == (wave, before)
    return survey


class TestHerWord:
    @pytest.mark.parametrize("asked", [True, False], ids=["asked", "unasked"])
    @pytest.mark.parametrize(("wave", "before", "word", "carry_on", "after", "then"), ANSWERS)
    def test_decides_how_it_goes_on(
        self, world: World, wave: str, before: str, word: str, carry_on: bool, after: str, then: str, asked: bool
    ) -> None:
        survey = waiting_for(world, wave, before)
        if asked:
            feedback.send(survey, by=HAND, at=survey.due_at)

        say(survey, word, carry_on=carry_on)

        latest = survey_of(survey.request)
        assert again(survey.request).state == after
        assert f"{latest.state} {latest.wave}" == then
        assert journal("satisfaction")[-1] == word

    def test_is_kept_with_its_three_answers(self, world: World) -> None:
        survey = survey_in(world, S.SENT)

        say(survey, "half", contacted=True, useful=False, word="  دیر آمدند  ", at=SATURDAY + 12 * DAY)

        survey.refresh_from_db()
        kept = (survey.solved, survey.contacted, survey.useful, survey.word, survey.answered_at, survey.due_at)
        assert kept == ("half", True, False, "دیر آمدند", SATURDAY + 12 * DAY, None)

    def test_yes_asks_once_more_in_four_weeks(self, world: World) -> None:
        request = survey_in(world, S.ANSWERED).request
        answered_at = Survey.objects.get(request=request, state=S.ANSWERED).answered_at

        assert survey_of(request).due_at == answered_at + 28 * DAY
        assert again(request).due_at == answered_at + 28 * DAY
        assert again(request).holder == world.person["reza"]

    def test_the_second_yes_closes_it_as_confirmed(self, world: World) -> None:
        survey = waiting_for(world, Wave.STILL, "confirmed")

        say(survey, "yes")

        assert again(survey.request).ending == "confirmed"
        assert not Survey.objects.filter(state__in=[S.ASLEEP, S.SENT]).exists()

    @pytest.mark.parametrize("word", ["", "maybe", "YES", "بله"])
    def test_must_be_one_of_three(self, world: World, word: str) -> None:
        survey = survey_in(world, S.SENT)

        with pytest.raises(AnswerMissing) as refused:
            say(survey, word)

        assert refused.value.field == "solved"
        survey.refresh_from_db()
        assert survey.state == S.SENT

    @pytest.mark.parametrize("state", [S.ANSWERED, S.CALLED_OFF])
    def test_is_not_heard_twice_nor_after_it_was_called_off(self, world: World, state: str) -> None:
        with pytest.raises(MoveRefused):
            say(survey_in(world, state), "no")

    def test_a_long_comment_is_cut(self, world: World) -> None:
        survey = say(survey_in(world, S.SENT), "yes", word="ب" * 3_000)

        assert len(survey.word) == 2_000

    @pytest.mark.parametrize(
        ("who", "may"),
        [("reza", True), ("nader", True), ("farhad", False), ("zahra", False), ("maryam", False), ("sara", False),
         ("parvin", False), ("karim", False), ("admin", False), ("stranger", False)],
    )  # fmt: skip
    def test_may_be_written_down_by_the_door_but_never_by_the_centre(self, world: World, who: str, may: bool) -> None:
        """Whoever did the work does not say that it was good."""
        survey = survey_in(world, S.SENT)

        if may:
            feedback.answer(survey, solved="yes", by=world.person[who], at=SATURDAY + 12 * DAY)
        else:
            with pytest.raises(NotAllowed):
                feedback.answer(survey, solved="yes", by=world.person[who], at=SATURDAY + 12 * DAY)

    @pytest.mark.parametrize("actor", [Applicant(999_999), Door("web"), LinkHolder(1, 1)])
    def test_of_somebody_else_is_not_hers(self, world: World, actor: object) -> None:
        with pytest.raises(NotAllowed):
            feedback.answer(survey_in(world, S.SENT), solved="yes", by=actor, at=SATURDAY + 12 * DAY)


class TestSilence:
    @pytest.mark.parametrize(
        ("wave", "before", "ending"),
        [
            ("after_work", "resolved", "unconfirmed"),
            ("after_work", "partly_resolved", "unconfirmed"),
            ("still", "confirmed", "confirmed"),
        ],
    )
    def test_closes_and_is_counted_apart(self, world: World, wave: str, before: str, ending: str) -> None:
        survey = waiting_for(world, wave, before)
        feedback.send(survey, by=HAND, at=survey.due_at)

        feedback.accept_silence(survey, by=HAND, at=survey.due_at)

        assert (again(survey.request).state, again(survey.request).ending) == ("closed", ending)
        assert survey.due_at is None
        assert journal("satisfaction")[-1] == "silent"
        assert journal("request_closed") == [ending]

    @pytest.mark.parametrize("state", [S.ASLEEP, S.ANSWERED, S.SILENT, S.CALLED_OFF])
    def test_is_accepted_only_while_a_question_waits(self, world: World, state: str) -> None:
        survey = survey_in(world, state)
        before = all_that_is_kept(survey)

        feedback.accept_silence(survey, by=HAND, at=SATURDAY + 60 * DAY)

        assert all_that_is_kept(survey) == before

    def test_broken_late_by_a_no_opens_it_again(self, world: World) -> None:
        survey = survey_in(world, S.SILENT)
        assert again(survey.request).state == "closed"

        say(survey, "no")

        request = again(survey.request)
        assert (request.is_open, request.ending, request.ended_at) == (True, "", None)
        assert journal("satisfaction") == ["silent", "no"]

    @pytest.mark.parametrize("word", ["yes", "half"])
    def test_broken_late_by_a_good_word_leaves_it_closed_and_is_kept(self, world: World, word: str) -> None:
        survey = survey_in(world, S.SILENT)

        say(survey, word)

        assert (survey.state, survey.solved) == (S.ANSWERED, word)
        assert again(survey.request).state == "closed"
        assert not Survey.objects.filter(state__in=[S.ASLEEP, S.SENT]).exists()


class TestReopening:
    """First the centre that did it, then the county, then the province: never the same ears a third time."""

    def reopened(self, world: World, times: int) -> Request:
        request = finished(world)
        for time in range(times):
            say(survey_of(request), "no", at=SATURDAY + (time + 1) * 12 * DAY)
            if time + 1 < times:
                self.done_again(world, request, time)
        return again(request)

    def done_again(self, world: World, request: Request, time: int) -> None:
        at = SATURDAY + (time + 1) * 12 * DAY + timedelta(hours=1)
        task = LastDoor.objects.filter(need__request=request, state="open").first()
        if task:
            from hamafza.referrals import commands as referrals

            referrals.act_at_last_door(task, action="guidance", note="همراهی شد", by=task.officer, at=at)
        else:
            work(request, at=at)

    def test_the_first_goes_back_to_the_centre_that_did_it(self, world: World) -> None:
        request = self.reopened(world, 1)

        hop = Referral.objects.get(need__request=request, state__in=OPEN)
        first = Referral.objects.get(need__request=request, state="done")
        assert (hop.centre, hop.parent) == (first.centre, first)
        assert request.holder == world.person["zahra"]

    @pytest.mark.parametrize(("times", "holder"), [(2, "nader"), (3, "parvin"), (4, "parvin")])
    def test_later_ones_climb(self, world: World, times: int, holder: str) -> None:
        request = self.reopened(world, times)

        task = LastDoor.objects.get(need__request=request, state="open")
        assert (task.why, task.officer) == ("reopened", world.person[holder])
        assert request.holder == world.person[holder]
        assert request.reopened == times

    def test_her_own_words_are_the_reason_that_history_keeps(self, world: World) -> None:
        from hamafza.kernel.models import StateChange

        request = finished(world)

        say(survey_of(request), "no", word="هنوز دارو نیامده")

        assert StateChange.objects.filter(subject=f"intake.request:{request.pk}", reason="هنوز دارو نیامده").exists()

    @pytest.mark.parametrize("state", [S.ASLEEP, S.SENT])
    def test_elsewhere_calls_the_waiting_question_off(self, world: World, state: str) -> None:
        survey = survey_in(world, state)

        intake.reopen(survey.request, reason="مانده است", by=world.person["reza"], at=SATURDAY + 11 * DAY)

        survey.refresh_from_db()
        assert (survey.state, survey.due_at) == (S.CALLED_OFF, None)

    @pytest.mark.parametrize("state", [S.ANSWERED, S.SILENT])
    def test_leaves_what_was_said_as_it_was(self, world: World, state: str) -> None:
        survey = survey_in(world, state)

        intake.reopen(survey.request, reason="مانده است", by=world.person["reza"], at=SATURDAY + 60 * DAY)

        survey.refresh_from_db()
        assert survey.state == state

    def test_after_the_second_work_she_is_asked_anew(self, world: World) -> None:
        request = self.reopened(world, 1)

        work(request, at=SATURDAY + 20 * DAY)

        assert survey_of(request).due_at == SATURDAY + 30 * DAY
        assert Survey.objects.filter(request=request, wave=Wave.AFTER_WORK).count() == 2

    def test_a_late_no_to_an_old_question_is_kept_while_it_is_open_anyway(self, world: World) -> None:
        """She was silent, it was opened again by telephone, and then she finds the old page."""
        survey = survey_in(world, S.SILENT)
        intake.reopen(survey.request, reason="تلفن کرد", by=world.person["reza"], at=SATURDAY + 60 * DAY)

        say(survey, "no", at=SATURDAY + 61 * DAY)

        assert (survey.state, survey.solved) == (S.ANSWERED, "no")
        assert again(survey.request).reopened == 1


class TestTheClock:
    def test_asks_accepts_silence_and_ends_it_by_itself(self, world: World) -> None:
        request = finished(world)

        for day in (9, 10, 23, 24):
            tick(SATURDAY + day * DAY)

        assert [again(request).state, again(request).ending] == ["closed", "unconfirmed"]
        assert Message.objects.filter(template="request_ask").count() == 1

    def test_does_nothing_a_second_early(self, world: World) -> None:
        survey = survey_in(world, S.ASLEEP)

        done = tick(survey.due_at - timedelta(seconds=1))
        assert done["feedback.questions"] == 0

        done = tick(survey.due_at)
        assert (done["feedback.questions"], done["feedback.silences"]) == (1, 0)

    def test_passes_by_what_is_no_longer_waiting(self, world: World) -> None:
        survey_in(world, S.CALLED_OFF)

        done = tick(SATURDAY + 40 * DAY)

        assert (done["feedback.questions"], done["feedback.silences"]) == (0, 0)


@pytest.mark.parametrize(
    ("state", "changes"),
    [
        (S.ASLEEP, {"due_at": None}),
        (S.SENT, {"due_at": None}),
        (S.ANSWERED, {"solved": ""}),
        (S.SILENT, {"state": S.ANSWERED}),
    ],
)
def test_the_database_refuses_a_survey_that_makes_no_sense(
    world: World, state: str, changes: dict[str, object]
) -> None:
    survey = survey_in(world, state)

    with pytest.raises(IntegrityError), transaction.atomic():
        Survey.objects.filter(pk=survey.pk).update(**changes)


@pytest.mark.parametrize(
    ("who", "seen"),
    [("reza", 1), ("zahra", 1), ("nader", 1), ("farhad", 0), ("sara", 0), ("admin", 0), ("stranger", 0)],
)
def test_answers_are_seen_by_whoever_sees_the_request(world: World, who: str, seen: int) -> None:
    survey_in(world, S.SENT)

    assert Survey.objects.visible_to(world.person[who], SATURDAY + 12 * DAY).count() == seen


def test_every_answer_has_its_place_in_the_table() -> None:
    assert {row[2] for row in ANSWERS} == set(Solved.values)
    assert {row[1] for row in ANSWERS} == {RequestState.RESOLVED, RequestState.PARTLY_RESOLVED, RequestState.CONFIRMED}
