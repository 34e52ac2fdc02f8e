"""Paper letters, typed as a table."""

import re

import pytest
from django.test import Client

from hamafza.intake import commands as intake
from hamafza.intake.models import ImportBatch, Request
from hamafza.kernel.errors import NotAllowed
from hamafza.kernel.models import AuditLine
from tests.cast import SATURDAY, World

KEY = "k" * 24


@pytest.fixture
def reza(world: World) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="fa")
    client.force_login(world.person["reza"])
    return client


def table(
    *rows: tuple[str, str] | tuple[str, str, str, str], key: str = KEY, total: int | str | None = None
) -> dict[str, str]:
    data = {"key": key, "l-INITIAL_FORMS": "0", "l-TOTAL_FORMS": str(total or max(5, len(rows)))}
    for n, row in enumerate(rows):
        for name, value in zip(("place", "text", "applicant_name", "phone"), row, strict=False):
            data[f"l-{n}-{name}"] = value
    return data


def page(answer) -> str:
    return answer.content.decode()


class TestSending:
    def test_takes_all_rows_in_at_one_go_and_prints_their_slips(self, reza: Client, world: World) -> None:
        rows = table(("تیس", "دارو"), ("چابهار", "کار", "گلنار", "۰۹۱۵۱۲۳۴۵۶۷"), ("تیس", "خانه"))

        answer = reza.post("/requests/letters", rows, follow=True)

        requests = Request.objects.order_by("pk")
        assert [(request.door, request.text) for request in requests] == [
            ("letter", "دارو"), ("letter", "کار"), ("letter", "خانه"),
        ]  # fmt: skip
        assert requests[1].phone == "09151234567"
        assert answer.redirect_chain == [("/requests/slips?n=3", 303)]
        assert all(request.code in page(answer) for request in requests)

    def test_empty_rows_are_passed_over(self, reza: Client) -> None:
        reza.post("/requests/letters", table(("تیس", "دارو"), ("", ""), ("تیس", "کار")))

        assert Request.objects.count() == 2

    def test_twice_the_same_table_is_one_bundle_with_the_same_slips(self, reza: Client) -> None:
        answers = [
            reza.post("/requests/letters", table(("تیس", "دارو"), ("تیس", "کار")), follow=True) for _ in range(2)
        ]

        codes = [re.findall(r'data-code="(\d+)"', page(answer)) for answer in answers]
        assert codes[0] == codes[1]
        assert (Request.objects.count(), ImportBatch.objects.count()) == (2, 1)

    def test_the_bundle_can_be_undone_as_a_whole(self, reza: Client, world: World) -> None:
        reza.post("/requests/letters", table(("تیس", "دارو"), ("تیس", "کار")))

        intake.undo_batch(ImportBatch.objects.get(), by=world.person["reza"], at=SATURDAY)

        assert set(Request.objects.values_list("state", flat=True)) == {"withdrawn"}


class TestMistakes:
    def test_one_bad_row_keeps_all_out_and_everything_typed_in_place(self, reza: Client) -> None:
        answer = reza.post("/requests/letters", table(("تیس", "دارو"), ("ناکجا", "کار", "گلنار", "۱۲"), ("تیس", "")))

        text = page(answer)
        assert answer.status_code == 422
        for said in ("این نام را نیافتیم", "این شماره کامل نیست", "لطفاً بنویسید چه کمکی"):
            assert text.count(said) == 1
        for typed in ("ناکجا", "گلنار", "دارو", "۱۲"):
            assert typed in text
        assert not Request.objects.exists()

    def test_a_table_of_nothing_is_told(self, reza: Client) -> None:
        answer = reza.post("/requests/letters", table())

        assert answer.status_code == 422
        assert "هنوز نامه‌ای نوشته نشده است" in page(answer)

    @pytest.mark.parametrize("total", ["x", "-1", "100000", "61"])
    def test_a_forged_count_is_no_fault_of_ours(self, reza: Client, total: str) -> None:
        assert reza.post("/requests/letters", table(("تیس", "دارو"), total=total)).status_code in {303, 422}
        assert Request.objects.count() <= 1

    def test_a_place_of_another_area_is_told_beside_its_row(self, reza: Client) -> None:
        answer = reza.post("/requests/letters", table(("مشهد", "دارو")))

        assert answer.status_code == 422
        assert "بیرون از محدودهٔ شماست" in page(answer)


class TestMoreRows:
    def test_without_a_script_more_rows_come_and_what_was_typed_stays(self, reza: Client) -> None:
        answer = reza.post("/requests/letters", table(("تیس", "دارو")) | {"more": "1"})

        assert 'name="l-9-place"' in page(answer)
        assert "دارو" in page(answer)
        assert KEY in page(answer)
        assert not Request.objects.exists()

    def test_there_is_an_end_to_it(self, reza: Client) -> None:
        answer = reza.post("/requests/letters", table(("تیس", "دارو"), total=60) | {"more": "1"})

        assert 'name="l-60-place"' not in page(answer)


class TestTheCommand:
    def test_writes_nothing_when_one_letter_may_not_be_received(self, world: World) -> None:
        letters = [
            {"place": world.place["tis"], "text": "دارو", "phone": "", "applicant_name": ""},
            {"place": world.place["0901"], "text": "کار", "phone": "", "applicant_name": ""},
        ]

        with pytest.raises(NotAllowed):
            intake.receive_letters(letters=letters, file_name="نامه‌ها", by=world.person["reza"], at=SATURDAY)

        assert not Request.objects.exists()
        assert not ImportBatch.objects.exists()
        assert not AuditLine.objects.filter(verb="intake.receive_letters").exists()

    def test_refuses_an_empty_bundle(self, world: World) -> None:
        with pytest.raises(intake.NoLetters):
            intake.receive_letters(letters=[], file_name="نامه‌ها", by=world.person["reza"], at=SATURDAY)
