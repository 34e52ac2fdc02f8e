"""Any HSDS file as flat tables: 3.x JSON (full objects, lists, tabular), 1 to 3 CSV in a zip or a folder."""

import io
import json
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import Any

from django.utils.translation import gettext_lazy as _

from hamafza.kernel.errors import Refused
from hamafza.kernel.sheets import BYTES, INFLATED, BadSheet, EmptySheet, TooBig
from hamafza.kernel.sheets import read as read_sheet

Row = dict[str, Any]
Tables = dict[str, list[Row]]
MOST_FILES = 100
NAMES = {
    "organization": "organizations",
    "service": "services",
    "location": "locations",
    "service_at_location": "service_at_locations",
    "services_at_location": "service_at_locations",
    "physical_addresses": "addresses",
    "postal_addresses": "addresses",
    "address": "addresses",
    "phone": "phones",
    "schedule": "schedules",
    "regular_schedule": "schedules",
    "regular_schedules": "schedules",
    "taxonomy": "taxonomy_terms",
    "taxonomy_term": "taxonomy_terms",
    "service_attributes": "attributes",
    "services_taxonomy": "attributes",
    "service_taxonomy": "attributes",
}
KNOWN = {
    *NAMES.values(),
    "organizations",
    "services",
    "locations",
    "phones",
    "addresses",
    "schedules",
    "attributes",
}


class BadDirectory(Refused):
    """The file is no directory that we can read."""

    field = "file"
    message = _("این فایل راهنمای HSDS نیست. فایل JSON سرویس یا سازمان، یا فایل zip جدول‌های CSV آن را بفرستید.")


def read(data: bytes, name: str) -> Tables:
    """Raises BadDirectory, or the limits' own TooBig."""
    if len(data) > BYTES:
        raise TooBig
    tables = _from_zip(data) if data.startswith(b"PK\x03\x04") else _from_json(data)
    if not tables.get("organizations") and not tables.get("services") and not tables.get("locations"):
        raise BadDirectory
    return tables


def read_path(path: Path) -> Tables:
    """The same from the disk; a folder is read as a zip of its CSV files would be."""
    if not path.is_dir():
        return read(path.read_bytes(), path.name)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        for file in sorted(path.glob("*.csv")):
            package.writestr(file.name, file.read_bytes())
    return _from_zip(out.getvalue())


def _from_zip(data: bytes) -> Tables:
    tables: Tables = {}
    room = INFLATED
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if len(package.infolist()) > MOST_FILES:
                raise BadDirectory
            for entry in package.infolist():
                table = _table_of(entry.filename)
                if not table:
                    continue
                if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
                    raise BadDirectory
                with package.open(entry) as stream:
                    content = stream.read(min(room, BYTES) + 1)
                room -= len(content)
                if room < 0 or len(content) > BYTES:
                    raise TooBig
                tables.setdefault(table, []).extend(_csv(content))
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        RuntimeError,
        NotImplementedError,
        OSError,
        ValueError,
    ) as error:
        raise BadDirectory from error
    return tables


def _csv(content: bytes) -> list[Row]:
    try:
        sheet = read_sheet(content, "table.csv")
    except EmptySheet:
        return []
    except TooBig:
        raise
    except BadSheet as error:
        raise BadDirectory from error
    names = [heading.strip().lower() for heading in sheet.headings]
    return [dict(zip(names, cells, strict=False)) for _number, cells in sheet.rows]


def _table_of(file: str) -> str:
    path = PurePosixPath(file)
    return _table_named(path.stem) if path.suffix.lower() == ".csv" else ""


def _table_named(word: str) -> str:
    name = NAMES.get(word.lower(), word.lower())
    return name if name in KNOWN else ""


def _from_json(data: bytes) -> Tables:
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise BadDirectory from error
    tables: Tables = {}
    if isinstance(found, dict) and not (found.get("id") or found.get("name") or "contents" in found):
        for name in found:
            _table(_table_named(name), _list(found, name), tables)
    if isinstance(found, dict) and isinstance(found.get("contents"), list):
        found = found["contents"]
    for thing in found if isinstance(found, list) else [found]:
        if isinstance(thing, dict) and (thing.get("id") or thing.get("name")):
            _thing(thing, tables)
    return tables


def _table(name: str, rows: list[Row], tables: Tables) -> None:
    """A table of flat rows; where a row holds its parts within it, they are read too."""
    for row in rows:
        match name:
            case "organizations":
                _organization(row, tables)
            case "services":
                _service(row, "", tables)
            case "locations":
                _location(row, "", tables)
            case "":
                pass
            case _:
                tables.setdefault(name, []).append(_flat(row))


def _thing(thing: Row, tables: Tables) -> None:
    if isinstance(thing.get("location"), dict):
        _at_location(thing, str(_part(thing, "service").get("id") or ""), tables)
        if service := _part(thing, "service"):
            _service(service, "", tables)
    elif any(name in thing for name in ("service_at_locations", "organization", "organization_id", "status")):
        _service(thing, "", tables)
    else:
        _organization(thing, tables)


def _organization(thing: Row, tables: Tables) -> None:
    own = _id(thing)
    tables.setdefault("organizations", []).append(_flat(thing))
    _parts(thing, "organization_id", own, tables)
    for location in _list(thing, "locations"):
        _location(location, own, tables)
    for service in _list(thing, "services"):
        _service(service, own, tables)


def _service(thing: Row, organization: str, tables: Tables) -> None:
    if holder := _part(thing, "organization"):
        organization = organization or _id(holder)
        _organization(holder, tables)
    own = _id(thing)
    tables.setdefault("services", []).append(_flat(thing) | ({"organization_id": organization} if organization else {}))
    _parts(thing, "service_id", own, tables)
    for place in _list(thing, "service_at_locations"):
        _at_location(place, own, tables, organization)


def _at_location(thing: Row, service: str, tables: Tables, organization: str = "") -> None:
    location = _part(thing, "location")
    if not location:
        return
    _location(location, organization, tables)
    tables.setdefault("service_at_locations", []).append({"service_id": service, "location_id": _id(location)})
    _parts(thing, "location_id", _id(location), tables)


def _location(thing: Row, organization: str, tables: Tables) -> None:
    tables.setdefault("locations", []).append(
        _flat(thing) | ({"organization_id": organization} if organization else {})
    )
    _parts(thing, "location_id", _id(thing), tables)


def _parts(thing: Row, link: str, own: str, tables: Tables) -> None:
    """Phones, addresses, hours and terms, each with its way back."""
    for name in ("phones", "addresses", "schedules"):
        tables.setdefault(name, []).extend(_flat(row) | {link: own} for row in _list(thing, name))
    for row in _list(thing, "attributes"):
        term = _part(row, "taxonomy_term")
        found = {
            "link_id": own,
            "term_name": term.get("name") or row.get("value"),
            "term_code": term.get("code"),
        }
        tables.setdefault("attributes", []).append(found | {"taxonomy": term.get("taxonomy")})


def _flat(thing: Row) -> Row:
    return {name: value for name, value in thing.items() if not isinstance(value, (dict, list))}


def _list(thing: Row, name: str) -> list[Row]:
    found = thing.get(name)
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def _part(thing: Row, name: str) -> Row:
    found = thing.get(name)
    return found if isinstance(found, dict) else {}


def _id(thing: Row) -> str:
    return str(thing.get("id") or "")
