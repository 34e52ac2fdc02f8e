"""What a plan says of itself: every figure read back from the sentence and counted again from the problem."""

from __future__ import annotations

import re
from dataclasses import replace
from math import inf

import pytest

from hamafza_engines.siting import BadInput, Plan, Problem, solve
from hamafza_engines.siting._words import explained, named, number

from .towns import PEOPLE, TOWNS, by_hand, figures, km, towns_problem, value_of

CHABAHAR, KONARAK, NIKSHAHR, IRANSHAHR, KHASH, ZAHEDAN, ZABOL = range(7)
LANGUAGES = pytest.mark.parametrize("language", ["fa", "en"])


@pytest.fixture
def plan() -> Plan:
    return by_hand(towns_problem(existing=(CHABAHAR,), p=2), CHABAHAR, ZAHEDAN)


@pytest.fixture
def cover() -> Plan:
    return by_hand(towns_problem(radius=120.5), CHABAHAR, ZAHEDAN)


class TestNumbers:
    @pytest.mark.parametrize(
        ("value", "decimals", "en", "fa"),
        [
            (0, 0, "0", "۰"), (1234567, 0, "1,234,567", "۱٬۲۳۴٬۵۶۷"), (12.345, 2, "12.35", "۱۲٫۳۵"), (0.05, 1, "0.1", "۰٫۱"),
            (999.96, 1, "1,000.0", "۱٬۰۰۰٫۰"), (inf, 0, "∞", "∞"), (inf, 2, "∞", "∞"), (-3.5, 1, "-3.5", "-۳٫۵"),
        ],
    )  # fmt: skip
    def test_are_written_as_people_read_them(self, value: float, decimals: int, en: str, fa: str) -> None:
        assert (number(value, "en", decimals), number(value, "fa", decimals)) == (en, fa)


class TestNames:
    @pytest.mark.parametrize(
        ("asked", "found"),
        [("نیک‌شهر", 0), (" نیک‌شهر ", 0), ("نيك‌شهر", 0), ("نیک شهر", 0), ("كنارك", 1), ("آب", 3), ("اب", 2), ("ZABOL", 4),
         ("zabol", 4), ("۱۲", 5), ("12", 5)],
    )  # fmt: skip
    def test_are_found_as_the_eye_reads_them(self, asked: str, found: int) -> None:
        assert named(["نیک‌شهر", "کنارک", "اب", "آب", "Zabol", "12"], asked) == found

    @pytest.mark.parametrize("asked", ["", "  ", "✓", "نیک", "شهر"])
    def test_that_nobody_has_are_not_found(self, asked: str) -> None:
        assert named(["نیک‌شهر", "!"], asked) is None

    def test_of_two_alike_the_first_is_found(self) -> None:
        assert named(["زابل", "زابل"], "زابل") == 0


class TestTheSentences:
    """Word for word, of three villages on a line: 4 km and 5 km apart, with 10, 1 and 8 people."""

    @pytest.fixture
    def line(self) -> Plan:
        names = ("الف", "ب", "پ")
        ways = [[0, 4, 9], [4, 0, 5], [9, 5, 0]]
        problem = Problem.from_matrix(ways, weights=[10, 1, 8], p=2, demand_names=names, site_names=names)
        return by_hand(problem, 0, 2)

    def test_of_the_summary(self, line: Plan) -> None:
        assert line.summary("en").splitlines() == [
            "2 new and 0 existing bases for 19 people in 3 places.", "Mean distance: 0.2 km.",
            "Proved: no plan is better.", "One more base at ب: 4 person-km less.", "  - الف", "  - پ",
        ]  # fmt: skip
        assert line.summary("fa").splitlines() == [
            "۲ پایگاه تازه و ۰ پایگاه موجود برای ۱۹ نفر در ۳ نقطه.", "میانگین فاصله: ۰٫۲ کیلومتر.",
            "ثابت شد که برنامه‌ای بهتر از این نیست.", "یک پایگاه دیگر در «ب»: ۴ نفر-کیلومتر کمتر.", "  • الف", "  • پ",
        ]  # fmt: skip

    def test_of_the_summary_within_a_radius(self, line: Plan) -> None:
        told = by_hand(replace(line.problem, radius=3.5), 0, 2)

        assert told.summary("en").splitlines()[1] == "Within 3.5 km: 18 people (94.7 % of 19)."
        assert told.summary("fa").splitlines()[1] == "تا شعاع ۳٫۵ کیلومتر: ۱۸ نفر (۹۴٫۷٪ از ۱۹ نفر)."
        assert told.summary("en").splitlines()[3] == "One more base at ب: 1 people more within the radius."

    def test_of_an_open_base(self, line: Plan) -> None:
        assert explained(line, line.explain(0), "en").splitlines() == [
            "الف opens: 11 people, mean 0.4 km, at most 4.0 km.", "Largest: الف (10, 0.0 km), ب (1, 4.0 km).",
            "Without it the plan loses 91.0 person-km; people go to: پ (11).",
            "The next best in its place is ب: 36.0 person-km worse.",
        ]  # fmt: skip
        assert explained(line, line.explain(0), "fa").splitlines() == [
            "«الف» باز شد: ۱۱ نفر، میانگین ۰٫۴ و حداکثر ۴٫۰ کیلومتر.",
            "بیشترین: الف (۱۰ نفر، ۰٫۰ کیلومتر)، ب (۱ نفر، ۴٫۰ کیلومتر).",
            "بدون آن برنامه ۹۱٫۰ نفر-کیلومتر بدتر می‌شد؛ مردم به: پ (۱۱).",
            "گزینهٔ بعدی «ب» است که ۳۶٫۰ نفر-کیلومتر بدتر است.",
        ]  # fmt: skip

    def test_of_a_closed_site(self, line: Plan) -> None:
        assert explained(line, line.explain(1), "en").splitlines() == [
            "ب is not in the plan; it would be nearer to 1 people.", "As one more base it would bring 4.0 person-km.",
            "Its best exchange is for الف: 36.0 person-km worse.",
        ]  # fmt: skip
        assert explained(line, line.explain(1), "fa").splitlines() == [
            "«ب» در برنامه نیست؛ برای ۱ نفر از پایگاه کنونی‌شان نزدیک‌تر بود.",
            "اگر یک پایگاه دیگر باز می‌شد: ۴٫۰ نفر-کیلومتر بهتر.",
            "بهترین جابه‌جایی به جای «الف» است: ۳۶٫۰ نفر-کیلومتر بدتر.",
        ]  # fmt: skip


class TestTheSummary:
    @LANGUAGES
    def test_counts_bases_people_and_places(self, plan: Plan, language: str) -> None:
        assert figures(plan.summary(language).splitlines()[0]) == [1, 1, PEOPLE, 7]

    @LANGUAGES
    def test_tells_the_mean_way_of_a_person(self, plan: Plan, language: str) -> None:
        mean = value_of(plan.problem, [CHABAHAR, ZAHEDAN]) / PEOPLE

        assert figures(plan.summary(language).splitlines()[1]) == [pytest.approx(mean, abs=0.051)]

    @LANGUAGES
    def test_tells_how_many_are_within_the_radius(self, cover: Plan, language: str) -> None:
        served = sum(TOWNS[i].weight for i in (CHABAHAR, KONARAK, NIKSHAHR, ZAHEDAN))

        told = figures(cover.summary(language).splitlines()[1])

        assert told == [120.5, served, pytest.approx(100 * served / PEOPLE, abs=0.051), PEOPLE]

    @pytest.mark.parametrize(
        ("radius", "told"),
        [(60, "60 km"), (60.5, "60.5 km"), (0.25, "0.25 km"), (1500, "1,500 km"), (60.0004, "60 km")],
    )
    def test_tells_the_radius_as_it_was_given(self, radius: float, told: str) -> None:
        assert f"Within {told}:" in by_hand(towns_problem(radius=radius), 0).summary("en")

    @LANGUAGES
    def test_counts_the_shared_people_of_full_bases(self, language: str) -> None:
        problem = Problem.from_matrix([[1.0, 5.0]], weights=[10], p=2, capacity=[3, 4], radius=9)

        assert figures(solve(problem).summary(language).splitlines()[1]) == [9, 7, 70, 10]

    @LANGUAGES
    def test_tells_what_one_more_base_would_bring(self, plan: Plan, language: str) -> None:
        closed = set(range(7)) - set(plan.opened)
        best = min(closed, key=lambda j: value_of(plan.problem, [*plan.opened, j]))
        gain = plan.value - value_of(plan.problem, [*plan.opened, best])

        line = plan.summary(language).splitlines()[3]

        assert TOWNS[best].name in line
        assert figures(line) == [pytest.approx(gain, abs=0.51)]

    @LANGUAGES
    def test_tells_how_many_more_people_one_more_base_would_reach(self, cover: Plan, language: str) -> None:
        line = cover.summary(language).splitlines()[3]

        assert "زابل" in line and figures(line) == [TOWNS[ZABOL].weight]

    @LANGUAGES
    def test_is_silent_on_one_more_when_that_brings_nothing(self, language: str) -> None:
        whole = by_hand(towns_problem(p=7), *range(7))

        assert len(whole.summary(language).splitlines()) == 3 + 7

    def test_tells_one_more_at_the_first_site_too(self) -> None:
        plan = by_hand(Problem.from_matrix([[0.0, 1.0], [1.0, 0.0]], p=1), 1)

        assert plan.summary("en").splitlines()[3] == "One more base at 1: 1 person-km less."

    def test_is_silent_on_one_more_where_bases_have_rooms(self) -> None:
        plan = solve(Problem.from_matrix([[0.0, 1.0], [1.0, 0.0]], p=1, capacity=[2, 2]))

        assert len(plan.summary("en").splitlines()) == 3 + 1

    def test_is_silent_on_one_more_where_counting_takes_long(
        self, plan: Plan, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("hamafza_engines.siting._words._QUICK", 7 * 7 - 1)

        assert len(plan.summary("en").splitlines()) == 3 + 1

    @LANGUAGES
    def test_names_the_new_bases_alone(self, plan: Plan, language: str) -> None:
        last = plan.summary(language).splitlines()[-1]

        assert last.strip(" •-") == "زاهدان"

    @LANGUAGES
    def test_of_a_stopped_search_tells_its_gap(self, plan: Plan, language: str) -> None:
        told = replace(plan, bound=plan.value * (1 - 0.0123), status="stopped").summary(language)

        assert figures(told.splitlines()[2]) == [1.23]
        assert ("ثابت" if language == "fa" else "Proved") not in told

    @LANGUAGES
    def test_of_a_proved_plan_says_so(self, plan: Plan, language: str) -> None:
        assert ("ثابت شد" if language == "fa" else "Proved") in plan.summary(language)

    @LANGUAGES
    def test_of_no_plan_is_one_sentence(self, language: str) -> None:
        told = solve(Problem.from_matrix([[1.0]], budget=1, cost=[2])).summary(language)

        assert len(told.splitlines()) == 1 and not figures(told)

    @LANGUAGES
    def test_of_nobody_divides_by_nobody(self, language: str) -> None:
        plan = by_hand(Problem.from_matrix([[1.0]], weights=[0], p=1, radius=3), 0)

        assert figures(plan.summary(language).splitlines()[1])[1:] == [0, 0, 0]

    def test_in_persian_has_no_latin_digits_and_in_english_no_persian_ones(
        self, plan: Plan, cover: Plan
    ) -> None:
        for each in (plan, cover):
            assert not re.search(r"[0-9]", each.summary("fa"))
            assert not re.search(r"[۰-۹٬٫]", each.summary("en"))

    def test_is_in_persian_unless_asked_otherwise(self, plan: Plan) -> None:
        assert plan.summary() == plan.summary("fa")

    def test_keeps_a_name_with_braces_as_it_is(self) -> None:
        plan = by_hand(Problem.from_matrix([[1.0]], p=1, site_names=("{new} {0}",)), 0)

        assert plan.summary("en").endswith("- {new} {0}")


class TestTheReasons:
    @LANGUAGES
    def test_of_an_open_base_tell_people_mean_and_farthest(self, plan: Plan, language: str) -> None:
        ways = {i: km(TOWNS[i][1:3], TOWNS[ZAHEDAN][1:3]) for i in (KHASH, ZAHEDAN, ZABOL)}
        people = sum(TOWNS[i].weight for i in ways)
        mean = sum(TOWNS[i].weight * far for i, far in ways.items()) / people

        first = explained(plan, plan.explain(ZAHEDAN), language).splitlines()[0]

        assert "زاهدان" in first
        assert figures(first) == [
            people,
            pytest.approx(mean, abs=0.051),
            pytest.approx(max(ways.values()), abs=0.051),
        ]

    @LANGUAGES
    def test_of_an_open_base_name_its_largest_places_in_order(self, plan: Plan, language: str) -> None:
        line = explained(plan, plan.explain(ZAHEDAN), language).splitlines()[1]

        assert [line.index(TOWNS[i].name) for i in (ZAHEDAN, ZABOL, KHASH)] == sorted(
            line.index(TOWNS[i].name) for i in (ZAHEDAN, ZABOL, KHASH)
        )
        assert figures(line)[::2] == [TOWNS[i].weight for i in (ZAHEDAN, ZABOL, KHASH)]

    @LANGUAGES
    def test_of_an_open_base_tell_the_loss_and_where_its_people_would_go(
        self, plan: Plan, language: str
    ) -> None:
        lost = value_of(plan.problem, [CHABAHAR]) - plan.value

        line = explained(plan, plan.explain(ZAHEDAN), language).splitlines()[2]

        assert figures(line) == [
            pytest.approx(lost, abs=0.051),
            sum(TOWNS[i].weight for i in (KHASH, ZAHEDAN, ZABOL)),
        ]
        assert "چابهار" in line

    @LANGUAGES
    def test_of_a_base_that_stands_offer_no_other_in_its_place(self, plan: Plan, language: str) -> None:
        told = explained(plan, plan.explain(CHABAHAR), language)

        assert len(told.splitlines()) == 3
        assert ("موجود است" if language == "fa" else "exists and stays") in told

    @LANGUAGES
    def test_of_a_new_base_name_the_next_best_and_what_it_costs(self, plan: Plan, language: str) -> None:
        values = {j: value_of(plan.problem, [CHABAHAR, j]) for j in range(7) if j not in plan.opened}
        best = min(values, key=values.__getitem__)

        line = explained(plan, plan.explain(ZAHEDAN), language).splitlines()[3]

        assert TOWNS[best].name in line
        assert figures(line) == [pytest.approx(abs(values[best] - plan.value), abs=0.051)]
        assert ("بدتر" if language == "fa" else "worse") in line

    @LANGUAGES
    def test_of_a_poor_base_say_that_another_is_better(self, language: str) -> None:
        poor = by_hand(towns_problem(p=1), KONARAK)

        assert ("بهتر" if language == "fa" else "better") in explained(
            poor, poor.explain(KONARAK), language
        ).splitlines()[-1]

    @LANGUAGES
    def test_of_a_closed_site_tell_whom_it_would_be_nearer_to(self, plan: Plan, language: str) -> None:
        lines = explained(plan, plan.explain(IRANSHAHR), language).splitlines()
        nearer = [
            town.weight for i, town in enumerate(TOWNS)
            if km(town[1:3], TOWNS[IRANSHAHR][1:3]) < plan.km[i]
        ]  # fmt: skip
        gain = plan.value - value_of(plan.problem, [*plan.opened, IRANSHAHR])

        assert figures(lines[0]) == [sum(nearer)]
        assert figures(lines[1]) == [pytest.approx(gain, abs=0.051)]
        assert "زاهدان" in lines[2]  # the other base stands and cannot be given up

    @LANGUAGES
    def test_of_a_closed_site_offer_no_exchange_when_all_bases_stand(self, language: str) -> None:
        plan = by_hand(towns_problem(existing=(0, 5)), 0, 5)

        assert len(explained(plan, plan.explain(ZABOL), language).splitlines()) == 2

    @LANGUAGES
    def test_of_the_only_base_say_nowhere(self, language: str) -> None:
        plan = by_hand(towns_problem(p=1), ZAHEDAN)

        told = explained(plan, plan.explain(ZAHEDAN), language)

        assert ("هیچ پایگاه" if language == "fa" else "nowhere") in told and "∞" in told

    @LANGUAGES
    def test_of_a_full_base_say_that_it_is_full(self, language: str) -> None:
        plan = solve(Problem.from_matrix([[1.0, 5.0]], weights=[10], p=2, capacity=[6, 9]))
        full = "ظرفیت آن پر است" if language == "fa" else "capacity is full"

        assert full in explained(plan, plan.explain(0), language)
        assert full not in explained(plan, plan.explain(1), language)

    @LANGUAGES
    def test_within_a_radius_count_people_not_kilometres(self, cover: Plan, language: str) -> None:
        told = explained(cover, cover.explain(ZABOL), language)

        assert ("نفر در شعاع خدمت" if language == "fa" else "people within the radius") in told
        assert figures(told.splitlines()[1]) == [TOWNS[ZABOL].weight]

    @LANGUAGES
    def test_of_a_base_that_serves_nobody_are_short(self, language: str) -> None:
        plan = by_hand(Problem.from_matrix([[1.0, 9.0]], p=2, existing=(0, 1)), 0, 1)

        assert len(explained(plan, plan.explain(1), language).splitlines()) == 2

    def test_in_persian_have_no_latin_digits(self, plan: Plan) -> None:
        for site in range(7):
            assert not re.search(r"[0-9a-z]", explained(plan, plan.explain(site), "fa"))

    def test_of_no_plan_are_refused_in_words(self) -> None:
        with pytest.raises(BadInput, match="no plan to explain"):
            solve(Problem.from_matrix([[1.0]], budget=1, cost=[2])).explain(0)
