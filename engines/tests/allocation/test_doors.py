"""The doors as a program uses them: what they take, hand back, keep to themselves, and need to be installed."""

import pickle
import sys
from dataclasses import FrozenInstanceError
from threading import Thread

import pytest

from hamafza_engines.allocation import Change, Params, Pin, Problem, check, price, resolve, solve
from hamafza_engines.frame import MissingExtra, Within

from .builders import a_need, again, an_offer, one_pair, overridden
from .conftest import chain

SIZE = {"needs": 9, "offers": 6, "groups": 4, "arcs": 24, "most": 12}
NAMED = {"need_ids": ["زهرا محمدی"], "offer_ids": ["علی رضایی"], "group_ids": ["زابل"]}


class TestAProblem:
    def test_takes_pins_and_bans_in_any_collection_and_keeps_its_own(self):
        pins, bans = [Pin(0, 0, 1)], {(0, 1)}
        problem = Problem(
            need_amount=[4], offer_amount=[5, 5], arc_need=[0, 0], arc_offer=[0, 1], arc_worth=[1, 1], pinned=pins, forbidden=bans
        )  # fmt: skip

        pins.clear()
        bans.clear()

        assert problem.pinned == (Pin(0, 0, 1),) and problem.forbidden == frozenset({(0, 1)})

    @pytest.mark.parametrize("field", ["need_amount", "pinned", "group_ids"])
    def test_cannot_be_set(self, field):
        with pytest.raises(FrozenInstanceError):
            setattr(one_pair(), field, None)

    def test_keeps_names_of_people_out_of_what_is_logged(self):
        problem = one_pair(need_group=[0], **NAMED)
        plan = solve(problem)

        for shown in (repr(problem), repr(plan), str(check(problem, plan))):
            assert not any(name in shown for names in NAMED.values() for name in names)

    def test_without_names_calls_everything_by_its_place(self):
        problem = one_pair(need_group=[0])

        assert (problem.need_name(0), problem.offer_name(0), problem.group_name(0)) == ("0", "0", "0")

    def test_shares_its_columns_with_the_one_after_a_change(self):
        """A million needs are not copied because one of them grew."""
        problem = one_pair()

        changed = problem.changed(Change(offer_amounts={0: 9}))

        assert changed.arc_worth is problem.arc_worth or changed.arc_worth.base is problem.arc_worth
        assert changed.need_amount.tolist() == [4] and changed.offer_amount.tolist() == [9]
        assert problem.offer_amount.tolist() == [5]

    @pytest.mark.parametrize(
        ("rule", "has"),
        [
            ({}, False),
            ({"need_bundle": [-1]}, True),
            ({"offer_single": [0]}, True),
            ({"offer_lot": [1]}, True),
        ],
    )
    def test_knows_whether_it_was_given_side_rules(self, rule, has):
        assert one_pair(**rule).has_rules is has


class TestAPlan:
    def test_travels_to_another_process_and_is_the_same_there(self):
        plan = solve(overridden(3, **SIZE, rules=True))

        there = pickle.loads(pickle.dumps(plan))

        assert list(there.lines()) == list(plan.lines())
        assert (there.value, there.bound, there.summary("en")) == (plan.value, plan.bound, plan.summary("en"))
        assert check(there.problem, there) == []

    def test_that_travelled_can_be_solved_again_in_part(self):
        plan = solve(chain(3, needs=20, offers=6, groups=3))
        change = Change(offer_amounts={0: 1})

        there = resolve(pickle.loads(pickle.dumps(plan)), change)

        assert there.flow.tolist() == resolve(plan, change).flow.tolist()

    def test_is_the_same_on_a_thread_of_a_server(self):
        problem, found = chain(3, needs=20, offers=6, groups=3), []
        worker = Thread(target=lambda: found.append(solve(problem, stop=Within(60)).flow.tolist()))

        worker.start()
        worker.join()

        assert found == [solve(problem).flow.tolist()]

    def test_is_the_same_when_it_is_asked_for_twice(self):
        problem = overridden(5, **SIZE, rules=True)

        assert solve(problem).flow.tolist() == solve(problem).flow.tolist()

    @pytest.mark.parametrize("seed", [-1, 0, 2**40])
    def test_is_the_same_under_any_seed(self, seed):
        problem = overridden(6, **SIZE)

        assert solve(problem, seed=seed).flow.tolist() == solve(problem).flow.tolist()

    def test_does_not_run_down_a_clock_that_was_not_started(self):
        """A clock may be a default argument: each solve starts its own."""
        stop = Within(60)

        solve(one_pair(), stop=stop)

        assert stop.spent() == 0.0


class TestWhatIsMissing:
    def test_without_numpy_a_problem_says_what_to_install(self, monkeypatch):
        monkeypatch.setitem(sys.modules, "numpy", None)

        with pytest.raises(MissingExtra, match=r"\./hamafza extras allocation"):
            one_pair()

    @pytest.mark.parametrize(
        "door",
        [lambda plan: solve(plan.problem), lambda plan: resolve(plan, Change()), lambda plan: price(plan)],
        ids=["solve", "resolve", "price"],
    )
    def test_without_the_flow_solver_every_door_says_what_to_install(self, door, monkeypatch):
        plan = solve(one_pair())
        monkeypatch.setitem(sys.modules, "ortools.graph.python.min_cost_flow", None)

        with pytest.raises(MissingExtra) as missing:
            door(plan)

        assert missing.value.extra == "allocation" and "نصب" in missing.value.say("fa")

    def test_without_the_program_s_library_plans_without_rules_are_whole(self, monkeypatch):
        monkeypatch.setitem(sys.modules, "highspy", None)

        assert solve(overridden(2, **SIZE)).status == "optimal"


class TestRows:
    @pytest.mark.parametrize("row", [a_need(), an_offer()], ids=["need", "offer"])
    def test_cannot_be_set(self, row):
        with pytest.raises((FrozenInstanceError, TypeError)):
            row.amount = 1

    @pytest.mark.parametrize(
        "row", [a_need(group="زابل"), an_offer(only=frozenset({"زابل"}))], ids=["need", "offer"]
    )
    def test_travel_to_another_process(self, row):
        assert pickle.loads(pickle.dumps(row)) == row

    def test_take_a_plain_set_for_names(self):
        assert an_offer(only={"زابل"}).only == {"زابل"}


def test_the_parameters_of_a_plan_are_kept_when_it_is_solved_again():
    """A floor of a half stays a half; worth decides above it."""
    problem = Problem(
        need_amount=[10, 10], offer_amount=[12], arc_need=[0, 1], arc_offer=[0, 0], arc_worth=[9, 1], need_group=[0, 1]
    )  # fmt: skip
    plan = solve(problem, params=Params(floor=0.5))

    after = resolve(plan, Change(offer_amounts={0: 14}))

    assert plan.served().tolist() == [7, 5] and after.served().tolist() == [9, 5]


def test_the_same_problem_made_anew_gives_the_same_plan():
    problem = overridden(8, **SIZE, rules=True)

    assert solve(again(problem)).flow.tolist() == solve(problem).flow.tolist()
