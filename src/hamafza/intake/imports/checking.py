"""From a row to a request that could be made, or to what is wrong with it, named by row and column."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _

from hamafza.intake.imports.columns import FIELDS
from hamafza.kernel.clock import TEHRAN, local
from hamafza.places import queries as places
from hamafza.places.models import Place
from hamafza.ui import digits
from hamafza_engines.persian import parse_date, parse_phone

TEXT_LIMIT, NAME_LIMIT, ID_LIMIT = 5_000, 120, 80
Row = tuple[int, list[str]]


@dataclass(frozen=True)
class Fault:
    """What to put right, and where the person finds it in her own file."""

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        where = {"row": digits.local(self.row), "column": self.column, "message": self.message}
        return _("سطر %(row)s، ستون «%(column)s»: %(message)s") % where


@dataclass(frozen=True)
class Draft:
    """A row that can come in."""

    row: int
    place: Place
    domain: str
    details: dict[str, Any]


@dataclass
class Checker:
    """Checks rows of one file; names of places are looked up once each."""

    headings: Sequence[str]
    mapping: Mapping[str, int]
    place: Place
    within: Collection[str] | None  # paths under which this person may take in requests
    at: datetime
    _places: dict[str, Place | str] = field(default_factory=dict)

    def check(self, row: Row) -> Draft | list[Fault]:
        """The request of this row, or all that is wrong with it."""
        number, cells = row
        said = {name: cells[column] if column < len(cells) else "" for name, column in self.mapping.items()}
        wrong: dict[str, str] = {}
        details = {
            "text": self._text(said.get("text", ""), wrong),
            "applicant_name": said.get("applicant_name", "")[:NAME_LIMIT],
            "phone": self._phone(said.get("phone", ""), wrong),
            "came_at": self._came_at(said.get("received", ""), wrong),
            "external_id": said.get("external_id", "")[:ID_LIMIT],
        }
        place = self._place(said.get("place", ""), wrong)
        if wrong or place is None:
            return [Fault(number, self._heading(name), message) for name, message in wrong.items()]
        return Draft(number, place, said.get("domain", "")[:NAME_LIMIT], details)

    def _heading(self, name: str) -> str:
        column = self.mapping.get(name)
        return (self.headings[column] if column is not None else "") or str(FIELDS[name])

    def _text(self, text: str, wrong: dict[str, str]) -> str:
        if not text:
            wrong["text"] = _("خالی است؛ یک جملهٔ کوتاه هم بس است.")
        elif len(text) > TEXT_LIMIT:
            wrong["text"] = _("از ۵٬۰۰۰ نویسه بلندتر است.")
        return text

    def _phone(self, text: str, wrong: dict[str, str]) -> str:
        if not text:
            return ""
        number = parse_phone(text)
        if number is None:
            wrong["phone"] = _("«%(text)s» شمارهٔ کاملی نیست؛ مانند ۰۹۱۲۳۴۵۶۷۸۹ بنویسید.") % {"text": text[:30]}
        return number or ""

    def _came_at(self, text: str, wrong: dict[str, str]) -> datetime | None:
        """Noon of a past day; None means now."""
        if not text:
            return None
        day, today = parse_date(text), local(self.at).date()
        if day is None:
            wrong["received"] = _("«%(text)s» روزی در تقویم نیست؛ مانند ۱۴۰۵/۰۸/۰۲ بنویسید.") % {"text": text[:30]}
        elif not date(1979, 1, 1) <= day <= today:
            wrong["received"] = _("این روز هنوز نیامده است یا بسیار دور است.")
        elif day < today:
            return datetime.combine(day, time(12), TEHRAN)
        return None

    def _place(self, text: str, wrong: dict[str, str]) -> Place | None:
        """Within the file's own place first, then wherever this person may take in requests."""
        if not text:
            return self.place
        if text not in self._places:
            self._places[text] = self._look_up(text)
        found = self._places[text]
        if isinstance(found, str):
            wrong["place"] = found
            return None
        return found

    def _look_up(self, text: str) -> Place | str:
        meant = places.meant(text[:NAME_LIMIT], within=[self.place.path]) or places.meant(
            text[:NAME_LIMIT], within=self.within
        )
        if len(meant) == 1:
            return meant[0].place
        if not meant:
            return _("«%(text)s» را در محدودهٔ شما نیافتیم.") % {"text": text[:40]}
        choice = _("، یا ").join(f"«{one.label}»" for one in meant[:3])
        return _("«%(text)s» نام چند جاست. نام شهرستان را هم بنویسید: %(choice)s") % {
            "text": text[:40],
            "choice": choice,
        }
