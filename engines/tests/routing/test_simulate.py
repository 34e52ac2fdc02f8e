"""Last month under new rules: against a slow month that ranks everyone again for every ask."""

import random
from collections import Counter
from dataclasses import replace

import pytest

from hamafza_engines.__main__ import main
from hamafza_engines.frame import Exit, Within, read_table, write_table
from hamafza_engines.routing import REASONS, Ask, CentreFacts, Params, Problem, simulate, solve

OLD, NEW = Params(), Params(fairness=9.0, distance=0.0)


def centre(id_, **more):
    facts = {"place_path": "IR/11/1104/", "area_path": "IR/11/", "capacity_free": 3} | more
    return CentreFacts(id_, frozenset({"health"}), **facts)


def month(seed, asks=25, centres=12):
    chance = random.Random(seed)
    places = ("IR/11/1104/", "IR/11/1107/", "IR/29/2901/")
    known = tuple(
        CentreFacts(
            i, frozenset(chance.sample(["health", "legal"], chance.randint(1, 2))), chance.choice(places),
            chance.choice(["IR/11/", "IR/29/", "IR/", ""]), 30 + chance.random(), 50 + chance.random(),
            chance.choice([None, 0, 2, 9]), 0.0, 8.0, chance.randint(0, 5), 0, 0, chance.randint(0, 4),
        )
        for i in range(1, centres + 1)
    )  # fmt: skip
    asked = [
        Ask(
            chance.choice(["health", "legal"]), chance.choice(places), 30 + chance.random(), 50 + chance.random(), chance.randint(0, 2)
        )
        for _ in range(asks)
    ]  # fmt: skip
    return asked, known


def slow_month(asks, centres, params):
    """Rank everyone by the load of the moment."""
    now, firsts = {c.id: c for c in centres}, []
    for ask in asks:
        plan = solve(Problem(ask, tuple(now.values())), params=params)
        firsts.append(plan.ranked[0].centre_id if plan.ranked else None)
        if plan.ranked:
            one = now[firsts[-1]]
            free = one.capacity_free
            now[one.id] = replace(
                one, open_load=one.open_load + 1, capacity_free=free if free is None else max(0, free - 1)
            )
    return firsts


class TestSimulate:
    @pytest.mark.parametrize("seed", range(25))
    def test_both_months_are_those_of_ranking_everyone_again(self, seed):
        asks, centres = month(seed)

        found = simulate(asks, centres, OLD, NEW)

        assert [old for old, _ in found.firsts] == slow_month(asks, centres, OLD)
        assert [new for _, new in found.firsts] == slow_month(asks, centres, NEW)

    def test_the_same_rules_change_nothing(self):
        found = simulate(*month(1), OLD, OLD)

        assert found.changed == ()
        assert found.moved() == {}
        assert found.before == found.after

    def test_load_of_the_month_counts(self):
        asks = [Ask("health", "IR/11/1104/")] * 4

        found = simulate(asks, [centre(1), centre(2)], OLD, OLD)

        assert [old for old, _ in found.firsts] == [1, 2, 1, 2]

    def test_fairer_rules_spread_the_load(self):
        near = centre(1, lat=30.0, lng=50.0, capacity_free=None)
        others = [centre(i, lat=31.0, lng=50.0, capacity_free=None) for i in range(2, 6)]
        asks = [Ask("health", "IR/11/1104/", 30.0, 50.0)] * 20

        found = simulate(asks, [near, *others], Params(distance=9.0, fairness=0.1), NEW)

        assert found.after.busiest < found.before.busiest
        assert found.after.centres > found.before.centres
        assert found.after.value("distance") < found.before.value("distance")
        assert found.moved()[1] == found.after.busiest - found.before.busiest or found.moved()[1] < 0

    def test_moves_add_up(self):
        asks, centres = month(4)

        found = simulate(asks, centres, OLD, NEW)

        assert sum(found.moved().values()) == found.after.placed - found.before.placed
        old, new = (Counter(side) for side in zip(*found.firsts, strict=True))
        assert all(new[id_] - old[id_] == more for id_, more in found.moved().items())

    def test_nobody_for_an_ask_is_said(self):
        found = simulate([Ask("housing", "IR/")], [centre(1)], OLD, NEW)

        assert found.firsts == ((None, None),)
        assert found.before.placed == found.after.busiest == 0
        assert found.complete

    def test_no_asks_are_a_month_too(self):
        found = simulate([], [centre(1)], OLD, NEW)

        assert (found.firsts, found.before.values) == ((), (0.0,) * len(REASONS))

    def test_stops_in_time(self):
        found = simulate(*month(1), OLD, NEW, stop=Within(0))

        assert not found.complete
        assert found.firsts == ()

    @pytest.mark.parametrize(
        ("language", "words"), [("fa", "به مرکز دیگری می‌رفت"), ("en", "would have gone elsewhere")]
    )
    def test_sums_up(self, language, words):
        said = simulate(*month(2), OLD, NEW).summary(language)

        assert words in said
        assert len(said.splitlines()) == 3


def test_the_shell_tells_ask_by_ask(tmp_path, capsys):
    write_table(
        tmp_path / "a.csv",
        [{"id": i, "domain": "health", "place_path": "IR/11/", "lat": 30, "lng": 50} for i in range(6)],
    )
    write_table(
        tmp_path / "c.csv",
        [{"id": i, "domains": "health", "place_path": "IR/11/", "lat": 30 + i / 10, "lng": 50, "open_load": 0} for i in range(1, 4)],
    )  # fmt: skip
    words = [
        "routing",
        str(tmp_path / "a.csv"),
        str(tmp_path / "c.csv"),
        "-o",
        str(tmp_path / "o.csv"),
        "--rules",
        "distance=9,fairness=0",
    ]

    assert main([*words, "--simulate", "distance=0,fairness=9"]) == Exit.DONE
    rows = read_table(tmp_path / "o.csv", kinds={"changed": int, "before": int})
    assert [row["before"] for row in rows] == [1] * 6
    assert sum(row["changed"] for row in rows) == 4
    assert "۴ از ۶" in capsys.readouterr().err
    assert main([*words, "--simulate", "distance=0", "--seconds", "0"]) == Exit.STOPPED
    assert main([*words, "--simulate", "nonsense=1"]) == Exit.BAD_INPUT
