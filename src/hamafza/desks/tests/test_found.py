"""One woman, as people write her: twenty-five spellings, her code and her phone in any digits, and what is not she."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from hamafza.desks.queries.search import FEW, search
from hamafza.intake.models import Request
from hamafza.network import commands as network
from tests.cast import HAND, SATURDAY, World

AT = SATURDAY + timedelta(hours=1)
FA, AR = (str.maketrans("0123456789", digits) for digits in ("۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩"))


@pytest.fixture(autouse=True)
def morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hamafza.kernel.clock.timezone.now", lambda: AT)


@pytest.fixture
def hers(world: World) -> Request:
    world.request(applicant_name="مریم جدگال", phone="09150000001", text="شغل می‌خواهم")
    return world.request(
        applicant_name="فاطمهٔ حاجی‌زاده کریمی", phone="09123456789", text="برای مادرم صندلی چرخ‌دار می‌خواهم"
    )


def found(world: World, q: str, who: str = "reza") -> list[int]:
    return [row["pk"] for row in search(world.person[who], q, AT).requests]


@pytest.mark.parametrize(
    "q",
    [
        "فاطمهٔ حاجی‌زاده کریمی",
        "فاطمه حاجی‌زاده کریمی",
        "فاطمه حاجی زاده کریمی",
        "فاطمه حاجیزاده کریمی",
        "فاطمة حاجي‌زاده كريمي",  # an Arabic keyboard
        "فاطمه حاجي زاده كريمي",
        "كريمي",
        "کریمی",
        "كریمی",
        "کریمی فاطمه",  # the family name first
        "کریمی حاجی",
        "  فاطمه   کریمی  ",
        "فاطمه\u200cحاجی\u200cزاده",
        "فاتمه",  # as it sounds
        "فاطمه هاجی‌زاده",
        "فـاطـمـه",  # stretched
        "فَاطِمِه",  # with its vowels
        "ﻓﺎﻃﻤﻪ",  # presentation forms of an old file
        "فاطمه \u200fکریمی",  # a mark of direction between
        "حاجی",
        "صندلی چرخ‌دار",
        "صندلی چرخ دار",
        "چرخ‌دار مادرم",
        "مادرم صندلی",
        "صندلي چرخ دار",
    ],
)
def test_a_name_or_a_word_in_any_spelling(world: World, hers: Request, q: str) -> None:
    assert found(world, q) == [hers.pk]


@pytest.mark.parametrize("q", ["فاطمه جدگال", "زینب", "کریمخان", "صندلی شکسته", "۰۹۱۲۳۴۵۶۷۸", "x" * 500])
def test_what_is_not_she(world: World, hers: Request, q: str) -> None:
    assert found(world, q) == []


@pytest.mark.parametrize("digits", [{}, FA, AR], ids=["latin", "persian", "arabic"])
@pytest.mark.parametrize(
    "write",
    [
        "{}{}{}", "{} {} {}", "{}-{}-{}", "{}\u200c{}\u200c{}", "{}\u00a0{}\u00a0{}", " {}{}{} ", "{}  {}  {}",
    ],
    ids=["bare", "spaces", "dashes", "half-spaces", "no-break", "around", "double"],
)  # fmt: skip
def test_her_code_in_any_digits_and_groups(world: World, hers: Request, write: str, digits: Any) -> None:
    code = hers.code

    assert found(world, write.format(code[:4], code[4:8], code[8:]).translate(digits)) == [hers.pk]


def test_a_code_with_a_slip_of_the_pen_is_no_code(world: World, hers: Request) -> None:
    wrong = hers.code[:-1] + str((int(hers.code[-1]) + 1) % 10)

    assert found(world, wrong) == []


@pytest.mark.parametrize("digits", [{}, FA, AR], ids=["latin", "persian", "arabic"])
@pytest.mark.parametrize(
    "written",
    ["09123456789", "9123456789", "+989123456789", "00989123456789", "0912 345 6789", "0912-345-67-89",
     "(0912) 3456789", "+98 (912) 345 6789", "0912.345.6789"],
)  # fmt: skip
def test_her_phone_in_any_writing(world: World, hers: Request, written: str, digits: Any) -> None:
    assert found(world, written.translate(digits)) == [hers.pk]


@pytest.mark.parametrize("digits", [{}, FA, AR], ids=["latin", "persian", "arabic"])
@pytest.mark.parametrize("write", ["{}", "هم{}", "هم {}", "هم‌{}", "H{}", "h {}", " {} "])
def test_her_number_in_any_writing(world: World, hers: Request, write: str, digits: Any) -> None:
    assert found(world, write.format(hers.pk).translate(digits)) == [hers.pk]


@pytest.mark.parametrize("q", ["هم0", "هم999999999", "999999999", "9999999999999999999999"])
def test_a_number_of_nobody(world: World, hers: Request, q: str) -> None:
    assert found(world, q) == []


class TestCentresAndPlaces:
    @pytest.mark.parametrize("q", ["مهرگان", "مهرگان چابهار", "كانون سلامت مهرگان", "کانون‌سلامت مهرگان"])
    def test_a_centre_by_its_words(self, world: World, q: str) -> None:
        assert search(world.person["reza"], q, AT).centres == [world.centre["chabahar"]]

    @pytest.mark.parametrize("q", ["چابهار", "چابها", "چا"])
    def test_a_place_by_its_beginning(self, world: World, q: str) -> None:
        assert world.place["1104"] in search(world.person["zahra"], q, AT).places

    def test_of_each_kind_only_a_few(self, world: World) -> None:
        for number in range(FEW + 3):
            network.create(
                world.place["1104"],
                name=f"کانون آفتاب {number}",
                kind="specialised",
                domains=[world.domain["health"]],
                area_path="IR/11/1104/",
                code=f"aftab{number}",
                by=HAND,
                at=SATURDAY,
            )

        assert len(search(world.person["reza"], "آفتاب", AT).centres) == FEW

    def test_an_admin_finds_the_house_and_no_request(self, world: World, hers: Request) -> None:
        seen = search(world.person["admin"], "چابهار", AT)

        assert (bool(seen.centres), bool(seen.places), seen.requests) == (True, True, [])


class TestHostile:
    @pytest.mark.parametrize("q", ["%", "__", "'' OR 1=1 --", "\\", "\x00\x00", "*(&)", "((((", "هم" * 60])
    def test_finds_nothing_and_breaks_nothing(self, world: World, client: Client, hers: Request, q: str) -> None:
        client.force_login(world.person["reza"])

        answer = client.get("/search", {"q": q})

        assert answer.status_code == 200
        assert answer.context["found"].requests == []

    @pytest.mark.parametrize("before", ["x", "-1", "0", "۱۲", "9" * 40, ""])
    def test_a_bent_key_begins_at_the_beginning(self, world: World, client: Client, hers: Request, before: str) -> None:
        client.force_login(world.person["reza"])

        answer = client.get("/search", {"q": "فاطمه", "before": before})

        assert [row["pk"] for row in answer.context["found"].requests] == [hers.pk]

    def test_costs_the_same_however_much_there_is(
        self, world: World, client: Client, hers: Request, django_assert_max_num_queries: Any
    ) -> None:
        for number in range(25):
            world.request(applicant_name="فاطمه هوت", phone=f"09151230{number:03}")
        client.force_login(world.person["reza"])
        client.get("/search", {"q": "فاطمه"})

        with django_assert_max_num_queries(13):
            client.get("/search", {"q": "فاطمه"})
