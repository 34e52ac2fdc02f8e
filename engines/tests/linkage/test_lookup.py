"""One person against a register: the door of intake."""

import pytest

from hamafza_engines.linkage import ADVERSARIAL, Index, Problem, Register, look_up, registers, solve


@pytest.fixture(scope="module")
def register():
    return registers(400, seed=21)


def person(register, id_):
    row = register.ids.index(id_)
    return {name: column[row] for name, column in register.cells.items()}


@pytest.mark.slow  # two indices and 240 look-ups
def test_everybody_is_found_and_first(register):
    left, right, truth = register
    index = Index(right)

    found = {a: look_up(index, person(left, a)) for a, _ in truth}

    first = sum(bool(found[a]) and found[a][0].id == b for a, b in truth)
    assert first >= 0.97 * len(truth)


def test_a_stranger_is_not_found_with_certainty(register):
    left, right, truth = register
    known = {a for a, _ in truth}

    for a in [id_ for id_ in left.ids if id_ not in known][:40]:
        assert all(found.probability < 0.99 for found in look_up(right, person(left, a)))


def test_it_agrees_with_the_linkage_of_whole_registers():
    left, right, _ = registers(60, seed=22, world=ADVERSARIAL)
    plan = solve(Problem(left, right))

    for link in plan.links:
        found = {each.id: each for each in look_up(right, person(left, link.left), model=plan.model)}
        assert found[link.right].weight == pytest.approx(link.weight, abs=1e-5)


def test_the_index_is_made_once(register):
    _, right, _ = register

    look_up(right, {"نام": "علی"})
    kept = right.__dict__["_index"]
    look_up(right, {"نام": "زهرا"})

    assert right.__dict__["_index"] is kept


def test_headers_of_a_form_are_understood():
    register = Register.of([{"کد ملی": "0084575948", "نام": "طاهره", "فامیل": "ذاکری"}])

    found = look_up(register, {"National ID": "۸۴۵۷۵۹۴۸", "First name": "تاهره", "Surname": "زاکري"})

    assert [each.id for each in found] == ["1"]
    assert dict(found[0].levels)["nid"] == 3


@pytest.mark.parametrize(
    "asked", [{}, {"نام": None}, {"نام": ""}, {"چیز دیگر": "؟"}, {"کد ملی": "x" * 100_000}]
)
def test_nothing_asked_is_nothing_found(register, asked):
    assert look_up(register[1], asked) == ()


def test_an_empty_register_knows_nobody():
    assert look_up(Register((), {}), {"نام": "علی"}) == ()


def test_never_more_than_asked_for_and_the_best_first(register):
    left, right, _ = register

    found = look_up(right, {"شهر": "تهران", "نام": "فاطمه", "نام خانوادگی": "محمدی"}, keep=3)

    assert len(found) <= 3
    assert [each.weight for each in found] == sorted((each.weight for each in found), reverse=True)


def test_a_crowd_of_namesakes_is_cut_off_and_an_id_still_finds_its_bearer():
    rows = [
        {"نام": "علی", "فامیل": "راد", "کد ملی": f"{place:010}"}
        for place in range(1_000_000_000, 1_000_001_500)
    ]
    crowd = Register.of(rows)

    found = look_up(crowd, {"نام": "علی", "فامیل": "راد", "کد ملی": "1000000777"})

    assert found[0].id == "778"
