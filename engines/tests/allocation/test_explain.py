"""Why this, why not that, in data and in both languages."""

import pytest

from hamafza_engines.allocation import Params, Pin, Problem, solve
from hamafza_engines.frame import BadInput

from .conftest import chain, random_problem


def county(**more):
    """Two counties, a dear need and a cheap one, one offer too small, one left over."""
    given = {
        "need_amount": [4, 3, 2], "offer_amount": [5, 9], "arc_need": [0, 1, 2], "arc_offer": [0, 0, 1],
        "arc_worth": [3000, 1000, 2000], "need_group": [0, 1, 1], "group_ids": ["چابهار", "زابل"],
        "need_ids": ["a", "b", "c"], "offer_ids": ["x", "y"],
    }  # fmt: skip
    return Problem(**(given | more))


def test_a_full_need_names_who_serves_it_and_what_is_left():
    why = solve(county()).explain("c")

    assert (why.reason, why.served, why.asked) == ("full", 2, 2)
    assert [(each.offer, each.why, each.units, each.left) for each in why.offers] == [("y", "given", 2, 7)]


def test_worth_decides_without_fairness_and_the_rival_is_named():
    why = solve(county(), params=Params(floor=0)).explain("b")

    assert (why.reason, why.served) == ("exhausted", 1)
    rival = why.offers[0]
    assert (rival.offer, rival.need, rival.group, rival.rival_worth, rival.worth) == (
        "x",
        "a",
        "چابهار",
        3000,
        1000,
    )


def test_fairness_is_named_when_worth_alone_would_have_given_more():
    plan = solve(county())
    why = plan.explain("a")

    assert (why.reason, why.served, why.by_worth, why.group) == ("fairness", 3, 4, "چابهار")
    assert why.share == pytest.approx(0.75) and why.floor == pytest.approx(0.75)
    assert plan.price_of_fairness == pytest.approx(2000 / 17000)


def test_a_need_that_nothing_fits_is_told_so():
    why = solve(county(arc_need=[0, 1, 1])).explain("c")

    assert why.reason == "no_offer" and why.offers == ()


def test_a_side_rule_is_named():
    plan = solve(county(offer_lot=[5, 1]), params=Params(floor=0))
    why = plan.explain("a")

    assert (why.served, why.reason) == (0, "rule") and why.offers[0].left == 5


def test_overrides_are_named():
    plan = solve(county(pinned=(Pin(1, 0, 3),), forbidden=frozenset({(2, 1)})))

    assert plan.explain("b").offers[0].why == "pinned"
    assert plan.explain("c").offers[0].why == "forbidden" and plan.explain("c").reason == "no_offer"


def test_a_plan_that_was_stopped_says_so():
    from hamafza_engines.frame import Within

    plan = solve(county(), stop=Within(0))

    assert plan.explain("b").reason in ("stopped", "full") and plan.status == "stopped"
    assert "زمان" in plan.summary("fa") and "time" in plan.summary("en")


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("language", ["fa", "en"])
def test_every_need_can_be_explained_in_words_and_the_units_add_up(seed, language):
    problem = random_problem(seed, needs=8, offers=5, arcs=20, most=9, rules=seed % 2 == 1)
    plan = solve(problem)

    for i, units in enumerate(plan.served().tolist()):
        why = plan.explain(i)
        assert sum(each.units for each in why.offers) == why.served == units
        assert (why.reason == "full") == (units >= problem.need_amount[i])
        assert why.words(language).count("\n") == len(why.offers)


def test_an_exhausted_offer_really_has_nothing_left():
    plan = solve(chain(7))

    for i in range(0, 200, 7):
        for each in plan.explain(i).offers:
            assert (each.why != "exhausted") or each.left == 0


@pytest.mark.parametrize("who", ["zz", "3", -1, 3])
def test_an_unknown_need_is_refused(who):
    with pytest.raises((BadInput, IndexError)):
        solve(county()).explain(who)


def test_positions_serve_as_names_where_there_are_none():
    assert solve(chain(7)).explain("3").need == "3"


class TestSummary:
    def test_tells_units_groups_price_and_proof_in_persian(self):
        said = solve(county()).summary()

        assert "۷ از ۹ واحد" in said and "چابهار ۷۵٪" in said and "بهای عدالت" in said and "اثبات‌شده" in said
        assert not any(digit in said for digit in "0123456789")

    def test_tells_the_same_in_english(self):
        said = solve(county()).summary("en")

        assert (
            "7 of 9 units" in said
            and "چابهار 75 %" in said
            and "12 % of the worth" in said
            and "proved" in said
        )

    def test_says_that_nothing_was_given(self):
        nothing = solve(Problem(need_amount=[], offer_amount=[3], arc_need=[], arc_offer=[], arc_worth=[]))

        assert nothing.summary("en") == "no need was given." and "نداده" not in nothing.summary()

    def test_says_nothing_of_fairness_without_groups(self):
        assert "price" not in solve(county(need_group=None)).summary("en")

    def test_never_calls_a_share_whole_that_is_not(self):
        almost = Problem(
            need_amount=[100_000],
            offer_amount=[99_999],
            arc_need=[0],
            arc_offer=[0],
            arc_worth=[1],
            need_group=[0],
        )

        assert "100 %" not in solve(almost).summary("en") and "99.999 %" in solve(almost).summary("en")

    def test_refuses_a_language_it_does_not_speak(self):
        with pytest.raises(BadInput):
            solve(county()).summary("de")
