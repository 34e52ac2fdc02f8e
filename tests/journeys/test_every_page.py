"""What holds for each page that anyone can reach, in both languages: its frame, its fields, its digits, its words."""

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from tests.cast import SATURDAY, World
from tests.journeys.test_links import START, walk

VOID = set("area base br col embed hr img input link meta source track wbr circle path line rect".split())
UNSEEN = {"script", "style", "template", "head", "svg"}
AS_TYPED = {"mark", "code", "kbd", "pre", "samp", "textarea", "option"}  # not our words, or a person's own
ROLES = ["", "reza", "zahra", "maryam", "nader", "parvin", "karim", "admin"]
OPEN = ["/", "/ask", "/t", "/directory", "/account/login/", "/ask/danger"]


class Page(HTMLParser):
    """One page, as far as the questions below go."""

    def __init__(self, body: str) -> None:
        super().__init__()
        self.way: list[tuple[str, dict[str, str]]] = []
        self.html: dict[str, str] = {}
        self.ids: Counter[str] = Counter()
        self.count: Counter[str] = Counter()
        self.labelled: set[str] = set()
        self.fields: list[tuple[dict[str, str], bool]] = []
        self.forms: list[dict[str, str]] = []
        self.tokens = 0
        self.title = ""
        self.texts: list[str] = []
        self.named: dict[int, list[str]] = {}  # links and buttons by order, with their words
        self.faults: list[str] = []
        self.feed(body)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        self.count[tag] += 1
        if "id" in known:
            self.ids[known["id"]] += 1
        if tag == "html":
            self.html = known
        if tag == "label" and "for" in known:
            self.labelled.add(known["for"])
        if tag in {"input", "select", "textarea"} and known.get("type") not in {"hidden", "submit"}:
            self.fields.append((known, any(name == "label" for name, _ in self.way)))
        if tag == "form":
            self.forms.append(known)
        self.tokens += known.get("name") == "csrfmiddlewaretoken"
        if tag == "img" and "alt" not in known:
            self.faults.append("an image without words")
        if tag in {"a", "button"}:
            self.named[self.count["a"] + self.count["button"]] = [known.get("aria-label", ""), known.get("title", "")]
            known["order"] = str(self.count["a"] + self.count["button"])
        if tag not in VOID:
            self.way.append((tag, known))

    def handle_endtag(self, tag: str) -> None:
        for depth in range(len(self.way) - 1, -1, -1):
            if self.way[depth][0] == tag:
                del self.way[depth:]
                return

    def handle_data(self, data: str) -> None:
        tags = [name for name, _ in self.way]
        text = " ".join(data.split())
        if tags and tags[-1] == "title" and "svg" not in tags:
            self.title += text
        if not text or set(tags) & UNSEEN:
            return
        for name, known in self.way:
            if name in {"a", "button"}:
                self.named[int(known["order"])].append(text)
        if not set(tags) & AS_TYPED and not any(known.get("dir") == "ltr" for _, known in self.way[1:]):
            self.texts.append(text)


@pytest.fixture
def lived_in(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr("hamafza.kernel.clock.timezone.now", lambda: SATURDAY)
    world.request(text="پدرم دارو ندارد")
    world.triaged("health")
    world.triaged("housing", "employment")
    return world


def pages_of(client: Client, who: str) -> dict[str, Page]:
    """Every whole page on her way."""
    seen: dict[str, Page] = {}

    def look(address: str, answer: HttpResponse) -> None:
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            body = answer.content.decode()
            if "<html" in body:
                seen[address] = Page(body)

    walk(client, START if who else OPEN, look)
    assert len(seen) >= 5
    return seen


@pytest.mark.slow  # walks some two hundred pages
@pytest.mark.parametrize(
    ("who", "language"), [*((who, "fa") for who in ROLES), *((who, "en") for who in ("", "reza", "parvin"))]
)
def test_every_page_keeps_the_house(lived_in: World, client: Client, who: str, language: str) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    if who:
        client.force_login(lived_in.person[who])
    pages = pages_of(client, who)

    faults = [f"{address}: {fault}" for address, page in pages.items() for fault in faults_of(page, language)]

    assert faults == []


def faults_of(page: Page, language: str) -> list[str]:
    """All that is wrong with one page."""
    return [
        *page.faults,
        *frame(page, language),
        *fields(page),
        *names(page),
        *(persian(page) if language == "fa" else english(page)),
    ]


def frame(page: Page, language: str) -> list[str]:
    found = [f"the id {name} stands {count} times" for name, count in page.ids.items() if count > 1]
    if (page.html.get("lang"), page.html.get("dir")) != (language, "rtl" if language == "fa" else "ltr"):
        found.append(f"speaks {page.html}")
    if page.count["h1"] != 1 or page.count["main"] != 1:
        found.append(f"{page.count['h1']} h1, {page.count['main']} main")
    if not page.title:
        found.append("has no title")
    return found


def fields(page: Page) -> list[str]:
    posts = sum(form.get("method", "").lower() == "post" for form in page.forms)
    found = [] if page.tokens >= posts else [f"{posts} forms that post, {page.tokens} tokens"]
    for known, within in page.fields:
        told = known.get("aria-label") or known.get("aria-labelledby") or known.get("id") in page.labelled
        if not (within or told or "hidden" in known):
            found.append(f"nobody says what {known.get('name')} is")
    return found


def names(page: Page) -> list[str]:
    return ["a link or a button without a name"] if any(not any(said) for said in page.named.values()) else []


DETACHED = re.compile(r"(?:^|\s)ن?می\s(?=[آ-ی])|[آ-ی]\sها(?:ی)?(?=\s|$|[،.؛:])|[آ-ی]\sتر(?:ین)?(?=\s|$)")


def persian(page: Page) -> list[str]:
    """Persian letters, Persian digits, half-spaces where they belong."""
    found = []
    for text in page.texts:
        if re.search(r"[0-9]", text):
            found.append(f"Latin digits in «{text[:60]}»")
        if re.search(r"[\u064a\u0643\u0649\u06c0\u0660-\u0669]", text):
            found.append(f"Arabic letters in «{text[:60]}»")
        if DETACHED.search(text):
            found.append(f"a half-space is missing in «{text[:60]}»")
        if re.search(r"[آ-ی][,;?]", text):
            found.append(f"a Latin mark in «{text[:60]}»")
    return found


def catalogue() -> set[str]:
    """Each Persian sentence of ours that has an English one."""
    known: set[str] = set()
    for path in Path(settings.ROOT, "src/hamafza").glob("*/locale/en/LC_MESSAGES/django.po"):
        with path.open("rb") as file:
            for message in read_po(file):
                ids = [message.id] if isinstance(message.id, str) else list(message.id)
                known |= {" ".join(one.split()) for one in ids if re.search(r"[آ-ی]{2}", one) and "%" not in one}
    return known


OURS = catalogue()
DATA = {
    "مدیر سامانه",
    "کم",
    "فارسی",
    "هم‌افزا",
}  # a name and the initials of the cast; what the switch and the wordmark say in either language


def english(page: Page) -> list[str]:
    """No sentence of ours is left in Persian; what people typed stays as they typed it."""
    return [f"not in English: «{text}»" for text in page.texts if text in OURS - DATA]


FRAME = '<html lang="fa" dir="rtl"><head><title>ت</title></head><body><main><h1>س</h1>{}</main></body></html>'


@pytest.mark.parametrize(
    ("planted", "fault"),
    [
        ("<p id='a'></p><p id='a'></p>", "the id a stands 2 times"),
        ("<h1>دو</h1>", "2 h1, 1 main"),
        ("<input name='q'>", "nobody says what q is"),
        ("<form method='post'></form>", "1 forms that post, 0 tokens"),
        ("<a href='/'></a>", "a link or a button without a name"),
        ("<button><svg><title>x</title></svg></button>", "a link or a button without a name"),
        ("<img src='/x'>", "an image without words"),
        ("<p>روز 3</p>", "Latin digits in «روز 3»"),
        ("<p>علي</p>", "Arabic letters in «علي»"),
        ("<p>می خواهم</p>", "a half-space is missing in «می خواهم»"),
        ("<p>کانون ها</p>", "a half-space is missing in «کانون ها»"),
        ("<p>سلام, خوبی</p>", "a Latin mark in «سلام, خوبی»"),
    ],
)
def test_a_planted_fault_is_found(planted: str, fault: str) -> None:
    assert faults_of(Page(FRAME.format(planted)), "fa") == [fault]


def test_a_sound_page_has_none() -> None:
    body = "<label>نام <input name='q'></label><p>۳ روز، می‌خواهم</p><a href='/'>برگرد</a><code>ab 12</code>"

    assert faults_of(Page(FRAME.format(body)), "fa") == []


def test_a_sentence_left_in_persian_is_found() -> None:
    body = FRAME.replace('"fa" dir="rtl"', '"en" dir="ltr"').format("<p>درخواست‌ها</p><p>مادرم دارو می‌خواهد</p>")

    assert faults_of(Page(body), "en") == ["not in English: «درخواست‌ها»"]
