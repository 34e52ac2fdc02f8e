"""People without papers and forms without answers: no ID, a placeholder for one, a year for a birthday."""

import pytest

from hamafza_engines.linkage import Problem, Register, check, keyed, registers, solve

from .conftest import TAHEREH, linked, pairs, part_of, people, register, tahereh, without

KEY = b"a key of both agencies"
PLACEHOLDERS = [
    "1111111111",
    "0000000000",
    "1234567890",
    "ندارد",
    "-",
    "فاقد کد ملی",
    "۱۱۱۱۱۱۱۱۱۱",
    "0",
    "نامشخص",
]
STRANGERS = [
    {"first": "علی", "last": "راد", "father": "حسن", "birth": "1350/03/04", "mobile": "09351112233"},
    {"first": "سارا", "last": "نیک", "father": "رضا", "birth": "1371/08/09", "mobile": "09124445566"},
]


def strangers(**shared):
    """Return two registers of one row each, two people who have only these cells in common."""
    return tuple(Register.of([cells | shared]) for cells in STRANGERS)


class TestAPlaceholderForAnID:
    @pytest.mark.parametrize("nid", PLACEHOLDERS)
    def test_brings_no_two_strangers_together(self, nid):
        plan = linked(*strangers(nid=nid))

        assert plan.candidates == 0 and plan.links == ()

    @pytest.mark.parametrize("nid", PLACEHOLDERS)
    def test_weighs_as_an_empty_cell_does(self, nid):
        (told,), (empty,) = (linked(tahereh(nid=cell), tahereh(nid=cell)).links for cell in (nid, None))

        assert told.weight == pytest.approx(empty.weight)
        assert "nid" not in dict(told.levels)

    @pytest.mark.parametrize("nid", PLACEHOLDERS)
    def test_on_one_side_speaks_against_nobody(self, nid):
        (link,) = linked(tahereh(), tahereh(nid=nid)).links

        assert "nid" not in dict(link.levels) and link.verdict == "auto"

    @pytest.mark.parametrize("nid", PLACEHOLDERS)
    def test_is_counted_as_no_id(self, nid):
        assert keyed(register(nid=[nid, "0084575948"]), KEY).hashes[0] is None

    def test_of_a_whole_register_makes_no_crowd(self):
        crowd = Register.of([person | {"nid": "1111111111"} for person in STRANGERS])

        assert linked(crowd).candidates == 0


class TestAPlaceholderForATelephone:
    @pytest.mark.parametrize("mobile", ["09000000000", "09111111111", "0000000000", "ندارد", "-"])
    def test_brings_no_two_strangers_together(self, mobile):
        assert linked(*strangers(mobile=mobile)).links == ()


class TestAPlaceholderForAHome:
    @pytest.mark.parametrize("postcode", ["1111111111", "0000000000", "ندارد", "نامشخص"])
    def test_brings_no_two_strangers_together(self, postcode):
        assert linked(*strangers(postcode=postcode)).candidates == 0


class TestAPlaceholderForABirthday:
    namesakes = [
        {"first": "محمد", "last": "محمدی", "city": "تهران", "father": father} for father in ("علی", "حسن")
    ]

    @pytest.mark.parametrize("birth", ["1365/01/01", "1365/1/1", "1365/00/00", "1365", "1986-01-01"])
    def test_merges_no_two_namesakes(self, birth):
        left, right = (Register.of([cells | {"birth": birth}]) for cells in self.namesakes)

        assert not linked(left, right).auto

    @pytest.mark.parametrize("birth", ["1365/01/01", "1365/00/00", "1365"])
    def test_weighs_as_the_year_alone(self, birth):
        (told,), (year,) = (
            linked(tahereh(birth=cell), tahereh(birth=cell)).links for cell in (birth, "1365")
        )

        assert told.weight == pytest.approx(year.weight)

    @pytest.mark.parametrize("birth", ["1365/01/01", "1365", "1365/02"])
    def test_against_a_known_day_agrees_in_the_year(self, birth):
        (link,) = linked(tahereh(), tahereh(birth=birth)).links

        assert dict(link.levels)["birth"] == "year_and_part" and link.verdict == "auto"

    def test_makes_no_key_under_which_a_town_would_meet(self):
        crowd = register(birth=["1365/01/01"] * 30, gender=["زن"] * 30)

        assert linked(crowd).candidates == 0

    def test_is_no_proof_where_the_whole_register_has_it(self):
        names = "علی رضا حسن سارا لیلا مریم نرگس زهرا".split()
        left, right = (register(first=names, last=last, birth=["1365/01/01"] * 8)
                       for last in (["راد"] * 8, ["نیک"] * 8))  # fmt: skip

        assert linked(left, right).links == ()


class TestAnAfghanFamily:
    """No national ID, a birthday of which only the year is known, one telephone for all."""

    family = [
        {"first": "گل\u200cاندام", "last": "نورزهی", "father": "عبدالکریم", "birth": "1362", "city": "چابهار", "mobile": "09150001122"},
        {"first": "نورمحمد", "last": "نورزهی", "father": "دادمحمد", "birth": "1358", "city": "چابهار", "mobile": "09150001122"},
        {"first": "شکریه", "last": "نورزهی", "father": "نورمحمد", "birth": "1385", "city": "چابهار", "mobile": "09150001122"},
        {"first": "ذبیح\u200cالله", "last": "نورزهی", "father": "نورمحمد", "birth": "1387", "city": "چابهار", "mobile": "09150001122"},
    ]  # fmt: skip

    def again(self, **changes):
        """Return the family as another clerk wrote it down."""
        spelt = [
            ("گلندام", "عبد الکریم"),
            ("نور محمد", "داد محمد"),
            ("شکریه", "نور محمد"),
            ("زبیح الله", "نورمحمد"),
        ]
        return Register.of([one | {"first": first, "father": father} | changes
                            for one, (first, father) in zip(self.family, spelt, strict=True)])  # fmt: skip

    def test_finds_each_of_its_members(self):
        plan = linked(Register.of(self.family), self.again())

        assert pairs(plan) == {(str(place), str(place)) for place in range(1, 5)}

    def test_finds_them_with_the_first_day_of_the_year_for_the_year(self):
        other = self.again()
        told = Register(
            other.ids, other.cells | {"birth": tuple(f"{year}/01/01" for year in other.cells["birth"])}
        )

        assert pairs(linked(Register.of(self.family), told)) == {
            (str(place), str(place)) for place in range(1, 5)
        }

    def test_makes_no_two_of_its_members_one(self):
        father_and_mother, children = (Register.of(part) for part in (self.family[:2], self.family[2:]))

        assert not linked(father_and_mother, children).auto
        assert not linked(Register.of(self.family)).auto

    def test_is_neither_lost_nor_merged_when_the_telephone_is_another(self):
        plan = linked(Register.of(self.family), self.again(mobile="09159998877"))

        assert pairs(plan) >= {("3", "3"), ("4", "4")}
        assert all(link.left == link.right for link in plan.auto)

    @pytest.mark.parametrize(
        ("ours", "theirs"),
        [
            ("1399-0100-12345", "1399010012345"),
            ("AF-123456", "af123456"),
            ("۱۳۹۹ ۰۱۰۰ ۱۲۳۴۵", "1399-0100-12345"),
        ],
    )
    def test_may_be_known_by_the_number_of_its_own_papers(self, ours, theirs):
        plan = linked(tahereh(nid=ours), tahereh(nid=theirs))

        assert dict(plan.links[0].levels)["nid"] == "same"

    def test_is_no_likelier_to_be_merged_wrongly_than_others(self):
        left, right, truth = registers(150, seed=91)
        fields = {"first", "last", "father", "birth", "city", "gender", "mobile"}
        left, right = (part_of(side, range(150), fields) for side in (left, right))

        plan = linked(left, right)

        assert pairs(plan, "auto") <= truth
        assert len(pairs(plan, "auto")) >= 0.75 * len(truth)


class TestLittleToGoBy:
    def test_names_alone_merge_nobody(self):
        left, right, truth = registers(100, seed=92)
        left, right = (part_of(side, range(100), {"first", "last"}) for side in (left, right))

        plan = linked(left, right)

        assert not plan.auto and plan.grey

    @pytest.mark.parametrize("column", ["city", "gender", "job"])
    def test_a_column_of_the_many_brings_nobody_together(self, column):
        left = right = register(**{column: ["زن"] * 5})

        assert linked(left, right).links == ()

    def test_a_birthday_alone_is_for_the_clerks_at_most(self):
        left = right = register(birth=[f"1365/02/{day:02}" for day in range(2, 22)])

        plan = linked(left, right)

        assert not plan.auto and len(plan.grey) == 20
        assert plan.grey[0].probability >= 0.95
        assert "نه نام و نه کد ملی" in plan.explain(0) and "Neither a name nor an ID" in plan.explain(0, "en")

    def test_one_empty_row_is_linked_to_nobody(self):
        left = people({}, dict.fromkeys(TAHEREH))
        right = people(dict.fromkeys(TAHEREH), {})

        assert pairs(linked(left, right)) == {("1", "2")}

    @pytest.mark.parametrize("gone", sorted(TAHEREH))
    def test_any_one_cell_may_be_missing_from_one_who_is_well_known(self, gone):
        plan = linked(tahereh(), tahereh(**{gone: None}))

        assert len(plan.auto) == 1
        assert gone not in dict(plan.links[0].levels)

    @pytest.mark.parametrize(
        "gone", [("nid", "mobile"), ("nid", "city", "father"), ("mobile", "last"), ("nid", "gender", "city")]
    )
    def test_any_few_cells_may_be_missing(self, gone):
        problem = Problem(tahereh(), people(without(*gone)))

        plan = solve(problem)

        assert len(plan.auto) == 1 and check(problem, plan) == []
