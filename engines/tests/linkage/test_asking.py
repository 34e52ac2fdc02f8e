"""The door of intake: one person asked for, the likeliest rows answered, as the linkage of whole registers would."""

from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza_engines.frame import BadInput
from hamafza_engines.linkage import Found, Index, Register, look_up, registers
from hamafza_engines.linkage._blocking import key_parts
from hamafza_engines.linkage._lookup import index_of
from hamafza_engines.linkage._model import fixed_model, probability
from hamafza_engines.linkage._prepare import prepare

from .conftest import TAHEREH, people, register, tahereh

NEIGHBOURS = [
    TAHEREH,
    TAHEREH | {"nid": "1289746321", "first": "مریم", "birth": "1368/07/30"},
    {"nid": None, "first": "طاهره", "last": "کریمی", "father": "علی", "birth": "1340/05/06", "mobile": "09351112233", "city": "قم"},
    {"nid": "0012345679", "first": "علی", "last": "راد", "father": "حسن", "birth": "1350/03/04", "mobile": "09124445566", "city": "قم"},
]  # fmt: skip


@pytest.fixture(scope="module")
def town():
    left, right, truth = registers(200, seed=93)
    return left, Index(right), dict(truth)


@pytest.fixture
def house():
    return people(*NEIGHBOURS)


def cells_of(register, id_):
    row = register.ids.index(id_)
    return {name: column[row] for name, column in register.cells.items()}


class TestTheAnswer:
    @pytest.mark.parametrize(
        "asked", [{"nid": "۸۴۵۷۵۹۴۸"}, {"کد ملی": "0084575948"}, {"National ID": 84575948}]
    )
    def test_to_an_id_is_its_bearer(self, house, asked):
        assert look_up(house, asked)[0].id == "1"

    def test_to_an_id_with_a_slip_needs_a_name_or_a_birthday_beside_it(self, house):
        assert look_up(house, {"nid": "0084575949"}) == ()
        assert look_up(house, {"nid": "0084575949", "birth": "1365/02/11", "first": "طاهره"})[0].id == "1"

    def test_to_a_name_is_all_who_bear_it_or_nearly(self, house):
        assert {found.id for found in look_up(house, {"نام": "طاهره", "نام خانوادگی": "ذاکری"})} == {"1"}

    def test_to_a_mobile_is_everybody_in_the_house(self, house):
        assert {found.id for found in look_up(house, {"موبایل": "9123456789"})} == {"1", "2"}

    def test_puts_the_one_whose_first_name_it_is_first(self, house):
        found = look_up(house, {"موبایل": "9123456789", "نام": "مریم", "نام خانوادگی": "ذاکری"})

        assert [each.id for each in found] == ["2", "1"]

    def test_to_a_stranger_is_nobody(self, house):
        assert look_up(house, {"کد ملی": "4567890123", "نام": "نرگس", "نام خانوادگی": "بلوچ"}) == ()

    @pytest.mark.parametrize(
        "asked", [{"full": "طاهره ذاکری"}, {"نام و نام خانوادگی": "ذاکری، طاهره"}, {"نام": "طاهره ذاکری"}]
    )
    def test_to_a_whole_name_is_that_of_its_parts(self, house, asked):
        assert look_up(house, asked) == look_up(house, {"first": "طاهره", "last": "ذاکری"})

    def test_to_a_name_in_a_column_that_is_told(self, house):
        found = look_up(house, {"x": "طاهره", "y": "ذاکری"}, columns={"first": "x", "last": "y"})

        assert found == look_up(house, {"first": "طاهره", "last": "ذاکری"})

    def test_names_the_level_of_every_field_that_both_have(self, house):
        (found,) = look_up(
            house, {"nid": "0084575948", "first": "تاهره", "city": "قم", "job": "معلم"}, keep=1
        )

        assert dict(found.levels) == {"nid": 3, "first": 4, "city": 0}

    def test_is_found_in_a_western_calendar_too(self, house):
        assert look_up(house, {"birth": "1986-05-01", "first": "طاهره"})[0].id == "1"


class TestTheOrder:
    def test_is_the_likeliest_first_and_then_by_id(self, town):
        left, index, _ = town

        for id_ in left.ids[:60]:
            found = look_up(index, cells_of(left, id_), keep=50)
            assert found == tuple(sorted(found, key=lambda each: (-each.weight, each.id)))

    @pytest.mark.parametrize("keep", [0, 1, 2, 5, 1000])
    def test_is_cut_where_one_wants(self, town, keep):
        _, index, _ = town
        asked = {"شهر": "تهران", "نام": "فاطمه", "نام خانوادگی": "محمدی", "تولد": "1360/05/06"}

        every = look_up(index, asked, keep=10**6)

        assert look_up(index, asked, keep=keep) == every[:keep]

    def test_of_twins_alike_in_all_is_by_id(self):
        found = look_up(people({}, {}, {}), {"nid": "0084575948"})

        assert [each.id for each in found] == ["1", "2", "3"]
        assert len({each.weight for each in found}) == 1


class TestTheWeight:
    def test_is_that_of_the_fixed_model_for_one_against_the_register(self, town):
        """Worked out again from the model, pair by pair, without the index."""
        left, index, _ = town
        columns = index.columns
        for id_ in left.ids[:20]:
            asked = prepare(Register.of([cells_of(left, id_)]), jalali=True)
            model = fixed_model(columns, None, (1, 200)).only(asked)
            one = {name: column[0] for name, column in asked.items()}
            for found in look_up(index, cells_of(left, id_)):
                other = index.person(index.register.ids.index(found.id))
                levels = model.levels(one, other)
                weight = model.weight(sum(model.bits(levels, one)), model.kin_bits(levels))
                assert found.weight == pytest.approx(weight)
                assert found.probability == pytest.approx(probability(weight))

    @pytest.mark.slow  # 1,600 pairs are compared without the index
    def test_is_the_best_of_all_rows_and_not_of_the_candidates_alone(self, town):
        """A full scan of the register finds nobody likelier than the index does."""
        left, index, truth = town
        for a in islice(truth, 8):
            asked = prepare(Register.of([cells_of(left, a)]), jalali=True)
            model = index.model_for(asked)
            one = {name: column[0] for name, column in asked.items()}
            weigh = {}
            for row, id_ in enumerate(index.register.ids):
                levels = model.levels(one, index.person(row))
                weigh[id_] = model.weight(sum(model.bits(levels, one)), model.kin_bits(levels))
            best = max(weigh, key=weigh.get)
            found = look_up(index, cells_of(left, a))
            assert found[0].id == best or weigh[best] < 0

    @pytest.mark.slow  # 120 look-ups
    def test_of_one_who_is_there_is_high_and_of_one_who_is_not_is_low(self, town):
        left, index, truth = town

        there = [look_up(index, cells_of(left, a)) for a in list(truth)[:60]]
        absent = [look_up(index, cells_of(left, a)) for a in left.ids if a not in truth][:60]

        assert sum(bool(found) and found[0].probability > 0.95 for found in there) >= 55
        assert sum(bool(found) and found[0].probability > 0.95 for found in absent) == 0


class TestTheIndex:
    def test_may_be_made_beforehand_and_answers_the_same(self, house):
        asked = {"nid": "0084575948", "first": "طاهره"}

        assert look_up(Index(house), asked) == look_up(house, asked)

    def test_is_kept_with_the_register_and_not_shared_with_another(self, house):
        other = tahereh()

        assert index_of(house) is index_of(house)
        assert index_of(other) is not index_of(house)

    @pytest.mark.parametrize("jalali", [True, False])
    def test_keeps_the_calendar_it_is_told(self, jalali):
        index = Index(tahereh(birth="1986-05-01"), jalali=jalali)

        assert index.columns["birth"] == ["13650211" if jalali else "19860501"]

    def test_gives_a_row_back_as_it_was_prepared(self, house):
        index = Index(house)

        assert index.person(1)["nid"] == "1289746321"
        assert index.person(2)["nid"] is None

    def test_does_not_hang_on_the_order_of_the_rows(self, town):
        left, index, _ = town
        turned = index.register
        turned = Register(turned.ids[::-1], {name: column[::-1] for name, column in turned.cells.items()})
        again = Index(turned)

        for id_ in left.ids[:25]:
            assert look_up(again, cells_of(left, id_)) == look_up(index, cells_of(left, id_))

    def test_brings_a_row_for_every_narrow_key_it_shares(self, house):
        index = Index(house)

        for asked in ({"nid": TAHEREH["nid"]}, {"mobile": TAHEREH["mobile"], "birth": "1365"},
                      {"birth": TAHEREH["birth"], "first": "طاهره"}, {"first": "طاهره", "last": "ذاکری", "father": "رضا"}):  # fmt: skip
            assert 0 in index.candidates(key_parts(prepare(Register.of([asked]), jalali=True)))


class TestOddQuestions:
    @pytest.mark.parametrize(
        "asked",
        [
            {},
            {"nid": None},
            {"nid": ""},
            {"nid": "1111111111"},
            {"رنگ": "سبز"},
            {"نام": "؟"},
            {"birth": "1365"},
        ],
    )
    def test_find_nobody(self, house, asked):
        assert look_up(house, asked) == ()

    def test_to_an_empty_register_find_nobody(self):
        assert look_up(Register((), {"nid": ()}), {"nid": "0084575948"}) == ()

    def test_to_a_register_without_that_column_find_nobody(self):
        assert look_up(register(city=["قم"]), {"nid": "0084575948"}) == ()

    def test_with_a_column_that_is_not_there_are_refused(self, house):
        with pytest.raises(BadInput) as fault:
            look_up(house, {"نام": "طاهره"}, columns={"first": "اسم کوچک"})

        assert fault.value.value == "اسم کوچک" and "نام" in fault.value.remedy

    @settings(max_examples=15, deadline=None)
    @given(
        st.dictionaries(
            st.sampled_from(sorted(TAHEREH)), st.text(max_size=15) | st.integers() | st.floats() | st.none()
        )
    )
    def test_never_break_the_door(self, asked):
        for found in look_up(people(*NEIGHBOURS), asked):
            assert isinstance(found, Found) and 0 <= found.probability <= 1

    def test_of_a_million_letters_are_answered_as_quickly(self, house):
        assert look_up(house, {"نام": "طاهره " * 200_000, "کد ملی": "0084575948"})[0].id == "1"
