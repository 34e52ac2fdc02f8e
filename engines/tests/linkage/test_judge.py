"""check as a judge: each promise broken by hand is named, that one alone; a sound plan has nothing."""

from dataclasses import replace
from math import log2

import pytest

from hamafza_engines.linkage import ADVERSARIAL, Link, Params, Plan, Problem, check, registers, solve

from .conftest import linked, people, without

GREY_BITS = log2(0.2 / 0.8)


def link(left, right, weight, verdict="auto", rival=None):
    """Return a link whose probability is that of its weight."""
    return Link(left, right, weight, 1 / (1 + 2.0**-weight), verdict, (("nid", "same"),), weight, rival)


def plan_of(*links, params=Params(), clusters=(), alone=False, **more):
    """Return a plan whose value is that of its links."""
    lowest = 0.0 if alone or not params.one_to_one else log2(params.grey / (1 - params.grey))
    value = sum(each.weight - lowest for each in links)
    told = {"value": value, "bound": value, "status": "optimal", "method": "fixed", "why": "small"}
    return Plan(links, sizes=(3, 3), candidates=len(links), clusters=clusters, params=params, **told | more)


two = Problem(people({}, {}, {}), people({}, {}, {}))
one = Problem(people({}, {}, {}))
SOUND = (link("1", "1", 20.0), link("2", "2", 10.0), link("3", "3", 0.0, "grey"))


def rules(problem, plan):
    return [found.rule for found in check(problem, plan)]


class TestASoundPlan:
    def test_of_two_registers_has_nothing(self):
        assert check(two, plan_of(*SOUND)) == []

    def test_without_links_has_nothing(self):
        assert check(two, plan_of()) == []

    def test_of_one_register_has_nothing(self):
        found = plan_of(link("1", "2", 20.0), link("1", "3", 9.0), clusters=(("1", "2", "3"),), alone=True)

        assert check(one, found) == []

    def test_of_one_to_many_has_nothing(self):
        params = Params(one_to_one=False)

        assert check(two, plan_of(link("1", "1", 20.0), link("1", "2", 9.0), params=params)) == []

    @pytest.mark.parametrize("size", [0, 1, 2, 30])
    @pytest.mark.parametrize("seed", [1, 2])
    @pytest.mark.parametrize(
        "params",
        [Params(), Params(one_to_one=False), Params(auto=0.6, grey=0.6, margin_bits=0), Params(grey=0.001)],
    )
    def test_is_what_solve_makes(self, size, seed, params):
        left, right, _ = registers(size, seed=seed, world=ADVERSARIAL)

        for problem in (Problem(left, right), Problem(left), Problem(right, left)):
            assert check(problem, solve(problem, params=params)) == []


class TestABrokenPlan:
    @pytest.mark.parametrize(
        ("links", "rule"),
        [
            ((link("9", "1", 20.0),), "unknown_id"),
            ((link("1", "9", 20.0),), "unknown_id"),
            ((link("1", "1", 20.0), link("1", "2", 10.0)), "left_linked_twice"),
            ((link("1", "1", 20.0), link("2", "1", 10.0)), "right_linked_twice"),
            ((link("1", "1", 10.0), link("2", "2", 20.0)), "out_of_order"),
            ((link("1", "1", -3.0, "grey"),), "below_grey"),
            ((link("1", "1", 3.0, "auto"),), "auto_below_threshold"),
            ((link("1", "1", 5.0, "auto", ("1", "2", 4.5)),), "auto_beside_a_rival"),
            ((link("1", "1", 20.0, "grey"),), "grey_without_a_cause"),
            ((link("1", "1", 20.0, "grey", ("1", "2", 5.0)),), "grey_without_a_cause"),
            ((replace(SOUND[0], levels=(("birth", "same"), ("mobile", "same"))),), "auto_without_a_name"),
            ((replace(SOUND[0], probability=0.97),), "probability_is_not_the_weights"),
            ((replace(SOUND[0], probability=float("nan")),), "probability_is_not_the_weights"),
        ],
    )  # fmt: skip
    def test_is_named_by_the_one_rule_it_breaks(self, links, rule):
        assert set(rules(two, plan_of(*links))) == {rule}

    @pytest.mark.parametrize(
        ("changes", "rule"),
        [
            ({"value": 99.0, "bound": 99.0}, "value_is_not_the_links"),
            ({"bound": 1.0}, "bound_below_value"),
        ],
    )
    def test_is_named_by_its_value(self, changes, rule):
        assert rules(two, replace(plan_of(*SOUND), **changes)) == [rule]

    def test_with_one_pair_told_twice_is_named_by_all_it_breaks(self):
        assert set(rules(two, plan_of(SOUND[0], SOUND[0]))) == {
            "pair_twice",
            "left_linked_twice",
            "right_linked_twice",
        }

    def test_with_a_pair_told_twice_among_many_is_named(self):
        params = Params(one_to_one=False)

        assert rules(two, plan_of(SOUND[0], SOUND[0], params=params)) == ["pair_twice"]

    def test_with_a_weight_of_minus_five_thousand_is_still_judged(self):
        broken = replace(SOUND[0], weight=-5000.0, probability=0.0, verdict="grey")

        assert "below_grey" in rules(two, plan_of(broken))

    def test_is_told_where(self):
        (found,) = check(two, plan_of(link("1", "1", 20.0), link("1", "2", 10.0)))

        assert (found.rule, found.where) == ("left_linked_twice", "1")


class TestABrokenPlanOfOneRegister:
    @pytest.mark.parametrize(
        ("links", "clusters", "rule"),
        [
            ((link("1", "1", 20.0),), (("1",),), "linked_to_itself"),
            ((link("1", "2", 20.0), link("2", "1", 20.0)), (("1", "2"),), "pair_twice"),
            ((link("1", "2", 20.0),), (), "parted"),
            ((link("1", "2", 20.0),), (("1", "3"), ("2",)), "parted"),
            ((link("1", "2", 20.0),), (("1", "2"), ("2",)), "in_two_clusters"),
            ((link("1", "2", 20.0),), (("1", "2", "3"),), "stranger_in_a_cluster"),
            ((link("1", "2", 0.0, "grey"),), (("1", "2"),), "stranger_in_a_cluster"),
        ],
    )  # fmt: skip
    def test_is_named(self, links, clusters, rule):
        assert rule in rules(one, plan_of(*links, clusters=clusters, alone=True))

    def test_whose_clerks_pairs_are_in_no_cluster_is_sound(self):
        assert check(one, plan_of(link("1", "2", 0.0, "grey"), alone=True)) == []

    def test_may_link_one_row_to_several(self):
        links = link("1", "2", 20.0), link("1", "3", 15.0), link("2", "3", 12.0)

        assert check(one, plan_of(*links, clusters=(("1", "2", "3"),), alone=True)) == []


class TestTheEdgesOfThePromises:
    def test_a_pair_of_just_the_threshold_is_automatic(self):
        weight = log2(0.95 / 0.05)
        sure = replace(link("1", "1", weight), probability=0.95)

        assert check(two, plan_of(sure)) == []
        assert rules(two, plan_of(replace(sure, verdict="grey"))) == ["grey_without_a_cause"]

    def test_a_pair_of_just_the_grey_threshold_is_shown(self):
        assert check(two, plan_of(replace(link("1", "1", GREY_BITS, "grey"), probability=0.2))) == []

    def test_a_pair_one_bit_above_its_rival_is_automatic(self):
        assert check(two, plan_of(link("1", "1", 10.0, "auto", ("1", "2", 9.0)))) == []
        assert rules(two, plan_of(link("1", "1", 10.0, "grey", ("1", "2", 9.0)))) == ["grey_without_a_cause"]

    def test_a_pair_nearer_than_one_bit_to_its_rival_is_grey(self):
        assert check(two, plan_of(link("1", "1", 10.0, "grey", ("1", "2", 9.001)))) == []

    @pytest.mark.parametrize("name", ["nid", "first", "last"])
    def test_one_name_in_both_rows_is_enough(self, name):
        assert check(two, plan_of(replace(SOUND[0], levels=((name, "same"),)))) == []

    @pytest.mark.parametrize("name", ["birth", "mobile", "father", "city"])
    def test_without_a_name_in_both_rows_a_sure_pair_is_grey(self, name):
        nameless = replace(SOUND[0], levels=((name, "same"),))

        assert check(two, plan_of(replace(nameless, verdict="grey"))) == []
        assert rules(two, plan_of(nameless)) == ["auto_without_a_name"]

    def test_equal_weights_are_in_order(self):
        assert check(two, plan_of(link("1", "1", 10.0), link("2", "2", 10.0))) == []


class TestAPlanOfAnotherProblem:
    def test_is_named_by_the_ids_it_does_not_know(self):
        left, right, _ = registers(20, seed=3)
        plan = solve(Problem(left, right))

        assert set(rules(Problem(right, left), plan)) == {"unknown_id"}

    def test_is_seen_through_when_a_link_is_left_out(self):
        left, right, _ = registers(20, seed=3)
        plan = solve(Problem(left, right))

        assert rules(Problem(left, right), replace(plan, links=plan.links[1:])) == ["value_is_not_the_links"]

    def test_is_seen_through_when_a_cluster_is_left_out(self):
        double = people(
            {}, {}, without("nid", first="علی", last="راد", birth="1340/5/6", mobile="09351112233")
        )
        plan = linked(double)

        assert plan.clusters == (("1", "2"),)
        assert set(rules(Problem(double), replace(plan, clusters=()))) == {"parted"}
