"""Forty hostile texts through every text field and back on every page, sheet, JSON and XML.

What a browser makes of them is asked in tests/browser/test_hostile_text.py.
"""

import csv
import io
import json
import re
from html.parser import HTMLParser
from typing import Any

import openpyxl
import pytest
from defusedxml.ElementTree import fromstring
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hamafza.intake.models import Request
from hamafza.people import commands as people
from hamafza.referrals.models import Referral
from tests.cast import SATURDAY, World
from tests.journeys.test_links import walk
from tests.proofs.hostile import EXECUTED, HIT, ISOLATES, MARKS, TEXTS

ACTIVE = {"iframe", "object", "embed", "base", "math", "mglyph"}
ADDRESSES = {"href", "src", "action", "formaction", "hx-get", "hx-post", "xlink:href"}
OURS = ("/", "#", "?", "tel:", "data:image/", "http://127.0.0.1", "http://testserver")


class Skeleton(HTMLParser):
    """Elements and attributes that could act, had a text become them."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.typed = False  # inside a box that shows what was typed

    def handle_data(self, data: str) -> None:
        self.faults += [f"U+{ord(sign):04X} {data[:80]}" for sign in ISOLATES if sign in data and not self.typed]

    def handle_endtag(self, tag: str) -> None:
        self.typed = self.typed and tag != "textarea"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        self.typed = self.typed or tag == "textarea"
        acts = any(name.startswith(("on", "hx-on")) or name == "style" for name in known)
        astray = any(name in ADDRESSES and value and not value.startswith(OURS) for name, value in known.items())
        inline = tag == "script" and "src" not in known and known.get("type") != "application/json"
        if tag in ACTIVE or tag.startswith("c-") or acts or astray or inline or tag == "style":
            self.faults.append(self.get_starttag_text() or tag)


class Reader:
    """Looks at each answer; remembers which texts came back at all."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.met: set[str] = set()

    def __call__(self, address: str, answer: Any) -> None:
        if answer.status_code >= 500:
            self.faults.append(f"{answer.status_code} {address}")
        kind = answer.get("Content-Type", "")
        if kind.startswith("text/html"):
            self.page(address, answer.content.decode())
        elif "spreadsheet" in kind:
            self.sheet(address, b"".join(answer) if answer.streaming else answer.content)

    def page(self, address: str, body: str) -> None:
        skeleton = Skeleton()
        skeleton.feed(body)
        self.faults += [f"{address}: {tag[:200]}" for tag in skeleton.faults]
        self.faults += [f"{address}: {made}" for made in EXECUTED if made in body]
        self.met |= {mark for mark in MARKS if mark in body}

    def sheet(self, address: str, content: bytes) -> None:
        for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows():
            for cell in row:
                said = str(cell.value or "")
                if cell.data_type == "f" or cell.hyperlink or said[:1] in list("=+@\t\r"):
                    self.faults.append(f"{address} {cell.coordinate}: {said}")


@pytest.mark.slow  # some two thousand requests
def test_forty_hostile_texts_come_back_as_texts(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hamafza.kernel.clock.timezone.now", lambda: SATURDAY)
    clients = {name: signed_in(world, name) for name in ["reza", "zahra", "sara", "hamid", "parvin", "admin"]}
    token = people.open_token(
        world.person["reza"], name="t", until=SATURDAY.replace(year=2027), by=world.person["reza"], at=SATURDAY
    )
    read = Reader()
    for text in TEXTS:
        for cache in ("default", "local"):
            caches[cache].clear()
        for address, answer in everything_said(world, clients, token.token, text):
            read(address, answer)
    read("/requests/import/", sheet_of_all(clients["reza"]))
    assert not read.faults

    for who, start in START.items():
        walk(clients.get(who, Client()), start, read)
    read("/requests/export", clients["parvin"].post("/requests/export"))
    exported(world, clients["parvin"], token.token)
    assert not read.faults, "\n".join(read.faults)
    assert len(read.met) >= len(TEXTS) - 2, sorted(set(MARKS) - read.met)
    assert Request.objects.count() > 3 * len(TEXTS)


@pytest.mark.parametrize(
    "planted",
    [
        "<svg onload=x>",
        "<a href='javascript:x'>",
        "<script>x</script>",
        "<base href=x>",
        "<p style='x'>",
        "274011",
        "\u202e",
    ],
)
def test_a_planted_fault_is_found(planted: str) -> None:
    read = Reader()
    read.page("/", f"<p>Zq01 {planted}</p>")
    assert read.faults


START = {
    "": ["/", "/directory", "/directory?q=Zq"],
    "reza": ["/", "/search?q=Zq", "/requests/queue"],
    "hamid": ["/", "/search?q=Zq"],
    "parvin": ["/", "/requests/", "/network/officers", "/centres/", "/referrals/export.xlsx", "/centres/sheet"],
}


def signed_in(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.person[name])
    return client


def everything_said(world: World, by: dict[str, Client], token: str, text: str) -> Any:
    """The same text in every field that takes one; each answer with its address."""

    def say(client: Client, door: str, /, **fields: Any) -> Any:
        return door, client.post(door, fields)

    anyone, reza, parvin = Client(), by["reza"], by["parvin"]
    place = {"place": "تیس", "phone": "09151234567"}
    yield say(anyone, "/ask", text=text, applicant_name=text[:100], **place)
    yield say(anyone, "/ask", text=text, applicant_name=text, place=text, phone=text, safe=text, key=text)
    yield say(anyone, "/ask", text="دارو", file=SimpleUploadedFile(f"{text[:60]}.txt", b"x", "text/plain"), **place)
    yield say(anyone, "/ask/danger", text=text)
    yield say(reza, "/requests/new", door="phone", text=text, applicant_name=text[:100], **place)
    yield say(reza, "/requests/suggest", text=text)
    yield say(reza, "/requests/letters", **letters(text))
    yield (
        "/api",
        reza.post(
            "/api/v1/requests",
            json.dumps(
                {"place": "IR/11/1104/tis/", "text": text, "applicant_name": text[:100], "phone": "09151234567"}
            ),
            content_type="application/json",
            headers={"Authorization": f"Bearer {token}", "Idempotency-Key": "k"},
        ),
    )
    for form in ("json", "xml"):
        report = {
            "service_code": "health",
            "description": text,
            "address_string": "تیس",
            "first_name": text,
            "last_name": text,
        }
        yield (
            f"/open311.{form}",
            anyone.post(f"/open311/v2/requests.{form}", {**report, "address_id": "IR/11/1104/tis/"}),
        )
    yield from story(world, by, text, say)
    yield say(
        parvin,
        "/network/officers/new",
        full_name=text[:100],
        username=f"x{abs(hash(text))}",
        mobile="09151112233",
        role="operator",
        scope="چابهار",
    )
    yield say(parvin, "/network/officers/new", full_name=text, username=text, mobile=text, role=text, scope=text)
    centre = {"kind": "specialised", "place": "چابهار", "serves": "county", "domains": "housing", "is_public": "on"}
    yield say(parvin, "/centres/new", name=text[:100], address=text[:180], description=text[:1_900], **centre)
    yield say(by["admin"], "/network/calendar", date="۱۴۰۵/۱۲/۰۱", name=text[:60], place="ایران")
    for address in [
        "/search",
        "/search/suggest",
        "/requests/",
        "/referrals/",
        "/centres/",
        "/directory",
        "/ask/places",
        "/network/officers",
        "/t",
    ]:
        words = {"q": text[:400], "words": text[:80], "place": text[:100], "code": text[:100], "before": text[:9]}
        yield address, (anyone if address in {"/directory", "/t"} else reza).get(address, words)
    yield say(anyone, "/t", code=text, digits=text)
    yield say(anyone, "/account/login/", login=text, password=text)
    yield say(anyone, "/language", language=text[:30], next=text[:200])


def story(world: World, by: dict[str, Client], text: str, say: Any) -> Any:
    """One request all of whose people speak so."""
    request = world.triaged("health", text="دارو می‌خواهم")
    hop = open_hop(request)
    yield say(by[hop.holder.username], f"/referrals/{hop.pk}/decline", reason="other", note=text)
    yield say(by[hop.holder.username], f"/referrals/{hop.pk}/decline", reason="other", note=text[:490])
    hop = open_hop(request)
    client = by[hop.holder.username]
    yield say(client, f"/referrals/{hop.pk}/accept")
    yield say(client, f"/referrals/{hop.pk}/note", text=text[:4_900], for_applicant="on")
    yield say(client, f"/today/referrals/{hop.pk}/note", text=text)
    yield say(client, f"/referrals/{hop.pk}/hold", reason="other", until="۱۴۰۵/۰۸/۲۰", note=text[:490])
    yield say(client, f"/requests/{request.pk}/words", text=text[:4_900], for_applicant="on", to="applicant")
    yield say(client, f"/referrals/{hop.pk}/finish", outcome="solved", evidence=text[:4_900])
    hers = Client()
    hers.post("/t", {"code": request.code, "digits": "4567"})
    yield say(hers, "/t/word", text=text[:4_900])
    yield say(hers, "/t/voice", solved="no", word=text[:1_900])
    yield "/t", hers.get("/t")


def open_hop(request: Request) -> Referral:
    return Referral.objects.open().get(need__request=request)


def letters(text: str) -> dict[str, str]:
    row = {"l-0-place": "تیس", "l-0-text": text, "l-0-applicant_name": text[:100]}
    return {"l-TOTAL_FORMS": "1", "l-INITIAL_FORMS": "0", **row}


def sheet_of_all(client: Client) -> Any:
    """All of them in one file, in names of columns too; taken in to its last row."""
    held = io.StringIO()
    write = csv.writer(held, quoting=csv.QUOTE_ALL)
    write.writerow(["متن", "نام", TEXTS[1], TEXTS[21]])
    write.writerows([text.replace("\0", "")[:3_000], text[:100].replace("\0", ""), "۱", text[:50]] for text in TEXTS)
    file = SimpleUploadedFile('"><svg onload=x>.csv', held.getvalue().encode())
    answer = client.post("/requests/import/", {"file": file, "place": "تیس"}, follow=True)
    assert answer.status_code == 200, re.sub(r"<[^>]+>|\s+", " ", answer.content.decode())[:3_000]
    return answer


def exported(world: World, client: Client, token: str) -> None:
    """What machines read is sound in its own grammar."""
    headers = {"Authorization": f"Bearer {token}"}
    listed = client.get("/api/v1/requests?limit=100", headers=headers)
    assert listed.status_code == 200 and len(json.loads(listed.content)) > 0
    tree = fromstring(client.get("/open311/v2/requests.xml").content)
    assert tree.tag == "service_requests" and HIT not in tree.tag
    assert json.loads(client.get("/directory.json").content)


def test_no_command_keeps_what_only_disguises(world: World) -> None:
    """Whatever the door; but a pass-word is kept as it was typed."""
    asked = world.request(text="سلام\u202eوارونه\x07 علی\u200cرضا", applicant_name="گل\u2066نار")
    assert (asked.text, asked.applicant_name) == ("سلاموارونه علی\u200cرضا", "گلنار")
    secret = "saffron\u2066and\u202eturquoise"
    hers = people.open_account(
        username="golnar", full_name="گل\u202eنار", password=secret, mobile="09150000009", is_admin=False,
        by=world.person["admin"], at=SATURDAY,
    )  # fmt: skip
    assert hers.full_name == "گلنار" and hers.check_password(secret)
