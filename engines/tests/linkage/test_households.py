"""Two of one household are never made one person: twins, namesakes, sisters, a shared telephone, a borrowed ID."""

from itertools import permutations

import pytest

from hamafza_engines.linkage import Params, Register, registers
from hamafza_engines.linkage._fields import BY_NAME

from .conftest import TAHEREH, level, linked, pairs, part_of, people, without

HOME = TAHEREH | {"nid": None, "postcode": "9971612345"}
TWINS = [("حسن", "حسین", "مرد"), ("زهرا", "زهره", "زن"), ("محمد", "محمود", "مرد"), ("طاهر", "طاهره", None), ("امیر", "امین", "مرد"),
         ("سمیه", "سمیرا", "زن"), ("راضیه", "مرضیه", "زن"), ("فاطمه", "مریم", "زن"), ("علی", "رضا", "مرد")]  # fmt: skip


@pytest.fixture(scope="module")
def village():
    """Return two registers of 60 neighbours, so that names have frequencies and a pair has rivals."""
    left, right, _ = registers(60, seed=90)
    return left, right


def with_guest(register, *guests):
    """Return the register with some rows more, called guest 0, guest 1 ..."""
    return Register(
        register.ids + tuple(f"guest {place}" for place in range(len(guests))),
        {
            name: column + tuple(guest.get(name) for guest in guests)
            for name, column in register.cells.items()
        },
    )


def verdict(village, a, b):
    """Return what the plan of two villages does with one guest of each: auto, grey or apart."""
    plan = linked(with_guest(village[0], a), with_guest(village[1], b))
    found = [link for link in plan.links if (link.left, link.right) == ("guest 0", "guest 0")]
    return found[0].verdict if found else "apart"


class TestTwins:
    @pytest.mark.parametrize(("one", "other", "gender"), TWINS, ids=[f"{a}-{b}" for a, b, _ in TWINS])
    def test_with_names_alike_are_never_merged(self, village, one, other, gender):
        a, b = (HOME | {"first": name, "gender": gender} for name in (one, other))

        assert verdict(village, a, b) != "auto"
        assert verdict(village, b, a) != "auto"

    @pytest.mark.parametrize(("one", "other", "gender"), TWINS, ids=[f"{a}-{b}" for a, b, _ in TWINS])
    def test_in_both_registers_go_each_to_itself_and_are_merged(self, village, one, other, gender):
        a, b = (HOME | {"first": name, "gender": gender} for name in (one, other))

        plan = linked(with_guest(village[0], a, b), with_guest(village[1], b, a))

        assert pairs(plan, "auto") >= {("guest 0", "guest 1"), ("guest 1", "guest 0")}

    def test_with_ids_of_their_own_are_not_even_shown(self, village):
        a, b = HOME | {"nid": "0084575948"}, HOME | {"nid": "1289746321", "first": "زهرا"}

        assert verdict(village, a, b) == "apart"

    def test_without_first_names_in_both_registers_are_for_the_clerks(self):
        twins = people(HOME, HOME | {"first": "زهرا"})
        nameless = people(HOME | {"first": None}, HOME | {"first": None})

        plan = linked(twins, nameless)

        assert plan.grey and not plan.auto
        assert all(link.rival is not None for link in plan.links)

    def test_who_stand_in_one_register_are_no_doubles(self):
        plan = linked(people(HOME, HOME | {"first": "زهرا"}))

        assert not plan.auto and plan.clusters == ()

    def test_three_of_one_birth_find_themselves_in_any_order(self):
        triplets = [HOME | {"first": name} for name in ("زهرا", "مریم", "نرگس")]

        for order in permutations(range(3)):
            plan = linked(people(*triplets), people(*(triplets[place] for place in order)))
            assert pairs(plan) == {(str(place + 1), str(order.index(place) + 1)) for place in range(3)}


class TestTwoUsualNames:
    """A letter between two names that everybody knows is no slip of the pen."""

    @pytest.mark.parametrize(("one", "other"), [(a, b) for a, b, _ in TWINS[:7]])
    @pytest.mark.parametrize("field", ["first", "father"])
    def test_are_two_names(self, field, one, other):
        assert level(field, {field: one}, {field: other}) == "other"

    @pytest.mark.parametrize(
        ("one", "other"),
        [("حسن", "حسسن"), ("حسین", "حسبن"), ("زهرا", "زهزا"), ("محمد", "محمذ"), ("فاطمه", "فاطه")],
    )
    def test_are_told_from_a_slip_in_one_of_them(self, one, other):
        assert level("first", {"first": one}, {"first": other}) in ("edit", "sound")

    def test_may_still_be_the_beginning_of_one_another(self):
        assert level("first", {"first": "محمد"}, {"first": "محمدرضا"}) == "part"

    def test_as_family_names_may_be_a_slip(self):
        assert level("last", {"last": "حسن"}, {"last": "حسین"}) == "edit"

    def test_sound_alike_when_they_do(self):
        assert level("first", {"first": "اعظم"}, {"first": "اعزم"}) == "sound"


class TestFatherAndSon:
    father = HOME | {"first": "علی", "father": "حسن", "birth": "1340/03/05", "gender": "مرد"}

    @pytest.mark.parametrize(
        "son",
        [
            {"father": "علی", "birth": "1365/02/11"},
            {"father": "علی", "birth": "1365"},
            {"father": "علی", "birth": None},
            {"father": None, "birth": "1365/02/11"},
            {"father": "علی", "birth": "1365/03/05"},
        ],
        ids=["all told", "his year alone", "no birthday", "no father", "one day of the year"],
    )
    def test_with_one_name_and_one_home_are_not_merged(self, village, son):
        assert verdict(village, self.father, self.father | son) != "auto"

    def test_who_share_the_fathers_id_are_not_merged(self, village):
        father = self.father | {"nid": "0084575948"}
        son = father | {"first": "رضا", "father": "علی", "birth": "1365/02/11"}

        assert verdict(village, father, son) != "auto"

    def test_and_grandfather_with_one_name_and_one_father_are_not_merged(self, village):
        assert (
            verdict(village, self.father | {"birth": "1310/03/05"}, self.father | {"birth": "1365/02/11"})
            != "auto"
        )


class TestSisters:
    @pytest.mark.parametrize(
        "names", [("طاهره", "مریم"), ("مریم", "مرضیه"), ("زهرا", "زهره"), ("سمیه", "سمانه")]
    )
    @pytest.mark.parametrize("birth", ["1368/07/30", "1366/02/11", "1365", None])
    def test_in_one_house_are_not_merged(self, village, names, birth):
        a, b = HOME | {"first": names[0]}, HOME | {"first": names[1], "birth": birth}

        assert verdict(village, a, b) != "auto"

    def test_both_under_their_fathers_id_are_not_merged(self, village):
        a = HOME | {"nid": "0084575948"}

        assert verdict(village, a, a | {"first": "مریم", "birth": "1368/07/30"}) != "auto"

    def test_who_both_stand_in_both_registers_are_both_found(self, village):
        sisters = HOME, HOME | {"first": "مریم", "birth": "1368/07/30"}

        plan = linked(with_guest(village[0], *sisters), with_guest(village[1], *sisters))

        assert pairs(plan, "auto") >= {("guest 0", "guest 0"), ("guest 1", "guest 1")}


class TestASharedMobile:
    @pytest.mark.parametrize(
        "other",
        [
            {"first": "محمد", "last": "کریمی", "father": "علی", "birth": "1360/01/02", "gender": "مرد"},
            {"first": "زهرا", "last": "کریمی", "father": "محمد", "birth": "1390/01/02"},
            {"last": "کریمی", "father": "محمد", "birth": "1390/01/02"},
            without("father", "birth", "city", "postcode", first="مریم"),
            without("father", "city", "postcode", last="بلوچ", birth="1371/08/09"),
        ],
        ids=[
            "a husband",
            "a daughter",
            "a daughter named after her mother",
            "a sister of whom little is known",
            "a neighbour",
        ],
    )
    def test_makes_nobody_one(self, village, other):
        assert verdict(village, HOME, HOME | other) != "auto"

    def test_of_a_whole_hamlet_makes_nobody_one(self):
        names = "طاهره مریم نرگس زهرا سارا لیلا گلناز شهناز پروین اکرم".split()
        everybody = [HOME | {"first": name, "last": f"{name}زهی", "father": f"{name}داد", "birth": f"13{50 + place}/05/0{place + 1}"}
                     for place, name in enumerate(names)]  # fmt: skip
        apart = people(*everybody[:5]), people(*everybody[5:])

        assert not linked(*apart).auto

    def test_speaks_less_against_kin_than_a_first_name_does(self):
        mobile, first = BY_NAME["mobile"], BY_NAME["first"]

        assert mobile.same[-1] / mobile.kin[-1] < 2 < 100 < first.same[-1] / first.kin[-1]


class TestAChangedFamilyName:
    """A woman who married or a family that had its name changed is still herself."""

    @pytest.mark.parametrize("last", ["محمدی", "ذاکری محمدی", "محمدی ذاکری", None])
    @pytest.mark.parametrize("nid", ["0084575948", None])
    def test_is_no_hindrance_where_all_else_is_the_same(self, village, last, nid):
        assert verdict(village, HOME | {"nid": nid}, HOME | {"nid": nid, "last": last}) == "auto"

    def test_is_still_found_after_a_move_and_shown_at_the_least(self, village):
        moved = HOME | {"last": "محمدی", "mobile": "09350000001", "city": "قم", "postcode": "1234567890"}

        assert verdict(village, HOME, moved) in ("auto", "grey")

    def test_is_said_against_and_weighed(self):
        plan = linked(people(HOME), people(HOME | {"last": "محمدی"}))

        assert "نام خانوادگی متفاوت است (−" in plan.explain(0)

    def test_with_another_first_name_is_another_woman(self, village):
        assert verdict(village, HOME, HOME | {"last": "محمدی", "first": "مریم", "father": "علی"}) != "auto"


class TestAWholeTown:
    """300 people in households with twins, one mobile a house, and fathers' IDs: who is merged is right."""

    def test_of_many_twins_merges_next_to_nobody_wrongly(self, hard_town):
        left, right, truth, plan = hard_town
        found = pairs(plan, "auto")

        assert len(found - truth) <= 0.01 * len(found)
        assert len(found & truth) >= 0.85 * len(truth)

    def test_never_merges_a_man_with_a_woman_of_another_first_name(self, hard_town):
        plan = hard_town[3]

        for link in plan.auto:
            told = dict(link.levels)
            assert (told.get("gender"), told.get("first")) != ("other", "other")

    def test_shows_clerks_what_it_does_not_merge(self, hard_town):
        _, _, truth, plan = hard_town

        assert len(pairs(plan) & truth) > len(pairs(plan, "auto") & truth)

    def test_without_the_first_names_merges_far_less(self, hard_town):
        left, right, truth, plan = hard_town
        fields = set(left.cells) - {"first"}

        nameless = linked(*(part_of(side, range(len(side)), fields) for side in (left, right)))

        assert len(nameless.auto) < len(plan.auto)

    def test_at_a_threshold_near_certainty_merges_nobody_wrongly(self, hard_town):
        left, right, truth, _ = hard_town

        assert pairs(linked(left, right, params=Params(auto=0.9999)), "auto") <= truth
