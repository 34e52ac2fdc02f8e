"""Made-up registers with a known truth: households first, then two agencies that write them down.

Names and how frequent they are: names.tsv (its sources stand in the README). Nobody in it lives.
"""

from dataclasses import dataclass
from importlib.resources import files
from random import Random

from hamafza_engines.linkage._slips import slip, written
from hamafza_engines.linkage._types import Register

_CITIES = (
    "تهران مشهد اصفهان کرج شیراز تبریز قم اهواز کرمانشاه ارومیه رشت زاهدان همدان کرمان یزد اردبیل"
    " بندرعباس اراک اسلامشهر زنجان سنندج قزوین خرم‌آباد گرگان ساری بجنورد بوشهر"
    " بیرجند ایلام شهرکرد یاسوج سمنان چابهار"
).split()

_OPERATORS = "12 13 15 19 35 36 01 90".split()


@dataclass(frozen=True, slots=True)
class World:
    """How the people are: the shares (0-1) of what makes linkage hard.

    both: persons who stand in both registers; slips: how often a cell is spoilt (1: usual); no_id, wrong_id:
    national IDs that are missing, or the father's; twins: households that have them; shared_mobile: members
    who give the father's number; common: persons who bear one of the most frequent names; missing: cells.
    """

    both: float = 0.6
    slips: float = 1.2
    no_id: float = 0.15
    wrong_id: float = 0.01
    twins: float = 0.03
    shared_mobile: float = 0.4
    common: float = 0.0
    missing: float = 0.08


ORDINARY = World()
ADVERSARIAL = World(
    slips=1.2, no_id=0.6, wrong_id=0.05, twins=0.15, shared_mobile=0.8, common=0.3, missing=0.12
)

Raw = dict[str, str | None]


def registers(
    size: int, *, seed: int = 0, world: World = ORDINARY
) -> tuple[Register, Register, frozenset[tuple[str, str]]]:
    """Return two registers of about `size` rows, and the pairs of ids that are one person.

    >>> left, right, truth = registers(100, seed=1)
    >>> len(left), len(right), all(a in left.ids and b in right.ids for a, b in truth)
    (100, 100, True)
    """
    chance = Random(f"people {seed}")
    everyone: list[Raw] = []
    wanted = round(size * (2 - world.both)) + 1
    names = _Names(chance, world)
    while len(everyone) < wanted:
        everyone += _household(chance, world, names)
    chance.shuffle(everyone)
    both = round(size * world.both)
    mine = everyone[:size]
    theirs = everyone[:both] + everyone[size : 2 * size - both]
    order = list(range(len(theirs)))
    chance.shuffle(order)
    left = [slip(chance, person, world.slips * 0.5, world) for person in mine]
    right = [slip(chance, theirs[place], world.slips, world) for place in order]
    truth = frozenset((f"a{place}", f"b{at}") for at, place in enumerate(order) if place < both)
    return _register("a", left, chance, 0), _register("b", right, chance, 1), truth


def _register(name: str, rows: list[Raw], chance: Random, habit: int) -> Register:
    shown = [written(chance, row, habit) for row in rows]
    fields = [field for field in shown[0] if field != "household_id"] if shown else []
    ids = tuple(f"{name}{place}" for place in range(len(shown)))
    return Register(ids, {field: tuple(row[field] for row in shown) for field in fields}, name)


class _Names:
    def __init__(self, chance: Random, world: World) -> None:
        self._chance, self._world = chance, world
        self._names: dict[str, tuple[list[str], list[int]]] = {}
        for line in (files(__package__) / "names.tsv").read_text("utf-8").splitlines():
            kind, name, weight = line.split("\t")
            names, weights = self._names.setdefault(kind, ([], []))
            names.append(name)
            weights.append(weights[-1] + int(weight) if weights else int(weight))

    def draw(self, kind: str) -> str:
        names, weights = self._names[kind]
        if self._chance.random() < self._world.common:
            return self._chance.choice(names[:8])
        return self._chance.choices(names, cum_weights=weights)[0]


def _household(chance: Random, world: World, names: _Names) -> list[Raw]:
    last, city = names.draw("l"), chance.choices(_CITIES, range(len(_CITIES) + 5, 5, -1))[0]
    year = chance.randint(1320, 1380)
    father = _person(chance, "m", names.draw("m"), last, names.draw("m"), year, city)
    mother = _person(chance, "f", names.draw("f"), names.draw("l"), names.draw("m"), year + 4, city)
    members = [father, mother]
    born = year + chance.randint(20, 30)
    first_names = {father["first"], mother["first"]}
    for _ in range(chance.choice((0, 1, 1, 2, 2, 3, 4))):
        for _ in range(2 if chance.random() < world.twins else 1):
            child = _person(
                chance, gender := chance.choice("mf"), names.draw(gender), last, father["first"], born, city
            )
            while child["first"] in first_names:
                child["first"] = names.draw(gender)
            if len(members) > 2 and members[-1]["birth"] and members[-1]["birth"][:4] == str(born):
                child["birth"] = members[-1]["birth"]  # twins
            first_names.add(child["first"])
            members.append(child)
        born += chance.randint(1, 6)
    members = [member for member in members if int(member["birth"][:4]) <= 1402]  # type: ignore[index]
    for member in members[1:]:
        if chance.random() < world.shared_mobile:
            member["mobile"] = father["mobile"]
        member["postcode"] = father["postcode"]
        member["household_id"] = father["nid"]
    return members


def _person(
    chance: Random, gender: str, first: str, last: str, father: str | None, year: int, city: str
) -> Raw:
    month = chance.randint(1, 12)
    day = chance.randint(1, 31 if month <= 6 else 30 if month < 12 else 29)
    return {
        "nid": national_id(chance),
        "first": first,
        "last": last,
        "father": father,
        "birth": f"{year}/{month:02}/{day:02}",
        "mobile": f"09{chance.choice(_OPERATORS)}{chance.randrange(10**7):07}",
        "city": city,
        "gender": gender,
        "postcode": f"{chance.randint(1, 9)}{chance.randrange(10**9):09}",
        "household_id": None,
    }


def national_id(chance: Random) -> str:
    """Return a national ID with a right check digit."""
    digits = [int(digit) for digit in f"{chance.randint(1, 620):03}{chance.randrange(10**6):06}"]
    rest = sum(digit * (10 - place) for place, digit in enumerate(digits)) % 11
    return "".join(map(str, digits)) + str(rest if rest < 2 else 11 - rest)
