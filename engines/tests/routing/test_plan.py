"""What a plan says of itself: its figures, its explanation and its sentence agree with its ranking."""

import re
from dataclasses import FrozenInstanceError, replace

import pytest

from hamafza_engines.persian import to_latin_digits
from hamafza_engines.routing import Params, Plan, Problem, solve

from .builders import ASK, HERE, centre, drawn, rules

SEEDS = range(10)
DEGREE_KM = 111.19508


def by_name(ranked, what="value"):
    return {reason.name: getattr(reason, what) for reason in ranked.reasons}


class TestAnExampleByHand:
    """Two centres; the values stand in the comments, and so does every sum.

    one: specialised, serves the county, 15 km north, 2 places free a week ago, 4 of 8 hours, 5 of 8 offers, 10 open
    two: two domains, serves the province, on the spot, nothing told, all hours, no past, nothing open
    """

    ONE = centre(
        1, lat=29.5 + 15 / DEGREE_KM, specialised=True, capacity_free=2, capacity_age_days=7.0, open_hours=4.0,
        accepted=5, declined=2, expired=1, open_load=10,
    )  # fmt: skip
    TWO = centre(2, domains=frozenset({"health", "legal"}), area_path="IR/11/", capacity_free=None)
    PLAN = solve(Problem(ASK, (ONE, TWO)))

    VALUES = {
        1: {
            "domain": 1.0, "area": 1.0, "distance": 0.5, "capacity": 0.5 * 0.75 + 0.5 * 0.5, "hours": 0.5,
            "acceptance": (3 + 5) / (4 + 8), "fairness": 10 / 20,
        },
        2: {
            "domain": 0.8, "area": 0.85, "distance": 1.0, "capacity": 0.5, "hours": 1.0, "acceptance": 3 / 4, "fairness": 1.0,
        },
    }  # fmt: skip
    # 1.5 + 2 + 0.75 + 1.25 + 0.75 + 1 + 0.5 and 1.2 + 1.7 + 1.5 + 1 + 1.5 + 1.125 + 1, of 11
    SCORES = {1: 7.75 / 11, 2: 9.025 / 11}

    def test_has_these_values(self):
        for ranked in self.PLAN.ranked:
            assert by_name(ranked) == pytest.approx(self.VALUES[ranked.centre_id], rel=1e-6)

    def test_has_these_scores_in_this_order(self):
        assert [r.centre_id for r in self.PLAN.ranked] == [2, 1]
        assert {r.centre_id: r.score for r in self.PLAN.ranked} == pytest.approx(self.SCORES, rel=1e-6)
        assert self.PLAN.value == pytest.approx(9.025 / 11, rel=1e-6)

    def test_has_these_shares_heaviest_first(self):
        parts = {
            "area": 1.7,
            "distance": 1.5,
            "hours": 1.5,
            "domain": 1.2,
            "acceptance": 1.125,
            "capacity": 1,
            "fairness": 1,
        }

        first = self.PLAN.ranked[0]

        assert by_name(first, "share") == pytest.approx({name: part / 9.025 for name, part in parts.items()})
        assert [reason.name for reason in first.reasons] == list(parts)

    def test_explains_the_first_by_what_it_leads_in(self):
        leads = self.PLAN.explain(0).leads

        assert [name for name, _ in leads] == [
            "distance", "fairness", "hours", "acceptance", "capacity", "area", "domain",
        ]  # fmt: skip
        assert dict(leads) == pytest.approx(
            {name: self.VALUES[2][name] - self.VALUES[1][name] for name in self.VALUES[1]}, rel=1e-5
        )

    def test_sums_up_in_both_languages(self):
        assert self.PLAN.summary("en") == "2 centres may be asked, 0 may not; first is 2 with 0.82 of 1."
        assert self.PLAN.summary() == "۲ مرکز می‌تواند و ۰ مرکز نمی‌تواند؛ نخست ۲ با ۰.۸۲ از ۱."


class TestExplain:
    @pytest.mark.parametrize("seed", SEEDS)
    def test_names_each_place_its_score_and_the_next_one(self, seed):
        plan = solve(drawn(seed, paths=("IR/11/", HERE)), params=rules(seed))
        ids = [ranked.centre_id for ranked in plan.ranked]

        for place, ranked in enumerate(plan.ranked):
            why = plan.explain(place)
            assert (why.place, why.centre_id, why.score) == (place, ranked.centre_id, ranked.score)
            assert why.reasons == ranked.reasons
            assert why.rival_id == (ids[place + 1] if place + 1 < len(ids) else ids[place - 1])

    @pytest.mark.parametrize("seed", SEEDS)
    def test_leads_account_for_the_distance_between_two_scores(self, seed):
        problem = replace(drawn(seed, paths=("IR/11/", HERE)), last_reason=None)
        problem = replace(problem, ask=replace(problem.ask, urgency=0))
        plan, params = solve(problem), Params()

        for place in range(len(plan.ranked) - 1):
            weighed = sum(getattr(params, name) * lead for name, lead in plan.explain(place).leads) / 11
            apart = plan.ranked[place].score - plan.ranked[place + 1].score
            assert weighed == pytest.approx(apart, abs=1e-12)

    @pytest.mark.parametrize("seed", SEEDS)
    def test_gives_the_greatest_lead_first(self, seed):
        plan = solve(drawn(seed))

        for place in range(len(plan.ranked)):
            leads = plan.explain(place).leads
            assert list(leads) == sorted(leads, key=lambda lead: (-lead[1], lead[0]))

    def test_of_the_last_compares_with_the_one_before(self):
        plan = solve(Problem(ASK, (centre(1), centre(2, open_load=10))))

        why = plan.explain(1)

        assert why.rival_id == 1
        assert dict(why.leads)["fairness"] == pytest.approx(-0.5)

    def test_of_the_only_one_has_nothing_to_compare(self):
        why = solve(Problem(ASK, (centre(1),))).explain(0)

        assert (why.rival_id, why.leads) == (None, ())

    @pytest.mark.parametrize("i", [-1, 2, 10**9])
    def test_of_a_place_that_is_none_says_which_there_are(self, i):
        plan = solve(Problem(ASK, (centre(1), centre(2))))

        with pytest.raises(IndexError, match="between 0 and 1"):
            plan.explain(i)


class TestFigures:
    @pytest.mark.parametrize("keep", [1, 5, 100])
    @pytest.mark.parametrize("seed", SEEDS)
    def test_are_those_of_the_ranking(self, seed, keep):
        plan = solve(drawn(seed), params=Params(keep=keep))

        figures = plan.figures()

        assert figures["ranked"] == len(plan.ranked) <= keep
        assert figures["first"] == plan.ranked[0].centre_id
        assert figures["value"] == plan.ranked[0].score == plan.bound
        assert (figures["gap"], figures["beyond"]) == (0, plan.beyond)
        whys = [why for _, why in plan.excluded]
        assert figures["excluded"] == {why: whys.count(why) for why in sorted(set(whys))}

    @pytest.mark.parametrize("language", ["fa", "en"])
    @pytest.mark.parametrize("seed", SEEDS)
    def test_read_back_from_the_summary_are_those_of_the_plan(self, seed, language):
        plan = solve(drawn(seed), params=Params(keep=5))

        said = plan.summary(language)

        able, out, first, value, _ = re.findall(r"[0-9]+(?:\.[0-9]+)?", to_latin_digits(said))
        assert int(able) == len(plan.ranked) + plan.beyond
        assert int(out) == len(plan.excluded)
        assert (int(first), float(value)) == (plan.ranked[0].centre_id, round(plan.value, 2))

    @pytest.mark.parametrize("seed", SEEDS)
    def test_are_told_in_persian_without_a_latin_digit(self, seed):
        assert not re.search("[0-9]", solve(drawn(seed)).summary("fa"))


class TestAPlan:
    def test_cannot_be_changed(self):
        plan = solve(Problem(ASK, (centre(1),)))

        with pytest.raises(FrozenInstanceError):
            plan.beyond = 7
        with pytest.raises(FrozenInstanceError):
            plan.ranked[0].score = 1.0

    def test_of_equal_problems_is_equal_and_of_others_is_not(self):
        one, same, other = (solve(Problem(ASK, (centre(1, open_load=n),))) for n in (0, 0, 1))

        assert one == same
        assert one != other

    def test_begins_with_the_value_that_is_its_bound(self):
        for seed in SEEDS:
            plan = solve(drawn(seed))
            assert plan.value == plan.bound == max(ranked.score for ranked in plan.ranked)
            assert plan.gap == 0

    def test_without_a_centre_says_so(self):
        empty = Plan((), ((1, "domain"),))

        assert empty.status == "infeasible"
        assert empty.figures() == {
            "ranked": 0, "first": None, "value": 0.0, "gap": 0.0, "beyond": 0, "excluded": {"domain": 1},
        }  # fmt: skip
        assert (empty.summary(), empty.summary("en")) == ("هیچ مرکزی نیست.", "There is no centre to ask.")
