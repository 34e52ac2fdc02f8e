"""Reading a report that someone sends: what, where, from whom; every fault is told at once."""

from dataclasses import dataclass
from math import isfinite
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from hamafza.intake.open311.answers import Fault
from hamafza.intake.open311.shapes import ANY
from hamafza.kernel.cleaning import clean
from hamafza.network import queries as network
from hamafza.network.models import Domain
from hamafza.places import queries as places
from hamafza.places.models import Place
from hamafza.places.nearest import nearest
from hamafza.places.queries import by_path
from hamafza_engines.persian import parse_phone

NAME_LENGTH = 120


@dataclass(frozen=True)
class Report:
    """One report, ready for the command."""

    place: Place
    domain: Domain | None
    details: dict[str, Any]


def read(sent: QueryDict) -> Report:
    """Raises Fault."""
    faults: list[str] = []
    domain = _domain(sent, faults)
    point = _point(sent, faults)
    place = _place(sent, point, faults)
    text = clean(sent.get("description", "")).strip()
    if not text:
        faults.append(_("description: لطفاً بنویسید چه کمکی لازم است."))
    phone = sent.get("phone", "").strip()
    number = parse_phone(phone) if phone else ""
    if number is None:
        faults.append(_("phone: این شماره کامل نیست."))
    if faults or place is None:
        raise Fault(400, *faults)
    name = clean(f"{sent.get('first_name', '')} {sent.get('last_name', '')}").strip()[:NAME_LENGTH]
    where = {"latitude": point[0], "longitude": point[1]} if point else {}
    return Report(place, domain, {"text": text, "phone": number, "applicant_name": name, **where})


def _domain(sent: QueryDict, faults: list[str]) -> Domain | None:
    code = sent.get("service_code", "")
    domain = network.domains().get(code)
    if domain is None and code != ANY:
        faults.append(_("service_code: چنین خدمتی نیست؛ فهرست را از services بگیرید."))
    return domain


def _point(sent: QueryDict, faults: list[str]) -> tuple[float, float] | None:
    if not (sent.get("lat") or sent.get("long")):
        return None
    try:
        latitude, longitude = float(sent.get("lat", "")), float(sent.get("long", ""))
    except ValueError:
        latitude = longitude = float("nan")
    if isfinite(latitude) and isfinite(longitude) and abs(latitude) <= 90 and abs(longitude) <= 180:
        return latitude, longitude
    faults.append(_("lat, long: این دو عدد نقطه‌ای روی زمین نیستند."))
    return None


def _place(sent: QueryDict, point: tuple[float, float] | None, faults: list[str]) -> Place | None:
    """By point, else by the path of a place, else by its name."""
    place = nearest(*point) if point else None
    if place is None and (path := sent.get("address_id")):
        place = by_path(clean(path))
    if place is None and (name := sent.get("address_string")):
        meant = places.meant(clean(name)[:NAME_LENGTH])
        place = meant[0].place if len(meant) == 1 else None
    if place is None:
        faults.append(_("جا پیدا نشد: lat و long، یا address_id (مسیر جا)، یا نام شهر در address_string را بفرستید."))
    return place
