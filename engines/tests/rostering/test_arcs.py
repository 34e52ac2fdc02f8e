"""Which pairs of volunteer and seat the engine looks at: neither one too many nor one too few."""

from dataclasses import replace
from itertools import combinations

import pytest

from hamafza_engines.rostering import Params, Problem, Volunteer
from hamafza_engines.rostering import _arcs as engine
from hamafza_engines.rostering._arcs import arcs_of, at_night, kilometres, points, without

from . import oracle
from .crowded import DAY, FEATURES, MONDAY, crowded


def looked_at(problem, params):
    """Return {(shift, skill, volunteer): cost}, without those whose hours do not even hold the one shift."""
    arcs = arcs_of(problem, params)
    return dict(zip(oracle.named(arcs, range(len(arcs.vol))), arcs.cost.tolist(), strict=True))


def allowed(problem, params):
    """Return what the oracle allows, its hours included."""
    people, shifts = {v.id: v for v in problem.volunteers}, {s.id: s for s in problem.shifts}

    def lasts(pair):
        v = people[pair.volunteer]
        return replace(v, max_shifts=1, shifts_done=0), [shifts[pair.shift]]

    return {pair for pair in oracle.pairs(problem, params) if oracle.together(*lasts(pair), params)}


class TestPairs:
    @pytest.mark.parametrize("feature", FEATURES)
    def test_are_those_of_the_oracle(self, feature):
        for seed in range(4):
            problem = crowded(seed, [feature, "skills"])

            assert set(looked_at(problem, Params())) == allowed(problem, Params())

    @pytest.mark.parametrize("rules", [(), ("alone",), ("hours",), ("alone", "hours", "overlap", "rest")])
    def test_are_those_of_the_oracle_under_every_rule_that_cuts_them(self, rules):
        params = Params(rules=frozenset(rules))
        for seed in range(8):
            problem = crowded(seed)

            assert set(looked_at(problem, params)) == allowed(problem, params)

    @pytest.mark.parametrize("chunk", [1, 3, 1000])
    def test_are_the_same_however_many_are_looked_at_together(self, monkeypatch, chunk):
        months = [crowded(seed) for seed in range(6)]
        before = [looked_at(month, Params()) for month in months]

        monkeypatch.setattr(engine, "_CHUNK", chunk)

        assert [looked_at(month, Params()) for month in months] == before

    def test_stand_by_volunteer_then_start(self):
        for seed in range(6):
            arcs = arcs_of(crowded(seed), Params())
            keys = list(zip(arcs.vol.tolist(), arcs.slot_start[arcs.slot].tolist(), strict=True))

            assert keys == sorted(keys)
            for at in range(len(arcs.volunteers)):
                mine = arcs.vol[arcs.first[at] : arcs.first[at + 1]].tolist()
                assert mine == [at] * arcs.vol.tolist().count(at)

    def test_know_instants_before_1970(self, make):
        shift = replace(make.shift(), start=-500, end=-260)
        inside, outside = (make.person(n, windows=((a, -260),)) for n, a in (("a", -500), ("b", -499)))

        assert {pair.volunteer for pair in looked_at(Problem((inside, outside), (shift,)), Params())} == {"a"}

    def test_are_none_for_a_seat_nobody_wants(self, make):
        assert looked_at(Problem((make.person(),), (make.shift(seats=0),)), Params()) == {}

    def test_cost_what_way_continuity_and_wish_say(self, make):
        """10.007 km of latitude cost 10; a known centre takes off 50, a wish 30, and 3 points a km cost 30."""
        home, there = dict(lat=35.70, lng=51.4), dict(lat=35.79, lng=51.4, centre="north")
        more = [{}, dict(centres={"north"}), dict(wishes={"s1"}), dict(centres={"s1"}, wishes={"north"})]
        people = tuple(make.person(f"p{k}", **home, **told) for k, told in enumerate(more))
        problem = Problem(people, (make.shift(**there),))

        assert list(looked_at(problem, Params()).values()) == [10, -40, -20, -70]
        assert list(looked_at(problem, Params(travel=3)).values()) == [30, -20, 0, -50]
        assert list(looked_at(problem, Params(travel=100)).values()) == [200, 150, 170, 120]
        assert list(looked_at(problem, Params(travel=0, wish=0)).values()) == [0, -50, 0, -50]


class TestHowManyOnePersonMayTake:
    @pytest.mark.parametrize(
        ("told", "most"),
        [
            ({}, 4), (dict(max_shifts=2), 2), (dict(max_shifts=9, shifts_done=7), 2), (dict(shifts_done=9), 0),
            (dict(max_hours=11.0), 3), (dict(max_hours=9.98), 2), (dict(max_hours=7.0), 2), (dict(max_hours=24.0, hours_done=21.0), 1),
            (dict(windows=((MONDAY, MONDAY + 2 * DAY),)), 2),
        ],
    )  # fmt: skip
    def test_is_the_shortest_shifts_while_hours_and_limits_last(self, make, told, most):
        """Shifts of 5, 4, 3 and 3 hours on four days: 3 + 3 + 4 fit into 11 hours."""
        shifts = tuple(make.shift(f"d{k}", day=k, hours=h) for k, h in enumerate((5, 4, 3, 3)))
        arcs = arcs_of(Problem((make.person(**told),), shifts), Params())

        assert arcs.vol_cap.tolist() == [most]

    def test_forgets_the_hours_where_they_are_no_rule(self, make):
        shifts = tuple(make.shift(f"d{k}", day=k, hours=9) for k in range(4))
        problem = Problem((make.person(max_hours=9.0),), shifts)

        caps = [
            arcs_of(problem, Params(rules=frozenset(rules))).vol_cap.tolist() for rules in ((), ("hours",))
        ]

        assert caps == [[4], [1]]


class TestWithoutOnePerson:
    @pytest.mark.parametrize("seed", range(6))
    def test_the_network_is_that_of_the_problem_without_them(self, seed):
        problem = crowded(seed)
        for at, gone in enumerate(problem.volunteers):
            others = replace(problem, volunteers=tuple(v for v in problem.volunteers if v is not gone))
            fresh, (fewer, left) = arcs_of(others, Params()), without(arcs_of(problem, Params()), at)

            assert fewer.volunteers == fresh.volunteers
            columns = (
                "vol slot cost first vol_cap vol_done vol_minutes vol_rest vol_adult_at slot_number".split()
            )
            for column in columns:
                assert getattr(fewer, column).tolist() == getattr(fresh, column).tolist(), column
            assert int(left.sum()) == len(fewer.vol)


class TestNight:
    @pytest.mark.parametrize("night", [(22, 6), (0, 6), (20, 24), (24, 5), (9, 17), (5, 5), (0, 24)])
    def test_is_touched_when_any_minute_of_the_shift_lies_in_it(self, make, night):
        for hour in range(0, 24, 3):
            for minutes in (1, 179, 180, 181, 720, 1440):
                start = MONDAY + hour * 60 + 59
                shift = replace(make.shift(), start=start, end=start + minutes)

                told = bool(at_night(shift.start, shift.end, night))

                assert told == oracle.touches_night(shift, night), (hour, minutes)

    @pytest.mark.parametrize(
        ("start", "end", "told"),
        [(359, 400, True), (360, 1320, False), (360, 1321, True), (1319, 1320, False), (1320, 1321, True)],
    )
    def test_begins_at_ten_and_ends_at_six_to_the_minute(self, start, end, told):
        assert bool(at_night(start, end, (22, 6))) == told


class TestTheWay:
    PLACES = {"tehran": (35.6892, 51.3890), "mashhad": (36.2972, 59.6067), "shiraz": (29.5918, 52.5837)}

    def way(self, here, there):
        people = (
            Volunteer("a", {}, lat=here[0], lng=here[1]),
            Volunteer("b", {}, lat=there[0], lng=there[1]),
        )
        a, b = points(people)
        return float(kilometres(a, b))

    @pytest.mark.parametrize("pair", list(combinations(PLACES, 2)), ids="-".join)
    def test_between_cities_is_that_of_the_law_of_cosines(self, pair):
        here, there = (self.PLACES[name] for name in pair)
        people = (
            Volunteer("a", {}, lat=here[0], lng=here[1]),
            Volunteer("b", {}, lat=there[0], lng=there[1]),
        )

        assert self.way(here, there) == pytest.approx(oracle.kilometres(*people), abs=1e-4)
        assert self.way(here, there) == pytest.approx(self.way(there, here))

    @pytest.mark.parametrize(
        ("here", "there", "km"),
        [
            ((0.0, 0.0), (0.0, 0.0), 0.0), ((0.0, 179.5), (0.0, -179.5), 111.195), ((90.0, 0.0), (90.0, 77.0), 0.0),
            ((90.0, 0.0), (-90.0, 0.0), 20015.115), ((0.0, 0.0), (0.0, 180.0), 20015.115), ((35.0, 51.0), (36.0, 51.0), 111.195),
        ],
    )  # fmt: skip
    def test_goes_round_the_globe_and_over_the_poles(self, here, there, km):
        assert self.way(here, there) == pytest.approx(km, abs=0.001)

    def test_obeys_the_triangle(self):
        names = list(self.PLACES.values())
        for a, b in combinations(names, 2):
            for c in names:
                assert self.way(a, b) <= self.way(a, c) + self.way(c, b) + 1e-9

    def test_from_an_unknown_place_is_neither_far_nor_dear(self, make):
        known = dict(lat=35.7, lng=51.4)
        for home, place in (({}, known), (known, {}), ({}, {})):
            problem = Problem((make.person(max_km=0.0, **home),), (make.shift(**place),))

            assert list(looked_at(problem, Params()).values()) == [0]
