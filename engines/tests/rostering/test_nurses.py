"""The nurses' hard rules, one broken at a time in a published solution, and what the adapters make of them."""

from collections import Counter
from itertools import product
from pathlib import Path

import pytest

from hamafza_engines.rostering import RULES, Params, check, repair, solve

from . import inrc1, inrc2, oracle

FOLDER = Path(__file__).parent / "data" / "n005w4"
WEEKS = [1, 2, 3, 3]
MONTH = """<SchedulingPeriod><StartDate>2010-01-01</StartDate><EndDate>2010-01-07</EndDate><ShiftTypes>{}</ShiftTypes>
<Employees>{}</Employees><CoverRequirements>{}</CoverRequirements></SchedulingPeriod>"""


@pytest.fixture(scope="module")
def small():
    return inrc2.Instance(FOLDER, 0, WEEKS)


@pytest.fixture
def published(small):
    folder = FOLDER / "Solution_H_0-WD_1-2-3-3"
    return small.read_solution([folder / f"Sol-n005w4-{d}-{w}.json" for w, d in enumerate(WEEKS)])


@pytest.fixture(scope="module")
def plan(small):
    return solve(small.problem())


def successions(instance, roster):
    """Return what a roster breaks beside the minimum cover it lacks: it has no wrong skills here."""
    count = Counter((day, *told) for (_, day), told in roster.items())
    short = sum(max(0, least - count[day, kind, skill]) for day, kind, skill, least, _ in instance.demand())
    return instance.broken(roster) - short


class TestThePublishedSolution:
    def test_breaks_no_hard_rule_and_only_until_something_is_changed(self, small, published):
        assert small.broken(published) == 0

    def test_is_broken_by_a_skill_the_nurse_has_not(self, small, published):
        seat = next(
            at for at, told in sorted(published.items()) if set(small.nurses[at[0]]["skills"]) == {told[1]}
        )
        published[seat] = (published[seat][0], "Surgeon")

        assert small.broken(published) >= 1

    def test_is_broken_by_each_seat_of_minimum_cover_that_is_left(self, small, published):
        """Every seat taken away is felt exactly where it was one of the minimum."""
        for seat, (kind, skill) in list(published.items()):
            least = next(m for d, k, s, m, _ in small.demand() if (d, k, s) == (seat[1], kind, skill))
            have = sum(told == (kind, skill) for (_, day), told in published.items() if day == seat[1])
            fewer = {at: told for at, told in published.items() if at != seat}

            assert small.broken(fewer) == (1 if have <= least else 0), seat

    @pytest.mark.parametrize("pair", list(product(("Early", "Late", "Night"), repeat=2)), ids="-".join)
    def test_is_broken_by_a_forbidden_succession_and_by_no_other(self, small, pair):
        nurse, skill = "Patrick", "Nurse"
        forbidden = pair in {("Late", "Early"), ("Night", "Early"), ("Night", "Late")}

        two, apart = ({(nurse, 10): (pair[0], skill), (nurse, day): (pair[1], skill)} for day in (11, 12))

        assert (successions(small, two), successions(small, apart)) == (int(forbidden), 0)


class TestElevenHoursOfRest:
    def test_are_the_forbidden_successions_exactly(self, small):
        """Early 6-14, Day 8-16, Late 14-22, Night 22-6: what is forbidden leaves less than eleven hours."""
        for before, after in product(small.types, repeat=2):
            rest = 24 * 60 + 60 * inrc2.HOURS[after][0] - 60 * inrc2.HOURS[before][1]

            assert (rest < 11 * 60) == (after in small.forbidden[before]), (before, after)

    def test_make_two_shifts_of_one_day_impossible(self, small):
        for before, after in product(small.types, repeat=2):
            assert inrc2.HOURS[after][0] - inrc2.HOURS[before][1] < 11

    def test_without_them_the_engine_breaks_successions(self, small):
        """So the rule is what keeps them, and not chance."""
        free = solve(small.problem(), params=Params(rules=frozenset(RULES) - {"rest"}))
        days = [(a.volunteer, int(a.shift[:2])) for a in free.assignments]
        twice = len(days) - len(set(days))
        roster = {(a.volunteer, int(a.shift[:2])): (a.shift.split("-")[1], a.skill) for a in free.assignments}

        assert twice or small.broken(roster)


class TestTheEnginesRoster:
    def test_keeps_every_hard_rule_by_both_judges(self, small, plan):
        assert check(plan.problem, plan) == []
        assert small.broken(small.roster(plan)) == 0

    def test_has_each_nurse_once_a_day_with_a_skill_of_hers(self, small, plan):
        roster = small.roster(plan)

        assert len(roster) == len(plan.assignments)
        assert all(skill in small.nurses[nurse]["skills"] for (nurse, _), (_, skill) in roster.items())

    def test_fills_the_minimum_first_and_then_as_much_of_the_best_cover_as_can_be(self, small, plan):
        filled = {"min": 0, "opt": 0}
        for each in plan.assignments:
            filled[each.shift.split("-")[3]] += 1
        least = sum(m for *_, m, _ in small.demand())

        assert filled["min"] == least
        assert plan.cover == plan.cover_bound == 9 * filled["min"] + filled["opt"]

    def test_respects_what_each_nurse_did_the_night_before(self, small, plan):
        roster = small.roster(plan)
        for nurse, told in small.history.items():
            first = roster.get((nurse, 0), ("None",))[0]
            if told["numberOfConsecutiveWorkingDays"]:
                assert first not in small.forbidden.get(told["lastAssignedShiftType"], ())

    def test_stays_within_the_rules_when_any_nurse_falls_ill(self, small, plan):
        for nurse in small.nurses:
            after = repair(plan, nurse)
            roster = small.roster(after)

            assert check(after.problem, after) == []
            assert successions(small, roster) == 0 and not any(who == nurse for who, _ in roster)


class TestTheFirstCompetition:
    """Its hard rules: every seat filled, one shift a day; each shift lies over its whole day."""

    def month(self, tmp_path, nurses, cover):
        skills = {"E": "Nurse", "L": "Nurse", "H": "Head"}
        types = "".join(
            f'<Shift ID="{i}"><Skills><Skill>{s}</Skill></Skills></Shift>' for i, s in skills.items()
        )
        people = "".join(
            f'<Employee ID="{who}"><ContractID>0</ContractID><Skills>{"".join(f"<Skill>{s}</Skill>" for s in held)}</Skills></Employee>'
            for who, held in nurses.items()
        )
        wanted = "".join(
            f"<DayOfWeekCover><Day>{day}</Day><Cover><Shift>{kind}</Shift><Preferred>{n}</Preferred></Cover></DayOfWeekCover>"
            for day, kind, n in cover
        )
        path = tmp_path / "month.xml"
        path.write_text(MONTH.format(types, people, wanted), "utf-8")
        return inrc1.read(path)

    def test_reads_nurses_with_their_skills_and_days_with_their_seats(self, tmp_path):
        problem = self.month(
            tmp_path, {"a": ["Nurse"], "b": ["Nurse", "Head"]}, [("Friday", "E", 2), ("Friday", "H", 1)]
        )

        assert {v.id: set(v.skills) for v in problem.volunteers} == {"a": {"Nurse"}, "b": {"Nurse", "Head"}}
        assert {s.id: dict(s.seats) for s in problem.shifts} == {"00-E": {"Nurse": 2}, "00-H": {"Head": 1}}

    @pytest.mark.parametrize(("nurses", "broken"), [(1, 1), (2, 0), (3, 0)])
    def test_counts_each_seat_that_two_shifts_a_day_would_need(self, tmp_path, nurses, broken):
        """An early and a late shift on one day need two people, since nobody has two a day."""
        people = {f"n{k}": ["Nurse"] for k in range(nurses)}
        problem = self.month(tmp_path, people, [("Friday", "E", 1), ("Friday", "L", 1)])

        plan = solve(problem, params=inrc1.PARAMS)

        assert inrc1.broken(problem, plan) == broken
        assert check(problem, plan) == []

    def test_is_solved_as_the_oracle_solves_it(self, tmp_path):
        people = {"a": ["Nurse"], "b": ["Nurse", "Head"], "c": ["Head"]}
        cover = [
            ("Friday", "E", 1),
            ("Friday", "H", 1),
            ("Saturday", "L", 2),
            ("Sunday", "H", 1),
            ("Monday", "E", 2),
        ]
        problem = self.month(tmp_path, people, cover)

        plan = solve(problem, params=inrc1.PARAMS)

        assert (plan.cover, plan.quality) == oracle.best(problem, inrc1.PARAMS)

    def test_finds_a_second_shift_on_one_day(self, tmp_path):
        problem = self.month(tmp_path, {"a": ["Nurse"]}, [("Friday", "E", 1), ("Friday", "L", 1)])
        free = Params(rules=frozenset())

        both = solve(problem, params=free)

        assert len(both.assignments) == 2
        assert inrc1.broken(problem, both) == 1
