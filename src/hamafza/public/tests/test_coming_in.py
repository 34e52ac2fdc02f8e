"""The addresses around her page: who is let in for how long, and what is heard when no question is open."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.test import Client

from hamafza.feedback.models import Survey
from hamafza.intake.models import Request
from hamafza.intake.tests.life import request_in
from hamafza.kernel.models import StateChange
from hamafza.kernel.moves import subject_of
from hamafza.public import tries
from tests.cast import SATURDAY, World

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


@pytest.fixture(autouse=True)
def on_saturday(db: None, time_machine) -> None:
    caches["default"].clear()
    time_machine.move_to(SATURDAY + HOUR, tick=False)


@pytest.fixture
def visitor() -> Client:
    client = Client()
    client.cookies["hamafza_language"] = "fa"
    return client


def enter(client: Client, request: Request) -> str:
    assert client.post("/t", {"code": request.code, "digits": request.pin}).status_code == 303
    return client.get("/t").content.decode()


def is_in(client: Client) -> bool:
    return "page" in client.get("/t").context


class TestComingIn:
    @pytest.mark.parametrize(("later", "inside"), [(HOUR - SECOND, True), (HOUR, False), (2 * HOUR, False)])
    def test_holds_for_an_hour_to_the_second(
        self, world: World, visitor: Client, time_machine, later: timedelta, inside: bool
    ) -> None:
        enter(visitor, world.request())
        time_machine.move_to(SATURDAY + HOUR + later, tick=False)

        assert is_in(visitor) is inside

    def test_with_the_link_of_ones_own_slip_leads_on(self, world: World, visitor: Client) -> None:
        request = world.request()
        enter(visitor, request)

        assert "page" in visitor.get("/t", {"code": request.spaced_code}).context

    def test_with_the_link_of_another_slip_asks_for_its_digits(self, world: World, visitor: Client) -> None:
        mine, other = world.request(), world.request()
        enter(visitor, mine)

        answer = visitor.get("/t", {"code": other.spaced_code})

        assert answer.context["form"].initial == {"code": other.code}
        assert is_in(visitor)  # and her own stays open

    def test_with_a_link_of_endless_length_keeps_its_beginning(self, visitor: Client) -> None:
        assert visitor.get("/t", {"code": "1" * 500}).context["form"].initial == {"code": "1" * 40}

    def test_with_wrong_digits_says_so_and_keeps_what_was_typed(self, world: World, visitor: Client) -> None:
        request = world.request()
        wrong = "0000" if request.pin != "0000" else "1111"

        answer = visitor.post("/t", {"code": request.code, "digits": wrong})

        assert answer.status_code == 422
        assert "با هم نمی‌خوانند" in answer.content.decode()
        assert request.code in answer.content.decode()

    @pytest.mark.parametrize(("minute", "told"), [(0, "۳۰ دقیقهٔ"), (1, "۲۹ دقیقهٔ"), (29, "۱ دقیقهٔ")])
    def test_too_often_says_how_many_minutes_are_left(
        self, world: World, visitor: Client, time_machine, minute: int, told: str
    ) -> None:
        for _ in range(tries.FROM_ONE):
            tries.failed("127.0.0.1")
        time_machine.move_to(SATURDAY + HOUR + timedelta(minutes=minute, seconds=int(minute == 29)), tick=False)

        answer = visitor.post("/t", {"code": "1" * 13, "digits": "1234"})

        assert (answer.status_code, told in answer.content.decode()) == (429, True)

    def test_forgotten_says_so_and_is_out(self, world: World, visitor: Client) -> None:
        enter(visitor, world.request())

        answer = visitor.post("/t/forget", follow=True)

        assert "این دستگاه دیگر درخواست شما را به یاد ندارد" in answer.content.decode()
        assert not is_in(visitor)


class TestWhatSheDoes:
    @pytest.mark.parametrize(
        ("path", "sent", "news"),
        [
            ("word", {"text": "هنوز نیامده‌اند"}, "افزوده شد"),
            ("withdraw", {"reason": "خودم یافتم"}, "به خواست شما کنار گذاشته شد"),
        ],
    )
    def test_is_answered_with_a_word(
        self, world: World, visitor: Client, path: str, sent: dict[str, str], news: str
    ) -> None:
        enter(visitor, world.request())

        answer = visitor.post(f"/t/{path}", sent, follow=True)

        assert answer.redirect_chain == [("/t", 303)]
        assert news in answer.content.decode()

    def test_wrongly_stays_on_its_page_beside_its_own_form(self, world: World, visitor: Client) -> None:
        enter(visitor, world.request())

        answer = visitor.post("/t/withdraw", {"reason": ""})

        assert answer.status_code == 422
        assert set(answer.context["withdraw_form"].errors) == {"reason"}
        assert not answer.context["word_form"].errors


class TestALateWord:
    """The request is closed and no question is open: «no» is heard all the same."""

    @pytest.mark.parametrize(
        ("said", "opened", "reason"),
        [
            ({"solved": "no"}, True, "no"),
            ({"solved": "no", "word": "دوباره شد"}, True, "دوباره شد"),
            ({"solved": "half", "carry_on": "on"}, True, "half"),
            ({"solved": "half"}, False, ""),
            ({"solved": "yes"}, False, ""),
            ({"solved": "yes", "carry_on": "on"}, False, ""),
        ],
    )
    def test_opens_it_again_when_it_asks_for_that(
        self, world: World, visitor: Client, said: dict[str, str], opened: bool, reason: str
    ) -> None:
        request = request_in(world, "closed", at=SATURDAY)
        Survey.objects.all().delete()
        enter(visitor, request)

        assert visitor.post("/t/voice", said).status_code == 303

        request.refresh_from_db()
        assert request.is_open is opened
        again = StateChange.objects.filter(subject=subject_of(request), before="closed")
        assert [change.reason for change in again] == ([reason] if opened else [])
