"""Several questions at once: time moves each on its own day, and one request never speaks for another."""

from datetime import timedelta

import pytest

from hamafza.feedback import commands as feedback
from hamafza.feedback.models import Survey
from hamafza.feedback.states import SurveyState, Wave
from hamafza.feedback.tests.asking import DAY, again, finished, say, survey_in, survey_of
from hamafza.intake import commands as intake
from hamafza.journal.models import JournalLine
from hamafza.kernel.models import StateChange
from hamafza.kernel.moves import subject_of
from hamafza.kernel.ticking import tick
from hamafza.notices.models import Message
from tests.cast import HAND, SATURDAY, World

S = SurveyState


def states(*surveys: Survey) -> list[str]:
    return [Survey.objects.get(pk=survey.pk).state for survey in surveys]


class TestOnTheDay:
    def test_only_what_is_due_is_asked(self, world: World) -> None:
        first = survey_of(finished(world, phone="09120000000"))
        later = survey_of(finished(world, at=SATURDAY + DAY))

        assert tick(SATURDAY + 10 * DAY)["feedback.questions"] == 1

        assert states(first, later) == [S.SENT, S.ASLEEP]

    def test_only_where_two_weeks_went_by_silence_is_accepted(self, world: World) -> None:
        first = survey_of(finished(world, phone="09120000000"))
        later = survey_of(finished(world, at=SATURDAY + DAY))
        tick(SATURDAY + 10 * DAY)
        tick(SATURDAY + 11 * DAY)

        assert tick(SATURDAY + 24 * DAY)["feedback.silences"] == 1

        assert states(first, later) == [S.SILENT, S.SENT]
        assert again(later.request).state == "resolved"

    def test_whoever_waited_longest_is_asked_first(self, world: World) -> None:
        later = survey_of(finished(world, at=SATURDAY + DAY))
        first = survey_of(finished(world, phone="09120000000"))

        assert tick(SATURDAY + 12 * DAY)["feedback.questions"] == 2

        told = Message.objects.filter(template="request_ask").order_by("pk")
        assert [message.subject for message in told] == [subject_of(first.request), subject_of(later.request)]

    def test_silences_are_accepted_in_the_order_of_their_days(self, world: World) -> None:
        later = survey_of(finished(world, at=SATURDAY + DAY))
        first = survey_of(finished(world, phone="09120000000"))
        tick(SATURDAY + 12 * DAY)
        Survey.objects.filter(pk=first.pk).update(due_at=SATURDAY + 25 * DAY)

        assert tick(SATURDAY + 27 * DAY)["feedback.silences"] == 2

        closed = StateChange.objects.filter(after="closed").order_by("pk")
        assert [change.subject for change in closed] == [subject_of(first.request), subject_of(later.request)]

    def test_those_who_spoke_are_left_in_peace_while_another_is_asked(self, world: World) -> None:
        spoke, asked = survey_of(finished(world)), survey_of(finished(world))
        say(spoke, "no", at=SATURDAY + DAY)

        assert tick(SATURDAY + 10 * DAY)["feedback.questions"] == 1

        assert states(spoke, asked) == [S.ANSWERED, S.SENT]

    @pytest.mark.parametrize("before", [0, 1])
    def test_the_message_tells_which_request_and_where_to_answer(self, world: World, before: int, settings) -> None:
        settings.TRACK_URL = "https://hamafza.example/track"
        survey = survey_of(finished(world))
        if before:
            say(survey, "yes", at=SATURDAY + DAY)
            survey = survey_of(survey.request)

        tick(survey.due_at)

        message = Message.objects.get(template="request_ask_again" if before else "request_ask")
        assert message.subject == subject_of(survey.request)
        assert survey.request.code in message.body
        assert "https://hamafza.example/track" in message.body


class TestOneRequestAndAnother:
    def test_opening_one_again_calls_off_only_its_own_question(self, world: World) -> None:
        mine, other = survey_of(finished(world)), survey_of(finished(world))

        intake.reopen(mine.request, reason="مانده است", by=world.person["reza"], at=SATURDAY + DAY)

        assert states(mine, other) == [S.CALLED_OFF, S.ASLEEP]

    def test_a_word_about_one_leaves_the_other_waiting(self, world: World) -> None:
        mine, other = survey_of(finished(world)), survey_of(finished(world))

        say(mine, "yes", at=SATURDAY + DAY)

        assert (again(mine.request).state, again(other.request).state) == ("confirmed", "resolved")
        assert Survey.objects.filter(request=other.request).count() == 1


class TestWhatSheSays:
    @pytest.mark.parametrize("word", ["", "   ", "\n"])
    def test_without_words_the_answer_itself_is_the_reason(self, world: World, word: str) -> None:
        survey = survey_in(world, S.SENT)

        say(survey, "no", word=word)

        reopened = StateChange.objects.filter(subject=subject_of(survey.request), after="triaged").latest("pk")
        assert reopened.reason == "no"

    def test_her_words_are_the_reason_without_their_margins(self, world: World) -> None:
        survey = survey_in(world, S.SENT)

        say(survey, "no", word="  هنوز نیامده‌اند \n")

        reopened = StateChange.objects.filter(subject=subject_of(survey.request), after="triaged").latest("pk")
        assert reopened.reason == "هنوز نیامده‌اند"

    def test_a_yes_that_asks_to_carry_on_is_a_yes(self, world: World) -> None:
        """The tick stands beside «half»; a browser may send it with another answer."""
        survey = survey_in(world, S.SENT)

        say(survey, "yes", carry_on=True)

        assert again(survey.request).state == "confirmed"

    @pytest.mark.parametrize("solved", ["yes", "half", "no"])
    def test_counts_for_one_person(self, world: World, solved: str) -> None:
        say(survey_in(world, S.SENT), solved)

        line = JournalLine.objects.get(kind="satisfaction")
        assert (line.detail, line.people, line.place) == (solved, 1, world.place["tis"].path)

    def test_nobody_is_counted_for_silence(self, world: World) -> None:
        survey_in(world, S.SILENT)

        assert JournalLine.objects.get(kind="satisfaction").people == 0


class TestARequestThatEndedMeanwhile:
    def test_lets_silence_be_noted_and_ends_no_second_time(self, world: World) -> None:
        survey = survey_in(world, S.SENT)
        intake.close(survey.request, ending="confirmed", by=HAND, at=SATURDAY + 11 * DAY)

        done = tick(survey.due_at)

        assert done["feedback.silences"] == 1
        assert states(survey) == [S.SILENT]
        assert again(survey.request).ending == "confirmed"

    def test_keeps_a_late_yes_and_asks_nothing_more(self, world: World) -> None:
        survey = survey_in(world, S.SENT)
        intake.close(survey.request, ending="confirmed", by=HAND, at=SATURDAY + 11 * DAY)

        say(survey, "yes", at=SATURDAY + 12 * DAY)

        assert states(survey) == [S.ANSWERED]
        assert Survey.objects.filter(request=survey.request).count() == 1


class TestWhoMindsItMeanwhile:
    @pytest.mark.parametrize(("place", "holder"), [("tis", "reza"), ("1110", "parvin")])
    def test_the_door_of_its_place_holds_it_while_she_is_asked(self, world: World, place: str, holder: str) -> None:
        survey = survey_of(finished(world, place=place, triager="parvin"))
        intake.hold(
            survey.request, holder=world.person["karim"], due_at=survey.due_at, by=HAND, at=SATURDAY + timedelta(1)
        )

        feedback.send(survey, by=HAND, at=survey.due_at)

        assert again(survey.request).holder == world.person[holder]

    def test_a_second_question_is_planned_for_four_weeks_after_her_own_word(self, world: World) -> None:
        survey = survey_of(finished(world))

        say(survey, "yes", at=SATURDAY + 3 * DAY)

        second = survey_of(survey.request)
        assert (second.wave, second.due_at) == (Wave.STILL, SATURDAY + 31 * DAY)
