"""What comes first and what second: cover, then fairness as a rising price, then way, continuity and wishes."""

from dataclasses import replace
from itertools import product

import pytest

from hamafza_engines.rostering import Params, Problem, check, solve

HOME = dict(lat=35.7, lng=51.4)


def planned(people, shifts, **params):
    problem = Problem(tuple(people), tuple(shifts))
    plan = solve(problem, params=Params(**params))
    assert check(problem, plan) == []
    return plan


def days(make, many, **more):
    return [make.shift(f"d{day:02}", day=day, **more) for day in range(many)]


def loads(plan):
    return [plan.loads[v.id] for v in plan.problem.volunteers]


def rungs(*numbers):
    """Return what so many shifts cost each: 1 + 3 + 5 + ... steps of 20 points."""
    return 20 * sum(2 * k + 1 for number in numbers for k in range(number))


class TestShiftsAreShared:
    @pytest.mark.parametrize(("people", "shifts"), [(1, 5), (2, 5), (3, 7), (4, 4), (5, 3), (6, 20)])
    def test_as_evenly_as_whole_numbers_go(self, make, people, shifts):
        plan = planned([make.person(f"p{k}") for k in range(people)], days(make, shifts))

        assert sum(loads(plan)) == min(shifts, people * 6)  # 24 hours hold six shifts of four
        assert max(loads(plan)) - min(loads(plan)) <= 1

    @pytest.mark.parametrize("done", list(product((0, 1, 3), repeat=3)))
    def test_over_the_whole_month_with_what_was_done_before(self, make, done):
        """Four more shifts go, one after the other, to whoever has the fewest by then."""
        people = [make.person(f"p{k}", shifts_done=number) for k, number in enumerate(done)]
        month = list(done)
        for _ in range(4):
            month[month.index(min(month))] += 1

        plan = planned(people, days(make, 4))

        assert sorted(map(sum, zip(done, loads(plan), strict=True))) == sorted(month)

    def test_though_only_some_can_take_some_of_them(self, make):
        """a and b may take anything, c the last two days alone: 2, 2 and 2."""
        late = days(make, 6)[4].start
        people = [make.person("a"), make.person("b"), make.person("c", windows=((late, late + 10**6),))]

        assert loads(planned(people, days(make, 6))) == [2, 2, 2]

    def test_between_skills_by_those_who_have_two(self, make):
        """Three nursings and three kitchens; both takes one of each and the others two."""
        people = [make.person("nurse"), make.person("cook", "cook"), make.person("both", "nurse cook")]
        shifts = [
            make.shift(f"{s}{k}", day=2 * k + (s == "cook"), skill=s)
            for s in ("nurse", "cook")
            for k in range(3)
        ]

        assert loads(planned(people, shifts)) == [2, 2, 2]

    @pytest.mark.parametrize(
        ("shifts", "quality"), [(0, 0), (1, -20), (2, -40), (3, -100), (4, -160), (5, -260), (6, -360)]
    )
    def test_at_a_price_that_rises_with_each(self, make, shifts, quality):
        """Two people: 20 for a first shift, 60 for a second, 100 for a third."""
        plan = planned([make.person("a"), make.person("b")], days(make, shifts))

        assert plan.quality == quality == -rungs(shifts // 2, shifts - shifts // 2)

    def test_not_at_all_when_fairness_costs_nothing(self, make):
        people = [make.person("near", **HOME), make.person("far", lat=35.8, lng=51.4)]

        plan = planned(people, days(make, 5, **HOME), fairness=0)

        assert loads(plan) == [5, 0]

    def test_never_at_the_price_of_a_seat(self, make):
        """Only tired can take both days; that she has 9 shifts and the other none changes nothing."""
        tired = make.person("tired", shifts_done=9, max_shifts=20)
        fresh = make.person("fresh", refuses={"d00", "d01"})

        assert loads(planned([tired, fresh], days(make, 2), fairness=1000)) == [2, 0]


class TestAPriceIsConvex:
    """The more somebody has, the dearer the next: differences of the best quality never grow."""

    @pytest.mark.parametrize("people", [1, 2, 3])
    def test_in_the_number_of_shifts(self, make, people):
        crew = [make.person(f"p{k}") for k in range(people)]
        worth = [planned(crew, days(make, many)).quality for many in range(7)]
        steps = [after - before for before, after in zip(worth, worth[1:], strict=False)]

        assert steps == sorted(steps, reverse=True)

    def test_in_what_was_done_before(self, make):
        worth = [planned([make.person(shifts_done=done)], days(make, 2)).quality for done in range(6)]

        assert worth == [-20 * ((done + 2) ** 2 - done**2) for done in range(6)]


class TestWhatOutweighsWhat:
    """Points of one seat: 20 steps of fairness against a way of km, 50 for a known centre, 30 for a wish."""

    @pytest.mark.parametrize(
        ("other", "who"),
        [
            (dict(), "a"), (dict(shifts_done=1), "a"), (dict(wishes={"s1"}), "b"), (dict(centres={"north"}), "b"),
            (dict(centres={"north"}, shifts_done=1), "b"), (dict(centres={"north"}, shifts_done=2), "a"),
            (dict(wishes={"s1"}, shifts_done=1), "a"), (dict(wishes={"s1"}, centres={"s1"}, shifts_done=1), "b"),
            (dict(wishes={"s1"}, centres={"s1"}, shifts_done=2), "a or b"),
        ],
    )  # fmt: skip
    def test_is_known_to_the_point(self, make, other, who):
        """b against a fresh a: each shift done costs 40 more, a centre brings 50, a wish 30, both 80."""
        plan = planned([make.person("a"), make.person("b", **other)], [make.shift(centre="north")])

        assert plan.assignments[0].volunteer in who.split(" or ")

    @pytest.mark.parametrize(
        ("km", "done", "who"),
        [(39, 1, "far"), (41, 1, "near"), (79, 2, "far"), (81, 2, "near")],
    )
    def test_is_a_kilometre_for_a_point(self, make, km, done, who):
        """The near one has `done` shifts: 40 points each. A degree of latitude is 111.195 km."""
        far = make.person("far", lat=35.7 + km / 111.195, lng=51.4, max_km=99.0)
        near = make.person("near", shifts_done=done, **HOME)

        plan = planned([far, near], [make.shift(**HOME)], continuity=0)

        assert plan.assignments[0].volunteer == who

    @pytest.mark.parametrize("word", ["continuity", "wish"])
    def test_is_nothing_when_its_points_are_nought(self, make, word):
        keen = make.person("b", centres={"s1"}, wishes={"s1"}, shifts_done=1)
        others = {"continuity": "wish", "wish": "continuity"}

        plan = planned([make.person("a"), keen], [make.shift()], **{word: 0, others[word]: 0})

        assert plan.assignments[0].volunteer == "a"

    def test_of_a_journey_is_at_most_two_hundred_points(self, make):
        """100 points a km: 150 km weigh like 2, so that six shifts done (240) send the far one."""
        far = make.person("far", lat=37.0, lng=51.4, max_km=500.0)
        near = make.person("near", shifts_done=6, max_shifts=20, **HOME)

        assert planned([far, near], [make.shift(**HOME)], travel=100).loads == {"far": 1}


class TestCoverComesFirst:
    @pytest.mark.parametrize(
        ("weight", "quality"), [(dict(fairness=1000), -277_200), (dict(travel=1000), -6720)]
    )
    def test_over_the_greatest_weights(self, make, weight, quality):
        """Six shifts after twenty: 26 squared less 20 squared is 276 steps, and each way costs 200."""
        weary = make.person("weary", shifts_done=20, max_shifts=60, max_km=20_000.0, lat=-35.0, lng=-128.0)

        plan = planned([weary], days(make, 6, **HOME), **weight)

        assert (plan.cover, plan.quality) == (6, quality)

    @pytest.mark.parametrize("priority", [2, 5, 9])
    def test_by_urgency_where_not_all_can_be_filled(self, make, priority):
        shifts = [make.shift("usual", hour=8), make.shift("urgent", hour=9, priority=priority)]
        loving = make.person(wishes={"usual"}, centres={"usual"})

        plan = planned([loving], shifts, wish=1000, continuity=1000)

        assert ([a.shift for a in plan.assignments], plan.cover) == (["urgent"], priority)

    def test_in_the_sum_and_not_seat_by_seat(self, make):
        """Twelve hours hold three usual shifts of four hours (3) or one urgent one of twelve (2): three win."""
        shifts = [make.shift("urgent", day=9, hours=12, priority=2), *days(make, 3)]

        assert {a.shift for a in planned([make.person(max_hours=12.0)], shifts).assignments} == {
            "d00",
            "d01",
            "d02",
        }

    def test_is_the_greater_the_more_people_and_never_by_losing_a_seat(self, make):
        crew = [make.person(f"p{k}", max_shifts=2) for k in range(5)]
        covers = [planned(crew[:many], days(make, 8)).cover for many in range(6)]

        assert covers == [0, 2, 4, 6, 8, 8]


class TestTies:
    def test_go_to_the_first_by_name_however_the_rows_stand(self, make):
        people, shifts = [make.person(id_) for id_ in "cab"], days(make, 2)
        for rows, days_ in product((people, people[::-1]), (shifts, shifts[::-1])):
            plan = planned(rows, days_)

            assert sorted(plan.loads) == sorted(planned(people, shifts).loads)

    def test_of_twins_are_broken_but_their_worth_is_one(self, make):
        one, other = make.person("a"), make.person("b")
        plan = planned([one, other], [make.shift()])
        (name,) = plan.loads
        turned = planned([replace(one, id="b"), replace(other, id="a")], [make.shift()])

        assert (turned.value, turned.loads) == (plan.value, {name: 1})
