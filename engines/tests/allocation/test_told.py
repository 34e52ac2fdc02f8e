"""What the plan says in words is what its figures are: summaries and reasons read back, in both languages."""

import re
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza_engines.allocation import Params, Pin, Problem, solve
from hamafza_engines.allocation._words import _at_most, _share
from hamafza_engines.frame import BadInput, Within
from hamafza_engines.persian import to_latin_digits

from .builders import again, one_pair, overridden
from .conftest import chain, random_problem

SIZE = {"needs": 9, "offers": 5, "groups": 4, "arcs": 24, "most": 5000}
LANGUAGES = pytest.mark.parametrize("language", ["fa", "en"])


def latin(told):
    """Return a text with Latin digits and no marks between thousands."""
    return to_latin_digits(told).replace("٬", "").replace("٫", ".").replace("٪", " %")


def numbers(told, language):
    """Return the numbers of a text in the order in which they stand."""
    told = latin(told) if language == "fa" else re.sub(r"(?<=\d),(?=\d{3})", "", told)
    return [float(each) if "." in each else int(each) for each in re.findall(r"\d+(?:\.\d+)?", told)]


class TestTheSummary:
    @LANGUAGES
    @pytest.mark.parametrize("seed", range(12))
    def test_begins_with_units_and_needs_as_they_are(self, seed, language):
        problem = overridden(seed, **SIZE)
        plan = solve(problem)

        first, second = plan.summary(language).splitlines()[:2]

        served, asked = int(plan.served().sum()), sum(problem.need_amount.tolist())
        whole = sum(got >= amount for got, amount in zip(plan.served(), problem.need_amount, strict=True))
        told = numbers(first, language)
        assert told[:2] == [served, asked] and told[-2:] == [whole, len(problem.need_amount)]
        assert told[2] == pytest.approx(100 * served / asked if asked else 100, abs=0.51)
        assert numbers(second, language) == [sum(problem.offer_amount.tolist()) - served]

    @LANGUAGES
    @pytest.mark.parametrize("seed", range(6))
    def test_names_the_three_least_served_groups_and_no_more(self, seed, language):
        problem = again(random_problem(seed, **SIZE), group_ids=["الف", "ب", "پ", "ت"])
        plan = solve(problem)

        line = plan.summary(language).splitlines()[2]

        named = re.findall("|".join(problem.group_ids), line.partition(":")[2])
        assert named == [each.group for each in plan.groups()[:3]]

    @LANGUAGES
    def test_tells_the_price_and_what_it_bought(self, language):
        """Five units at 9 and 4 for groups of four: 35 instead of 40, the least share 2/4 instead of 1/4."""
        problem = Problem(
            need_amount=[4, 4], offer_amount=[5], arc_need=[0, 1], arc_offer=[0, 0], arc_worth=[9, 4], need_group=[0, 1]
        )  # fmt: skip

        line = solve(problem).summary(language).splitlines()[3]

        assert numbers(line, language) == [12, 25, 50]

    @LANGUAGES
    def test_is_silent_on_a_price_that_was_not_asked(self, language):
        told = solve(random_problem(3, **SIZE), params=Params(price=False)).summary(language)

        assert "بهای عدالت" not in told and "price" not in told

    @LANGUAGES
    def test_ends_with_the_gap_when_time_was_up_and_the_gap_is_no_smaller_than_told(self, language):
        plan = solve(chain(5, needs=60, offers=15), stop=Within(0))

        last = plan.summary(language).splitlines()[-1]

        told = numbers(last, language)[0]
        assert 0 < 100 * plan.gap <= told <= 100 * plan.gap + 1

    @LANGUAGES
    def test_ends_with_the_proof_when_there_is_one(self, language):
        last = solve(one_pair()).summary(language).splitlines()[-1]

        assert (
            last
            == {"fa": "این پاسخ بهترین است (اثبات‌شده).", "en": "this is the best plan (proved)."}[language]
        )

    def test_says_how_near_the_proof_came_when_it_stopped_within_what_was_asked(self):
        """Bundles of one, with a gap of a half allowed: near enough is told as near, not as proved."""
        problem = random_problem(77, needs=30, offers=12, arcs=120, most=30, rules=True)

        plan = solve(problem, params=Params(floor=0, rule_gap=0.9, mip_arcs=0))

        assert plan.status == "optimal" and plan.gap > 0
        assert re.search(r"\(proved to [\d.]+ %\)", plan.summary("en"))
        assert "اثبات‌شده تا" in plan.summary("fa")

    @LANGUAGES
    def test_of_no_needs_is_one_sentence(self, language):
        empty = solve(one_pair(need_amount=[], arc_need=[], arc_offer=[], arc_worth=[]))

        assert len(empty.summary(language).splitlines()) == 1

    @LANGUAGES
    def test_of_needs_that_ask_nothing_calls_them_served(self, language):
        told = solve(one_pair(need_amount=[0])).summary(language).splitlines()[0]

        assert numbers(told, language) == [0, 0, 100, 1, 1]

    @pytest.mark.parametrize("seed", range(6))
    def test_has_no_latin_digit_in_persian_and_no_persian_one_in_english(self, seed):
        plan = solve(again(random_problem(seed, **SIZE), group_ids=["الف", "ب", "پ", "ت"]))

        assert not re.search("[0-9]", plan.summary("fa"))
        assert not re.search("[۰-۹٪]", plan.summary("en"))

    @pytest.mark.parametrize("language", ["", "FA", "de", None], ids=repr)
    def test_in_another_language_is_refused(self, language):
        with pytest.raises(BadInput) as refused:
            solve(one_pair()).summary(language)

        assert (refused.value.field, refused.value.value) == ("language", language)


class TestAShareInPercent:
    @pytest.mark.parametrize(
        ("share", "told"),
        [
            (0, "0 %"), (1, "100 %"), (0.5, "50 %"), (0.125, "12 %"), (0.1, "10 %"), (0.0994, "9.9 %"), (0.05, "5.0 %"),
            (0.004, "0.4 %"), (0.0004, "0.040 %"), (0.00001, "0.001 %"), (0.000004, "under 0.001 %"), (1e-15, "under 0.001 %"),
            (0.9, "90 %"), (0.901, "90.1 %"), (0.9994, "99.9 %"), (0.9996, "99.960 %"), (0.99999, "99.999 %"),
            (0.999996, "over 99.999 %"), (1 - 1e-12, "over 99.999 %"),
        ],
    )  # fmt: skip
    def test_is_fine_near_its_ends_and_coarse_between(self, share, told):
        assert _share(share, "en") == told

    @settings(max_examples=60, deadline=None)
    @given(units=st.integers(0, 10**9), more=st.integers(0, 10**9))
    def test_is_nought_or_whole_only_when_it_is(self, units, more):
        share = units / (units + more) if units + more else 1

        told = _share(share, "en")

        assert (told == "100 %") == (share == 1) and (told == "0 %") == (share == 0)

    @settings(max_examples=60, deadline=None)
    @given(share=st.floats(0, 1))
    def test_is_the_share_to_half_of_its_last_place(self, share):
        told = _share(share, "en")

        number = Fraction(re.search(r"[\d.]+", told)[0])
        places = len(told.split()[-2].partition(".")[2])
        beyond = told.startswith(("under", "over"))  # than the last figure that can be told
        assert abs(number - Fraction(share) * 100) <= Fraction(100 if beyond else 51, 100) / 10**places

    @settings(max_examples=60, deadline=None)
    @given(share=st.floats(0, 1))
    def test_says_in_persian_what_it_says_in_english(self, share):
        fa, en = _share(share, "fa"), _share(share, "en")

        assert latin(fa).replace("کمتر از", "under").replace("بیش از", "over") == en

    @settings(max_examples=60, deadline=None)
    @given(gap=st.floats(1e-9, 1))
    def test_of_a_gap_is_rounded_up_by_less_than_its_last_place(self, gap):
        told = float(re.search(r"[\d.]+", _share(_at_most(gap), "en"))[0])

        place = 1 if gap >= 0.0995 else 0.1 if gap >= 0.001 else 0.001
        assert -1e-4 * place <= told - 100 * gap <= 1.001 * place


class TestAReason:
    @LANGUAGES
    @pytest.mark.parametrize("seed", range(15))
    def test_has_the_figures_of_its_explanation(self, seed, language):
        problem = overridden(seed, **SIZE, rules=seed % 2 == 1)
        names = {
            "need_ids": ["الف"] * len(problem.need_amount),
            "offer_ids": ["ب"] * len(problem.offer_amount),
        }
        plan = solve(again(problem, **names, group_ids=["پ", "ت", "ث", "ج"]))

        for i in range(len(problem.need_amount)):
            why = plan.explain(i)
            first, *rest = why.words(language).splitlines()

            assert numbers(first, language)[:2] == [why.served, why.asked]
            for line, each in zip(rest, why.offers, strict=True):
                told = {
                    "given": [each.units, each.worth],
                    "pinned": [each.units],
                    "forbidden": [],
                    "not_needed": [each.left],
                    "exhausted": [each.rival_worth, each.worth] if each.need else [],
                    "rule": [each.left],
                }[each.why]
                assert sorted(numbers(line, language)) == sorted(told)

    SHELF = {
        "full": (one_pair(), "n", "served in full", "کامل پوشش یافت"),
        "no_offer": (one_pair(forbidden={(0, 0)}), "n", "no offer fits", "هیچ پیشنهاد سازگاری نیست"),
        "exhausted": (one_pair(offer_amount=[3]), "n", "lose worth", "ارزش را کم می‌کند"),
        "rule": (one_pair(offer_lot=[5]), "n", "a least lot stands against it", "کمینهٔ سهم مانع شد"),
        "pinned": (one_pair(pinned=(Pin(0, 0, 1),)), "n", "a decision by hand", "تصمیم کاربر"),
    }

    @pytest.mark.parametrize("reason", SHELF)
    def test_has_words_of_its_own_in_both_languages(self, reason):
        problem, need, english, persian = self.SHELF[reason]
        why = solve(again(problem, need_ids=[need])).explain(need)

        assert why.reason == reason
        assert english in why.words("en").splitlines()[0] and persian in why.words("fa").splitlines()[0]

    def test_of_an_empty_offer_is_that_it_is_empty(self):
        why = solve(one_pair(offer_amount=[0])).explain(0)

        assert why.words("en").splitlines()[1] == "- 0: has nothing to give."
        assert why.words("fa").splitlines()[1] == "• 0: چیزی برای دادن ندارد."

    def test_of_fairness_names_the_group_and_its_share(self):
        problem = Problem(
            need_amount=[4, 4], offer_amount=[4], arc_need=[0, 1], arc_offer=[0, 0], arc_worth=[9, 1],
            need_group=[0, 1], group_ids=["چابهار", "زابل"], need_ids=["a", "b"],
        )  # fmt: skip

        said = solve(problem).explain("a").words("en").splitlines()[0]

        assert said == "need a: 2 of 4; fairness between groups holds the share of چابهار at 50 %."

    def test_of_time_says_so(self):
        """The quick plan proposes to the dearest first: need 0 takes what only the other could have spared."""
        problem = Problem(
            need_amount=[4, 4], offer_amount=[4], arc_need=[0, 1], arc_offer=[0, 0], arc_worth=[9, 1]
        )

        why = solve(problem, stop=Within(0)).explain(1)

        assert why.reason == "stopped" and "time was up" in why.words("en") and "زمان" in why.words("fa")

    @pytest.mark.parametrize("language", ["xx", None], ids=repr)
    def test_in_another_language_is_refused(self, language):
        with pytest.raises(BadInput):
            solve(one_pair()).explain(0).words(language)

    def test_keeps_braces_in_names_as_they_are(self):
        """A name is data; what looks like a place to fill in is not filled in."""
        why = solve(one_pair(need_ids=["{asked}"], offer_ids=["{worth}"])).explain("{asked}")

        assert why.words("en").splitlines() == [
            "need {asked} is served in full: 4 of 4.",
            "- {worth}: 4 units (worth 3 each).",
        ]
