"""Tables, problems and rules on the way in: understood however offices type them, or refused cell by cell."""

import json

import pytest

from hamafza_engines.frame import BadInput, write_table
from hamafza_engines.routing import Ask, CentreFacts, Params, Problem
from hamafza_engines.routing._files import read_asks, read_centres, read_problem, read_rules

from .builders import HEALTH, HERE

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


def refusal(read, *args):
    with pytest.raises(BadInput) as fault:
        read(*args)
    assert any("؀" <= letter <= "ۿ" for letter in fault.value.remedy_fa), "no remedy in Persian"
    return fault.value


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


def problem(**changes):
    ask, centre = (
        {"domain": "health", "place_path": HERE},
        {"id": 1, "domains": ["health"], "place_path": HERE},
    )
    whole = {"ask": ask, "centres": [centre | {"area_path": HERE}], "excluded": [5], "last_reason": "silence"}
    for path, value in changes.items():
        *way, last = path.split("__")
        inside = whole
        for step in way:
            inside = inside[step][0] if step == "centres" else inside[step]
        inside[last] = value
    return json.dumps(whole)


class TestAProblem:
    def test_is_read_whole(self):
        read = read_problem(problem(ask__urgency=1, centres__open_load=4, centres__lat=1.5, centres__lng=2))

        centre = CentreFacts(1, HEALTH, HERE, HERE, 1.5, 2, open_load=4)
        assert read == Problem(Ask("health", HERE, urgency=1), (centre,), frozenset({5}), "silence")

    def test_needs_neither_tried_ones_nor_a_last_reason(self):
        text = json.loads(problem())
        del text["excluded"], text["last_reason"]

        read = read_problem(json.dumps(text))

        assert (read.excluded, read.last_reason) == (frozenset(), None)

    @pytest.mark.parametrize(
        ("path", "value", "field"),
        [
            ("ask__domain", "", "domain"),
            ("ask__place_path", "IR", "place_path"),
            ("ask__urgency", 1.0, "urgency"),
            ("ask__urgency", "1", "urgency"),
            ("ask__urgency", 9, "urgency"),
            ("ask__lat", 5, "lat, lng"),
            ("ask__deadline_hours", float("inf"), "deadline_hours"),
            ("ask__deadline_hours", "soon", "problem"),
            ("ask__colour", "red", "problem"),
            ("ask", None, "problem"),
            ("centres", None, "problem"),
            ("centres", {"id": 1}, "problem"),
            ("centres__id", "1", "id"),
            ("centres__id", None, "id"),
            ("centres__domains", "health", "problem"),
            ("centres__domains", [1], "problem"),
            ("centres__area_path", None, "problem"),
            ("centres__lat", float("nan"), "lat, lng"),
            ("centres__capacity_free", 1.5, "capacity_free"),
            ("centres__capacity_free", float("inf"), "capacity_free"),
            ("centres__capacity_free", 10**400, "capacity_free"),
            ("centres__accepted", "7", "accepted"),
            ("centres__accepted", 10**13, "accepted"),
            ("centres__open_hours", float("inf"), "open_hours"),
            ("centres__open_hours", [], "problem"),
            ("centres__nothing", 1, "problem"),
            ("excluded", "15", "problem"),
            ("excluded", [[1]], "problem"),
            ("excluded", ["5"], "problem"),
            ("last_reason", "tired", "last_reason"),
            ("last_reason", ["silence"], "last_reason"),
        ],
    )
    def test_with_one_thing_wrong_is_refused_by_its_name(self, path, value, field):
        assert refusal(read_problem, problem(**{path: value})).field == field

    @pytest.mark.parametrize(
        "text",
        [
            "",
            " ",
            "null",
            "true",
            "12",
            '"x"',
            "[]",
            "{}",
            "{'ask': 1}",
            "[" * 10**5,
            "1" * 5000,
            "\x00",
            "متن",
        ],
        ids=range(13),
    )
    def test_that_is_no_json_of_one_is_refused(self, text):
        assert refusal(read_problem, text).field == "problem"

    def test_with_two_centres_of_one_id_is_refused(self):
        text = json.loads(problem())
        text["centres"] *= 2

        assert refusal(read_problem, json.dumps(text)).field == "centre.id"


class TestRules:
    @pytest.mark.parametrize(
        ("told", "meant"),
        [
            ("", Params()),
            (" , ,", Params()),
            ("area=3", Params(area=3.0)),
            ("area = 3 , half_km=10", Params(area=3.0, half_km=10.0)),
            ("area=۳٫۵,keep=۷", Params(area=3.5, keep=7)),
            ("area=3,area=4", Params(area=4.0)),
            ("area=0,domain=0", Params(area=0.0, domain=0.0)),
            ("half_km=1e9", Params(half_km=1e9)),
        ],
    )
    def test_change_what_they_name(self, told, meant):
        assert read_rules(told) == meant

    def test_begin_from_the_rules_they_are_given(self):
        assert read_rules("area=3", Params(domain=9.0)) == Params(domain=9.0, area=3.0)

    @pytest.mark.parametrize(
        ("told", "field"),
        [
            ("speed=1", "rules"),
            ("area", "area"),
            ("area=", "area"),
            ("area=زیاد", "area"),
            ("=1", "rules"),
            ("area=-0.1", "area"),
            ("area=1e10", "area"),
            ("half_km=0", "half_km"),
            ("load_scale=1e10", "load_scale"),
            ("keep=0", "keep"),
            ("keep=2.5", "keep"),
            ("domain=0,area=0,distance=0,capacity=0,hours=0,acceptance=0,fairness=0", "weights"),
        ],
    )
    def test_that_are_none_are_refused_by_name(self, told, field):
        assert refusal(read_rules, told).field == field


class TestRanges:
    """The last good value and the first bad one of each number."""

    @pytest.mark.parametrize(
        "name", ["domain", "area", "distance", "capacity", "hours", "acceptance", "fairness"]
    )
    def test_of_a_weight_are_nought_to_a_thousand_million(self, name):
        for good in (0, 0.0, 1e9):
            assert getattr(Params(**{name: good}), name) == good
        for bad in (-1e-9, 1.1e9, float("nan"), float("inf"), float("-inf")):
            assert refusal(lambda value=bad: Params(**{name: value})).field == name

    @pytest.mark.parametrize(
        "name", ["half_km", "half_life_days", "needed_hours", "prior_accepted", "prior_refused", "load_scale"]
    )
    def test_of_a_scale_begin_above_nought(self, name):
        for good in (5e-324, 1, 1e9):
            assert getattr(Params(**{name: good}), name) == good
        for bad in (0, -1, 1.1e9, float("nan"), float("inf")):
            assert refusal(lambda value=bad: Params(**{name: value})).field == name

    def test_of_keep_are_whole_numbers_from_one(self):
        assert Params(keep=1).keep == 1
        for bad in (0, -5, 1.0, 2.5, float("inf"), "3"):
            assert refusal(lambda value=bad: Params(keep=value)).field == "keep"

    @pytest.mark.parametrize("name", ["capacity_free", "accepted", "declined", "expired", "open_load"])
    def test_of_a_count_are_whole_numbers_from_nought(self, name):
        for good in (0, 1, 10**12):
            assert getattr(CentreFacts(1, HEALTH, "", "", **{name: good}), name) == good
        for bad in (-1, 10**12 + 1, 0.5, float("nan"), "1"):
            fault = refusal(lambda value=bad: CentreFacts(1, HEALTH, "", "", **{name: value}))
            assert fault.field == name

    @pytest.mark.parametrize("kind", [Ask, lambda *args: CentreFacts(1, HEALTH, args[1], "", *args[2:])])
    def test_of_a_point_are_those_of_the_earth(self, kind):
        for lat, lng in ((90, 180), (-90, -180), (0, 0)):
            assert (kind("health", "", lat, lng).lat, kind("health", "", lat, lng).lng) == (lat, lng)
        for lat, lng, field in (
            (90.1, 0, "lat"),
            (-90.1, 0, "lat"),
            (0, 180.1, "lng"),
            (0, float("nan"), "lng"),
        ):
            assert refusal(kind, "health", "", lat, lng).field == field
