"""Nobody is asked twice in six months, nobody counts twice in a year, and an answer speaks of the path it was about."""

from datetime import timedelta

import pytest

from hamafza.feedback import commands as feedback
from hamafza.feedback.states import SurveyState
from hamafza.feedback.tests.asking import DAY, finished, say, survey_of, work
from hamafza.journal.models import JournalLine
from hamafza.network.models import Centre
from hamafza.notices.models import Message
from hamafza.referrals.models import Referral
from hamafza.referrals.states import OPEN
from tests.cast import HAND, SATURDAY, World


def asked(request):  # type: ignore[no-untyped-def]
    survey = survey_of(request)
    return feedback.send(survey, by=HAND, at=survey.due_at)


def messages() -> int:
    return Message.objects.filter(template="request_ask").count()


def rated() -> list[tuple[str, str, str]]:
    lines = JournalLine.objects.filter(kind="service_rated").order_by("seq")
    return list(lines.values_list("centre", "domain", "detail"))


class TestAsking:
    @pytest.mark.parametrize(("days", "n"), [(30, 1), (182, 1), (183, 1), (184, 2)])
    def test_one_person_twice_takes_six_months(self, world: World, days: int, n: int) -> None:
        asked(finished(world))

        asked(finished(world, at=SATURDAY + days * DAY))

        assert messages() == n

    def test_another_person_is_not_held_up(self, world: World) -> None:
        asked(finished(world))
        asked(finished(world, phone="09120000000"))

        assert messages() == 2

    def test_whoever_is_spared_finds_the_question_on_her_page(self, world: World) -> None:
        asked(finished(world))
        survey = asked(finished(world, at=SATURDAY + DAY))

        assert (survey.state, survey.sent_at) == (SurveyState.SENT, None)
        assert JournalLine.objects.filter(kind="satisfaction_asked").count() == 1
        assert say(survey, "yes").state == SurveyState.ANSWERED

    def test_the_second_question_about_one_request_is_no_other_request(self, world: World) -> None:
        request = finished(world)
        say(asked(request), "yes")

        asked(request)

        assert Message.objects.filter(template="request_ask_again").count() == 1

    def test_being_spared_does_not_spare_her_for_ever(self, world: World) -> None:
        for days in (0, 100, 200):
            asked(finished(world, at=SATURDAY + days * DAY))

        assert messages() == 2


class TestCounting:
    @pytest.mark.parametrize(("word", "detail"), [("yes", "solved"), ("half", "not_yet"), ("no", "not_yet")])
    def test_her_word_stands_beside_the_service(self, world: World, word: str, detail: str) -> None:
        request = finished(world)
        centre = Referral.objects.get(need__request=request).centre.code

        say(asked(request), word)

        assert rated() == [(centre, "health", detail)]

    def test_silence_is_counted_as_silence(self, world: World) -> None:
        survey = asked(finished(world))

        feedback.accept_silence(survey, by=HAND, at=survey.due_at)

        assert [detail for _, _, detail in rated()] == ["silent"]

    def test_a_late_word_does_not_count_again(self, world: World) -> None:
        survey = asked(finished(world))
        feedback.accept_silence(survey, by=HAND, at=survey.due_at)

        say(survey, "yes")

        assert [detail for _, _, detail in rated()] == ["silent"]

    def test_silence_of_one_who_was_not_asked_is_not_counted(self, world: World) -> None:
        asked(finished(world))
        survey = asked(finished(world, at=SATURDAY + DAY))

        feedback.accept_silence(survey, by=HAND, at=survey.due_at)

        assert rated() == []

    def test_the_second_question_is_not_counted(self, world: World) -> None:
        request = finished(world)
        say(asked(request), "yes")
        say(asked(request), "yes")

        assert len(rated()) == 1

    @pytest.mark.parametrize(("days", "n"), [(10, 1), (366, 1), (400, 2)])
    def test_one_person_counts_once_a_year(self, world: World, days: int, n: int) -> None:
        say(asked(finished(world)), "yes")
        say(asked(finished(world, at=SATURDAY + timedelta(days=days))), "yes")

        assert len(rated()) == n

    def test_a_path_through_two_domains_is_the_countys_alone(self, world: World) -> None:
        request = world.triaged("health", "employment")
        while Referral.objects.filter(need__request=request, state__in=OPEN).exists():
            hop = Referral.objects.filter(need__request=request, state__in=OPEN).order_by("pk")[0]
            work_one(hop)
        say(survey_of(request), "yes")

        assert rated() == [("", "", "solved")]

    def test_a_hidden_centre_has_no_figure(self, world: World) -> None:
        request = finished(world)
        Centre.objects.update(is_public=False)

        say(asked(request), "yes")

        assert rated() == [("", "", "solved")]


def work_one(hop: Referral) -> None:
    from hamafza.referrals import commands as referrals

    referrals.accept(hop, by=HAND, at=SATURDAY)
    referrals.finish(hop, outcome="solved", evidence="رسید", by=HAND, at=SATURDAY)


__all__ = ["work"]
