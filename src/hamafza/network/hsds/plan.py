"""What an import would do, line by line, before anything is written."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from hamafza.network.hsds.domains import domains_of
from hamafza.network.hsds.entries import Entry
from hamafza.network.models import Centre, Domain
from hamafza.places import queries as places
from hamafza.places.models import Kind, Place
from hamafza.places.nearest import nearest
from hamafza_engines.persian import parse_phone, search_key

MOST = 5_000
SOURCE = "hsds"


@dataclass
class Line:
    """One entry with what will become of it: new, changed, same, or a fault."""

    number: int
    entry: Entry
    place: Place | None = None
    domains: list[Domain] = field(default_factory=list)
    phone: str = ""
    centre: Centre | None = None
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    changes: dict[str, Any] = field(default_factory=dict)

    @property
    def fate(self) -> str:
        if self.faults:
            return "fault"
        return ("changed" if self.changes else "same") if self.centre else "new"


@dataclass(frozen=True)
class Plan:
    """All lines."""

    lines: list[Line]

    def count(self, fate: str) -> int:
        return sum(line.fate == fate for line in self.lines)

    @property
    def counts(self) -> dict[str, int]:
        return {fate: self.count(fate) for fate in ("new", "changed", "same", "fault")}


def source_id(centre: Centre) -> str:
    """The id in the source: what stands after «hsds:<file>:»."""
    return centre.imported_id.split(":", 2)[-1]


def plan_of(entries: Iterable[Entry], fallback: Place | None = None) -> Plan:
    """Look everything up; write nothing."""
    known = Centre.objects.filter(imported_id__startswith=f"{SOURCE}:").exclude(state="closed")
    centres = {
        source_id(centre): centre for centre in known.select_related("place").prefetch_related("services__domain")
    }
    domains = {domain.key: domain for domain in Domain.objects.all()}
    lines, seen = [], set[str]()
    for number, entry in enumerate(entries, start=1):
        line = Line(number, entry, centre=centres.get(entry.source_id))
        lines.append(line)
        if number > MOST:
            line.faults.append(_("از ۵٬۰۰۰ مرکز بیشتر است؛ فایل را چند پاره کنید."))
            break
        _look_up(line, domains, fallback, seen)
    return Plan(lines)


def _look_up(line: Line, domains: dict[str, Domain], fallback: Place | None, seen: set[str]) -> None:
    entry = line.entry
    if not entry.source_id or len(entry.source_id) > 60:
        line.faults.append(_("شناسه (id) ندارد یا بسیار بلند است."))
    elif entry.source_id in seen:
        line.faults.append(_("این شناسه در همین فایل دو بار آمده است."))
    seen.add(entry.source_id)
    if not search_key(entry.name):
        line.faults.append(_("نام ندارد."))
    if not entry.is_active:
        line.faults.append(_("در فایل، فعال نیست (status)."))
    line.place = place_of(entry) or fallback
    if line.place is None:
        line.faults.append(_("جای آن در ایران شناخته نشد؛ شهر یا طول و عرض درست نیست."))
    names = [*entry.services, entry.name]
    line.domains = [domains[key] for key in domains_of(entry.terms, names, domains, entry.texts)]
    if line.domains and not domains_of(entry.terms, names, domains):
        line.notes.append(_("عرصه از شرح خدمت برداشت شد؛ ببینید درست است."))
    if not line.domains:
        line.faults.append(_("هیچ‌یک از عرصه‌های ما از اصطلاح‌ها و نام خدمت‌های آن برنیامد."))
    line.phone = parse_phone(entry.phone) or ""
    if entry.phone and not line.phone:
        line.notes.append(_("تلفن آن شمارهٔ ایران نیست و نوشته نمی‌شود."))
    if line.centre and not line.faults:
        line.changes = _changes(line, line.centre)


def place_of(entry: Entry) -> Place | None:
    """By the point on the map, else by the town, else by the province."""
    if found := _by_point(entry):
        return found
    for town in entry.towns:
        for words in (f"{town}، {entry.region}", town) if entry.region else (town,):
            meant = places.meant(words)
            if len(meant) == 1:
                return meant[0].place
    return _province(entry.region)


def details_of(line: Line) -> dict[str, Any]:
    """What the entry says, as the command writes it."""
    entry = line.entry
    point = entry.latitude is not None and entry.longitude is not None and _in_iran(entry.latitude, entry.longitude)
    return {
        "name": entry.name,
        "address": entry.address,
        "phone": line.phone,
        "description": entry.description[:2_000],
        "latitude": entry.latitude if point else None,
        "longitude": entry.longitude if point else None,
    }


def _changes(line: Line, centre: Centre) -> dict[str, Any]:
    said = {name: value for name, value in details_of(line).items() if value not in (None, "")}
    changes = {name: value for name, value in said.items() if getattr(centre, name) != value}
    if {one.key for one in line.domains} != {service.domain.key for service in centre.services.all()}:
        changes["domains"] = line.domains
    return changes


def _by_point(entry: Entry) -> Place | None:
    lat, lng = entry.latitude, entry.longitude
    return nearest(lat, lng) if lat is not None and lng is not None and _in_iran(lat, lng) else None


def _province(region: str) -> Place | None:
    if region.upper().startswith("IR-"):
        return Place.objects.filter(kind=Kind.PROVINCE, path=f"IR/{region[3:]}/").first()
    return None


def _in_iran(latitude: float, longitude: float) -> bool:
    return 24 <= latitude <= 41 and 43 <= longitude <= 64
