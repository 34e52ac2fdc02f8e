"""A row of a file, cell by cell: what may come in, what is told, and how it is named to her who must mend it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from hamafza.intake.imports import columns
from hamafza.intake.imports.checking import Checker, Draft, Fault
from hamafza.kernel.clock import TEHRAN
from hamafza.places import commands as places
from tests.cast import HAND, SATURDAY, World

HEADINGS = ["شرح", "شهر", "نام", "موبایل", "تاریخ", "عرصه", "کد"]
MAPPING = {"text": 0, "place": 1, "applicant_name": 2, "phone": 3, "received": 4, "domain": 5, "external_id": 6}
NAMES = list(MAPPING)


def checker(world: World, at: datetime = SATURDAY, **changed: object) -> Checker:
    given = {"headings": HEADINGS, "mapping": MAPPING, "place": world.place["1104"], "within": ["IR/11/"], "at": at}
    return Checker(**{**given, **changed})


def checked(world: World, at: datetime = SATURDAY, **said: str) -> Draft | list[Fault]:
    return checker(world, at).check((2, [{"text": "دارو", **said}.get(name, "") for name in NAMES]))


def drafted(world: World, **said: str) -> Draft:
    draft = checked(world, **said)
    assert isinstance(draft, Draft), draft
    return draft


def told(world: World, at: datetime = SATURDAY, **said: str) -> list[str]:
    faults = checked(world, at, **said)
    assert isinstance(faults, list), faults
    return [str(fault) for fault in faults]


class TestTheWords:
    def test_alone_are_enough(self, world: World) -> None:
        draft = drafted(world)

        assert (draft.row, draft.place, draft.domain) == (2, world.place["1104"], "")
        assert draft.details == {
            "text": "دارو", "applicant_name": "", "phone": "", "came_at": None, "external_id": "",
        }  # fmt: skip

    def test_may_be_as_long_as_at_every_other_door(self, world: World) -> None:
        assert drafted(world, text="ب" * 5_000).details["text"] == "ب" * 5_000
        assert told(world, text="ب" * 5_001) == ["سطر ۲، ستون «شرح»: از ۵٬۰۰۰ نویسه بلندتر است."]

    def test_must_be_there(self, world: World) -> None:
        assert told(world, text="") == ["سطر ۲، ستون «شرح»: خالی است؛ یک جملهٔ کوتاه هم بس است."]

    def test_are_read_from_a_row_that_ends_early(self, world: World) -> None:
        draft = checker(world).check((2, ["دارو", "تیس"]))

        assert isinstance(draft, Draft)
        assert (draft.place, draft.details["phone"]) == (world.place["tis"], "")


class TestWhatIsTooLong:
    @pytest.mark.parametrize(("name", "limit"), [("applicant_name", 120), ("external_id", 80)])
    def test_is_cut_where_the_table_ends(self, world: World, name: str, limit: int) -> None:
        assert drafted(world, **{name: "ن" * (limit + 1)}).details[name] == "ن" * limit

    def test_is_cut_in_the_domain_too(self, world: World) -> None:
        assert drafted(world, domain="ع" * 200).domain == "ع" * 120


class TestThePhone:
    @pytest.mark.parametrize(
        "written", ["۰۹۱۵۱۲۳۴۵۶۷", "0915 123 4567", "+98 915-123-4567", "٠٩١٥١٢٣٤٥٦٧", "00989151234567", "9151234567"]
    )
    def test_is_understood_in_any_writing(self, world: World, written: str) -> None:
        assert drafted(world, phone=written).details["phone"] == "09151234567"

    def test_that_is_none_is_shown_with_an_example(self, world: World) -> None:
        [fault] = told(world, phone="12")

        assert fault == "سطر ۲، ستون «موبایل»: «12» شمارهٔ کاملی نیست؛ مانند ۰۹۱۲۳۴۵۶۷۸۹ بنویسید."

    def test_that_is_a_whole_book_is_shown_by_its_beginning(self, world: World) -> None:
        [fault] = told(world, phone="x" * 500)

        assert f"«{'x' * 30}»" in fault


class TestTheDay:
    """It is Saturday, 2 Aban 1405."""

    @pytest.mark.parametrize(
        ("written", "noon"),
        [
            ("۱۴۰۵/۰۸/۰۱", (2026, 10, 23)),
            ("1405/8/1", (2026, 10, 23)),
            ("2026-10-23", (2026, 10, 23)),
            ("۱۴۰۴/۱۲/۲۹", (2026, 3, 20)),
            ("1403/12/30", (2025, 3, 20)),  # a leap year
            ("1979-01-01", (1979, 1, 1)),
        ],
    )
    def test_that_has_gone_by_is_taken_at_noon(self, world: World, written: str, noon: tuple[int, int, int]) -> None:
        assert drafted(world, received=written).details["came_at"] == datetime(*noon, 12, tzinfo=TEHRAN)

    @pytest.mark.parametrize("written", ["", "۱۴۰۵/۰۸/۰۲", "2026-10-24"])
    def test_that_is_today_means_now(self, world: World, written: str) -> None:
        assert drafted(world, received=written).details["came_at"] is None

    @pytest.mark.parametrize("written", ["۱۴۰۵/۰۸/۰۳", "2026-10-25", "2099-01-01", "1978-12-31", "1300/01/01"])
    def test_that_has_not_come_or_is_too_far_is_told(self, world: World, written: str) -> None:
        assert told(world, received=written) == ["سطر ۲، ستون «تاریخ»: این روز هنوز نیامده است یا بسیار دور است."]

    @pytest.mark.parametrize("written", ["1405/13/01", "1404/12/30", "2026-02-30", "دیروز", "x" * 99])
    def test_that_is_in_no_calendar_is_told(self, world: World, written: str) -> None:
        [fault] = told(world, received=written)

        assert fault.startswith(f"سطر ۲، ستون «تاریخ»: «{written[:30]}» روزی در تقویم نیست")

    def test_begins_at_midnight_in_tehran(self, world: World) -> None:
        evening = datetime(2026, 10, 24, 20, 29, tzinfo=UTC)  # 23:59 in Tehran

        assert told(world, evening, received="2026-10-25")
        assert isinstance(checked(world, evening + timedelta(minutes=1), received="2026-10-25"), Draft)


class TestThePlace:
    def test_is_that_of_the_file_where_the_row_says_none(self, world: World) -> None:
        assert drafted(world).place == world.place["1104"]

    def test_is_looked_for_in_the_files_own_county_first(self, world: World) -> None:
        twins = [{"path": path, "kind": "village", "name_fa": "کهنک"} for path in ("IR/11/1104/a/", "IR/11/1110/b/")]
        places.load(rows=twins, by=HAND, at=SATURDAY)

        assert drafted(world, place="کهنک").place.path == "IR/11/1104/a/"

    def test_may_lie_elsewhere_within_her_reach(self, world: World) -> None:
        assert drafted(world, place="کنارک").place == world.place["1110"]

    def test_beyond_her_reach_is_not_found(self, world: World) -> None:
        assert told(world, place="مشهد") == ["سطر ۲، ستون «شهر»: «مشهد» را در محدودهٔ شما نیافتیم."]

    def test_is_found_anywhere_by_the_systems_own_hand(self, world: World) -> None:
        draft = checker(world, within=None).check((2, ["دارو", "مشهد"]))

        assert isinstance(draft, Draft)
        assert draft.place == world.place["0901"]

    def test_of_two_names_asks_with_both(self, world: World) -> None:
        twins = [{"path": path, "kind": "village", "name_fa": "کهنک"} for path in ("IR/11/1101/a/", "IR/11/1110/b/")]
        places.load(rows=twins, by=HAND, at=SATURDAY)

        [fault] = told(world, place="کهنک")

        assert "نام چند جاست. نام شهرستان را هم بنویسید" in fault
        assert "«کهنک، زاهدان، سیستان و بلوچستان»" in fault
        assert "«کهنک، کنارک، سیستان و بلوچستان»" in fault

    def test_is_looked_up_once_however_many_rows_name_it(self, world: World, django_assert_max_num_queries) -> None:
        one = checker(world)
        one.check((2, ["دارو", "تیس"]))
        one.check((3, ["دارو", "ناکجا"]))

        with django_assert_max_num_queries(0):
            rows = [one.check((n, ["دارو", name])) for n in range(4, 40) for name in ("تیس", "ناکجا")]

        assert sum(isinstance(row, Draft) for row in rows) == 36


class TestFaults:
    def test_of_one_row_are_told_together_under_the_names_of_its_columns(self, world: World) -> None:
        said = told(world, text="", phone="12", received="x", place="ناکجا")

        assert [fault.split("»")[0] for fault in said] == [
            "سطر ۲، ستون «شرح", "سطر ۲، ستون «موبایل", "سطر ۲، ستون «تاریخ", "سطر ۲، ستون «شهر",
        ]  # fmt: skip

    @pytest.mark.parametrize("mapping", [{"phone": 3}, {"phone": 3, "text": 7}])
    def test_of_a_column_without_a_heading_use_our_own_name_for_it(self, world: World, mapping: dict[str, int]) -> None:
        one = checker(world, headings=[*HEADINGS, ""], mapping=mapping)

        [fault] = one.check((9, ["دارو"]))

        assert (fault.row, fault.column) == (9, "شرح درخواست")

    def test_are_told_in_english_to_one_who_reads_it(self, world: World) -> None:
        with translation.override("en"):
            said = told(world, text="", phone="12", received="2099-01-01", place="ناکجا")

        assert len(said) == 4
        for fault in said:
            words = fault.split("”: ")[-1].replace("ناکجا", "")
            assert fault.startswith("Row 2, column")
            assert not any("آ" <= letter <= "ی" for letter in words), fault


class TestColumns:
    @pytest.mark.parametrize(
        ("headings", "meant"),
        [
            (["شرح", "متن"], {"text": 0}),  # one meaning, one column: the first
            (["متن درخواست متقاضی", "متن"], {"text": 1}),  # a whole heading before a part, wherever it stands
            (["شماره پرونده", "شماره تماس"], {"external_id": 0, "phone": 1}),
            (["تاريخ دريافت", "كد"], {"received": 0, "external_id": 1}),  # Arabic letters
            (["  Case Number ", "CITY"], {"external_id": 0, "place": 1}),
            (["نام کامل متقاضی"], {"applicant_name": 0}),
            (["محل سکونت فعلی"], {"place": 0}),
            (["نامه"], {}),  # «نام» is part of the word, not a word of it
            (["", "  "], {}),
            ([], {}),
        ],
    )
    def test_are_known_by_their_headings(self, headings: list[str], meant: dict[str, int]) -> None:
        assert columns.guess(headings) == meant

    def test_have_each_heading_for_one_meaning_only(self) -> None:
        words = [word for line in columns.HEADINGS.values() for word in line.split("|")]

        assert len(words) == len(set(words))
        assert set(columns.HEADINGS) == set(columns.FIELDS) == set(MAPPING)

    @pytest.mark.parametrize(("name", "word"), [(n, w) for n, ws in columns.HEADINGS.items() for w in ws.split("|")])
    def test_are_known_by_every_word_of_the_table(self, name: str, word: str) -> None:
        assert columns.guess([word.upper()]) == {name: 0}
