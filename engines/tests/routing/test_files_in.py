"""Tables on the way in: understood however offices type them, or refused cell by cell."""

import pytest

from hamafza_engines.frame import write_table
from hamafza_engines.routing import Ask, CentreFacts
from hamafza_engines.routing._files import read_asks, read_centres

from .builders import HERE, refusal

ASK_ROW = {"id": "a1", "domain": "health", "place_path": HERE}
CENTRE_ROW = {"id": 7, "domains": "health; legal", "place_path": HERE}
FULL_ROW = CENTRE_ROW | {
    "area_path": "IR/11/", "lat": 29.5, "lng": 60.9, "capacity_free": 3, "capacity_age_days": 1.5, "open_hours": 6.0,
    "accepted": 4, "declined": 3, "expired": 2, "open_load": 1, "specialised": 1,
}  # fmt: skip
FULL = CentreFacts(
    7, frozenset({"health", "legal"}), HERE, "IR/11/", 29.5, 60.9, 3, 1.5, 6.0, 4, 3, 2, 1, True
)
FORMATS = ("csv", "tsv", "json", "jsonl", "xlsx", "parquet")


@pytest.fixture
def table(tmp_path):
    def put(*rows, name="t.csv"):
        write_table(tmp_path / name, rows)
        return tmp_path / name

    return put


class TestCentres:
    @pytest.mark.parametrize("suffix", FORMATS)
    def test_of_every_format_are_the_same(self, table, suffix):
        assert read_centres(table(FULL_ROW, name=f"t.{suffix}")) == (FULL,)

    @pytest.mark.parametrize("suffix", FORMATS)
    def test_of_whom_little_is_told_get_what_is_usual(self, table, suffix):
        (found,) = read_centres(table(CENTRE_ROW, name=f"t.{suffix}"))

        assert found == CentreFacts(7, frozenset({"health", "legal"}), HERE, HERE)
        assert (found.lat, found.capacity_free, found.open_hours, found.specialised) == (
            None,
            None,
            8.0,
            False,
        )

    @pytest.mark.parametrize(
        ("column", "cell", "field", "meant"),
        [
            ("id", "۷", "id", 7),
            ("id", "٧", "id", 7),
            ("domains", "health؛ legal", "domains", {"health", "legal"}),
            ("domains", "health|legal", "domains", {"health", "legal"}),
            ("domains", "health, legal, health", "domains", {"health", "legal"}),
            ("domains", "كار؛ سلامتي", "domains", {"کار", "سلامتی"}),
            ("domains", "\u200fhealth\u200e", "domains", {"health"}),
            ("domains", "  health  ", "domains", {"health"}),
            ("domains", None, "domains", set()),
            ("place_path", "IR/۱۱/۱۱۰۴/", "place_path", HERE),
            ("place_path", "\ufeffIR/11/1104/", "place_path", HERE),
            ("place_path", None, "place_path", ""),
            ("lat", "۲۹٫۵", "lat", 29.5),
            ("lat", "-90", "lat", -90.0),
            ("lng", "180", "lng", 180.0),
            ("capacity_free", None, "capacity_free", None),
            ("capacity_free", "۰", "capacity_free", 0),
            ("capacity_free", "1,200", "capacity_free", 1200),
            ("capacity_free", "10.0", "capacity_free", 10),
            ("capacity_free", 10**12, "capacity_free", 10**12),
            ("capacity_age_days", "0", "capacity_age_days", 0.0),
            ("open_hours", "7.25", "open_hours", 7.25),
            ("open_hours", "1e-300", "open_hours", 1e-300),
            ("accepted", "+5", "accepted", 5),
            ("specialised", "بلي", "specialised", True),
            ("specialised", "YES", "specialised", True),
            ("specialised", "خیر", "specialised", False),
            ("specialised", "0", "specialised", False),
            ("specialised", None, "specialised", False),
        ],
    )
    def test_are_understood_however_a_cell_is_typed(self, table, column, cell, field, meant):
        (found,) = read_centres(table(FULL_ROW | {column: cell}))

        assert getattr(found, field) == meant

    @pytest.mark.parametrize(
        ("column", "cell", "remedy"),
        [
            ("id", None, "must be filled"),
            ("id", "مرکز", "number"),
            ("id", "1.5", "whole"),
            ("id", "9" * 31, "number"),
            ("place_path", "IR/11", "end with '/'"),
            ("area_path", "/IR", "end with '/'"),
            ("lat", "90.0001", "-90 and 90"),
            ("lat", "شمال", "number"),
            ("lat", None, "both"),
            ("lng", "-180.01", "-180 and 180"),
            ("lng", None, "both"),
            ("lng", "nan", "number"),
            ("capacity_free", "-1", "from 0 to 10^12"),
            ("capacity_free", "2.5", "whole"),
            ("capacity_free", 10**12 + 1, "from 0 to 10^12"),
            ("capacity_free", "خیلی", "number"),
            ("capacity_age_days", "-0.5", "0 or more"),
            ("capacity_age_days", "inf", "number"),
            ("open_hours", "-1", "0 or more"),
            ("open_hours", "هشت", "number"),
            ("accepted", "-1", "from 0"),
            ("declined", "-1", "from 0"),
            ("expired", "-1", "from 0"),
            ("open_load", "-1", "from 0"),
            ("open_load", "۳٫۵", "whole"),
            ("specialised", "شاید", "yes or no"),
        ],
    )
    def test_are_refused_by_field_row_value_and_remedy(self, table, column, cell, remedy):
        fault = refusal(
            read_centres, table(CENTRE_ROW, FULL_ROW | {"id": 8}, FULL_ROW | {"id": 9, column: cell})
        )

        assert column in fault.field
        assert fault.row == 4
        assert remedy in fault.remedy
        if cell is not None:
            assert str(cell).lstrip("-") in str(fault.value)

    @pytest.mark.parametrize("column", ["id", "domains", "place_path"])
    def test_without_a_column_that_must_be_there_are_refused(self, table, column):
        row = {name: cell for name, cell in FULL_ROW.items() if name != column}

        fault = refusal(read_centres, table(row))

        assert (fault.field, fault.value) == ("columns", column)
        assert "open_hours" in fault.remedy

    def test_of_an_empty_table_are_none(self, table):
        assert read_centres(table()) == ()


class TestAsks:
    @pytest.mark.parametrize("suffix", FORMATS)
    def test_of_every_format_are_the_same(self, table, suffix):
        row = ASK_ROW | {"lat": 29.5, "lng": 60.9, "urgency": 2, "deadline_hours": 4.0}

        assert read_asks(table(row, name=f"t.{suffix}")) == [("a1", Ask("health", HERE, 29.5, 60.9, 2, 4.0))]

    def test_without_ids_are_called_by_the_row_a_person_sees(self, table):
        rows = [{"domain": "health", "place_path": HERE}] * 2

        assert [id_ for id_, _ in read_asks(table(*rows))] == ["2", "3"]
        assert [id_ for id_, _ in read_asks(table(*rows, name="t.json"))] == ["1", "2"]

    def test_keep_the_noughts_of_their_ids(self, table):
        assert read_asks(table(ASK_ROW | {"id": "007"}))[0][0] == "007"

    def test_of_a_domain_in_other_letters_meet_the_centre_s(self, table):
        ((_, ask),) = read_asks(table(ASK_ROW | {"domain": "كار آفريني"}))
        (found,) = read_centres(table(CENTRE_ROW | {"domains": "کار آفرینی"}, name="c.csv"))

        assert ask.domain in found.domains

    @pytest.mark.parametrize(
        ("column", "cell", "remedy"),
        [
            ("domain", None, "must be filled"),
            ("place_path", "تهران", "end with '/'"),
            ("urgency", "3", "0, 1 or 2"),
            ("urgency", "-1", "0, 1 or 2"),
            ("urgency", "فوری", "number"),
            ("urgency", "1.5", "whole"),
            ("lat", "91", "-90 and 90"),
            ("lng", None, "both"),
            ("deadline_hours", "فردا", "number"),
            ("deadline_hours", "1e400", "number"),
        ],
    )
    def test_are_refused_by_field_row_value_and_remedy(self, table, column, cell, remedy):
        row = ASK_ROW | {"lat": 1.0, "lng": 1.0, "urgency": 0, "deadline_hours": 5.0}

        fault = refusal(read_asks, table(row, row | {column: cell}))

        assert column in fault.field
        assert fault.row == 3
        assert remedy in fault.remedy

    def test_past_their_deadline_are_asks_still(self, table):
        assert read_asks(table(ASK_ROW | {"deadline_hours": -5}))[0][1].deadline_hours == -5.0

    @pytest.mark.slow  # a line of ten megabytes
    def test_of_a_line_of_ten_megabytes_are_refused(self, tmp_path):
        (tmp_path / "t.csv").write_text(f"domain,place_path\nhealth,IR/\n{'x' * 10_000_000},IR/\n", "utf-8")

        assert refusal(read_asks, tmp_path / "t.csv").row == 3
