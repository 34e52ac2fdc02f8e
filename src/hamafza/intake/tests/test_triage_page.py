"""The triage page: a person decides; the queue goes on."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from hamafza.intake.models import Need, Reading, Request, Share, TriageProposal
from hamafza.intake.states import RequestState
from hamafza.kernel.clock import now
from tests.cast import World


@pytest.fixture
def reza(world: World) -> Client:
    return signed_in(world, "reza")


@pytest.fixture
def asked(world: World) -> Request:
    return world.request(at=now(), text="مادرم دارو می‌خواهد و برادرم کار")


def signed_in(world: World, who: str) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="fa")
    client.force_login(world.person[who])
    return client


def page(answer) -> str:
    return answer.content.decode()


def address(request: Request, queue: str = "") -> str:
    return f"/requests/{request.pk}/triage{queue}"


class TestSeeing:
    def test_marks_the_words_and_tells_how_sure_it_is(self, reza: Client, asked: Request) -> None:
        text = page(reza.get(address(asked)))

        assert '<mark class="word">دارو</mark>' in text
        assert "۸۲٪" in text
        assert text.index('value="health"') < text.index('value="housing"')

    def test_states_plainly_that_it_does_not_know(self, reza: Client, world: World) -> None:
        assert "سامانه نمی‌داند" in page(reza.get(address(world.request(at=now(), text="سلام"))))

    def test_shows_the_lines_first_where_there_is_danger(self, reza: Client, world: World) -> None:
        text = page(reza.get(address(world.request(at=now(), text="شوهرم مرا می‌زند"))))

        assert '<mark class="danger">می‌زند</mark>' in text
        assert text.index("tel:110") < text.index("<mark")

    @pytest.mark.parametrize("hostile", ["<script>alert(1)</script>دارو", 'دارو"><svg onload=x>', "&lt;b&gt;دارو"])
    def test_hostile_words_are_only_words(self, reza: Client, world: World, hostile: str) -> None:
        text = page(reza.get(address(world.request(at=now(), text=hostile, applicant_name=hostile))))

        assert "<script>alert" not in text
        assert "<svg onload" not in text
        assert "<b>دارو" not in text

    def test_is_noted_for_the_applicant_to_see(self, reza: Client, asked: Request) -> None:
        for _ in range(2):
            reza.get(address(asked))

        reading = Reading.objects.get()
        assert (reading.reader_name, reading.purpose, reading.times) == (
            "رضا بلوچ، پذیرش چابهار",
            "triage",
            2,
        )

    @pytest.mark.parametrize(
        ("who", "status"),
        [("reza", 200), ("nader", 200), ("parvin", 200), ("karim", 200),
         ("farhad", 404), ("zahra", 403), ("maryam", 403),
         ("sara", 403), ("admin", 403), ("stranger", 403)],
    )  # fmt: skip
    def test_is_for_those_who_triage_in_this_place(self, world: World, asked: Request, who: str, status: int) -> None:
        client = signed_in(world, who)

        assert client.get(address(asked)).status_code == status
        assert client.post(address(asked), {"first": "health"}).status_code == (303 if status == 200 else status)

    def test_an_unknown_number_is_not_found(self, reza: Client) -> None:
        assert reza.get("/requests/999999/triage").status_code == 404

    def test_one_that_is_done_says_so_and_leads_on(self, reza: Client, world: World) -> None:
        text = page(reza.get(address(world.triaged("health"))))

        assert "این درخواست دیگر در انتظار تشخیص نیست" in text
        assert 'name="first"' not in text

    def test_hints_at_another_open_request_of_the_same_phone_but_not_at_itself(
        self, reza: Client, world: World, asked: Request
    ) -> None:
        other = world.request(at=now() - timedelta(days=2))

        text = page(reza.get(address(asked)))

        assert f'href="/requests/{other.pk}/"' in text
        assert f'href="/requests/{asked.pk}/"' not in text

    def test_costs_few_queries(self, reza: Client, asked: Request, django_assert_max_num_queries) -> None:
        reza.get(address(asked))

        with django_assert_max_num_queries(26):  # the note of who has read it, with its audit line, included
            reza.get(address(asked))


class TestDeciding:
    def test_hands_it_to_the_best_centre_in_the_same_minute(self, reza: Client, world: World, asked: Request) -> None:
        answer = reza.post(address(asked), {"first": "health", "urgency": "1", "way": "auto"})

        asked.refresh_from_db()
        assert answer["Location"] == "/requests/"
        assert (asked.state, asked.urgency) == (RequestState.IN_REFERRAL, "1")
        assert Share.objects.get().centre == world.centre["chabahar"]

    def test_by_hand_it_waits_for_the_centre_to_be_chosen(self, reza: Client, asked: Request) -> None:
        answer = reza.post(address(asked), {"first": "health", "way": "hand"})

        asked.refresh_from_db()
        assert asked.state == RequestState.TRIAGED
        assert not Share.objects.exists()
        assert answer["Location"] == f"/requests/{asked.pk}/needs/{Need.objects.get().pk}/choose"

    def test_takes_two_needs_in_their_order(self, reza: Client, asked: Request) -> None:
        reza.post(address(asked), {"first": "housing", "second": "employment", "order": "then"})

        assert [(need.domain.key, need.order) for need in asked.needs.all()] == [
            ("housing", 1),
            ("employment", 2),
        ]

    @pytest.mark.parametrize(("first", "corrected"), [("health", False), ("housing", True)])
    def test_a_correction_is_kept_for_learning(self, reza: Client, asked: Request, first: str, corrected: bool) -> None:
        reza.post(address(asked), {"first": first, "urgency": "0"})

        assert TriageProposal.objects.get().corrected is corrected

    def test_urgency_is_as_proposed_unless_changed(self, reza: Client, world: World) -> None:
        urgent = world.request(at=now(), text="زود دارو می‌خواهم")

        assert re.search(r'value="1" selected', page(reza.get(address(urgent))))

    @pytest.mark.parametrize(
        ("said", "error"),
        [
            ({"first": ""}, "دست‌کم یک عرصه را برگزینید"),
            ({"first": "nonsense"}, "یکی از همین گزینه‌ها را برگزینید"),
            ({"first": "health", "second": "health"}, "نیاز دوم همان نیاز اول است"),
            ({"first": "health", "urgency": "7"}, "یکی از همین گزینه‌ها را برگزینید"),
            ({"first": "health", "way": "x"}, "یکی از همین گزینه‌ها را برگزینید"),
        ],
    )
    def test_a_mistake_is_told_and_nothing_moves(
        self, reza: Client, asked: Request, said: dict[str, str], error: str
    ) -> None:
        answer = reza.post(address(asked), said)

        asked.refresh_from_db()
        assert answer.status_code == 422
        assert error in page(answer)
        assert asked.state == RequestState.RECEIVED

    def test_a_colleague_was_faster(self, reza: Client, world: World) -> None:
        done = world.triaged("health")

        answer = reza.post(address(done), {"first": "health"})

        assert answer.status_code == 422
        assert Need.objects.count() == 1


class TestQueue:
    def test_goes_by_deadline_from_one_to_the_next_to_the_end(self, reza: Client, world: World) -> None:
        later = world.request(at=now(), text="دارو")
        sooner = world.request(at=now(), text="زود دارو")

        seen, answer = [], reza.get("/requests/queue")
        while "/triage" in answer["Location"]:
            seen.append(answer["Location"])
            answer = reza.post(answer["Location"], {"first": "health"})

        assert seen == [address(sooner, "?queue=1"), address(later, "?queue=1")]
        assert answer["Location"] == "/requests/"

    def test_an_empty_queue_says_so(self, reza: Client) -> None:
        assert "درخواستی در انتظار تشخیص نمانده است" in page(reza.get("/requests/queue", follow=True))

    def test_holds_nothing_of_another_county(self, world: World, asked: Request) -> None:
        assert signed_in(world, "farhad").get("/requests/queue")["Location"] == "/requests/"


class TestDuplicate:
    def merge(self, client: Client, request: Request, original: str):
        return client.post(address(request), {"act": "duplicate", "original": original})

    @pytest.mark.parametrize("how", ["number", "code", "spaced_code", "pk"])
    def test_goes_on_in_the_first_one(self, reza: Client, world: World, asked: Request, how: str) -> None:
        first = world.request(at=now())

        self.merge(reza, asked, str(getattr(first, how)))

        asked.refresh_from_db()
        assert (asked.state, asked.duplicate_of) == (RequestState.DUPLICATE, first)

    def test_of_itself_or_of_nothing_is_told(self, reza: Client, asked: Request) -> None:
        for original in (asked.number, "هم۹۹۹۹۹۹", "سلام", "0", "-1", "9" * 30):
            answer = self.merge(reza, asked, original)
            assert answer.status_code == 422
            assert "نیافتیم" in page(answer)

    def test_of_one_she_cannot_see_is_told_in_the_same_words(self, reza: Client, world: World, asked: Request) -> None:
        hidden = world.request(at=now(), place="0901")

        assert "نیافتیم" in page(self.merge(reza, asked, hidden.number))
        asked.refresh_from_db()
        assert asked.state == RequestState.RECEIVED

    def test_of_one_that_has_ended_is_refused(self, reza: Client, world: World, asked: Request) -> None:
        ended = world.request(at=now())
        reza.post(address(ended), {"act": "withdraw", "reason": "نمی‌خواهد"})

        assert self.merge(reza, asked, ended.number).status_code == 422

    def test_needs_a_number(self, reza: Client, asked: Request) -> None:
        assert "کد یا شمارهٔ درخواست نخست را بنویسید" in page(self.merge(reza, asked, ""))


class TestWithdraw:
    def test_sets_it_aside_at_the_applicants_word(self, reza: Client, asked: Request) -> None:
        reza.post(address(asked), {"act": "withdraw", "reason": "خودش حل کرد"})

        asked.refresh_from_db()
        assert asked.state == RequestState.WITHDRAWN

    def test_needs_her_word(self, reza: Client, asked: Request) -> None:
        answer = reza.post(address(asked), {"act": "withdraw", "reason": "  "})

        assert answer.status_code == 422
        assert "یک جمله بنویسید که متقاضی چه گفت" in page(answer)

    def test_is_refused_to_one_who_may_triage_but_not_withdraw(self, world: World, asked: Request) -> None:
        answer = signed_in(world, "karim").post(address(asked), {"act": "withdraw", "reason": "خودش حل کرد"})

        asked.refresh_from_db()
        assert answer.status_code == 422
        assert asked.state == RequestState.RECEIVED


class TestSlip:
    def test_is_printed_again_by_the_doors_people(self, reza: Client, asked: Request) -> None:
        assert asked.code in page(reza.get(f"/requests/{asked.pk}/slip"))

    @pytest.mark.parametrize(("who", "status"), [("farhad", 404), ("zahra", 403), ("stranger", 403)])
    def test_is_not_for_others(self, world: World, asked: Request, who: str, status: int) -> None:
        assert signed_in(world, who).get(f"/requests/{asked.pk}/slip").status_code == status
