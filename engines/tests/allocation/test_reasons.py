"""Why this, why not that: every reason is true of the plan it explains."""

from fractions import Fraction

import pytest

from hamafza_engines.allocation import Params, Pin, Problem, price, solve
from hamafza_engines.allocation._types import Change
from hamafza_engines.frame import BadInput, Within

from .builders import again, one_pair, overridden
from .conftest import random_problem
from .exact import Left, fair_totals, most_worth

SIZE = {"needs": 9, "offers": 5, "groups": 4, "arcs": 24, "most": 12}
SEEDS = pytest.mark.parametrize("seed", range(15))


def reasons(plan):
    """Give every need with its explanation."""
    return [(i, plan.explain(i)) for i in range(len(plan.problem.need_amount))]


class TestTheFigures:
    @SEEDS
    def test_of_a_need_are_those_of_the_plan(self, seed):
        problem = overridden(seed, **SIZE)
        plan = solve(problem)

        for i, why in reasons(plan):
            assert (why.asked, why.served) == (problem.need_amount[i], plan.served()[i])
            assert (why.reason == "full") == (why.served >= why.asked)

    @SEEDS
    def test_of_offers_are_those_of_the_plan(self, seed):
        problem = overridden(seed, **SIZE)
        plan = solve(problem)
        lines = {(line.need, line.offer): line for line in plan.lines()}

        for i, why in reasons(plan):
            fitting = problem.arc_offer[problem.arc_need == i].tolist()
            assert sorted(int(each.offer) for each in why.offers) == sorted(fitting)
            for each in why.offers:
                given = sum(line.units for (_, offer), line in lines.items() if offer == each.offer)
                assert each.left == problem.offer_amount[int(each.offer)] - given
                assert each.units == (lines[str(i), each.offer].units if (str(i), each.offer) in lines else 0)

    @SEEDS
    def test_of_offers_come_with_the_dearest_first(self, seed):
        for _, why in reasons(solve(random_problem(seed, **SIZE))):
            worths = [each.worth for each in why.offers]
            assert worths == sorted(worths, reverse=True)

    @SEEDS
    def test_of_its_group_are_the_share_and_the_floor(self, seed):
        problem = overridden(seed, **SIZE)
        plan = solve(problem, params=Params(floor=0.75))
        shares = {each.group: each for each in plan.groups()}
        asked = {g: each.asked for g, each in shares.items()}

        for _, why in reasons(plan):
            assert why.share == shares[why.group].share
            if not asked[why.group]:
                assert why.floor is None
                continue
            fairest = fair_totals(problem)[int(why.group)]
            least = max(Left(problem).given[int(why.group)], min(fairest, -(-3 * asked[why.group] // 4)))
            assert why.floor == pytest.approx(float(Fraction(least, asked[why.group])))

    def test_of_a_floor_are_left_out_where_none_was_asked(self):
        why = solve(one_pair(need_group=[0]), params=Params(floor=0)).explain(0)

        assert (why.group, why.share, why.floor) == ("0", 1.0, None)

    def test_of_a_group_are_left_out_where_there_is_none(self):
        why = solve(one_pair()).explain(0)

        assert (why.group, why.share, why.floor) == (None, None, None)

    @SEEDS
    def test_of_worth_alone_add_up_to_a_best_plan_of_worth_alone(self, seed):
        problem = overridden(seed, **SIZE)
        plan = solve(problem)

        alone = sum(why.by_worth for _, why in reasons(plan))

        assert alone == sum(each.by_worth for each in plan.groups())
        assert plan.value_without_fairness == most_worth(problem)


class TestTheRival:
    @SEEDS
    def test_has_units_of_the_offer_and_none_that_has_some_is_worth_less(self, seed):
        problem = overridden(seed, **SIZE)
        plan = solve(problem)
        holders = [line for line in plan.lines()]

        for i, why in reasons(plan):
            for each in why.offers:
                if each.need is None:
                    continue
                others = [line for line in holders if line.offer == each.offer and line.need != str(i)]
                assert each.need in {line.need for line in others}
                assert each.rival_worth == min(line.worth for line in others)
                assert each.group == str(problem.need_group[int(each.need)])

    @SEEDS
    def test_is_never_worth_less_where_nothing_but_worth_decided(self, seed):
        """«Given to needs worth as much or more»: were a holder worth less, its unit would have moved."""
        plan = solve(again(random_problem(seed, **SIZE), need_group=None))

        for _, why in reasons(plan):
            assert why.reason in ("full", "no_offer", "exhausted")
            if why.reason == "exhausted":
                assert all(each.rival_worth is None or each.rival_worth >= each.worth for each in why.offers)

    def test_is_the_lower_number_of_two_that_are_worth_the_same(self):
        problem = Problem(
            need_amount=[2, 2, 2],
            offer_amount=[4],
            arc_need=[0, 1, 2],
            arc_offer=[0] * 3,
            arc_worth=[5, 5, 4],
        )

        assert solve(problem).explain(2).offers[0].need == "0"

    def test_is_nobody_where_the_offer_was_empty(self):
        rival = solve(one_pair(offer_amount=[0])).explain(0).offers[0]

        assert (rival.why, rival.left, rival.need, rival.rival_worth) == ("exhausted", 0, None, None)


class TestFairnessAsTheReason:
    @SEEDS
    def test_is_given_only_where_fairness_took_something(self, seed):
        problem = random_problem(seed, **SIZE)
        plan = solve(problem)

        for _, why in reasons(plan):
            if why.reason == "fairness":
                assert why.served < max(why.asked, why.by_worth)
                assert plan.value < plan.value_without_fairness

    @SEEDS
    def test_is_given_where_a_holder_is_worth_less_even_when_no_price_was_asked(self, seed):
        plan = solve(random_problem(seed, **SIZE), params=Params(price=False))

        for _, why in reasons(plan):
            beaten = any(
                each.why == "exhausted" and (each.rival_worth or each.worth) < each.worth
                for each in why.offers
            )
            if why.reason == "exhausted":
                assert not beaten
            assert why.by_worth is None

    def test_is_not_blamed_for_what_a_person_pinned(self):
        """The cheap need has its units by hand; no fairness between groups is about."""
        problem = Problem(
            need_amount=[4, 4], offer_amount=[4], arc_need=[0, 1], arc_offer=[0, 0], arc_worth=[9, 1],
            pinned=(Pin(1, 0, 4),),
        )  # fmt: skip

        assert solve(problem).explain(0).reason == "exhausted"


class TestARuleAsTheReason:
    def test_is_given_where_a_unit_is_left_that_may_not_come(self):
        why = solve(one_pair(offer_lot=[5])).explain(0)

        assert (why.reason, why.offers[0].why, why.offers[0].left) == ("rule", "rule", 5)

    def test_is_given_where_a_larger_need_took_a_single_offer_at_less_worth(self):
        """Three of 6 against ten of 2: the offer goes whole to the second, though its unit is worth less."""
        problem = Problem(
            need_amount=[3, 10], offer_amount=[10], arc_need=[0, 1], arc_offer=[0, 0], arc_worth=[6, 2], offer_single=[1]
        )  # fmt: skip

        why = solve(problem, params=Params(floor=0)).explain(0)

        assert (why.reason, why.offers[0].why, why.offers[0].rival_worth) == ("rule", "exhausted", 2)

    @pytest.mark.parametrize("seed", range(15))
    def test_is_never_given_where_there_is_none(self, seed):
        assert all(why.reason != "rule" for _, why in reasons(solve(overridden(seed, **SIZE))))


class TestAnOverrideAsTheReason:
    def test_is_given_where_a_pin_keeps_the_rest_of_an_offer_away(self):
        why = solve(one_pair(pinned=(Pin(0, 0, 1),))).explain(0)

        assert (why.reason, why.served, why.offers[0].why, why.offers[0].left) == ("pinned", 1, "pinned", 4)

    def test_is_not_given_where_the_pinned_offer_has_nothing_left(self):
        assert solve(one_pair(offer_amount=[3], pinned=(Pin(0, 0, 3),))).explain(0).reason == "exhausted"

    def test_is_told_of_every_pair_it_is_about(self):
        problem = Problem(
            need_amount=[9], offer_amount=[1, 2, 3], arc_need=[0, 0, 0], arc_offer=[0, 1, 2], arc_worth=[3, 2, 1],
            pinned=(Pin(0, 1, 1),), forbidden={(0, 2)},
        )  # fmt: skip

        assert [each.why for each in solve(problem).explain(0).offers] == ["given", "pinned", "forbidden"]


class TestAsking:
    def test_by_position_and_by_name_gives_the_same(self):
        plan = solve(again(random_problem(5, **SIZE), need_ids=None))

        assert plan.explain(0) == plan.explain("0") == plan.explain("۰")

    def test_by_name_finds_the_need_of_that_name_and_not_of_that_position(self):
        plan = solve(one_pair(need_amount=[4, 4], need_ids=["1", "0"]))

        assert plan.explain("1").served == 4 and plan.explain("0").served == 0

    @pytest.mark.parametrize("who", ["", "x", "1", "-1", "0.0", "²"], ids=repr)
    def test_by_a_name_nobody_has_is_refused(self, who):
        with pytest.raises(BadInput) as refused:
            solve(one_pair()).explain(who)

        assert (refused.value.field, refused.value.value) == ("need", who) and refused.value.remedy_fa

    @pytest.mark.parametrize("who", [-1, 1, 10**9])
    def test_by_a_position_that_is_none_is_refused(self, who):
        with pytest.raises(IndexError, match="between 0 and 0"):
            solve(one_pair()).explain(who)

    def test_of_a_plan_that_was_stopped_never_calls_a_guess_a_reason(self):
        plan = solve(random_problem(5, **SIZE), stop=Within(0))

        assert {why.reason for _, why in reasons(plan)} <= {"full", "no_offer", "stopped", "pinned"}


class TestThePriceOfAnOverride:
    @SEEDS
    def test_is_what_the_best_plan_loses(self, seed):
        problem = random_problem(seed, **SIZE)
        plan = solve(problem, params=Params(floor=0))
        bans = frozenset(
            (int(i), int(j)) for i, j in list(zip(problem.arc_need, problem.arc_offer, strict=True))[:2]
        )

        cost = price(plan, forbidden=bans)

        assert cost.worth == most_worth(problem) - most_worth(again(problem, forbidden=bans))
        assert cost.units == int(plan.flow.sum()) - int(cost.plan.flow.sum())
        assert cost.worth >= 0

    @SEEDS
    def test_is_what_the_fair_plan_loses_where_shares_count(self, seed):
        problem = random_problem(seed, **SIZE)
        pairs = [
            (int(i), int(j))
            for i, j in zip(problem.arc_need, problem.arc_offer, strict=True)
            if problem.need_amount[i] and problem.offer_amount[j]
        ]
        if not pairs:
            return
        pin = Pin(*pairs[-1], 1)

        cost = price(solve(problem), pinned=(pin,))

        def fair(one):
            fairest = fair_totals(one)
            return most_worth(one, low=fairest, high=fairest)

        assert cost.worth == fair(problem) - fair(again(problem, pinned=(pin,)))

    def test_as_a_share_is_of_the_worth_before(self):
        """4 x 3 = 12 before; two pinned units leave 6 lost of 12."""
        cost = price(solve(one_pair()), pinned=(Pin(0, 0, 2),))

        assert (cost.worth, cost.units, cost.share) == (6, 2, 0.5)

    def test_of_nothing_is_nothing(self):
        cost = price(solve(one_pair(offer_amount=[0])))

        assert (cost.worth, cost.units, cost.share) == (0, 0, 0.0)

    def test_leaves_the_plan_that_was_asked_about_as_it_was(self):
        plan = solve(one_pair())
        price(plan, forbidden=frozenset({(0, 0)}))

        assert plan.flow.tolist() == [4] and plan.problem.forbidden == frozenset()

    def test_comes_on_top_of_overrides_that_stand(self):
        plan = solve(
            one_pair(
                need_amount=[4, 4],
                offer_amount=[8],
                arc_need=[0, 1],
                arc_offer=[0, 0],
                arc_worth=[3, 2],
                pinned=(Pin(0, 0, 1),),
            )
        )

        cost = price(plan, pinned=(Pin(1, 0, 2),))

        assert cost.plan.flow.tolist() == [1, 2] and cost.worth == 2 * 2

    def test_is_gained_back_when_it_is_released(self):
        plan = solve(one_pair())
        from hamafza_engines.allocation import resolve

        banned = price(plan, forbidden=frozenset({(0, 0)})).plan

        assert resolve(banned, Change(released=frozenset({(0, 0)}))).value == plan.value
