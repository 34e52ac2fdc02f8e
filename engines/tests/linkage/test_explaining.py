"""Reasons in words: their figures are those of the plan, in both languages, for every link and every level."""

import re
from dataclasses import replace
from math import log2

import pytest

from hamafza_engines.frame import BadInput
from hamafza_engines.linkage import Params, Problem, solve
from hamafza_engines.linkage._fields import BY_NAME, FIELDS
from hamafza_engines.linkage._prepare import jalali_of, prepare

from .conftest import PERSIAN_DIGITS, linked, numbers_in, pairs, people, register, tahereh, without

BITS = re.compile(r"\(([+−-]?[۰-۹0-9]+[٫.][۰-۹0-9])\)")


def bits_in(text):
    """Return the weights that a reason tells, as numbers."""
    return [float(found.translate(PERSIAN_DIGITS)) for found in BITS.findall(text)]


def bits_by_hand(plan, columns, link):
    """Return the weight of every compared field, from the model and the prepared cells alone."""
    row = plan.problem.left.ids.index(link.left)
    told = {}
    for name, level in link.levels:
        place = BY_NAME[name].levels.index(level)
        chance = plan.model.chance[name][place]
        if level == "same" and name in plan.model.shares:
            chance = max(plan.model.shares[name].get(columns[name][row], 0), 2e-5)
        told[name] = log2(plan.model.same[name][place] / chance)
    return told


class TestTheFigures:
    def test_of_every_link_are_those_of_the_model(self, hard_town):
        plan = hard_town[3]
        columns = prepare(plan.problem.left, jalali=plan.jalali)

        for place, link in enumerate(plan.links):
            by_hand = sorted(round(bits, 1) for bits in bits_by_hand(plan, columns, link).values())
            assert sorted(bits_in(plan.explain(place))) == pytest.approx(by_hand, abs=0.051)

    def test_are_the_same_in_both_languages(self, hard_town):
        plan = hard_town[3]

        for place in range(len(plan.links)):
            assert bits_in(plan.explain(place)) == bits_in(plan.explain(place, "en"))

    def test_tell_every_field_that_both_rows_have_once(self, small_world):
        plan = small_world[3]

        for place, link in enumerate(plan.links):
            assert len(bits_in(plan.explain(place))) == len(link.levels)

    def test_of_the_probability_are_cut_and_never_rounded_up(self, hard_town):
        plan = hard_town[3]

        for place, link in enumerate(plan.links):
            shown = numbers_in(plan.explain(place, "en").splitlines()[0].rpartition("with")[2])[0]
            assert shown == min(99.9, int(link.probability * 1000) / 10)
            assert shown <= 100 * link.probability

    def test_add_up_with_the_prior_to_the_weight_against_strangers(self):
        """The told weight lies below that sum by what kin take away, and never above."""
        plan = linked(tahereh(), tahereh(mobile=None))
        (link,) = plan.links
        told = sum(bits_in(plan.explain(0)))
        prior = log2(plan.model.prior / (1 - plan.model.prior))

        kin = link.kin_bits + log2(plan.model.prior / plan.model.kin_prior)

        by_hand = -log2(2 ** -(told + prior) + 2**-kin)
        assert link.weight == pytest.approx(by_hand, abs=0.01)


class TestTheOrder:
    def test_is_the_strongest_first_on_either_side(self, hard_town):
        plan = hard_town[3]

        for place in range(len(plan.links)):
            for line in plan.explain(place, "en").splitlines()[1:-1]:
                strength = [abs(bits) for bits in bits_in(line)]
                assert strength == sorted(strength, reverse=True)

    def test_parts_what_speaks_for_from_what_speaks_against(self, hard_town):
        plan = hard_town[3]

        for place in range(len(plan.links)):
            lines = plan.explain(place, "en").splitlines()
            for line in lines:
                assert not line.startswith("For it") or min(bits_in(line)) > 0
                assert not line.startswith("Against it") or max(bits_in(line)) <= 0

    @pytest.mark.parametrize(("language", "between", "other"), [("fa", "؛ ", "; "), ("en", "; ", "؛ ")])
    def test_is_told_with_the_signs_of_the_language(self, small_world, language, between, other):
        plan = small_world[3]

        for place in range(len(plan.links)):
            said = plan.explain(place, language)
            assert other not in said
            for line in said.splitlines()[1:-1]:
                assert line.count(between) == len(bits_in(line)) - 1 and line.endswith(".")

    def test_ends_with_what_is_to_be_done(self, hard_town):
        plan = hard_town[3]

        for place, link in enumerate(plan.links):
            last = plan.explain(place, "en").splitlines()[-1]
            assert last.startswith("Merged by itself") == (link.verdict == "auto")
            assert ("two clerks" in last) == (link.verdict == "grey")


class TestWhatIsEqualButFrequent:
    crowd = register(first=["زهرا"] * 6, last=["کریمی"] * 6, nid=[f"008457594{d}" for d in range(6)])

    def test_is_said_to_tell_nothing_and_not_to_speak_against(self):
        said = linked(self.crowd, self.crowd).explain(0)

        assert "آن‌قدر پرتکرار که چیزی نمی‌گوید: " in said
        assert "به زیان آن" not in said

    def test_is_told_in_english_too(self):
        said = linked(self.crowd, self.crowd).explain(0, "en")

        assert "So frequent here that it says nothing: " in said and "Against it" not in said


class TestTheWords:
    @pytest.mark.parametrize(
        ("cells", "fa", "en"),
        [
            ({}, "کد ملی یکسان است (+", "national ID is the same (+"),
            ({"nid": "0084575949"}, "کد ملی فقط در یک نویسه فرق دارد (+", "national ID differs in one character only (+"),
            ({"nid": "0084515949"}, "کد ملی در دو نویسه فرق دارد (+", "national ID differs in two characters (+"),
            ({"last": "زاکری"}, "نام خانوادگی هم‌آوا یا با ترتیب دیگر است (+", "last name sounds the same"),
            ({"last": "ذاکری چابهاری"}, "نام خانوادگی بخشی از دیگری", "last name is a part of the other"),
            ({"first": "ذاکری", "last": "طاهره"}, "نام جابه‌جا نوشته شده است", "first name is written the other way round"),
            ({"birth": "1365/11/02"}, "تاریخ تولد جابه‌جا نوشته شده است (+", "birth date is written the other way round"),
            ({"birth": "1365"}, "تاریخ تولد در سال و در ماه یا روز یکسان است", "birth date agrees in the year and in"),
            ({"birth": "1365/07/29"}, "تاریخ تولد فقط در سال یکسان است", "birth date agrees in the year only"),
            ({"birth": "1366/08/29"}, "تاریخ تولد یک سال فاصله دارد", "birth date is one year away"),
            ({"city": "زاهدان"}, "شهر متفاوت است (−", "city is different (−"),
            ({"mobile": "09123456780"}, "تلفن همراه فقط در یک نویسه فرق دارد (+", "mobile differs in one character only (+"),
        ],
    )  # fmt: skip
    def test_say_how_a_field_is_alike(self, cells, fa, en):
        plan = linked(tahereh(), tahereh(**cells))

        assert fa in plan.explain(0) and en in plan.explain(0, "en")

    @pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
    def test_know_every_level_of_every_field_in_both_languages(self, field):
        plan = linked(tahereh(), tahereh())
        model = linked(*[register(**{f.name: ["13650211"] for f in FIELDS})] * 2).model

        for level in field.levels:
            link = replace(plan.links[0], levels=((field.name, level),))
            fa, en = (
                replace(plan, links=(link,), model=model).explain(0, language) for language in ("fa", "en")
            )
            assert len(bits_in(fa)) == len(bits_in(en)) == 1
            assert not re.search("[a-z_]", fa) and "_" not in en

    def test_have_persian_digits_in_persian_and_latin_ones_in_english(self, small_world):
        plan = small_world[3]

        for place, link in enumerate(plan.links[:20]):
            fa = plan.explain(place).replace(link.left, "").replace(link.right, "")
            assert not re.search("[0-9]", fa)
            assert not re.search("[۰-۹]", plan.explain(place, "en"))


class TestWhyAPairIsForTheClerks:
    def test_is_a_family_where_the_first_names_differ(self):
        plan = linked(tahereh(nid=None), tahereh(nid=None, first="مریم"))

        assert "شاید دو نفر از یک خانواده باشند" in plan.explain(0)
        assert "perhaps two of one household" in plan.explain(0, "en")

    def test_is_a_family_where_no_first_name_is_known(self):
        plan = linked(people(without("nid", "first", "birth")), people(without("nid", "birth")))

        assert "two of one household" in plan.explain(0, "en")

    def test_is_the_threshold_where_first_names_are_alike(self):
        names = people(without("nid", "birth", "mobile", "father"))

        said = linked(names, names, params=Params(grey=0.01)).explain(0, "en")

        assert "Below the threshold of 95 %; for two clerks." in said

    def test_is_the_rival_where_two_are_equally_likely(self):
        plan = linked(tahereh(), people({}, {}))
        (link,) = plan.links
        rival = link.rival

        assert rival[:2] == ("1", "2")
        assert f"{rival[0]} and {rival[1]} are nearly as likely" in plan.explain(0, "en")
        assert f"«{rival[0]}» و «{rival[1]}»" in plan.explain(0)

    def test_is_the_rival_and_not_the_threshold_at_just_the_threshold(self):
        plan = linked(tahereh(), people({}, {}))
        plan = replace(plan, links=(replace(plan.links[0], probability=plan.params.auto),))

        assert "nearly as likely" in plan.explain(0, "en")
        assert "Below the threshold" not in plan.explain(0, "en")

    @pytest.mark.parametrize(
        ("auto", "fa", "en"), [(0.999, "۹۹٫۹٪", "99.9 %"), (0.95, "۹۵٪", "95 %"), (0.975, "۹۷٫۵٪", "97.5 %")]
    )
    def test_names_the_threshold_that_was_asked_for(self, auto, fa, en):
        plan = linked(tahereh(nid=None), tahereh(nid=None, first="مریم"), params=Params(auto=auto))

        assert fa in plan.explain(0) and en in plan.explain(0, "en")


class TestWhoIsExplained:
    ours = people(
        {}, without("nid", first="علی", last="راد", birth="1340/5/6", mobile="09351112233", father="حسن")
    )

    def plan(self):
        """Return a plan in which «1» is linked to «2» and «2» to «1»."""
        theirs = people(
            without("nid", first="علی", last="راد", birth="1340/5/6", mobile="09351112233", father="حسن"), {}
        )
        return linked(self.ours, theirs)

    def test_is_the_row_of_the_left_register_where_both_have_the_id(self):
        plan = self.plan()
        assert pairs(plan) == {("1", "2"), ("2", "1")}

        assert plan.explain("2", "en").startswith("2 and 1:")
        assert plan.explain("1", "en").startswith("1 and 2:")

    def test_may_be_a_row_of_the_right_register(self):
        left, right = tahereh(), tahereh()
        right = type(right)(("x7",), right.cells)

        assert linked(left, right).explain("x7", "en").startswith("1 and x7:")

    def test_may_be_called_by_place(self):
        plan = self.plan()

        assert plan.explain(0) == plan.explain(plan.links[0].left)
        assert plan.explain(1) == plan.explain(plan.links[1].left)

    @pytest.mark.parametrize("nobody", ["9", "", "۱", 2, -1, 10**9])
    def test_is_refused_where_there_is_no_such_link(self, nobody):
        with pytest.raises(BadInput) as fault:
            self.plan().explain(nobody)

        assert fault.value.value == nobody and fault.value.field in ("i", "id")

    def test_is_read_in_the_calendar_of_the_plan(self):
        left, right = tahereh(birth="1986-05-01"), tahereh()
        plan = linked(left, right)

        assert plan.jalali == jalali_of([left, right]) is True
        assert "تاریخ تولد یکسان است" in plan.explain(0)

    def test_in_one_register_are_two_of_its_rows(self):
        plan = solve(Problem(people({}, {"nid": "84575948"})))

        assert plan.explain("1", "en").startswith("1 and 2:")
