"""The next hop: what each «no» teaches, worked out by hand, and how a round of declines goes on."""

from dataclasses import replace

import pytest

from hamafza_engines.frame import BadInput
from hamafza_engines.routing import REASONS, Params, Problem, solve

from .builders import ASK, DECLINES, HERE, centre, drawn

CALM = {name: getattr(Params(), name) for name in REASONS}

# What the last «no» multiplies, from the documentation of the engine.
LEARNT = {
    None: {},
    "other": {},
    "capacity": {"capacity": 3, "fairness": 1.5},
    "funds": {"capacity": 2, "fairness": 1.5},
    "not_eligible": {"domain": 1.5, "acceptance": 2},
    "out_of_area": {"area": 3, "distance": 2},
    "papers_missing": {"acceptance": 1.5, "distance": 1.5},
    "wrong_domain": {"domain": 4},
    "silence": {"acceptance": 2, "hours": 2},
}
URGENT = {"hours": 2, "distance": 1.5, "capacity": 1.5}


def weights_told(problem, params=Params()):
    """Read the weights back from a plan: of one centre the shares stand as weight x value do."""
    ranked = solve(problem, params=params).ranked[0]
    parts = {reason.name: reason.share / reason.value for reason in ranked.reasons}
    return {name: part / parts["area"] for name, part in parts.items()}


def first(*centres, **more):
    return solve(Problem(ASK, centres, **more)).ranked[0].centre_id


class TestWhatANoTeaches:
    @pytest.mark.parametrize("decline", DECLINES)
    @pytest.mark.parametrize("urgency", [0, 1, 2])
    def test_multiplies_the_weights_by_the_published_factors(self, decline, urgency):
        problem = Problem(replace(ASK, urgency=urgency), (centre(open_load=1),), last_reason=decline)
        expected = {
            name: CALM[name] * LEARNT[decline].get(name, 1) * (URGENT.get(name, 1) if urgency else 1)
            for name in REASONS
        }

        told = weights_told(problem)

        assert told == pytest.approx({name: weight / expected["area"] for name, weight in expected.items()})

    @pytest.mark.parametrize("decline", [None, "other"])
    @pytest.mark.parametrize("seed", range(5))
    def test_is_nothing_when_it_gives_no_reason_one_could_learn_from(self, seed, decline):
        problem = drawn(seed)

        assert solve(replace(problem, last_reason=decline)) == solve(replace(problem, last_reason=None))

    @pytest.mark.parametrize("decline", sorted(set(LEARNT) - {None, "other"}))
    def test_takes_nothing_from_a_reason_that_has_no_weight(self, decline):
        nought = Params(**{name: 0.0 for name in LEARNT[decline]})
        problem = drawn(3)

        after, before = (solve(replace(problem, last_reason=last), params=nought) for last in (decline, None))

        # Only «no capacity» goes further: untold places are believed less, and capacity has no weight here.
        assert [(r.centre_id, r.score) for r in after.ranked] == [
            (r.centre_id, r.score) for r in before.ranked
        ]

    @pytest.mark.parametrize(
        ("decline", "better", "worse"),
        [
            ("capacity", {"capacity_free": 3, "open_load": 12}, {"capacity_free": 0}),
            ("funds", {"capacity_free": 3, "accepted": 0, "declined": 2}, {"capacity_free": 0, "accepted": 9}),
            ("not_eligible", {"accepted": 9, "open_load": 12}, {"declined": 2}),
            ("out_of_area", {"open_load": 40, "expired": 2}, {"area_path": "IR/11/1107/", "capacity_free": 9}),
            ("papers_missing", {"lat": 29.5, "open_load": 9}, {"lat": 29.7, "accepted": 1}),
            ("wrong_domain", {"specialised": True, "open_load": 12}, {"domains": frozenset("abcde") | {"health"}}),
            ("silence", {"accepted": 6, "open_load": 14}, {"expired": 2}),
        ],
    )  # fmt: skip
    def test_raises_the_lead_of_who_is_better_in_what_failed(self, decline, better, worse):
        problem = Problem(ASK, (centre(1, **better), centre(2, **worse)))

        before, after = lead(problem), lead(replace(problem, last_reason=decline))

        assert after > before

    def test_a_place_nobody_told_is_believed_less_only_after_no_capacity(self):
        """An untold capacity is worth 0.5 (a call away), after «no capacity» 0.2."""
        for decline in DECLINES:
            problem = Problem(ASK, (centre(capacity_free=None),), last_reason=decline)
            (worth,) = [r.value for r in solve(problem).ranked[0].reasons if r.name == "capacity"]
            assert worth == (0.2 if decline == "capacity" else 0.5)

    def test_what_was_told_long_ago_fades_to_the_lower_belief_too(self):
        """After one half-life: 0.5 x (1 - 0.5^2) + 0.5 x 0.2 = 0.475."""
        told = centre(capacity_free=2, capacity_age_days=7.0)

        ranked = solve(Problem(ASK, (told,), last_reason="capacity")).ranked[0]

        assert [r.value for r in ranked.reasons if r.name == "capacity"] == [pytest.approx(0.475)]


class TestTheRound:
    def test_by_hand_goes_from_the_near_to_the_free_to_the_last(self):
        """Three centres that differ in load and capacity alone (all else 1 but acceptance 0.75).

        Calm: 1 has 2 x 0.5 + 1 x 1 = 2, 2 has 2 x 0.75 + 1 x 10/20 = 2, so 1 by its id; 3 has 0 + 1 = 1.
        After «no capacity» (6 and 1.5): 2 has 6 x 0.75 + 0.75 = 5.25, 3 has 0 + 1.5: 2, and then 3.
        """
        centres = (
            centre(1, capacity_free=1),
            centre(2, capacity_free=2, open_load=10),
            centre(3, capacity_free=0),
        )

        assert first(*centres) == 1
        assert first(*centres, excluded=frozenset({1}), last_reason="capacity") == 2
        assert first(*centres, excluded=frozenset({1, 2}), last_reason="capacity") == 3

    @pytest.mark.parametrize("seed", range(8))
    @pytest.mark.parametrize("decline", ["capacity", "out_of_area", "silence"])
    def test_asks_everyone_of_the_province_before_anyone_beyond(self, seed, decline):
        """As long as somebody near is left, nobody far is asked; nobody is asked twice."""
        problem = replace(drawn(seed, count=20, tried=0), last_reason=decline)
        problem = replace(problem, ask=replace(problem.ask, place_path=HERE))
        near = {r.centre_id for r in solve(problem).ranked}
        asked = []

        while ranked := solve(problem).ranked:
            asked.append(ranked[0].centre_id)
            problem = replace(problem, excluded=problem.excluded | {ranked[0].centre_id})

        assert set(asked[: len(near)]) == near
        assert sorted(asked) == [c.id for c in problem.centres if "health" in c.domains]

    @pytest.mark.parametrize("seed", range(10))
    def test_without_a_reason_learnt_only_strikes_out_the_first(self, seed):
        """The same weights again: the rest of the ranking does not move."""
        problem = replace(drawn(seed, tried=0, paths=("IR/11/", HERE)), last_reason=None)
        plan = solve(problem)

        rest = solve(replace(problem, excluded=frozenset({plan.ranked[0].centre_id}), last_reason="other"))

        assert rest.ranked == plan.ranked[1:] != ()

    def test_tried_ones_who_are_no_longer_there_do_no_harm(self):
        plan = solve(Problem(ASK, (centre(1),), frozenset({2, 99})))

        assert [r.centre_id for r in plan.ranked] == [1]
        assert plan.excluded == ()

    @pytest.mark.parametrize("reason", ["no", "", "CAPACITY", "ظرفیت", 3])
    def test_does_not_take_a_reason_it_does_not_know(self, reason):
        with pytest.raises(BadInput) as fault:
            Problem(ASK, (), last_reason=reason)

        assert fault.value.field == "last_reason"
        assert fault.value.value == reason
        assert "silence" in fault.value.remedy
        assert "silence" in fault.value.remedy_fa


def lead(problem):
    scores = {r.centre_id: r.score for r in solve(problem).ranked}
    return scores[1] - scores[2]
