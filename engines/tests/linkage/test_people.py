"""The made-up registers: seeded, honest about the truth, and as spoilt as they say."""

import pytest

from hamafza_engines.linkage import ADVERSARIAL, ORDINARY, World, registers
from hamafza_engines.linkage._birthdays import read_day
from hamafza_engines.linkage._people import national_id
from hamafza_engines.linkage._prepare import prepare
from hamafza_engines.persian import is_national_id


def test_the_same_seed_gives_the_same_people_and_another_seed_others():
    assert registers(40, seed=1) == registers(40, seed=1)
    assert registers(40, seed=1)[0] != registers(40, seed=2)[0]


@pytest.mark.parametrize("both", [0.0, 0.3, 1.0])
def test_sizes_and_truth_are_as_asked(both):
    left, right, truth = registers(50, seed=3, world=World(both=both))

    assert len(left) == len(right) == 50 and len(truth) == round(50 * both)
    assert len({a for a, _ in truth}) == len({b for _, b in truth}) == len(truth)


def test_national_ids_have_right_check_digits():
    import random

    chance = random.Random(1)

    assert all(is_national_id(national_id(chance)) for _ in range(200))


def test_true_pairs_are_alike_and_spoilt():
    left, right, truth = registers(200, seed=4)
    a, b = prepare(left, jalali=True), prepare(right, jalali=True)
    rows_a, rows_b = ({id_: row for row, id_ in enumerate(side.ids)} for side in (left, right))

    same = [a["first_sound"][rows_a[x]] == b["first_sound"][rows_b[y]] for x, y in truth]

    assert 0.7 < sum(same) / len(same) < 0.97


def test_the_adversarial_world_has_fewer_ids_and_more_shared_mobiles():
    def share(world):
        left, _, _ = registers(300, seed=5, world=world)
        mobiles = [mobile for mobile in left.cells["mobile"] if mobile]
        return left.cells["nid"].count(None) / 300, 1 - len(set(mobiles)) / len(mobiles)

    ordinary, adversarial = share(ORDINARY), share(ADVERSARIAL)

    assert adversarial[0] > ordinary[0] + 0.3 and adversarial[1] > ordinary[1]


def test_two_agencies_write_in_their_own_way():
    left, right, _ = registers(100, seed=6)

    assert any("۱" in (cell or "") for cell in right.cells["birth"])
    assert not any("۱" in (cell or "") for cell in left.cells["birth"])
    assert any("ي" in (cell or "") for cell in right.cells["last"])
    assert {"مرد", "زن"} >= {cell for cell in right.cells["gender"] if cell}


def test_birthdays_can_be_read():
    left, _, _ = registers(100, seed=7)

    told = [cell for cell in left.cells["birth"] if cell]
    assert sum(read_day(cell) is not None for cell in told) >= 0.95 * len(told)
