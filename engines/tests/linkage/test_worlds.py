"""Made-up registers: households as households are, a truth that is true, and knobs that do what they say."""

from collections import Counter, defaultdict
from dataclasses import replace

import pytest

from hamafza_engines.linkage import ADVERSARIAL, ORDINARY, World, registers
from hamafza_engines.linkage._people import national_id
from hamafza_engines.persian import is_national_id

CLEAN = World(both=1.0, slips=0, no_id=0, wrong_id=0, missing=0, shared_mobile=1.0)


def people_of(register):
    return [
        dict(zip(register.cells, cells, strict=True)) for cells in zip(*register.cells.values(), strict=True)
    ]


def plain(name):
    """Return a name without the habits of its agency."""
    return (
        name.removeprefix("سیده ")
        .removeprefix("سید ")
        .replace("\u200c", "")
        .replace(" ", "")
        .replace("ي", "ی")
        .replace("ك", "ک")
    )


def households(world=CLEAN, size=400, seed=5):
    """Return the members of each whole household, told by their postcode."""
    left, _, _ = registers(size, seed=seed, world=world)
    homes = defaultdict(list)
    for one in people_of(left):
        homes[one["postcode"]].append(one)
    return [home for home in homes.values() if len(home) > 2]


class TestTheTruth:
    def test_pairs_the_very_same_people_where_nobody_slips(self):
        left, right, truth = registers(80, seed=1, world=CLEAN)
        ours, theirs = (dict(zip(side.ids, people_of(side), strict=True)) for side in (left, right))

        assert len(truth) == 80
        for a, b in truth:
            assert plain(ours[a]["first"]) == plain(theirs[b]["first"])
            assert ours[a]["postcode"] == theirs[b]["postcode"]

    def test_leaves_nobody_out_who_stands_in_both(self):
        left, right, truth = registers(80, seed=2, world=replace(CLEAN, both=0.5))
        ours, theirs = ({(one["postcode"], plain(one["first"])): id_ for id_, one in zip(side.ids, people_of(side), strict=True)}
                        for side in (left, right))  # fmt: skip

        assert {(ours[key], theirs[key]) for key in ours.keys() & theirs.keys()} == truth
        assert len(truth) == 40

    @pytest.mark.parametrize("size", [0, 1, 2, 7])
    @pytest.mark.parametrize("both", [0.0, 0.5, 1.0])
    def test_is_of_the_size_that_was_asked_for(self, size, both):
        left, right, truth = registers(size, seed=3, world=World(both=both))

        assert len(left) == len(right) == size and len(truth) == round(size * both)
        assert all(a in left.ids and b in right.ids for a, b in truth)

    def test_is_the_same_for_a_seed_and_another_for_another(self):
        assert registers(30, seed=4, world=ADVERSARIAL) == registers(30, seed=4, world=ADVERSARIAL)
        assert registers(30, seed=4)[2] != registers(30, seed=5)[2]

    def test_cannot_be_read_from_the_order_of_the_rows(self):
        _, _, truth = registers(100, seed=6)

        assert sum(a[1:] == b[1:] for a, b in truth) < 10


class TestAHousehold:
    def test_has_one_city_and_its_children_one_family_name(self):
        for home in households():
            assert len({one["city"] for one in home}) == 1
            names = Counter(plain(one["last"]) for one in home)
            assert names.most_common(1)[0][1] >= len(home) - 1  # the mother keeps her own

    def test_has_one_mobile_where_all_share_it_and_as_many_as_people_where_nobody_does(self):
        shared = households()
        apart = households(replace(CLEAN, shared_mobile=0.0))

        assert all(len({one["mobile"] for one in home}) == 1 for home in shared)
        assert all(len({one["mobile"] for one in home}) == len(home) for home in apart)

    def test_has_children_who_bear_their_fathers_first_name_as_fathers_name(self):
        right = 0
        homes = households()
        for home in homes:
            fathers = Counter(plain(one["father"]) for one in home)
            father, children = fathers.most_common(1)[0]
            right += children == 1 or father in {plain(one["first"]) for one in home}
        assert right >= 0.7 * len(homes)  # a father may stand beyond the end of the register

    def test_has_no_two_children_of_one_first_name(self):
        for home in households():
            firsts = [plain(one["first"]) for one in home]
            assert len(set(firsts)) == len(firsts)

    @pytest.mark.parametrize(("twins", "some"), [(0.0, False), (0.5, True)])
    def test_has_twins_as_the_world_says(self, twins, some):
        found = 0
        for home in households(replace(CLEAN, twins=twins)):
            found += len(home) - len({one["birth"] for one in home})

        assert (found > 20) is some

    def test_has_nobody_born_after_the_register(self):
        for home in households():
            assert all(1320 <= int(one["birth"][:4]) <= 1402 for one in home)


class TestTheKnobs:
    def test_of_common_names_makes_namesakes(self):
        def most(common):
            left, _, _ = registers(300, seed=7, world=replace(CLEAN, common=common))
            return Counter(plain(name) for name in left.cells["last"]).most_common(1)[0][1]

        assert most(0.9) > 2 * most(0.0)

    def test_of_missing_cells_empties_them(self):
        def empty(missing):
            left, _, _ = registers(200, seed=8, world=replace(CLEAN, missing=missing))
            return sum(column.count(None) for column in left.cells.values())

        assert empty(0.0) == 0 < empty(0.1) < empty(0.3)

    def test_of_the_worlds_make_the_adversarial_one_harder(self):
        assert ADVERSARIAL.no_id > ORDINARY.no_id and ADVERSARIAL.twins > ORDINARY.twins
        assert ADVERSARIAL.shared_mobile > ORDINARY.shared_mobile and ADVERSARIAL.common > ORDINARY.common


class TestANationalID:
    def test_passes_the_check_of_the_registry(self):
        from random import Random

        chance = Random(9)

        assert all(is_national_id(national_id(chance)) for _ in range(300))

    def test_of_everybody_is_of_ten_digits_and_hardly_ever_anothers(self):
        left, _, _ = registers(300, seed=10, world=CLEAN)

        assert all(len(nid) == 10 for nid in left.cells["nid"])
        assert len(set(left.cells["nid"])) == 300
