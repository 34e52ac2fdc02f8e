"""A paper list read line by line: who is meant, who is ambiguous, who is new."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from hamafza.gatherings.models import Guest
from hamafza.kernel.cleaning import clean
from hamafza.network.models import Centre
from hamafza.volunteers.models import Volunteer
from hamafza.volunteers.states import VolunteerState
from hamafza_engines.persian import compact_key, homophone_key, parse_mobile, search_key, to_latin_digits

LONGEST = 400  # lines of one list
_NUMBERING = re.compile(r"^[\s(\[]*\d{1,3}(?!\d)[\s.)\]\-ـ_/:،]*")  # «۳. », «(۳)», or the bare number of a row
_MOBILE = re.compile(r"(?<!\d)(?:(?:\+|00)?98|\(?0)?[\s\-]*9(?:[\s\-()]*\d){9}(?!\d)")
ORNAMENTS = " \u200e\u200f،,.-:؛()[]*•_/✓✔☑√"
TITLES = {"خانم", "اقای", "اقا", "سرکار", "جناب", "حاج", "حاجی", "دکتر", "مهندس"}  # as search_key writes them
GONE = {VolunteerState.REFUSED, VolunteerState.APPLIED}


@dataclass(frozen=True)
class Candidate:
    """Somebody whom a line may mean; `key` is "v12" or "g3"."""

    key: str
    name: str
    mobile: str

    @property
    def is_volunteer(self) -> bool:
        return self.key.startswith("v")


@dataclass(frozen=True)
class Line:
    """One line as it was typed, with whoever it may mean."""

    number: int
    text: str
    name: str
    mobile: str
    candidates: list[Candidate] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """one | several | new | nameless"""
        if self.candidates:
            return "one" if len(self.candidates) == 1 else "several"
        return "new" if len(search_key(self.name)) > 1 else "nameless"


class Known:
    """Everybody who may be on a list of this centre: its volunteers, and guests who came before. Two queries."""

    def __init__(self, centre: Centre) -> None:
        volunteers = Volunteer.objects.filter(centre=centre).exclude(state__in=GONE).order_by("search_key", "pk")
        guests = Guest.objects.filter(centre=centre).order_by("search_key", "pk")
        self.all = [Candidate(f"v{one.pk}", one.full_name, one.mobile) for one in volunteers]
        self.all += [Candidate(f"g{one.pk}", one.full_name, one.mobile) for one in guests]

    @cached_property
    def _by_mobile(self) -> dict[str, list[Candidate]]:
        return _grouped((one.mobile, one) for one in self.all if one.mobile)

    @cached_property
    def _by_key(self) -> dict[str, list[Candidate]]:
        return _grouped((_key(one.name), one) for one in self.all)

    @cached_property
    def _by_sound(self) -> dict[str, list[Candidate]]:
        return _grouped((_sound(one.name), one) for one in self.all)

    def meant(self, name: str, mobile: str) -> list[Candidate]:
        """By number first; else the very name, a name that sounds alike, or all words of the line in a longer name."""
        found = self._by_mobile.get(mobile, [])
        if len(found) > 1 and name:
            found = [one for one in found if _key(one.name) == _key(name)] or found
        if found or not name:
            return found
        words = set(_key(name).split())
        near = self._by_key.get(_key(name)) or self._by_sound.get(_sound(name))
        found = near or [one for one in self.all if words and words <= set(_key(one.name).split())]
        if mobile:  # a number that nobody has: only somebody whose number we do not know can be meant
            found = [one for one in found if not one.mobile]
        return found


def read(text: str, known: Known) -> list[Line]:
    """The lines of a list that are not empty; somebody who stands on it twice is read once."""
    lines: list[Line] = []
    seen: set[str] = set()
    for raw in text.splitlines()[:LONGEST]:
        if not raw.strip():
            continue
        name, mobile = taken_apart(raw)
        found = known.meant(name, mobile)
        same = found[0].key if len(found) == 1 else f"{_key(name)}/{mobile}" if not found else ""
        if same and same in seen:
            continue
        seen.add(same)
        lines.append(Line(len(lines), raw.strip()[:160], name, mobile, found))
    return lines


def taken_apart(raw: str) -> tuple[str, str]:
    """«۳. خانم گلنار رئیسی ۰۹۱۵…» → («گلنار رئیسی», "0915…")."""
    plain, mobile = to_latin_digits(clean(raw)[:200]), ""
    for found in _MOBILE.finditer(plain):
        if number := parse_mobile(found[0]):
            mobile, plain = number, plain[: found.start()] + " " + plain[found.end() :]
            break
    words = _NUMBERING.sub("", plain.strip(ORNAMENTS)).strip(ORNAMENTS).split()
    while words and search_key(words[0]) in TITLES and len(words) > 1:
        words = words[1:]
    return " ".join(words)[:120], mobile


def _key(name: str) -> str:
    return " ".join(word for word in search_key(name).split() if word not in TITLES)


def _sound(name: str) -> str:
    return homophone_key(name).replace(" ", "") or compact_key(name)


def _grouped(pairs: Iterable[tuple[str, Candidate]]) -> dict[str, list[Candidate]]:
    found: dict[str, list[Candidate]] = defaultdict(list)
    for key, one in pairs:
        found[key].append(one)
    return found
