"""The three hundred people of the demo: a dozen known by name, the others drawn by seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from . import names
from .centres import CENTRES, Centre
from .places import COUNTIES, PROVINCE

Role = Literal[
    "operator", "secretary", "head", "county_coordinator", "provincial_coordinator", "last_door", "admin",
    "volunteer",
]  # fmt: skip
SIZE = 300
PASSWORD = "chabahar-tis-ramin"  # noqa: S105 - printed at every start; the demo holds nothing real


@dataclass(frozen=True)
class Member:
    """One person of the demo, with the one role she holds over a centre or a place."""

    username: str
    name: str
    role: Role
    centre: str | None = None  # code of a centre
    place: str | None = None  # path of a place
    has_account: bool = True
    line: str = ""  # who she is, for the list of people one can sign in as
    mobile: str = ""


_CHABAHAR = COUNTIES["چابهار"]
MAIN: tuple[Member, ...] = (
    Member("zahra", "زهرا دریانورد", "operator", place=_CHABAHAR,
           line="در چابهار تلفن‌ها را پاسخ می‌دهد و درخواست‌ها را ثبت می‌کند."),
    Member("reza", "رضا بلوچی", "secretary", centre="CH-01",
           line="دبیر کانون درمان و سلامت آفتاب است؛ هر روز می‌پذیرد، پیگیری می‌کند و نتیجه را می‌نویسد."),
    Member("maryam", "مریم رئیسی", "head", centre="CH-08",
           line="کانون بانوان و خانوادهٔ ماه‌منیر را می‌گرداند."),
    Member("naser", "ناصر هوت", "county_coordinator", place=_CHABAHAR,
           line="هماهنگ‌کنندهٔ شهرستان چابهار است و کارهای مانده را می‌بیند."),
    Member("leila", "لیلا سرگزی", "provincial_coordinator", place=PROVINCE,
           line="هماهنگ‌کنندهٔ استان است و از زاهدان همهٔ شهرستان‌ها را می‌بیند."),
    Member("hamid", "حمید کیخا", "last_door", place=PROVINCE,
           line="مسئول آخرین در است؛ هر درخواستی که جایی نیافت به او می‌رسد."),
    Member("samira", "سمیرا پودینه", "admin", place=PROVINCE,
           line="سامانه را نگه می‌دارد: حساب‌ها، تقویم و تنظیم‌ها. درخواست کسی را نمی‌بیند."),
    Member("yusef", "یوسف رمینی", "secretary", centre="CH-21",
           line="دبیر کانون محله‌ای رمین است و عصرها پس از صید در کانون می‌نشیند."),
    Member("ayesheh", "عایشه جدگال", "head", centre="CH-02",
           line="مشاور و مدیر کانون مهرآواست."),
    Member("davoud", "داوود براهویی", "secretary", centre="CH-26",
           line="مددکار دفتر خدمات اجتماعی چابهار است."),
    Member("golnaz", "گلناز کنارکی", "county_coordinator", place=COUNTIES["کنارک"],
           line="هماهنگ‌کنندهٔ شهرستان کنارک است."),
    Member("saeid", "سعید شهرکی", "head", centre="ZA-01",
           line="کانون آزادی و پیوند استان را می‌گرداند؛ پروندهٔ زندانیان به او می‌رسد."),
    Member("hajar", "هاجر نوری", "volunteer", centre="CH-19",
           line="داوطلب است و هفته‌ای دو بار به سالمندان سر می‌زند."),
)  # fmt: skip

_OPERATORS = {"چابهار": 5, "کنارک": 2, "دشتیاری": 2, "نیک‌شهر": 1, "قصرقند": 1, "راسک": 1, "زاهدان": 2}


def cast(seed: int = 0) -> tuple[Member, ...]:
    """All people, the known ones first; the same seed gives the same people."""
    rng = random.Random(f"cast {seed}")
    people = list(MAIN)
    taken = {member.name for member in people}
    for member in _others():
        if len(people) == SIZE:
            break
        people.append(replace(member, name=_new_name(rng, taken)))
    return tuple(replace(member, mobile=f"0900000{i:04d}") for i, member in enumerate(people, start=1))


def _new_name(rng: random.Random, taken: set[str]) -> str:
    while (name := names.person(rng).full_name) in taken:
        pass
    taken.add(name)
    return name


def _others() -> Iterator[Member]:
    """Those who hold office first, then volunteers for as long as anyone asks."""
    for county, count in _OPERATORS.items():
        for number in range(count):
            yield Member(f"op.{COUNTIES[county][6:10]}.{number + 1}", "", "operator", place=COUNTIES[county])
    for path in COUNTIES.values():
        if not _held("county_coordinator", place=path):
            yield Member(f"county.{path[6:10]}", "", "county_coordinator", place=path)
    yield Member("county.1104.b", "", "county_coordinator", place=_CHABAHAR)  # the deputy
    yield Member("province.b", "", "provincial_coordinator", place=PROVINCE)
    yield Member("lastdoor.b", "", "last_door", place=PROVINCE)
    yield Member("admin.b", "", "admin", place=PROVINCE)
    for centre in CENTRES:
        yield from _officers(centre)
    for number in range(SIZE):
        centre = CENTRES[number % len(CENTRES)]
        yield Member(f"yar.{number + 1}", "", "volunteer", centre=centre.code, has_account=number % 3 != 2)


def _officers(centre: Centre) -> Iterator[Member]:
    """A head for each centre; a secretary where there is an account to answer from."""
    short = centre.code.lower().replace("-", "")
    if not _held("head", centre=centre.code):
        yield Member(f"head.{short}", "", "head", centre=centre.code, has_account=centre.has_account)
    if centre.has_account and not _held("secretary", centre=centre.code):
        yield Member(f"sec.{short}", "", "secretary", centre=centre.code)


def _held(role: Role, *, centre: str | None = None, place: str | None = None) -> bool:
    return any((m.role, m.centre, m.place) == (role, centre, place) for m in MAIN)
