"""A story in all the places where it can be read: it stands in each or in none, whatever was kept; and who read it twice."""

from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.cache import caches
from django.test import Client

from hamafza.intake.models import Request
from hamafza.kernel.actors import Applicant
from hamafza.kernel.errors import NotAllowed
from hamafza.kernel.models import AuditLine
from hamafza.kernel.ticking import tick
from hamafza.network.models import Domain
from hamafza.notices.models import Message
from hamafza.public import commands as public
from hamafza.public import rules
from hamafza.public.commands.stories import drop_all
from hamafza.public.models import Story
from hamafza.public.tests.telling import HOUR, TEXT, TITLE, need_of, story_in, told
from tests.cast import SATURDAY, World

pytestmark = pytest.mark.django_db
NOW = SATURDAY + timedelta(days=2)
READERS = [{}, {"hamafza_language": "en"}]


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hamafza.kernel.clock.timezone.now", lambda: NOW)
    caches["local"].clear()


def addresses(story: Story) -> list[str]:
    """All public addresses on which it may be read."""
    found = [f"/here/{code}{end}" for code in ("IR", "IR-11", "IR-11-1104") for end in ("", ".rss", "/stories")]
    found += [f"/here/{code}/stories/{story.pk}" for code in ("IR", "IR-11", "IR-11-1104")]
    return [*found, "/here", "/here/IR-11-1104/stories?q=دارو", "/here/IR?month=140508"]


def standing(story: Story, seals: dict[tuple[str, int], str], title: str = TITLE) -> set[str]:
    """Where its title stands, for readers who send what they kept: "as before" counts as what they had."""
    found = set()
    for nth, cookies in enumerate(READERS):
        client = Client()
        client.cookies.load(cookies)
        for address in addresses(story):
            sealed = seals.get((address, nth))
            answer = client.get(address, headers={"If-None-Match": sealed} if sealed else {})
            assert answer.status_code in {200, 304, 404}, address
            if answer.status_code == 304:
                raise AssertionError(f"{address}: as before, though a story came or went")
            if "ETag" in answer:
                seals[address, nth] = answer["ETag"]
            if answer.status_code == 200 and title in answer.content.decode():
                found.add(address)
    return found


def leave(world: World, story: Story, how: str) -> None:
    match how:
        case "unsaid":
            public.unsay(story, by=Applicant(story.need.request_id), at=NOW)
        case "taken back":
            public.take_back(story, reason="اشتباه بود", by=world.person["nader"], at=NOW)
        case "reopened":
            drop_all(Request.objects.get(pk=story.need.request_id), by=Applicant(story.need.request_id), at=NOW)
        case "sensitive":
            Domain.objects.filter(pk=story.domain_id).update(is_sensitive=True)


@pytest.mark.parametrize("how", ["unsaid", "taken back", "reopened", "sensitive"])
def test_leaves_every_page_feed_and_store_at_once(world: World, how: str) -> None:
    story, seals = story_in(world, "agreed"), {}
    assert standing(story, seals) == set()
    public.approve(story, seen=True, by=world.person["nader"], at=NOW)
    everywhere = standing(story, seals)
    assert len(everywhere) >= 14

    leave(world, Story.objects.whole().get(pk=story.pk), how)

    assert standing(story, seals) == set()
    assert all(Client().get(f"/here/{code}/stories/{story.pk}").status_code == 404 for code in ("IR", "IR-11"))


def test_one_for_another_is_a_new_page_too(world: World) -> None:
    """One leaves while another comes: as many as before, and the newest is the same."""
    old = story_in(world, "published")
    middle = story_in(world, "published", phone="09150000001", title="میانه")
    last = story_in(world, "published", phone="09150000002", title="تازه")
    Story.objects.filter(pk=middle.pk).update(state="taken_back", reason="آزمون")
    client = Client()
    seal = client.get("/here/IR.rss")["ETag"]

    Story.objects.filter(pk=middle.pk).update(state="published", reason="")
    Story.objects.filter(pk=old.pk).update(state="taken_back", reason="آزمون")
    answer = client.get("/here/IR.rss", headers={"If-None-Match": seal})

    assert answer.status_code == 200 and TITLE not in answer.content.decode()
    assert last.title in answer.content.decode()


class TestTheSecondReader:
    def test_is_never_the_writer_though_another_sends_it_anew_unchanged(self, world: World) -> None:
        """Nader writes; Reza opens it and saves it as it is: they are still Nader's words."""
        story = told(world, who="nader")
        story = public.rewrite(story, title=f" {TITLE} ", text=f"{TEXT}\n", by=world.person["reza"], at=NOW)

        assert story.written_by == world.person["nader"]
        public.ask(story, by=world.person["reza"], at=NOW)
        public.answer(story, agrees=True, by=Applicant(story.need.request_id), at=NOW)
        assert story.holder != world.person["nader"]
        with pytest.raises(NotAllowed):
            public.approve(story, seen=True, by=world.person["nader"], at=NOW)

    def test_is_not_the_one_who_wrote_it_anew(self, world: World) -> None:
        story = told(world)
        story = public.rewrite(story, title="عنوان دیگر", text=TEXT, by=world.person["nader"], at=NOW)

        assert story.written_by == world.person["nader"]
        assert not rules.may_approve(world.person["nader"], story, NOW)
        assert rules.may_approve(world.person["parvin"], story, NOW)

    @pytest.mark.parametrize("writer", ["nader", "parvin", "admin"])
    def test_is_chosen_among_the_others(self, world: World, writer: str) -> None:
        story = story_in(world, "draft")
        Story.objects.filter(pk=story.pk).update(written_by=world.person[writer])
        story = Story.objects.whole().get(pk=story.pk)
        public.ask(story, by=world.person["reza"], at=NOW)

        story = public.answer(story, agrees=True, by=Applicant(story.need.request_id), at=NOW)

        assert story.holder != world.person[writer]

    def test_after_other_words_her_yes_is_asked_again_and_the_old_one_counts_nothing(self, world: World) -> None:
        story = story_in(world, "agreed")

        story = public.rewrite(story, title=TITLE, text=TEXT + " سپاس.", by=world.person["reza"], at=NOW)

        assert (story.state, story.agreed_at) == ("draft", None)
        assert not Message.objects.filter(template="story_published").exists()


class TestTheFeed:
    def read(self, code: str = "IR-11-1104") -> tuple[Any, ElementTree.Element]:
        answer = Client().get(f"/here/{code}.rss")
        assert answer.status_code == 200 and answer["Content-Type"].startswith("application/rss+xml")
        return answer, ElementTree.fromstring(answer.content)  # noqa: S314 our own

    @pytest.mark.parametrize(
        "slip", ["a\x0bb", "\x1f", "\x08دارو", "<b>&amp; ]]> </item>", "\u202eوارونه", "نیم\u200cفاصله", "🌿", "\ufffe"],
        ids=["vt", "us", "bs", "markup", "rlo", "zwnj", "leaf", "nonchar"],
    )  # fmt: skip
    def test_is_xml_whatever_was_typed(self, world: World, slip: str) -> None:
        story = told(world, text=f"{TEXT} {slip} پایان.", title=f"عنوان {slip} تازه")
        public.ask(story, by=world.person["reza"], at=NOW)
        public.answer(story, agrees=True, by=Applicant(story.need.request_id), at=NOW)
        public.approve(story, seen=True, by=world.person["nader"], at=NOW)

        _answer, feed = self.read()

        item = feed.find("channel/item")
        assert item is not None and "پایان" in (item.findtext("description") or "")

    def test_is_rss_2(self, world: World) -> None:
        for n in range(3):
            story_in(world, "published", phone=f"0915000000{n}", title=f"عنوان {n}")

        answer, feed = self.read()

        assert (feed.tag, feed.get("version")) == ("rss", "2.0")
        channel = feed.find("channel")
        assert channel is not None
        assert all(channel.findtext(name) for name in ("title", "link", "description", "language"))
        items = channel.findall("item")
        assert len({item.findtext("guid") for item in items}) == len(items) == 3
        for item in items:
            assert parsedate_to_datetime(item.findtext("pubDate") or "").tzinfo
            link = item.findtext("link") or ""
            assert Client().get(link.removeprefix("http://testserver")).status_code == 200
        assert "no-cache" in answer["Cache-Control"]

    def test_puts_the_newest_first(self, world: World) -> None:
        for n in (2, 1, 3):
            story = story_in(world, "published", phone=f"0915000000{n}", title=f"عنوان {n}")
            Story.objects.filter(pk=story.pk).update(published_at=NOW + n * HOUR)

        _answer, feed = self.read()

        assert [item.findtext("title") for item in feed.findall("channel/item")] == ["عنوان 3", "عنوان 2", "عنوان 1"]

    @pytest.mark.parametrize("verb", ["post", "put", "delete"])
    def test_is_for_reading(self, world: World, verb: str) -> None:
        for address in ("/here/IR.rss", "/here", "/here/IR/stories"):
            assert getattr(Client(), verb)(address).status_code == 405


@pytest.mark.parametrize(
    "address", ["/here", "/here/IR-11", "/here/IR.rss", "/here/IR/stories", "/directory", "/api/v1/satisfaction"]
)
def test_no_shared_store_keeps_a_citizens_page(world: World, address: str) -> None:
    answer = Client().get(address)

    kept = answer["Cache-Control"]
    assert "public" not in kept and ("private" in kept or "no-store" in kept)
    assert "sessionid" not in answer.cookies


def test_nobody_is_named_on_any_open_page(world: World) -> None:
    """Canaries: whoever asked, whoever serves, every number and code; over all that is read without an account."""
    story = story_in(world, "published", applicant_name="گلبهار کانارینژاد", phone="09159998877")
    tick(NOW)
    request = story.need.request
    canaries = [one.full_name for one in world.person.values()] + [
        "کانارینژاد",
        "9998877",
        "۹۹۹۸۸۷۷",
        request.code,
        "تیس",
    ]
    pages = [*addresses(story), "/", "/directory", "/directory/chabahar", "/directory.json", "/ask", "/join",
             "/api/v1/centres", "/api/v1/satisfaction", "/api/v1/centres/chabahar/satisfaction"]  # fmt: skip

    for address in pages:
        for cookies in READERS:
            client = Client()
            client.cookies.load(cookies)
            page = client.get(address)
            assert page.status_code in {200, 302, 404}, address
            text = page.content.decode() + str(page.headers)
            for word in canaries:
                assert word not in text, (address, word)
    kept = repr(list(AuditLine.objects.values()))
    assert "کانارینژاد" not in kept and "9998877" not in kept and TEXT not in kept


def test_her_need_has_one_story_at_a_time(world: World) -> None:
    story = story_in(world, "published")

    with pytest.raises(public.NotForPrint):
        public.write(need_of(story.need.request), title=TITLE, text=TEXT, by=world.person["reza"], at=NOW)
