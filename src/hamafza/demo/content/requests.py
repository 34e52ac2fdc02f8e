"""Requests for help as people would word them, in many hands; all invented."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from . import names
from .places import COAST, TOWNS, spot

Urgency = Literal["normal", "urgent", "danger"]
Voice = Literal["colloquial", "elderly", "letter", "operator", "hasty"]

DOMAINS = (
    "health", "counselling", "legal", "employment", "education", "livelihood", "housing", "women_family",
    "child_protection", "disability", "elderly", "addiction", "prisoners", "marriage", "culture_book",
    "religious_quran", "pilgrimage", "sport_youth", "disaster", "media_it",
)  # fmt: skip

_VOICES: dict[str, Voice] = {
    "c": "colloquial", "e": "elderly", "l": "letter", "o": "operator", "m": "hasty",
}  # fmt: skip
_HEAD = re.compile(r"^(?P<voice>[celom])(?P<mark>!{0,2}|\?)(?: \+(?P<second>\w+))? \| (?P<text>.+)$")
_URGENCY: dict[str, Urgency] = {"": "normal", "?": "normal", "!": "urgent", "!!": "danger"}


@dataclass(frozen=True)
class Frame:
    """One way of asking, with slots; a line of data/frames/<domain>.txt."""

    voice: Voice
    urgency: Urgency
    vague: bool
    second_domain: str | None
    text: str


@dataclass(frozen=True)
class RequestText:
    """What somebody wrote or said, and what a careful reader would make of it."""

    text: str
    domain: str
    second_domain: str | None
    urgency: Urgency
    voice: Voice
    place: str
    vague: bool = False


@cache
def frames(domain: str) -> tuple[Frame, ...]:
    """All hand-written ways of asking in one domain."""
    lines = (files(__package__) / "data" / "frames" / f"{domain}.txt").read_text(encoding="utf-8").splitlines()
    return tuple(_frame(line) for line in lines if line)


def _frame(line: str) -> Frame:
    found = _HEAD.match(line)
    if found is None:
        raise ValueError(f"not a frame: {line}")
    mark = found["mark"]
    return Frame(_VOICES[found["voice"]], _URGENCY[mark], mark == "?", found["second"], found["text"])


def request(rng: random.Random, domain: str, *, place: str | None = None) -> RequestText:
    """One request of a domain, told at a place (drawn when not given)."""
    place = place or spot(rng)
    frame = rng.choice([f for f in frames(domain) if _fits(f, place)])
    text = _dress(rng, frame, _fill(rng, frame.text, place))
    return RequestText(text, domain, frame.second_domain, frame.urgency, frame.voice, place, frame.vague)


def _fits(frame: Frame, place: str) -> bool:
    """A townsman has no village, an inland village no boats, and nobody travels to where he is."""
    if place in TOWNS and ("روستا" in frame.text or "دهیار" in frame.text):
        return False
    if place not in COAST and re.search("دریا|لنج|قایق|ساحل", frame.text):
        return False
    return place != "چابهار" or "چابهار" not in frame.text


_SLOTS: dict[str, tuple[str, ...]] = {
    "child": ("پسرم", "دخترم", "پسر کوچکم", "دختر کوچکم", "بچه‌ام"),
    "kid": ("پسر", "دختر"),
    "cage": ("هفت", "هشت", "نه", "ده", "یازده", "دوازده", "۹", "۱۱", "۱۳"),
    "age": ("۲۱", "۲۴", "۲۷", "۲۹", "۳۲", "۳۵", "۳۸", "۴۱"),
    "old": ("۶۸", "۷۰", "۷۲", "۷۵", "۷۸", "۸۱", "۸۴", "هفتاد", "هشتاد"),
    "n": ("دو", "سه", "چهار", "پنج"),
    "months": ("دو", "سه", "چهار", "پنج", "شش"),
    "weeks": ("دو", "سه", "چهار"),
    "toman": ("دو میلیون تومان", "سه میلیون و نیم", "پنج میلیون تومان", "هشت میلیون", "دوازده میلیون تومان"),
    "big": ("صد میلیون تومان", "صد و بیست میلیون", "صد و پنجاه میلیون تومان", "دویست میلیون تومان"),
    "illness": ("دیابت", "تالاسمی", "صرع", "آسم", "نارسایی کلیه", "کم‌خونی شدید", "بیماری قلبی"),
    "work": ("کارگری", "صیادی", "بنایی", "رانندگی", "جوشکاری", "دست‌فروشی", "نقاشی ساختمان"),
    "grade": ("دوم", "سوم", "چهارم", "پنجم", "ششم", "هفتم", "هشتم"),
    "when": ("دیشب", "دیروز", "پریشب", "امروز صبح"),
    "since": ("از هفته‌ی پیش", "از اول ماه", "از ماه پیش", "این چند روز", "چند هفته است"),
    "young": ("۱۸", "۱۹", "۲۰", "۲۱", "۲۲", "۲۳"),
}


def _fill(rng: random.Random, text: str, place: str) -> str:
    def word(match: re.Match[str]) -> str:
        slot = match[1]
        if slot == "place":
            return place
        return names.family(rng) if slot == "family" else rng.choice(_SLOTS[slot])

    return re.sub(r"\{(\w+)\}", word, text)


_BEFORE: dict[Voice, tuple[str, ...]] = {
    "colloquial": (
        "سلام.",
        "سلام، خسته نباشید.",
        "سلام، وقتتون بخیر.",
        "سلام و خدا قوت.",
        "با سلام.",
        "",
        "",
    ),
    "elderly": ("سلام علیکم.", "سلام پسرم.", "سلام دخترم.", "سلام، خدا قوت.", "سلام، خدا عمرتان بدهد.", ""),
    "letter": ("با سلام و احترام؛", "با سلام؛", "سلام علیکم؛"),
    "operator": ("", "", "تماس تلفنی."),
    "hasty": ("",),
}
_AFTER: dict[Voice, tuple[str, ...]] = {
    "colloquial": (
        "ممنون می‌شم راهنمایی کنید.", "خدا خیرتون بده.", "منتظر جوابتون هستم.", "شرمنده که مزاحم شدم.",
        "عصرها می‌تونم جواب تلفن بدم.", "ممنونم.", "", "", "",
    ),
    "elderly": (
        "خدا عوضتان بدهد.", "الهی پیر شوید.", "دعاگوی شما هستم.", "اگر زنگ زدید بلند حرف بزنید.",
        "شماره همسایه را داده‌ام.", "", "",
    ),
    "letter": (
        "پیشاپیش از همراهی شما سپاسگزارم.", "با تشکر.", "مدارک در صورت نیاز ارائه می‌شود.",
        "با سپاس از زحمات همکاران محترم.", "", "",
    ),
    "operator": (
        "شماره تماس همان است که با آن زنگ زد.", "تلفن فقط عصرها در دسترس است.", "خواست پیامک هم برایش برود.",
        "کد رهگیری برایش خوانده شد.", "", "",
    ),
    "hasty": ("",),
}  # fmt: skip


def _dress(rng: random.Random, frame: Frame, text: str) -> str:
    """Put a greeting before and a word after; who is in danger spends no words on either."""
    if frame.voice == "hasty":
        return _hurry(rng, text)
    if frame.urgency == "danger" or frame.vague:
        return text
    before, after = rng.choice(_BEFORE[frame.voice]), rng.choice(_AFTER[frame.voice])
    opening = text.split()[0].strip("،.:")
    if opening in ("سلام", "تماس", "تماس‌گیرنده") or opening in before:
        before = ""
    if opening == "احتراماً":
        before = "با سلام؛"
    if "تلفن" in after and re.search("صبح|تلفن", text):
        after = ""
    return " ".join(part for part in (before, text, after) if part)


_SLIPS = (
    ("لطفا", "لطفن"), ("راهنمایی", "راهنمائی"), ("هزینه", "حزینه"), ("قسط", "قصط"), ("کرایه", "کرائه"),
)  # fmt: skip
_HASTY_AFTER = ("", "", "ممنون", "خدا خیرتون بده", "جواب بدین لطفا", "منتظرم", "شمارم همینه")


def _hurry(rng: random.Random, text: str) -> str:
    """Typed with one thumb: no half-spaces, few marks, now and then a slip."""
    text = text.replace("\u200c", rng.choice((" ", "")))
    for right, slip in _SLIPS:
        if rng.random() < 0.4:
            text = text.replace(right, slip, 1)
    thanks = "" if re.search("ممنون|کمک کن|لطف", text) else rng.choice(_HASTY_AFTER)
    return f"{text} {thanks}".strip()
