"""Tables of needs, offers and rules: what a cell means, in every spelling, and what is refused with its row."""

from datetime import date

import pytest

from hamafza_engines.allocation._files import COLUMNS, read_needs, read_offers, read_rules, write_plan
from hamafza_engines.allocation._plan import Line
from hamafza_engines.frame import BadInput, read_table, write_table

HEAD = {
    "need": {"id": "n1", "amount": 5, "category": "food"},
    "offer": {"id": "o1", "amount": 5, "category": "food"},
}
SLOW = pytest.mark.slow  # openpyxl and pyarrow take their time to come in
READ = {"need": read_needs, "offer": read_offers}


@pytest.fixture
def reading(tmp_path):
    """Return what reads a table of these rows: ('need' or 'offer' or 'rule', rows) -> what was read."""

    def read(kind, *rows, suffix="csv"):
        path = tmp_path / f"{kind}.{suffix}"
        if kind == "rule":
            write_table(path, rows)
            return read_rules(path)
        write_table(path, [HEAD[kind] | row for row in rows])
        return READ[kind](path)

    return read


@pytest.fixture
def refusal(reading):
    """Return what gives the fault that reading these rows raises."""

    def refused(kind, *rows):
        with pytest.raises(BadInput) as fault:
            reading(kind, *rows)
        return fault.value

    return refused


class TestTheNamesOfColumns:
    @pytest.mark.parametrize(
        ("column", "name"),
        [
            (column, name)
            for column in ("amount", "priority", "group", "lat", "lng", "max_km", "since", "until", "bundle")
            for name in COLUMNS[column]
        ],
    )
    def test_of_needs_may_be_any_of_those_known(self, column, name, tmp_path):
        cells = {
            "amount": "7",
            "priority": "9",
            "group": "زابل",
            "lat": "31",
            "lng": "61",
            "max_km": "12",
            "since": "2026-01-01",
            "until": "2026-01-02",
            "bundle": "خانواده",
        }
        row = {"id": "n1", "category": "food", "amount": "5", "lat": "30", "lng": "60"}
        row.pop(column, None)
        path = tmp_path / "needs.csv"
        write_table(path, [row | {name: cells[column]}])

        need = read_needs(path)[0]

        told = getattr(need, column)
        assert (
            told.isoformat()
            if isinstance(told, date)
            else f"{told:g}"
            if isinstance(told, float)
            else str(told)
        ) == cells[column]

    @pytest.mark.parametrize("name", ["شهرستان", "شهرستان ", "شَهرستان", "شهرســتان", "County", "COUNTY"])
    def test_are_known_with_vowels_tatweel_and_capitals(self, name, reading):
        assert reading("need", {name: "زابل"})[0].group == "زابل"

    @pytest.mark.parametrize("name", ["يكجا", "یکجا", "single", "Single"])
    def test_are_known_in_arabic_letters(self, name, reading):
        assert reading("offer", {name: "بله"})[0].single

    def test_that_nobody_knows_are_left_alone(self, reading):
        assert reading("need", {"note": "پشت در منتظر است"})[0].amount == 5

    @pytest.mark.parametrize("missing", ["id", "amount", "category"])
    @pytest.mark.parametrize("kind", ["need", "offer"])
    def test_that_must_be_there_are_asked_for_by_row(self, kind, missing, refusal):
        fault = refusal(kind, {missing: None})

        assert (fault.field, fault.row, fault.remedy) == (missing, 2, "this column must be filled")
        assert fault.remedy_fa == "این ستون باید پر باشد"


class TestACell:
    @pytest.mark.parametrize(
        ("told", "meant"),
        [("7", 7), ("۷", 7), ("٧", 7), ("1,200", 1200), ("۱٬۲۰۰", 1200), ("7.0", 7), (" 7 ", 7), ("0", 0), ("+7", 7), ("007", 7),
         ("\u200f7", 7), ("999999999999", 999999999999)],
    )  # fmt: skip
    @pytest.mark.parametrize("kind", ["need", "offer"])
    def test_of_an_amount_is_read_in_every_digit(self, kind, told, meant, reading):
        assert reading(kind, {"amount": told})[0].amount == meant

    @pytest.mark.parametrize(
        "told",
        [
            "-1",
            "۱٫۵",
            "1.5",
            "nan",
            "inf",
            "-inf",
            "1e9999",
            "many",
            "پنج",
            "5 kg",
            "0x10",
            "½",
            "--5",
            "1,2,3",
            "\u202e5x",
        ],
    )
    @pytest.mark.parametrize("kind", ["need", "offer"])
    def test_of_an_amount_that_is_none_is_refused_with_row_and_value(self, kind, told, refusal):
        fault = refusal(kind, {}, {"id": "x", "amount": told})

        assert (fault.field, fault.row, fault.value) == ("amount", 3, told)
        assert fault.remedy and fault.remedy_fa

    @pytest.mark.parametrize(
        ("told", "meant"),
        [("1405/09/01", date(2026, 11, 22)), ("۱۴۰۵/۰۹/۰۱", date(2026, 11, 22)), ("1405-9-1", date(2026, 11, 22)),
         ("2026-11-22", date(2026, 11, 22)), ("2026/11/22", date(2026, 11, 22)), ("۱ آذر ۱۴۰۵", date(2026, 11, 22)),
         ("2026-11-22T00:00:00", date(2026, 11, 22)), ("1403/12/30", date(2025, 3, 20)), ("2024-02-29", date(2024, 2, 29))],
    )  # fmt: skip
    @pytest.mark.parametrize("column", ["since", "until"])
    def test_of_a_day_is_read_in_both_calendars(self, column, told, meant, reading):
        assert getattr(reading("need", {column: told})[0], column) == meant
        assert getattr(reading("offer", {column: told})[0], column) == meant

    @pytest.mark.parametrize(
        "told", ["soon", "1405/13/01", "1405/12/30", "2026-02-29", "05/09/01", "1405", "9999999999", "0"]
    )
    def test_of_a_day_that_is_none_is_refused_with_how_to_write_one(self, told, refusal):
        fault = refusal("offer", {"until": told})

        assert (fault.field, fault.row, fault.value) == ("until", 2, told)
        assert "1405-09-01" in fault.remedy and "۱۴۰۵/۰۹/۰۱" in fault.remedy_fa

    @pytest.mark.parametrize(
        ("told", "meant"),
        [
            ("1", True),
            ("بله", True),
            ("بلی", True),
            ("آری", True),
            ("yes", True),
            ("TRUE", True),
            (1, True),
            (True, True),
            ("0", False),
            ("خیر", False),
            ("نه", False),
            ("no", False),
            ("False", False),
            (0, False),
            (None, False),
            ("  ", False),
            ("-", False),
        ],
    )
    @pytest.mark.parametrize("column", ["single", "perishable"])
    @pytest.mark.parametrize("suffix", ["csv", "json"])
    def test_of_yes_or_no_is_read_as_people_write_it(self, suffix, column, told, meant, reading):
        assert getattr(reading("offer", {column: told}, suffix=suffix)[0], column) is meant

    @pytest.mark.parametrize("told", ["maybe", "شاید", "2", "✓", "بله خیر"])
    @pytest.mark.parametrize("column", ["single", "perishable"])
    def test_of_yes_or_no_that_is_neither_is_refused_and_not_taken_for_no(self, column, told, refusal):
        fault = refusal("offer", {column: told})

        assert (fault.field, fault.row, fault.value) == (column, 2, told)
        assert (fault.remedy, fault.remedy_fa) == ("write yes or no", "بله یا خیر بنویسید")

    @pytest.mark.parametrize(
        "told", ["زکات؛ نذر", "زكات;نذر", "زکات|نذر", "زکات، نذر", "زکات,نذر", " زکات ؛؛ نذر ؛"]
    )
    def test_of_several_funds_is_read_with_any_mark_between(self, told, reading):
        assert reading("need", {"purposes": told})[0].purposes == {"زکات", "نذر"}

    @pytest.mark.parametrize(
        ("column", "good", "bad"), [("priority", 1, 0), ("priority", 10, 11), ("priority", 5, 5.5)]
    )
    def test_of_a_need_is_held_to_its_range(self, column, good, bad, reading, refusal):
        assert getattr(reading("need", {column: good})[0], column) == good
        fault = refusal("need", {column: bad})
        assert (fault.field, fault.row) == (column, 2)

    @pytest.mark.parametrize(("good", "bad"), [("1", "0"), ("2", "-3"), ("۳", "1.5"), ("9", "much")])
    def test_of_a_lot_is_one_or_more(self, good, bad, reading, refusal):
        assert reading("offer", {"lot": good})[0].lot == int(good)
        assert refusal("offer", {"lot": bad}).field == "lot"

    @pytest.mark.parametrize(
        ("cells", "field"),
        [({"lat": "30"}, "lat"), ({"lng": "50"}, "lat"), ({"lat": "91", "lng": "50"}, "lat"), ({"lat": "30", "lng": "-181"}, "lng"),
         ({"lat": "شمال", "lng": "50"}, "lat"), ({"lat": "30", "lng": "nan"}, "lng"), ({"max_km": "-1"}, "max_km"), ({"max_km": "far"}, "max_km"),
         ({"since": "1405/09/02", "until": "1405/09/01"}, "until")],
        ids=str,
    )  # fmt: skip
    @pytest.mark.parametrize("kind", ["need", "offer"])
    def test_of_place_and_time_is_refused_by_its_row(self, kind, cells, field, refusal):
        fault = refusal(kind, {}, {"id": "two"} | cells)

        assert (fault.field, fault.row) == (field, 3) and fault.remedy_fa

    def test_of_a_place_may_have_persian_digits_and_a_persian_point(self, reading):
        need = reading("need", {"lat": "۳۱٫۵", "lng": "۶۱٫۲۵"})[0]

        assert (need.lat, need.lng) == (31.5, 61.25)

    def test_left_empty_means_what_most_people_mean(self, reading):
        need, offer = reading("need", {})[0], reading("offer", {})[0]

        assert (need.priority, need.group, need.bundle, need.purposes, need.max_km, need.until) == (
            5,
            "",
            "",
            set(),
            None,
            None,
        )
        assert (offer.purpose, offer.only, offer.prefer, offer.single, offer.lot, offer.perishable) == (
            "",
            set(),
            set(),
            False,
            1,
            False,
        )


class TestRules:
    @pytest.mark.parametrize(
        ("told", "meant"),
        [("forbid", "forbid"), ("Forbid", "forbid"), ("ممنوع", "forbid"), ("pin", "pin"), ("تثبیت", "pin"), ("تثبيت", "pin"), ("category", "category"), ("گونه", "category"), ("گونة", "category")],
    )  # fmt: skip
    def test_are_known_in_both_languages_and_letters(self, told, meant, reading):
        assert reading("rule", {"rule": told, "need": "a", "offer": "b", "units": 3}) == [
            (meant, "a", "b", 3 if meant == "pin" else 0)
        ]

    @pytest.mark.parametrize("told", ["hope", "ممنوعه نیست", "pinned", "0"])
    def test_that_nobody_knows_are_refused_with_those_there_are(self, told, refusal):
        fault = refusal(
            "rule", {"rule": "forbid", "need": "a", "offer": "b"}, {"rule": told, "need": "a", "offer": "b"}
        )

        assert (fault.field, fault.row, fault.value) == ("rule", 3, told)
        assert "forbid, pin or category" in fault.remedy and "ممنوع" in fault.remedy_fa

    @pytest.mark.parametrize("units", [None, "0", "-2", "1.5", "all"])
    def test_that_pin_need_units(self, units, refusal):
        fault = refusal("rule", {"rule": "pin", "need": "a", "offer": "b", "units": units})

        assert (fault.field, fault.row) == ("units", 2)

    @pytest.mark.parametrize("side", ["need", "offer"])
    @pytest.mark.parametrize("rule", ["pin", "forbid", "category"])
    def test_need_both_sides(self, rule, side, refusal):
        fault = refusal("rule", {"rule": rule, "need": "a", "offer": "b", "units": 1} | {side: None})

        assert (fault.field, fault.row) == (side, 2)

    @pytest.mark.parametrize("name", ["amount", "مقدار", "واحد", "units"])
    def test_may_call_the_units_of_a_pin_by_any_known_name(self, name, reading):
        assert reading("rule", {"rule": "pin", "need": "a", "offer": "b", name: "۴"})[0][3] == 4


class TestThePlanAsATable:
    class Plan:
        """A plan of two lines, so that nothing but the writing is tried."""

        def lines(self):
            return iter([Line("ن‌۱", "=o", 3, 5000, True), Line("n2", "پیشنهاد", 10**15, 1)])

    FORMATS = [
        "csv",
        "tsv",
        "json",
        "jsonl",
        pytest.param("xlsx", marks=SLOW),
        pytest.param("parquet", marks=SLOW),
    ]

    @pytest.mark.parametrize("suffix", FORMATS)
    def test_is_read_back_as_it_was_written(self, suffix, tmp_path):
        path = tmp_path / f"plan.{suffix}"

        write_plan(path, self.Plan())

        rows = [
            (
                row.text("need"),
                row.text("offer"),
                row.integer("units"),
                row.integer("worth"),
                row.integer("pinned"),
            )
            for row in read_table(path)
        ]
        assert rows == [("ن‌۱", "=o", 3, 5000, 1), ("n2", "پیشنهاد", 10**15, 1, 0)]

    @pytest.mark.parametrize("name", ["plan.doc", "plan", "plan.csv.exe"])
    def test_of_a_kind_that_nobody_can_write_is_refused_with_those_there_are(self, name, tmp_path):
        with pytest.raises(BadInput) as refused:
            write_plan(tmp_path / name, self.Plan())

        assert (refused.value.field, refused.value.value) == (
            "output",
            name,
        ) and ".xlsx" in refused.value.remedy
        assert list(tmp_path.iterdir()) == []

    def test_replaces_an_older_one_whole(self, tmp_path):
        path = tmp_path / "plan.csv"
        path.write_text("old\n" * 999, "utf-8")

        write_plan(path, self.Plan())

        assert len(path.read_text("utf-8").splitlines()) == 3 and list(tmp_path.iterdir()) == [path]
