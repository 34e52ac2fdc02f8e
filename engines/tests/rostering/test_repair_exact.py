"""Repairs against every repair there is: what a few changes can cover, and what they must not touch."""

from collections import Counter
from dataclasses import replace
from itertools import chain, combinations, product

import pytest

from hamafza_engines.frame import BadInput, Within
from hamafza_engines.rostering import Problem, check, repair, solve

from . import oracle
from .crowded import crowded


def taken_of(plan):
    return {oracle.Taken(a.shift, a.skill, a.volunteer) for a in plan.assignments}


def drop_outs(many, **more):
    """Yield (plan, who, repaired) for everybody who serves in some crowded months."""
    for seed in range(many):
        plan = solve(crowded(seed, people=5, shifts=6))
        for who in sorted(plan.loads):
            yield plan, who, repair(plan, who, **more)


def best_by_few(plan, who, most):
    """Return the most cover of sound rosters with at most so many new seats, a seat being left for each.

    Whoever is under 18 may go home from the shifts that were lost.
    """
    before = {each for each in taken_of(plan) if each.volunteer != who}
    lost = {each.shift for each in taken_of(plan) if each.volunteer == who}
    people, shifts = {v.id: v for v in plan.problem.volunteers}, {s.id: s for s in plan.problem.shifts}
    young = {t for t in before if t.shift in lost and oracle.is_young(people[t.volunteer], shifts[t.shift])}
    left = Problem(tuple(v for v in plan.problem.volunteers if v.id != who), plan.problem.shifts)
    open_ = sorted(set(oracle.pairs(left, plan.params)) - before)
    found = 0
    for new in subsets(open_, most):
        movers = [each for each in before if each.volunteer in {taken.volunteer for taken in new}]
        for gone, home in product(subsets(movers, len(new)), subsets(young, len(young))):
            after = (before - set(gone) - set(home)) | set(new)
            moves, takes = (Counter(each.volunteer for each in some) for some in (gone, new))
            if moves <= takes and oracle.sound(left, plan.params, after):
                found = max(found, oracle.total(left, plan.params, after)[0])
    return found


def subsets(several, most):
    return chain.from_iterable(
        combinations(sorted(several), size) for size in range(min(most, len(several)) + 1)
    )


class TestTheDropOut:
    def test_serves_nowhere_and_belongs_to_the_problem_no_more(self):
        for plan, who, after in drop_outs(8):
            assert who not in after.loads
            assert {v.id for v in after.problem.volunteers} == {v.id for v in plan.problem.volunteers} - {who}
            assert after.problem.shifts == plan.problem.shifts

    def test_does_not_come_back_when_somebody_else_drops_out(self, make):
        people = tuple(make.person(name, shifts_done=k) for k, name in enumerate("abc"))
        plan = solve(Problem(people, (make.shift(),)))

        once = repair(plan, "a")
        twice = repair(once, "b")

        assert [list(each.loads) for each in (plan, once, twice, repair(twice, "c"))] == [
            ["a"],
            ["b"],
            ["c"],
            [],
        ]

    def test_is_unknown_the_second_time(self, make):
        once = repair(solve(Problem((make.person(),), (make.shift(),))), "ali")

        with pytest.raises(BadInput, match="volunteer: 'ali'"):
            repair(once, "ali")

    def test_leaves_every_seat_of_theirs_in_the_changes(self):
        for plan, who, after in drop_outs(8):
            left = {(*c.left, who) for c in after.changes if c.volunteer == who}

            assert left == {each for each in taken_of(plan) if each.volunteer == who}

    def test_may_have_had_nothing(self, make):
        people = (make.person("a"), make.person("idle", "cook"))
        plan = solve(Problem(people, (make.shift(),)))

        after = repair(plan, "idle")

        assert (after.assignments, after.changes, after.cover) == (plan.assignments, (), plan.cover)


class TestWhatIsKept:
    def test_is_every_rule(self):
        for _, who, after in drop_outs(12):
            assert check(after.problem, after) == [], who
            assert oracle.sound(after.problem, after.params, taken_of(after))

    def test_is_the_roster_of_everybody_who_is_not_named(self):
        for plan, _, after in drop_outs(8):
            named = {change.volunteer for change in after.changes}
            same = {each for each in taken_of(plan) if each.volunteer not in named}

            assert same == {each for each in taken_of(after) if each.volunteer not in named}

    @pytest.mark.parametrize("most", [0, 1, 2, 3])
    def test_is_the_number_of_changes(self, most):
        for _, _, after in drop_outs(6, most=most):
            assert sum(change.took is not None for change in after.changes) <= most

    def test_is_told_by_the_changes_alone(self):
        for plan, _, after in drop_outs(10):
            left = {oracle.Taken(*c.left, c.volunteer) for c in after.changes if c.left}
            took = {oracle.Taken(*c.took, c.volunteer) for c in after.changes if c.took}

            assert left <= taken_of(plan) and not took & taken_of(plan)
            assert (taken_of(plan) - left) | took == taken_of(after)

    def test_is_the_order_of_the_assignments(self):
        for _, _, after in drop_outs(6):
            assert list(after.assignments) == sorted(after.assignments)

    def test_is_the_bound_which_no_roster_of_those_left_passes(self):
        for plan, _, after in drop_outs(6):
            assert (after.cover_bound, after.quality_bound) == (plan.cover_bound, plan.quality_bound)
            assert oracle.best(after.problem, after.params) <= (after.cover_bound, after.quality_bound)
            assert after.gap >= 0 and after.status == "stopped"

    def test_is_the_first_plan_which_stays_as_it_was(self, make):
        plan = solve(Problem((make.person("a"), make.person("b")), (make.shift(),)))
        before = (plan.assignments, plan.cover, plan.explain("s1"))

        repair(plan, "a")

        assert (plan.assignments, plan.cover, plan.explain("s1")) == before


class TestHowMuchIsCovered:
    @pytest.mark.slow  # every repair of some months is tried
    @pytest.mark.parametrize("most", [0, 1, 2])
    def test_is_as_much_as_so_many_changes_can_cover(self, most):
        short = 0
        for plan, who, after in drop_outs(10, most=most):
            best = best_by_few(plan, who, most)

            assert after.cover <= best
            short += best - after.cover
        assert short == 0

    def test_is_never_less_than_what_the_roster_had_without_them(self):
        """But for the young who lost their only adult, nobody's seat is given up for nothing."""
        for plan, who, after in drop_outs(15):
            priority = {shift.id: shift.priority for shift in plan.problem.shifts}
            kept = sum(priority[each.shift] for each in taken_of(plan) if each.volunteer != who)
            alone = sum(
                priority[c.left[0]] for c in after.changes if c.left and not c.took and c.volunteer != who
            )

            assert after.cover >= kept - alone

    @pytest.mark.slow  # everybody drops out of forty months, each planned afresh by the oracle
    def test_is_nearly_always_what_a_fresh_roster_covers(self):
        covers = [(after.cover, oracle.best(after.problem, after.params)[0]) for _, _, after in drop_outs(40)]

        assert all(mended <= fresh for mended, fresh in covers)
        assert sum(mended == fresh for mended, fresh in covers) >= 0.95 * len(covers)

    def test_is_more_with_more_changes(self, make):
        """a leaves d0, p0 moves over from d1, p1 from d2, and z, who is free, takes d2."""
        people = [make.person("a", "k0"), make.person("z", "k2", shifts_done=7)]
        people += [make.person(f"p{k}", f"k{k} k{k + 1}", wishes={f"d{k + 1}"}) for k in range(2)]
        plan = solve(Problem(tuple(people), tuple(make.shift(f"d{k}", skill=f"k{k}") for k in range(3))))

        assert [repair(plan, "a", most=most).cover for most in range(5)] == [2, 2, 2, 3, 3]


class TestWhatIsToldOfARepair:
    def test_missing_counts_only_those_who_are_left(self, make):
        people = (make.person("a"), make.person("b", "cook"))
        after = repair(solve(Problem(people, (make.shift(),))), "a")

        assert [(m.reason, m.funnel[0]) for m in after.missing] == [("skill", ("skill", 0))]

    def test_a_seat_left_open_for_want_of_changes_is_open_still(self, make):
        people = (make.person("a"), make.person("b", shifts_done=1))
        after = repair(solve(Problem(people, (make.shift(),))), "a", most=0)

        assert [m.reason for m in after.missing] == ["free"]
        assert after.explain("b").passed[0].reason == "free"
        assert "open" in after.summary("en") and "باز است" in after.summary("fa")

    def test_nobody_who_dropped_out_is_named_as_the_next_who_could_come(self, make):
        people = tuple(make.person(name, shifts_done=k) for k, name in enumerate("abc"))
        after = repair(solve(Problem(people, (make.shift(),))), "a")

        assert after.explain("b").taken[0].rival == "c"
        assert [b.volunteer for b in after.explain("s1").passed] == ["c"]

    def test_it_is_the_same_from_a_plan_that_was_stored_without_its_network(self):
        for plan, who, after in drop_outs(5):
            again = repair(replace(plan, work=None), who)

            assert (again.assignments, again.changes, again.missing) == (
                after.assignments,
                after.changes,
                after.missing,
            )

    def test_a_hurried_roster_is_repaired_too(self):
        for seed in range(6):
            plan = solve(crowded(seed), stop=Within(seconds=0))
            for who in plan.loads:
                assert check(plan.problem, repair(plan, who)) == []
