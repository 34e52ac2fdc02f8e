"""What in a story could give somebody away: names, numbers, the village. The machine reads first, then two people."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.utils.translation import gettext_lazy as _

from hamafza.intake.models import Reading, Request
from hamafza.places.models import Place
from hamafza.public.models import Story
from hamafza_engines.persian import search_key, to_latin_digits

LONG = 6  # digits in a row, spaces and dashes aside, that can be a number of somebody
SHORTEST = 3  # letters of a name that are looked for
WORDS = 4  # of the longest name of a place
TITLES = {search_key(word) for word in ("خانم", "آقا", "آقای", "سید", "سیده", "حاج", "حاجی", "بانو", "کانون", "مرکز")}
_digits = re.compile(r"\d(?:[\s\u200c\-–]?\d)+")


@dataclass(frozen=True)
class Sign:
    """One thing that was found; `refuses`: with it the story cannot go on."""

    label: object
    word: str
    refuses: bool = False


def signs(story: Story, at: datetime) -> list[Sign]:
    """All that stands out in title and text, what refuses first."""
    request, said = story.need.request, f"{story.title} {story.text}"
    found = {sign.word: sign for sign in [*_others(request, said), *_hers(request, said)]}  # hers counts more
    return sorted(found.values(), key=lambda sign: (not sign.refuses, sign.word))


def _hers(request: Request, said: str) -> Iterator[Sign]:
    for word in _named(request.applicant_name, said):
        yield Sign(_("نام خود متقاضی"), word, refuses=True)
    phone, code = request.phone[-7:], request.code
    for number in _numbers(said):
        if (phone and phone in number) or code in number:
            yield Sign(_("شمارهٔ خود متقاضی"), number, refuses=True)


def _others(request: Request, said: str) -> Iterator[Sign]:
    for number in _numbers(said):
        if len(number) >= LONG:
            yield Sign(_("شماره"), number)
    for person in _people(request):
        for word in _named(person, said):
            yield Sign(_("نام کسی که با این درخواست کار کرده است"), word)
    phrases = _phrases(said)
    inside = Place.objects.filter(path__startswith=request.place.county_path).exclude(path=request.place.county_path)
    for name, key in inside.order_by("path").values_list("name_fa", "search_key"):
        if key.replace(" ", "") in phrases:
            yield Sign(_("نام جایی نزدیک‌تر از شهرستان"), name)


def _people(request: Request) -> Iterable[str]:
    """Who holds it and who opened it: «رضا بلوچ، پذیرش چابهار» is cut before the office."""
    names = [re.split("[،,(·-]", name)[0] for name in _readers(request)]
    if request.holder:
        names.append(request.holder.full_name)
    return sorted(set(names))


def _readers(request: Request) -> list[str]:
    return list(Reading.objects.filter(request=request).order_by("pk").values_list("reader_name", flat=True)[:200])


def _named(name: str, said: str) -> list[str]:
    """The parts of a name that stand in the text, however they are spaced."""
    words = _keys(said)
    joined = {one + two for one, two in pairwise(words)} | set(words)
    return [part for part in _keys(name) if len(part) >= SHORTEST and part not in TITLES and part in joined]


def _keys(said: str) -> list[str]:
    return [word for word in search_key(said).split() if not word.isdigit()]


def _phrases(said: str) -> set[str]:
    """Every run of a few words, without its spaces."""
    words = _keys(said)
    return {"".join(words[n : n + size]) for size in range(1, WORDS + 1) for n in range(len(words) - size + 1)}


def _numbers(said: str) -> list[str]:
    return [re.sub(r"\D", "", one) for one in _digits.findall(to_latin_digits(said))]
