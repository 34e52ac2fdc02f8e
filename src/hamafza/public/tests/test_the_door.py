"""What stands between a stranger and her page: forms that read any writing, and patience that ends."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import caches

from hamafza.public import tries
from hamafza.public.forms import TrackForm, VoiceForm, WithdrawForm, WordForm
from tests.cast import SATURDAY, World


class TestTheForms:
    CODE = "1234567890123"

    @pytest.mark.parametrize(
        ("typed", "fault"),
        [
            ("123", "۳ رقم نوشته‌اید"),
            ("12345678901234", "۱۴ رقم نوشته‌اید"),
            ("123456789012x", "۱۳ رقم است"),
            ("1111111111111", "جابه‌جا شده"),
        ],
    )
    def test_say_what_is_wrong_with_a_code(self, typed: str, fault: str) -> None:
        assert fault in str(TrackForm({"code": typed, "digits": "1234"}).errors["code"])

    @pytest.mark.parametrize(
        "written",
        [
            str,
            "-".join,
            " {} ".format,
            "\u200e{}\u200f".format,
            "{}\u200c".format,
            lambda code: f"{code[:4]} {code[4:]}",
        ],
    )
    def test_read_a_code_in_any_writing(self, world: World, written: Callable[[str], str]) -> None:
        code = world.request().code

        form = TrackForm({"code": written(code), "digits": "۱۲ ۳۴"})

        assert form.is_valid(), form.errors
        assert form.cleaned_data == {"code": code, "digits": "1234"}

    @pytest.mark.parametrize("typed", ["123", "12345", "12a4", "۱۲۳", "----"])
    def test_want_exactly_four_digits(self, typed: str) -> None:
        form = TrackForm({"code": self.CODE, "digits": typed})

        assert "digits" in form.errors

    @pytest.mark.parametrize(("typed", "said"), [("  سلام \n", "سلام"), ("   ", ""), ("", "")])
    def test_take_her_words_without_their_margins(self, typed: str, said: str) -> None:
        form = WordForm({"text": typed})

        assert form.is_valid()
        assert form.cleaned_data["text"] == said

    @pytest.mark.parametrize(
        ("contacted", "useful", "heard"),
        [("yes", "no", (True, False)), ("", "", (None, None)), ("no", "", (False, None))],
    )
    def test_hear_what_she_left_out_as_not_said(
        self, contacted: str, useful: str, heard: tuple[object, object]
    ) -> None:
        form = VoiceForm({"contacted": contacted, "useful": useful, "solved": "half", "carry_on": "on"})

        assert form.is_valid()
        said = form.said()
        assert (said["contacted"], said["useful"], said["solved"], said["carry_on"]) == (*heard, "half", True)

    @pytest.mark.parametrize(("length", "fits"), [(400, True), (401, False), (0, False)])
    def test_want_a_reason_that_is_no_book(self, length: int, fits: bool) -> None:
        assert WithdrawForm({"reason": "ن" * length}).is_valid() is fits


class TestWrongTries:
    @pytest.fixture(autouse=True)
    def at_half_past(self, db: None, time_machine) -> None:
        caches["default"].clear()
        time_machine.move_to(SATURDAY, tick=False)  # half past five by Greenwich

    def test_of_one_address_shut_its_door_at_the_tenth_until_the_hour_turns(self, time_machine) -> None:
        for _ in range(9):
            tries.failed("10.0.0.1")
        assert tries.wait("10.0.0.1") == 0

        tries.failed("10.0.0.1")
        assert (tries.wait("10.0.0.1"), tries.wait("10.0.0.2")) == (1800, 0)

        time_machine.move_to(SATURDAY + timedelta(minutes=29, seconds=59), tick=False)
        assert tries.wait("10.0.0.1") == 1
        time_machine.move_to(SATURDAY + timedelta(minutes=30), tick=False)
        assert tries.wait("10.0.0.1") == 0

    @pytest.mark.parametrize("minutes", [6, 29])
    def test_are_not_forgotten_while_one_waits_a_little(self, time_machine, minutes: int) -> None:
        """A count that is raised keeps its hour: ten tries an hour are not ten every five minutes."""
        for _ in range(10):
            tries.failed("10.0.0.1")

        time_machine.move_to(SATURDAY + timedelta(minutes=minutes), tick=False)

        assert tries.wait("10.0.0.1") == (30 - minutes) * 60

    @pytest.mark.slow  # three hundred counts are written
    def test_are_not_crowded_out_by_a_few_hundred_other_visitors(self) -> None:
        for _ in range(10):
            tries.failed("10.0.0.1")

        for n in range(320):
            caches["default"].set(f"visitor:{n}", 1, 3600)

        assert tries.wait("10.0.0.1") == 1800

    def test_of_all_together_shut_every_door(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(tries, "FROM_ALL", 3)
        for n in range(3):
            assert tries.wait("10.0.0.9") == 0
            tries.failed(f"10.0.0.{n}")

        assert tries.wait("10.0.0.9") == 1800
