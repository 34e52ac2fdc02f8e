"""One answer, two spellings: JSON or XML as GeoReport v2 writes them; errors too."""

import re
from datetime import datetime
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from django.http import HttpResponse, JsonResponse

from hamafza.kernel.clock import local

TYPES = {"json": "application/json", "xml": "text/xml"}
ONE_OF = {"endpoints": "endpoint", "formats": "format", "attributes": "attribute"}
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Fault(Exception):
    """What the sender has to change; several faults are told at once."""

    def __init__(self, status: int, *descriptions: object) -> None:
        self.status, self.descriptions = status, descriptions
        super().__init__(status, *descriptions)


def answer(form: str, content: Any, *, root: str, item: str = "", status: int = 200) -> HttpResponse:
    """`content` in the form that the address asked for; a list becomes `item` elements under `root`."""
    if form == "json":
        return JsonResponse(_plain(content), safe=False, status=status, json_dumps_params={"ensure_ascii": False})
    top = Element(root)
    for part in content if isinstance(content, list) else [content]:
        _fill(SubElement(top, item) if item else top, part)
    body = b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(top, encoding="utf-8")
    return HttpResponse(body, status=status, content_type="text/xml; charset=utf-8")


def fault(form: str, error: Fault) -> HttpResponse:
    """Errors as the standard words them."""
    told = [{"code": error.status, "description": str(text)} for text in error.descriptions]
    return answer(form, told, root="errors", item="error", status=error.status)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return instant(value) if isinstance(value, datetime) else value


def _fill(element: Element, value: Any) -> None:
    if isinstance(value, dict):
        for name, part in value.items():
            _fill(SubElement(element, name), part)
    elif isinstance(value, list):
        for part in value:
            _fill(SubElement(element, ONE_OF[element.tag]), part)
    elif value is not None:
        element.text = _text(value)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return _NOT_XML.sub("", instant(value) if isinstance(value, datetime) else str(value))


def instant(at: datetime) -> str:
    """W3C's date and time, on the clock of Iran, without parts of a second."""
    return local(at).replace(microsecond=0).isoformat()
