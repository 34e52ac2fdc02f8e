"""A directory answers as the plain tuple does, by cells and by the loop, and nothing is made before it is seen."""

import pickle
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza_engines.frame import BadInput
from hamafza_engines.routing import Ask, CentreFacts, Directory, Params, Problem, _cells, check, solve
from hamafza_engines.routing._later import Later

PATHS = ("IR/", "IR/11/", "IR/11/1104/", "IR/11/1104/7/", "IR/11/1107/", "IR/29/", "IR/29/2901/", "")


@pytest.fixture(params=["cells", "small cells", "loop"])
def way(request, monkeypatch):
    """Every way through a long shelf; short ones count as long, so that cells are made at all."""
    monkeypatch.setattr(_cells, "_LONG", 10**9 if request.param == "loop" else 1)
    if request.param == "small cells":
        monkeypatch.setattr(_cells, "_SIZE", 4)
    return request.param


def world(seed, count=60, paths=PATHS):
    chance = random.Random(seed)

    def point():
        return chance.choice([(None, None), (25 + 10 * chance.random(), 50 + 10 * chance.random())])

    centres = tuple(
        CentreFacts(
            id_, frozenset(chance.sample(["health", "legal"], chance.randint(1, 2))), chance.choice(paths),
            chance.choice(paths), *point(), chance.choice([None, 0, 1, 5]), 20 * chance.random(), chance.choice([0, 4, 30]),
            chance.randint(0, 3), chance.randint(0, 3), chance.randint(0, 1), chance.randint(0, 3), chance.random() < 0.3,
        )
        for id_ in range(1, count + 1)
    )  # fmt: skip
    ask = Ask("health", chance.choice(paths), *point(), chance.randint(0, 2))
    tried = frozenset(chance.sample(range(1, count + 1), min(count, chance.choice([0, 0, 5, 40]))))
    return Problem(ask, centres, tried, chance.choice([None, "capacity", "out_of_area", "silence"]))


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("keep", [1, 5, 100])
def test_answers_as_the_tuple_does(way, seed, keep):
    problem = world(seed)
    shelved = replace(problem, centres=Directory(problem.centres))

    plan = solve(shelved, params=Params(keep=keep))

    assert plan == solve(problem, params=Params(keep=keep))
    assert check(problem, plan) == []


def test_equal_centres_still_go_by_id(way):
    centres = tuple(
        CentreFacts(i, frozenset({"health"}), "IR/11/", "IR/11/", 30.0, 50.0) for i in range(400, 0, -1)
    )

    plan = solve(Problem(Ask("health", "IR/11/", 30.0, 50.0), Directory(centres)), params=Params(keep=3))

    assert [ranked.centre_id for ranked in plan.ranked] == [1, 2, 3]
    assert plan.beyond == 397


def test_rules_may_change_between_two_asks(way):
    problem = world(3)
    shelved = replace(problem, centres=Directory(problem.centres))
    rules = [Params(keep=2, half_km=km, **{name: 5.0}) for km in (5.0, 90.0) for name in ("area", "fairness")]

    for params in [*rules, *rules] * 4:
        assert solve(shelved, params=params) == solve(problem, params=params)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([*PATHS, "US/1/", "IR/110/", "IR"]))
def test_a_place_of_any_shape_finds_the_same_shelves(seed, place):
    problem = world(seed, count=20)
    place = place if place == "" or place.endswith("/") else f"{place}/"
    asked = replace(problem, ask=replace(problem.ask, place_path=place))

    assert solve(replace(asked, centres=Directory(problem.centres))) == solve(asked)


class TestTheDirectory:
    def test_is_a_tuple_of_its_centres(self):
        problem = world(1)

        assert Directory(problem.centres) == problem.centres
        assert pickle.loads(pickle.dumps(Directory(problem.centres))) == problem.centres

    def test_refuses_two_of_one_id(self):
        twice = world(1, count=2).centres * 2

        with pytest.raises(BadInput, match="distinct"):
            Directory(twice)

    def test_nobody_is_a_plan_too(self):
        plan = solve(Problem(Ask("health", "IR/"), Directory(())))

        assert (plan.ranked, plan.excluded, plan.status) == ((), (), "infeasible")


class TestSummary:
    @pytest.mark.parametrize(("language", "words"), [("fa", "مرکز می‌تواند"), ("en", "centres may be asked")])
    def test_speaks_both_languages(self, language, words):
        plan = solve(world(1))

        assert words in plan.summary(language)
        assert plan.status == "optimal"
        assert plan.gap == 0

    def test_says_that_there_is_nobody(self):
        plan = solve(Problem(Ask("health", "IR/"), ()))

        assert "نیست" in plan.summary()
        assert "no centre" in plan.summary("en")


class TestLater:
    def test_makes_only_what_is_seen_and_once(self):
        made = []
        items = Later(5, lambda place: made.append(place) or place * 10)

        assert (items[1], items[1], items[-1], len(items)) == (10, 10, 40, 5)
        assert made == [1, 4]

    def test_behaves_as_a_tuple(self):
        items = Later(3, str)

        assert items == ("0", "1", "2") == tuple(items)
        assert items[1:] == ("1", "2")
        assert hash(items) == hash(("0", "1", "2"))
        assert repr(items) == repr(("0", "1", "2"))
        assert pickle.loads(pickle.dumps(Later(2, int))) == (0, 1)
        assert items != ("0",)
        assert items != 3

    @pytest.mark.parametrize("place", [3, -4])
    def test_ends_where_it_ends(self, place):
        with pytest.raises(IndexError):
            Later(3, str)[place]
