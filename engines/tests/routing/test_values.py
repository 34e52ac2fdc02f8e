"""The seven values one by one: at their corners, by a formula written down again, and by what must never happen."""

from dataclasses import replace
from math import atan2, cos, isclose, pi, radians, sin, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamafza_engines.frame import BadInput
from hamafza_engines.routing import REASONS, Ask, CentreFacts, Params, Problem, solve
from hamafza_engines.routing._files import read_asks, read_centres, read_problem, read_rules

HERE = "IR/11/1104/"
ASK = Ask("health", HERE)
CENTRE = CentreFacts(1, frozenset({"health"}), HERE, HERE)


def value(name, centre=CENTRE, ask=ASK, params=Params(), others=()):
    """The value of one reason for a centre, as the plan tells it."""
    plan = solve(Problem(ask, (centre, *others)), params=replace(params, keep=1_000))
    ranked = next(one for one in plan.ranked if one.centre_id == centre.id)
    return next(reason.value for reason in ranked.reasons if reason.name == name)


class TestDomain:
    @pytest.mark.parametrize(("count", "worth"), [(1, 1.0), (2, 0.8), (4, 0.7), (40, 0.61)])
    def test_a_house_of_many_domains_is_worth_less_and_never_little(self, count, worth):
        domains = frozenset({"health", *(f"d{n}" for n in range(count - 1))})

        assert isclose(value("domain", replace(CENTRE, domains=domains)), worth)

    def test_a_specialist_is_worth_all_however_much_else_it_does(self):
        domains = frozenset({"health", "housing", "legal"})

        assert value("domain", replace(CENTRE, domains=domains, specialised=True)) == 1.0


class TestArea:
    @pytest.mark.parametrize(
        ("serves", "worth"),
        [("IR/11/1104/tis/", 0.25), (HERE, 1.0), ("IR/11/", 0.85), ("IR/", 0.7)],
    )
    def test_the_nearer_the_circle_the_better(self, serves, worth):
        assert isclose(value("area", replace(CENTRE, area_path=serves)), worth)

    @pytest.mark.parametrize(
        ("serves", "stands", "worth"),
        [("IR/11/1110/", "IR/11/1110/", 0.15), ("IR/09/", "IR/09/0901/", 0.0), ("", "IR/11/1104/", 0.25), ("", "", 0.0)],
    )  # fmt: skip
    def test_outside_its_circle_a_neighbour_is_worth_a_little(self, serves, stands, worth):
        assert isclose(value("area", replace(CENTRE, area_path=serves, place_path=stands)), worth)

    def test_a_circle_is_not_taken_for_its_longer_neighbour(self):
        assert value("area", replace(CENTRE, area_path="IR/1/", place_path="IR/1/")) == 0.0

    def test_very_deep_places_lose_no_more_than_the_nation(self):
        deep = Ask("health", HERE + "a/b/c/d/e/f/")

        assert isclose(value("area", replace(CENTRE, area_path="IR/"), deep), 0.55)


class TestDistance:
    def test_halves_every_so_many_kilometres(self):
        half = Params().half_km
        degree = 6371.0088 * pi / 180  # kilometres along a meridian
        for halves in range(5):
            there = replace(CENTRE, lat=25 + halves * half / degree, lng=60.0)
            assert isclose(
                value("distance", there, replace(ASK, lat=25.0, lng=60.0)), 0.5**halves, rel_tol=1e-6
            )

    @given(
        st.floats(-89, 89),
        st.floats(-180, 180),
        st.floats(-89, 89),
        st.floats(-180, 180),
        st.floats(1, 20_000),
    )
    def test_follows_the_great_circle(self, lat, lng, other_lat, other_lng, half):
        """Worked out again with the arc tangent of the vectors, which is another formula (Vincenty)."""
        north, south, turn = radians(lat), radians(other_lat), radians(other_lng - lng)
        across = sqrt(
            (cos(south) * sin(turn)) ** 2
            + (cos(north) * sin(south) - sin(north) * cos(south) * cos(turn)) ** 2
        )
        along = sin(north) * sin(south) + cos(north) * cos(south) * cos(turn)
        km = 6371.0088 * atan2(across, along)

        told = value(
            "distance",
            replace(CENTRE, lat=other_lat, lng=other_lng),
            replace(ASK, lat=lat, lng=lng),
            Params(half_km=half),
        )

        assert isclose(told, 0.5 ** (km / half), rel_tol=1e-4, abs_tol=1e-9)

    @pytest.mark.parametrize(
        ("stands", "worth"),
        [("", 0.0), ("IR/09/", 0.05), ("IR/11/", 0.25), (HERE, 0.6), (HERE + "tis/", 0.6)],
    )
    def test_without_a_point_places_stand_for_it(self, stands, worth):
        assert value("distance", replace(CENTRE, place_path=stands)) == worth

    def test_one_point_alone_says_nothing(self):
        assert value("distance", replace(CENTRE, lat=1.0, lng=1.0)) == 0.6
        assert value("distance", ask=replace(ASK, lat=1.0, lng=1.0)) == 0.6


class TestCapacity:
    @pytest.mark.parametrize(("free", "worth"), [(0, 0.0), (1, 0.5), (2, 0.75), (10, 1 - 0.5**10)])
    def test_said_today_counts_wholly(self, free, worth):
        assert isclose(value("capacity", replace(CENTRE, capacity_free=free)), worth)

    def test_what_was_said_fades_to_ask_them(self):
        """After a half-life half of it is left; after a year it is as if nothing had been said."""
        unknown = value("capacity")
        for free in (0, 8):
            today, week, year = (
                value("capacity", replace(CENTRE, capacity_free=free, capacity_age_days=days))
                for days in (0, 7, 365)
            )
            assert isclose(week, (today + unknown) / 2)
            assert isclose(year, unknown, abs_tol=1e-12)

    def test_a_full_house_of_long_ago_is_worth_more_than_one_of_today(self):
        full = replace(CENTRE, capacity_free=0)

        assert value("capacity", full) < value("capacity", replace(full, capacity_age_days=3.0))


class TestHours:
    @pytest.mark.parametrize(
        ("urgency", "hours", "worth"),
        [(0, 8, 1), (0, 4, 0.5), (0, 0, 0), (1, 4, 1), (1, 2, 0.5), (2, 1, 1), (2, 0.5, 0.5)],
    )
    def test_an_emergency_needs_an_open_door_and_not_a_long_one(self, urgency, hours, worth):
        assert isclose(
            value("hours", replace(CENTRE, open_hours=hours), replace(ASK, urgency=urgency)), worth
        )


class TestAcceptanceAndFairness:
    @pytest.mark.parametrize(
        ("accepted", "declined", "expired", "worth"),
        [(0, 0, 0, 3 / 4), (6, 0, 0, 9 / 10), (0, 6, 0, 3 / 10), (0, 0, 6, 3 / 10), (3, 2, 1, 6 / 10)],
    )
    def test_silence_counts_as_a_no(self, accepted, declined, expired, worth):
        centre = replace(CENTRE, accepted=accepted, declined=declined, expired=expired)

        assert isclose(value("acceptance", centre), worth)

    @pytest.mark.parametrize(("load", "worth"), [(0, 1), (10, 1 / 2), (30, 1 / 4)])
    def test_who_carries_much_is_spared(self, load, worth):
        assert isclose(value("fairness", replace(CENTRE, open_load=load)), worth)


@given(
    st.builds(
        CentreFacts,
        id=st.just(1), domains=st.sets(st.sampled_from(["health", "legal"]), min_size=1).map(lambda s: frozenset(s | {"health"})),
        place_path=st.sampled_from(["", "IR/", HERE, "IR/09/"]), area_path=st.sampled_from(["", "IR/", HERE, "IR/09/"]),
        capacity_free=st.none() | st.integers(0, 10**9), capacity_age_days=st.floats(0, 10**6), open_hours=st.floats(0, 10**6),
        accepted=st.integers(0, 10**9), declined=st.integers(0, 10**9), expired=st.integers(0, 10**9),
        open_load=st.integers(0, 10**9), specialised=st.booleans(),
    )
)  # fmt: skip
def test_every_value_and_the_score_lie_between_nought_and_one(centre):
    ranked = solve(Problem(ASK, (centre,))).ranked[0]

    assert all(0 <= reason.value <= 1 for reason in ranked.reasons)
    assert 0 <= ranked.score <= 1
    assert {reason.name for reason in ranked.reasons} == set(REASONS)


@given(st.lists(st.floats(0, 100), min_size=7, max_size=7).filter(any))
def test_the_score_is_the_weighted_mean_of_the_values(weights):
    params = Params(**dict(zip(REASONS, weights, strict=True)))
    ranked = solve(Problem(ASK, (CENTRE,)), params=params).ranked[0]
    values = {reason.name: reason.value for reason in ranked.reasons}

    mean = sum(weight * values[name] for name, weight in zip(REASONS, weights, strict=True)) / sum(weights)

    assert isclose(ranked.score, mean, abs_tol=1e-9)


class TestFiles:
    def write(self, tmp_path, name, *lines):
        path = tmp_path / name
        path.write_text("\n".join(lines), "utf-8")
        return path

    def test_a_line_of_little_is_filled_with_what_is_usual(self, tmp_path):
        path = self.write(tmp_path, "c.csv", "id,domains,place_path", "۷,health; legal,IR/11/")

        assert read_centres(path) == (CentreFacts(7, frozenset({"health", "legal"}), "IR/11/", "IR/11/"),)

    def test_asks_without_an_id_are_called_by_their_row(self, tmp_path):
        path = self.write(tmp_path, "a.csv", "domain,place_path,urgency", "health,IR/11/,", "legal,IR/09/,۲")

        assert read_asks(path) == [("2", Ask("health", "IR/11/")), ("3", Ask("legal", "IR/09/", urgency=2))]

    @pytest.mark.parametrize("told", ["yes", "بله", "TRUE", "1"])
    def test_yes_is_understood_in_both_languages(self, tmp_path, told):
        path = self.write(
            tmp_path, "c.csv", "id,domains,place_path,specialised", f"1,health,IR/,{told}", "2,health,IR/,نه"
        )

        assert [centre.specialised for centre in read_centres(path)] == [True, False]

    @pytest.mark.parametrize(
        ("column", "cell"),
        [
            ("place_path", "IR/11"),
            ("lat", "95"),
            ("open_hours", "-1"),
            ("capacity_free", "1.5"),
            ("accepted", "دو"),
            ("id", ""),
        ],
    )
    def test_a_bad_cell_is_named_with_its_row(self, tmp_path, column, cell):
        cells = {"id": "1", "domains": "health", "place_path": "IR/", "lat": "1", "lng": "1", column: cell}
        path = self.write(
            tmp_path,
            "c.csv",
            ",".join(cells),
            "5,health,IR/,1,1" + "," * (len(cells) - 5),
            ",".join(cells.values()),
        )

        with pytest.raises(BadInput) as fault:
            read_centres(path)

        assert fault.value.row == 3
        assert column in fault.value.field

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "[]",
            "{",
            "7",
            '{"ask": {}}',
            '{"ask": {"domain": "a", "place_path": "", "x": 1}, "centres": []}',
            "[" * 9_000,
        ],
    )
    def test_a_problem_that_is_none_is_refused_calmly(self, text):
        with pytest.raises(BadInput, match="problem"):
            read_problem(text)

    def test_rules_change_what_they_name_and_nothing_else(self):
        assert read_rules(" area = ۳ , keep=5,") == Params(area=3.0, keep=5)
        assert read_rules("") == Params()

    @pytest.mark.parametrize(
        "told", ["area", "area=", "area=much", "speed=1", "=1", "area=-1", "keep=0", "keep=1.5", "half_km=0"]
    )
    def test_rules_that_are_none_are_refused(self, told):
        with pytest.raises(BadInput):
            read_rules(told)
