"""Reasons and summaries: every figure read back from the sentence and held against the plan."""

import re
from fractions import Fraction

import pytest

from hamafza_engines.frame import BadInput
from hamafza_engines.shares import METHODS, Params, Place, Problem, solve

LATIN = str.maketrans("۰۱۲۳۴۵۶۷۸۹٫", "0123456789.", "٬,")
LANGUAGES = pytest.mark.parametrize("language", ["fa", "en"])
PLACES = (
    Place("11", name="تهران", need=5_300, capacity="0.5"), Place("12", name="قم", need=2_800, capacity=1, lower=900),
    Place("13", name="پارس‌آباد", need=1_900, capacity=1, upper=2), Place("14", name="کاشان", need=1_000, capacity=1, accepted=77),
)  # fmt: skip


def figures(text):
    """Return every number of a text in Persian or English."""
    return [float(told) for told in re.findall(r"\d+(?:\.\d+)?", text.translate(LATIN))]


@pytest.fixture(params=METHODS)
def plan(request):
    return solve(Problem(1_234, PLACES), params=Params(method=request.param))


class TestTheReason:
    @LANGUAGES
    def test_begins_with_the_share_and_of_what(self, plan, language):
        for share in plan.shares:
            first = plan.explain(share.id).words(language).split(".")[0]
            assert figures(first) == [share.share, 1_234]

    @LANGUAGES
    def test_tells_the_part_of_the_weight_and_the_factors(self, plan, language):
        # 2650 + 2800 + 1900 + 1000 is 8350, of which 2650 is 31.74 %
        second = plan.explain("11").words(language).split(". ")[1]

        assert figures(second) == [31.74, 5_300, 0.5]

    @pytest.mark.parametrize(
        ("language", "sentence"),
        [
            ("fa", "وزن آن ۳۱٫۷۴٪ است (نیاز ۵٬۳۰۰، ظرفیت ۰٫۵۰)."),
            ("en", "Its weight is 31.74% (need 5,300, capacity 0.50)."),
        ],
    )
    def test_parts_the_factors_as_the_language_does(self, plan, language, sentence):
        assert sentence in plan.explain("11").words(language)

    @LANGUAGES
    def test_leaves_out_a_factor_that_does_not_count(self, language):
        plan = solve(Problem(10, PLACES[:1]), params=Params(capacity=0))

        assert figures(plan.explain("11").words(language).split(". ")[1]) == [100, 5_300]

    @LANGUAGES
    def test_tells_the_exact_quota(self, plan, language):
        # 1234 less 77 and 2 is 1155 for 2650:2800, that is 561.61 and 593.39; the floor of 900 leaves 255 for the first
        quotas = {
            share.id: figures(plan.explain(share.id).words(language).split(". ")[2])[0]
            for share in plan.shares
        }

        assert quotas == {"11": 255, "12": 900, "13": 2, "14": 77}

    @LANGUAGES
    def test_says_that_a_broken_quota_was_rounded(self, language):
        plan = solve(Problem(10, (Place("A", need=1), Place("B", need=2))))
        rounded = {"fa": "گرد شد", "en": "was rounded"}[language]

        assert rounded in plan.explain("A").words(language)
        assert figures(plan.explain("A").words(language).split(". ")[2]) == [3.33]

    @LANGUAGES
    def test_does_not_say_so_of_a_whole_one(self, language):
        plan = solve(Problem(9, (Place("A", need=1), Place("B", need=2))))

        assert {"fa": "گرد شد", "en": "was rounded"}[language] not in plan.explain("A").words(language)

    @pytest.mark.parametrize(
        ("id_", "fa", "en"),
        [
            ("12", "کف", "lower bound holds"),
            ("13", "سقف", "upper bound holds"),
            ("14", "پذیرفته شده", "accepted before"),
        ],
    )
    def test_says_what_held_the_share(self, plan, id_, fa, en):
        assert fa in plan.explain(id_).words("fa")
        assert en in plan.explain(id_).words("en")

    def test_says_nothing_of_bounds_where_none_holds(self, plan):
        assert not re.search("کف|سقف|پذیرفته", plan.explain("11").words("fa"))
        assert not re.search("bound|accepted", plan.explain("11").words("en"))

    @pytest.mark.parametrize("places", [(Place("A", need=1),), (Place("A", need=1), Place("B", need=0))])
    def test_names_no_ceiling_that_nobody_set(self, places):
        """Who gets all of the target is held by nothing."""
        plan = solve(Problem(10, places))

        assert plan.by_id["A"].binding == ""
        assert "held" not in plan.explain("A").words("en")
        assert figures(plan.summary("en").splitlines()[1])[0] == 0

    @pytest.mark.parametrize(
        ("method", "fa", "en"),
        [
            ("webster", "واحد بعدی می‌رسد به", "The next unit would go to"),
            ("hamilton", "صف گردشدن", "Next in line to be rounded up"),
        ],
    )
    def test_names_who_is_next_by_the_rule(self, method, fa, en):
        plan = solve(Problem(10, (Place("A", need=1), Place("B", need=2))), params=Params(method=method))

        assert fa in plan.explain("A").words("fa") and en in plan.explain("A").words("en")
        assert plan.explain("A").words("en").endswith(f"{plan.explain('A').next_gain}.")

    def test_names_nobody_when_all_are_held(self):
        plan = solve(Problem(5, (Place("A", need=1, upper=2), Place("B", need=1, upper=3))))

        assert plan.explain("A").next_gain is None
        assert "next" not in plan.explain("A").words("en").casefold()

    def test_calls_a_place_without_a_name_by_its_code(self):
        assert solve(Problem(1, (Place("A7"),))).explain("A7").words("en").startswith("A7: 1 of 1.")

    def test_is_the_same_by_code_and_by_number(self, plan):
        assert [plan.explain(k) for k in range(4)] == [plan.explain(share.id) for share in plan.shares]

    @pytest.mark.parametrize("unknown", ["15", "", "تهران", -1, 4])
    def test_of_an_unknown_place_is_refused(self, plan, unknown):
        with pytest.raises(BadInput, match="one of the 4 places") as fault:
            plan.explain(unknown)

        assert (fault.value.field, fault.value.value) == ("explain", unknown)

    def test_of_brothers_without_weight_tells_even_parts(self):
        plan = solve(Problem(4, (Place("A", need=0), Place("B", need=0))))

        assert plan.explain("A").weight_share == Fraction(1, 2)


class TestWhoIsNext:
    """Worked by hand, ties and bounds included."""

    def test_by_webster_is_the_largest_claim(self):
        # shares 1 and 2 of 3; the next unit is worth 1/3 to A and 2/5 to B, the last one 1/1 and 2/3
        plan = solve(Problem(3, (Place("A", need=1), Place("B", need=2))), params=Params(method="webster"))

        assert (plan.explain("A").next_gain, plan.explain("A").next_loss) == ("B", "B")

    @pytest.mark.parametrize("method", METHODS)
    def test_of_equals_the_smaller_code_gains_and_the_larger_loses(self, method):
        plan = solve(Problem(6, tuple(Place(id_, need=1) for id_ in "BCA")), params=Params(method=method))

        assert (plan.explain("A").next_gain, plan.explain("A").next_loss) == ("A", "C")

    @pytest.mark.parametrize("method", METHODS)
    def test_is_never_one_whose_counties_are_full(self, method):
        places = (
            Place("1", need=1),
            Place("2", need=1),
            Place("11", "1", need=1, upper=10),
            Place("12", "1", need=1, upper=5),
        )

        plan = solve(Problem(100, places), params=Params(method=method))

        assert (plan.by_id["1"].share, plan.explain("1").next_gain) == (15, "2")

    @pytest.mark.parametrize("method", METHODS)
    def test_is_never_one_whose_counties_need_all_it_has(self, method):
        places = (
            Place("1", need=1),
            Place("2", need=9),
            Place("11", "1", need=1, lower=4),
            Place("12", "1", need=1, lower=3),
        )

        plan = solve(Problem(10, places), params=Params(method=method))

        assert (plan.by_id["1"].share, plan.explain("1").next_loss) == (7, "2")

    def test_is_never_one_who_has_accepted(self):
        places = (Place("A", need=9, accepted=1), Place("B", need=1))

        plan = solve(Problem(5, places))

        assert (plan.explain("A").next_gain, plan.explain("A").next_loss) == ("B", "B")

    def test_is_never_one_without_weight(self):
        plan = solve(Problem(5, (Place("A", need=0, lower=1), Place("B", need=1))))

        assert (plan.explain("A").next_gain, plan.explain("A").next_loss) == ("B", "B")

    def test_is_one_who_has_all_of_it_already(self):
        assert solve(Problem(10, (Place("A"),))).explain("A").next_gain == "A"


class TestTheSummary:
    @LANGUAGES
    def test_counts_target_places_held_ones_and_the_worst_rounding(self, plan, language):
        worst = max(abs(share.share - share.quota) for share in plan.shares)

        first, second = map(figures, plan.summary(language).splitlines())

        assert first == [1_234, 4]
        assert second == [3, pytest.approx(float(worst), abs=0.0051)]

    @LANGUAGES
    def test_tells_the_worst_rounding_up_or_down(self, language):
        # 1.9 1.8 6.3 become 2 2 6
        plan = solve(Problem(10, (Place("A", need=19), Place("B", need=18), Place("C", need=63))))

        assert figures(plan.summary(language).splitlines()[1]) == [0, 0.3]

    def test_names_the_method(self):
        for method, fa in (("hamilton", "بزرگ‌ترین باقی‌مانده"), ("webster", "وبستر")):
            plan = solve(Problem(3, (Place("A"),)), params=Params(method=method))
            assert fa in plan.summary("fa") and method in plan.summary("en")

    def test_in_persian_has_no_latin_digits_and_in_english_no_persian_ones(self, plan):
        for told in (plan.summary("fa"), *(plan.explain(k).words("fa") for k in range(3))):
            assert not re.search(r"[0-9a-zA-Z]", told.replace("11", "").replace("12", ""))
        assert not re.search(r"[۰-۹٬٫]", plan.summary("en"))

    @LANGUAGES
    def test_of_nothing_is_a_summary_all_the_same(self, language):
        assert figures(solve(Problem(0)).summary(language)) == [0, 0, 0, 0]


class TestThePlan:
    def test_finds_a_share_by_its_code(self, plan):
        assert plan.by_id["13"].share == 2
        assert [plan.numbers[share.id] for share in plan.shares] == [0, 1, 2, 3]

    def test_is_proved_without_a_gap(self, plan):
        assert (plan.status, plan.gap, plan.bound) == ("proved", 0.0, plan.value)

    def test_sums_what_lies_under_each_parent(self):
        plan = solve(
            Problem(
                9,
                (Place("1", need=2), Place("2", need=1), Place("11", "1", need=3), Place("12", "1", need=1)),
            )
        )

        assert {parent: (f.places, f.share, f.weight) for parent, f in plan.families.items()} == {
            None: (2, 9, 3), "1": (2, 6, 4),
        }  # fmt: skip
