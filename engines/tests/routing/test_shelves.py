"""Who is looked at: the shelves of a directory, by province and nation, and what is done when nobody is near."""

import copy
import pickle
from dataclasses import replace

import pytest

from hamafza_engines.frame import BadInput
from hamafza_engines.routing import Ask, CentreFacts, Directory, Params, Problem, solve

from .builders import HEALTH, HERE, PATHS, drawn


def at(id_, area, stands="", domains=HEALTH):
    return CentreFacts(id_, domains, stands, area)


def ids(shelves):
    return sorted(centre.id for shelf in shelves for centre in shelf)


def asked(place, *centres, **more):
    """Return who is ranked and who is left out for the area, by a tuple and by a directory alike."""
    plans = [solve(Problem(Ask("health", place), kind(centres), **more)) for kind in (tuple, Directory)]
    assert plans[0] == plans[1]
    return sorted(r.centre_id for r in plans[0].ranked), [
        id_ for id_, why in plans[0].excluded if why == "area"
    ]


class TestTheDirectory:
    CENTRES = (
        at(1, "IR/11/"), at(2, "IR/11/1104/"), at(3, "IR/29/"), at(4, "IR/"), at(5, ""), at(6, "", "IR/11/1107/"),
        at(7, "IR/11/", domains=frozenset({"legal"})),
    )  # fmt: skip

    @pytest.mark.parametrize(
        ("place", "found"),
        [
            ("IR/11/1104/7/", [1, 2, 4, 6]),
            ("IR/11/", [1, 2, 4, 6]),
            ("IR/29/2901/", [3, 4]),
            ("IR/77/", [4]),
            ("IR/", [4]),
            ("", []),
            ("US/11/", []),
            ("IR/1/", [4]),
        ],
    )
    def test_finds_near_a_place_its_province_and_its_nation(self, place, found):
        assert ids(Directory(self.CENTRES).near("health", place)) == found

    def test_finds_everyone_of_a_domain(self):
        directory = Directory(self.CENTRES)

        assert ids(directory.serving("health")) == [1, 2, 3, 4, 5, 6]
        assert ids(directory.serving("legal")) == [7]
        assert ids(directory.serving("housing")) == []

    def test_puts_a_centre_of_many_domains_on_the_shelf_of_each(self):
        directory = Directory([at(1, HERE, domains=frozenset("abc"))])

        assert [ids(directory.near(domain, HERE)) for domain in "abcd"] == [[1], [1], [1], []]

    @pytest.mark.parametrize("way", [copy.copy, copy.deepcopy, lambda d: pickle.loads(pickle.dumps(d))])
    def test_is_a_directory_still_when_it_is_copied_or_sent(self, way):
        directory = Directory(drawn(1).centres)
        solve(Problem(Ask("health", HERE), directory))

        again = way(directory)

        assert (type(again), again) == (Directory, directory)
        assert ids(again.near("health", HERE)) == ids(directory.near("health", HERE))

    def test_takes_any_row_of_centres_once(self):
        assert Directory(centre for centre in self.CENTRES) == self.CENTRES

    def test_refuses_two_of_one_id_and_names_them(self):
        with pytest.raises(BadInput) as fault:
            Directory([at(3, HERE), at(1, HERE), at(3, ""), at(1, ""), at(2, "")])

        assert (fault.value.field, fault.value.value) == ("centre.id", [1, 3])
        assert fault.value.remedy_fa == "باید یکتا باشد"

    def test_and_a_plain_tuple_refuse_the_same(self):
        with pytest.raises(BadInput) as fault:
            Problem(Ask("health", HERE), (at(1, HERE), at(1, HERE)))

        assert (fault.value.field, fault.value.value) == ("centre.id", [1])


class TestWhoIsNear:
    def test_serves_the_place_or_its_province_or_the_nation(self):
        assert asked(HERE, at(1, HERE), at(2, "IR/11/"), at(3, "IR/"), at(4, "IR/11/1107/"), at(5, "IR/29/")) == (
            [1, 2, 3, 4], [5],
        )  # fmt: skip

    def test_of_untold_area_is_where_it_stands(self):
        assert asked(HERE, at(1, "", "IR/11/"), at(2, "", "IR/29/"), at(3, "")) == ([1], [2, 3])

    def test_stands_in_the_province_but_serves_another_one_is_not(self):
        assert asked(HERE, at(1, "IR/11/"), at(2, "IR/29/", stands=HERE)) == ([1], [2])

    def test_stands_in_no_province_of_the_nation_is_not_the_nation_s(self):
        """Who serves nothing told and stands at «IR/» is nobody's neighbour."""
        assert asked(HERE, at(1, HERE), at(2, "", "IR/")) == ([1], [2])

    @pytest.mark.parametrize("place", ["IR/1/", "IR/110/", "IR/011/"])
    def test_is_not_whose_number_only_begins_alike(self, place):
        assert asked(place, at(1, "IR/11/"), at(2, place)) == ([2], [1])

    def test_is_everyone_of_the_domain_when_nobody_is(self):
        assert asked("IR/77/", at(1, "IR/11/"), at(2, "IR/29/"), at(3, "")) == ([1, 2, 3], [])

    def test_is_everyone_else_once_all_who_are_have_been_tried(self):
        near, far = [at(1, HERE), at(2, "IR/11/")], [at(3, "IR/29/"), at(4, "")]

        assert asked(HERE, *near, *far, excluded=frozenset({1})) == ([2], [3, 4])
        assert asked(HERE, *near, *far, excluded=frozenset({1, 2})) == ([3, 4], [])

    @pytest.mark.parametrize("place", PATHS)
    def test_is_counted_once_when_province_and_nation_are_the_same_shelf(self, place):
        ranked, left = asked(place, *(at(id_, area) for id_, area in enumerate(PATHS, start=1)))

        assert sorted(ranked + left) == list(range(1, len(PATHS) + 1))


class TestAnAsk:
    def test_does_not_change_a_directory_for_the_next_one(self):
        problem = drawn(4, count=50)
        directory = Directory(problem.centres)
        places = [replace(problem.ask, place_path=place) for place in PATHS]
        alone = [solve(Problem(ask, Directory(problem.centres)), params=Params(keep=2)) for ask in places]

        together = [solve(Problem(ask, directory), params=Params(keep=2)) for ask in places]

        assert together == alone

    def test_of_a_domain_nobody_has_leaves_everyone_out_for_the_domain(self):
        problem = replace(drawn(4), ask=Ask("sewing", HERE))

        plan = solve(replace(problem, centres=Directory(problem.centres)))

        assert plan.status == "infeasible"
        assert {why for _, why in plan.excluded} == {"domain", "already_tried"}
        assert len(plan.excluded) == len(problem.centres)
