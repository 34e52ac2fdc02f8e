"""Stories on screen: officers write and approve, she says yes or no on her page, everybody reads what is in print."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.cache import caches
from django.test import Client
from openpyxl import load_workbook

from hamafza.feedback.tests.asking import finished
from hamafza.kernel.actors import Applicant
from hamafza.public import commands as public
from hamafza.public.models import Story
from hamafza.public.tests.telling import DAY, HOUR, TEXT, TITLE, need_of, story_in, told
from tests.cast import SATURDAY, World

AT = SATURDAY + 2 * HOUR


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    monkeypatch.setattr("hamafza.kernel.clock.timezone.now", lambda: AT)
    caches["default"].clear()
    caches["local"].clear()


def page(client: Client, world: World, who: str, address: str) -> str:
    client.force_login(world.person[who])
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def enter(client: Client, story: Story) -> str:
    request = story.need.request
    client.post("/t", {"code": request.code, "digits": request.pin})
    return client.get("/t").content.decode()


class TestWriting:
    def test_begins_on_the_page_of_the_request(self, client: Client, world: World) -> None:
        request = finished(world)

        shown = page(client, world, "reza", f"/requests/{request.pk}/")
        assert f'hx-get="/stories/of/{request.pk}"' in shown
        card = client.get(f"/stories/of/{request.pk}", headers={"HX-Request": "true"}).content.decode()
        assert f"/stories/new/{need_of(request).pk}" in card and "<html" not in card

    def test_has_a_page_without_a_script_too(self, client: Client, world: World) -> None:
        shown = page(client, world, "reza", f"/stories/of/{finished(world).pk}")

        assert shown.count("<h1") == 1 and "نوشتن داستان" in shown

    def test_keeps_a_draft(self, client: Client, world: World) -> None:
        need = need_of(finished(world))
        client.force_login(world.person["reza"])

        answer = client.post(f"/stories/new/{need.pk}", {"title": TITLE, "text": TEXT})

        story = Story.objects.get()
        assert (answer.status_code, answer["Location"]) == (303, f"/stories/{story.pk}/")
        assert (story.title, story.text, story.state) == (TITLE, TEXT, "draft")

    @pytest.mark.parametrize("sent", [{"title": TITLE, "text": "کوتاه"}, {"title": "", "text": TEXT}])
    def test_keeps_what_was_typed_when_it_is_too_short(
        self, client: Client, world: World, sent: dict[str, str]
    ) -> None:
        client.force_login(world.person["reza"])

        answer = client.post(f"/stories/new/{need_of(finished(world)).pk}", sent)

        assert answer.status_code == 422
        assert (sent["title"] or sent["text"]) in answer.content.decode()

    def test_of_a_request_that_is_not_hers_is_not_found(self, client: Client, world: World) -> None:
        need = need_of(finished(world))
        for who in ("farhad", "mina", "stranger"):
            client.force_login(world.person[who])
            assert client.get(f"/stories/new/{need.pk}").status_code == 404
            assert client.get(f"/stories/of/{need.request_id}").status_code == 404

    def test_anew_shows_the_words_as_they_are(self, client: Client, world: World) -> None:
        story = told(world)
        assert TEXT in page(client, world, "zahra", f"/stories/{story.pk}/edit")

        answer = client.post(f"/stories/{story.pk}/edit", {"title": "عنوانی دیگر", "text": TEXT})

        assert answer.status_code == 303
        assert Story.objects.get().title == "عنوانی دیگر"


class TestThePage:
    @pytest.mark.parametrize("state", ["draft", "asked", "agreed", "published", "taken_back", "refused"])
    def test_shows_the_story_in_every_state(self, client: Client, world: World, state: str) -> None:
        story = story_in(world, state)

        shown = page(client, world, "nader", f"/stories/{story.pk}/")

        assert shown.count("<h1") == 1 and TITLE in shown
        assert ("تأیید و انتشار" in shown) is (state == "agreed")
        assert ("برداشتن از صفحهٔ همگان" in shown) is (state == "published")
        assert ("پرسیدن از متقاضی" in shown) is (state == "draft")

    def test_is_not_there_for_others(self, client: Client, world: World) -> None:
        story = story_in(world, "agreed")
        for who in ("farhad", "mina", "karim", "stranger"):
            client.force_login(world.person[who])
            for verb in ("", "edit"):
                assert client.get(f"/stories/{story.pk}/{verb}").status_code == 404, who
            for verb in ("ask", "approve", "refuse", "take-back"):
                assert client.post(f"/stories/{story.pk}/{verb}", {"reason": "نه"}).status_code == 404, who

    def test_says_what_the_machine_found_and_asks_the_reader_to_see_it(self, client: Client, world: World) -> None:
        story = story_in(world, "agreed", text=TEXT + " در روستای تیس.")
        shown = page(client, world, "nader", f"/stories/{story.pk}/")
        assert "نام جایی نزدیک‌تر از شهرستان" in shown and 'name="seen"' in shown

        refused = client.post(f"/stories/{story.pk}/approve")
        assert refused.status_code == 422
        assert "ماشین نشان داده" in refused.content.decode()
        assert client.post(f"/stories/{story.pk}/approve", {"seen": "on"}).status_code == 303
        assert Story.objects.get().state == "published"

    def test_tells_why_it_cannot_be_asked(self, client: Client, world: World) -> None:
        story = told(world, text=TEXT + " گلنار سپاس گفت.")
        client.force_login(world.person["reza"])

        answer = client.post(f"/stories/{story.pk}/ask", follow=True)

        assert "نام یا شمارهٔ خود متقاضی در متن است" in answer.content.decode()
        assert Story.objects.get().state == "draft"

    @pytest.mark.parametrize(("state", "verb"), [("asked", "refuse"), ("published", "take-back")])
    def test_asks_for_a_reason(self, client: Client, world: World, state: str, verb: str) -> None:
        story = story_in(world, state)
        client.force_login(world.person["nader"])

        assert client.post(f"/stories/{story.pk}/{verb}", {"reason": ""}).status_code == 422
        assert client.post(f"/stories/{story.pk}/{verb}", {"reason": "همانند دیگری"}).status_code == 303
        assert "همانند دیگری" in client.get(f"/stories/{story.pk}/").content.decode()

    def test_does_not_let_the_writer_approve(self, client: Client, world: World) -> None:
        story = story_in(world, "agreed", who="nader")

        assert "تأیید و انتشار" not in page(client, world, "nader", f"/stories/{story.pk}/")
        assert client.post(f"/stories/{story.pk}/approve").status_code == 422


class TestTheList:
    def test_shows_what_lies_with_her_first(self, client: Client, world: World) -> None:
        story_in(world, "agreed")

        assert TITLE in page(client, world, "nader", "/stories/")
        assert TITLE not in page(client, world, "reza", "/stories/")
        assert TITLE in page(client, world, "reza", "/stories/?view=waiting")

    @pytest.mark.parametrize(
        ("query", "there"),
        [
            ("view=all", True), ("view=published", True), ("view=waiting", False), ("view=over", False),
            ("view=all&q=دارو", True), ("view=all&q=مدرسه", False), ("view=all&place=چابهار", True),
            ("view=all&place=مشهد", False), ("view=all&domain=health", True), ("view=all&domain=housing", False),
        ],
    )  # fmt: skip
    def test_is_searched_and_filtered(self, client: Client, world: World, query: str, there: bool) -> None:
        story_in(world, "published")

        assert (TITLE in page(client, world, "nader", f"/stories/?{query}")) is there

    def test_is_found_by_number(self, client: Client, world: World) -> None:
        story = story_in(world, "published")

        assert TITLE in page(client, world, "nader", f"/stories/?view=all&q={story.pk}")

    def test_goes_to_paper_and_to_a_sheet_with_its_filters(self, client: Client, world: World) -> None:
        story_in(world, "published")
        assert TITLE in page(client, world, "nader", "/stories/print?view=all")
        assert TITLE not in page(client, world, "nader", "/stories/print?view=over")

        answer = client.get("/stories/sheet?view=all")

        rows = list(load_workbook(BytesIO(answer.content)).active.values)
        assert TITLE in [cell for row in rows for cell in row]

    def test_holds_only_hers(self, client: Client, world: World) -> None:
        story_in(world, "published")

        for who in ("farhad", "mina", "stranger"):
            assert TITLE not in page(client, world, who, "/stories/?view=all"), who

    @pytest.mark.django_db
    def test_costs_few_questions(self, client: Client, world: World, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
        for n in range(3):
            story_in(world, "published", phone=f"0912000000{n}", at=SATURDAY + HOUR)
        client.force_login(world.person["nader"])
        client.get("/stories/?view=all")

        with django_assert_max_num_queries(12):
            client.get("/stories/?view=all")


class TestHerPage:
    def test_asks_her_with_the_words_and_two_answers(self, client: Client, world: World) -> None:
        shown = enter(client, story_in(world, "asked"))

        assert "اگر می‌خواهید منتشر نشود بگویید" in shown and TEXT in shown
        assert re.findall(r'name="said" value="(\w+)"|value="(\w+)"[^>]*name="said"', shown)

    @pytest.mark.parametrize(
        ("said", "state"), [("yes", "agreed"), ("no", "refused"), ("unsay", "refused"), ("", "asked"), ("x", "asked")]
    )
    def test_hears_her(self, client: Client, world: World, said: str, state: str) -> None:
        story = story_in(world, "asked")
        enter(client, story)

        assert client.post("/t/story", {"story": story.pk, "said": said}).status_code == 303
        assert Story.objects.get().state == state

    @pytest.mark.parametrize(
        ("state", "there"), [("draft", False), ("agreed", True), ("published", True), ("refused", False)]
    )
    def test_shows_what_is_hers_to_answer(self, client: Client, world: World, state: str, there: bool) -> None:
        assert (TITLE in enter(client, story_in(world, state))) is there

    def test_takes_it_out_of_print_at_once(self, client: Client, world: World) -> None:
        story = story_in(world, "published")
        assert all(TITLE in body(address) for address in PUBLIC)
        enter(client, story)

        client.post("/t/story", {"story": story.pk, "said": "unsay"})

        assert not any(TITLE in body(address) for address in PUBLIC)
        assert Client().get(f"/here/IR-11-1104/stories/{story.pk}").status_code == 404

    def test_answers_once(self, client: Client, world: World) -> None:
        story = story_in(world, "refused")
        enter(client, story)

        assert client.post("/t/story", {"story": story.pk, "said": "yes"}).status_code == 303
        assert Story.objects.get().state == "refused"

    def test_is_closed_to_another_applicant(self, client: Client, world: World) -> None:
        story = story_in(world, "asked")
        other = finished(world, phone="09120000000", applicant_name="دیگری")
        client.post("/t", {"code": other.code, "digits": other.pin})

        assert client.post("/t/story", {"story": story.pk, "said": "yes"}).status_code == 404
        assert client.post("/t/story", {"story": "x", "said": "yes"}).status_code == 404
        assert Story.objects.get().state == "asked"

    def test_is_asked_for_the_code_first(self, client: Client, world: World) -> None:
        story = story_in(world, "asked")

        assert client.post("/t/story", {"story": story.pk, "said": "yes"}).status_code == 303
        assert Story.objects.get().state == "asked"


PUBLIC = ["/here", "/here/IR-11", "/here/IR-11-1104", "/here/IR-11.rss", "/here/IR-11/stories"]


def body(address: str) -> str:
    return Client().get(address).content.decode()


class TestPrint:
    @pytest.mark.parametrize("state", ["draft", "asked", "agreed", "refused", "taken_back"])
    def test_holds_nothing_that_is_not_published(self, world: World, state: str) -> None:
        story_in(world, state)

        assert not any(TITLE in body(address) for address in PUBLIC)

    def test_shows_it_in_its_places_only(self, world: World) -> None:
        story_in(world, "published")

        assert all(TITLE in body(address) for address in PUBLIC)
        assert TITLE not in body("/here/IR-09") and TITLE not in body("/here/IR-09/stories")

    def test_names_nobody(self, world: World) -> None:
        story = story_in(world, "published")

        for address in [*PUBLIC, f"/here/IR-11-1104/stories/{story.pk}"]:
            shown = body(address)
            assert "گلنار" not in shown and "رضا بلوچ" not in shown and "نادر" not in shown and "تیس" not in shown

    def test_has_a_page_of_one_story(self, world: World) -> None:
        story = story_in(world, "published")

        shown = body(f"/here/IR-11-1104/stories/{story.pk}")

        assert TEXT in shown and shown.count("<h1") == 1 and "data-print" in shown
        assert Client().get(f"/here/IR-09/stories/{story.pk}").status_code == 404

    def test_is_searched_and_filtered_by_domain(self, world: World) -> None:
        story_in(world, "published")

        assert TITLE in body("/here/IR-11/stories?domain=health&q=دارو")
        assert TITLE not in body("/here/IR-11/stories?domain=housing")
        assert TITLE not in body("/here/IR-11/stories?q=مدرسه")

    def test_puts_the_newest_first_and_pages_on(self, world: World) -> None:
        for n in range(14):
            story = told(world, phone=f"091200000{n:02}", title=f"داستان شمارهٔ {n + 100}")
            public.ask(story, by=world.person["reza"], at=AT)
            public.answer(story, agrees=True, by=Applicant(story.need.request_id), at=AT)
            public.approve(story, seen=True, by=world.person["nader"], at=AT + timedelta(minutes=n))

        first = body("/here/IR-11/stories")
        found = re.findall(r"داستان شمارهٔ (\d+)", first)
        assert found == [str(n + 100) for n in range(13, 1, -1)]
        (onward,) = set(re.findall(r'href="(\?after=\d+)"', first))
        assert re.findall(r"داستان شمارهٔ (\d+)", body(f"/here/IR-11/stories{onward}")) == ["101", "100"]
        assert len(re.findall(r"داستان شمارهٔ (\d+)", body("/here"))) == 3

    def test_is_asked_afresh_each_time(self, world: World) -> None:
        story = story_in(world, "published")

        assert "no-cache" in Client().get(f"/here/IR-11-1104/stories/{story.pk}")["Cache-Control"]

    def test_says_so_where_there_is_none(self, world: World) -> None:
        assert "هنوز داستانی" in body("/here/IR-11/stories")


__all__ = ["DAY"]
