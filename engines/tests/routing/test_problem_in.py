"""A problem as JSON, rules as a line, and the ranges of every number: what is taken and what is refused by name."""

import json

import pytest

from hamafza_engines.routing import Ask, CentreFacts, Params, Problem
from hamafza_engines.routing._files import read_problem, read_rules

from .builders import HEALTH, HERE, refusal


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
