"""Two hundred at once, names of every length and writing, a fault in the middle; and lists of care by hostile hands."""

import io
import re
import time as stopwatch
import zlib
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from hamafza.care import captions, paper, queries
from hamafza.care import commands as care
from hamafza.care.commands import letters as letters_command
from hamafza.care.commands.letters import ThankedToday
from hamafza.care.models import Book, Letter, Step
from hamafza.care.queries import Evidence
from hamafza.care.states import Measure
from hamafza.care.tests.telling import DAY, NOW, TODAY, Deeds, proposed, serving
from hamafza.journal.models import JournalLine
from hamafza.kernel import clock
from hamafza.kernel.models import AuditLine
from hamafza.notices.models import Message
from hamafza.volunteers.models import Volunteer
from hamafza.volunteers.queries import link_of
from tests.cast import World

pytestmark = pytest.mark.django_db
HUGE = ["9" * 18, "9" * 25, "9" * 5000, "-1", "۱۲", "x", "1e9", "\x00"]
LISTS = ["/care/hours", "/care/thanks", "/care/letters", "/care/feelings"]


def of(world: World, who: str = "maryam", language: str = "fa") -> Client:
    client = Client()
    client.force_login(world.person[who])
    client.cookies["hamafza_language"] = language
    return client


def rows(answer: Any) -> list[tuple]:
    return list(load_workbook(io.BytesIO(b"".join(answer))).active.iter_rows(values_only=True))


def many(world: World, n: int) -> list[Volunteer]:
    """So many who serve."""
    return [
        serving(world, k % 9, full_name=f"همراه {k:03}", search_key=f"همراه {k:03}", mobile=f"0916{k:07}")
        for k in range(n)
    ]


def thank(world: World, *some: Volunteer, kind: str = "thanks", at: Any = NOW) -> Letter:
    return care.thank(volunteers=some, kind=kind, by=world.person["maryam"], at=at)


class TestOwedAndPaid:
    def test_goes_with_the_letter_and_comes_back_after_its_time(self, world: World) -> None:
        she = serving(world)
        maryam = world.person["maryam"]
        assert queries.owed(maryam, NOW).get() == she
        thank(world, she)
        assert not queries.owed(maryam, NOW).exists()
        Volunteer.objects.update(active_on=TODAY + 60 * DAY)
        assert not queries.owed(maryam, NOW + 60 * DAY - DAY / 86_400).exists()
        assert queries.owed(maryam, NOW + 60 * DAY).get() == she

    def test_a_certificate_is_thanks_too(self, world: World, deeds: Deeds) -> None:
        she = serving(world)
        deeds.add(she)
        thank(world, she, kind="certificate")
        assert not queries.owed(world.person["maryam"], NOW).exists()

    def test_who_left_is_owed_nothing_by_the_list(self, world: World) -> None:
        serving(world, state="archived")
        assert not queries.owed(world.person["maryam"], NOW).exists()

    def test_a_second_press_writes_no_second_letter(self, world: World) -> None:
        client, pks = of(world), [one.pk for one in many(world, 3)]
        first = client.post("/care/thanks/send", {"to": pks}, follow=True)
        second = client.post("/care/thanks/send", {"to": pks}, follow=True)
        assert Letter.objects.count() == 3 and Message.objects.filter(template="volunteer_thanked").count() == 3
        assert "برای ۳ نفر" in first.content.decode() and "امروز برای همین کسان" in second.content.decode()

    def test_of_a_batch_only_the_others_are_written(self, world: World) -> None:
        one, two, three = many(world, 3)
        thank(world, one, at=NOW - DAY / 24)
        client = of(world)
        page = client.post("/care/thanks/send", {"to": [one.pk, two.pk, three.pk]}, follow=True).content.decode()
        assert "برای ۲ نفر" in page and Letter.objects.count() == 3
        assert sorted(Letter.objects.values_list("volunteer", flat=True)) == [one.pk, two.pk, three.pk]

    def test_a_certificate_beside_the_letter_of_the_same_day(self, world: World, deeds: Deeds) -> None:
        she = serving(world)
        deeds.add(she)
        assert {thank(world, she, kind=kind).kind for kind in ("thanks", "certificate")} == {"thanks", "certificate"}

    def test_tomorrow_begins_at_midnight_in_tehran(self, world: World) -> None:
        she = serving(world)
        late = NOW.replace(hour=23, minute=59, second=59)
        thank(world, she, at=late)
        with pytest.raises(ThankedToday):
            thank(world, she, at=late)
        assert thank(world, she, at=late + DAY / 86_400).serial == 2

    def test_a_fault_in_the_middle_leaves_nothing_behind(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        some, told = many(world, 9), letters_command.way.tell_her
        thank(world, some[8])
        calls: list[int] = []

        def breaks(*args: object, **kwargs: object) -> None:
            calls.append(1)
            if len(calls) == 6:
                raise RuntimeError("the line went down")
            told(*args, **kwargs)  # type: ignore[arg-type]

        monkeypatch.setattr(letters_command.way, "tell_her", breaks)
        with pytest.raises(RuntimeError):
            thank(world, *some[:8])
        monkeypatch.undo()
        assert Letter.objects.count() == 1 and Book.objects.get().last == 1
        assert Message.objects.filter(template="volunteer_thanked").count() == 1
        monkeypatch.setattr(clock, "now", lambda: NOW)
        thank(world, *some[:8])
        assert sorted(Letter.objects.values_list("serial", flat=True)) == list(range(1, 10))


@pytest.mark.slow  # Typst
class TestPapers:
    def sizes(self, letters: list[Letter]) -> list[int]:
        return [len(page) for page in paper.pages(letters)]

    def test_two_hundred_are_one_file_of_two_hundred_pages(self, world: World) -> None:
        some = many(world, 200)
        thank(world, *some)
        begun = stopwatch.monotonic()
        answer = of(world).get("/care/letters/papers.pdf")
        body = b"".join(answer)
        assert answer["Content-Type"] == "application/pdf" and body.rstrip().endswith(b"%%EOF")
        assert _pages(body) == 200
        assert stopwatch.monotonic() - begun < 30

    def test_more_than_that_is_said_and_not_cut(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("hamafza.care.views.thanks.AT_ONCE", 3)
        some = many(world, 4)
        thank(world, *some)
        client = of(world)
        page = client.get("/care/letters/papers.pdf", follow=True)
        assert "بیش از ۳ نامه" in page.content.decode()
        assert client.get("/care/letters/papers.pdf", {"q": "۰۰۱"}).status_code in {200, 302, 303}
        one = Letter.objects.get(volunteer=some[1])
        assert _pages(b"".join(client.get("/care/letters/papers.pdf", {"q": "همراه 001"}))) == 1 and one.serial == 2

    @pytest.mark.parametrize("name", [
        "آ", "سیده فاطمه‌زهرا حسینی‌نژاد بلوچ‌زهی سیستانی " * 4, "م" * 300, "Maria O’Neill-Baloch", "سارا (Sara) ۱۲۳",
        "\u202eسارا\u202c بلوچ", "#set page(width: 1cm)", "*سارا* _بلوچ_ $x$ @ref <label> // \\", "سارا\nبلوچ", "عُمَر یٰسین",
    ])  # fmt: skip
    def test_any_name_stands_on_one_page(self, world: World, deeds: Deeds, name: str) -> None:
        she = serving(world, full_name=name[: Volunteer._meta.get_field("full_name").max_length])
        deeds.add(she)
        letters = [thank(world, she), thank(world, she, kind="certificate")]
        assert _pages(paper.pdf(letters)) == 2 and len(self.sizes(letters)) == 2

    def test_is_the_same_whenever_it_is_opened(self, world: World, deeds: Deeds) -> None:
        """The hours are those of its day; what is served later changes no letter."""
        she = serving(world)
        deeds.add(she)
        letter = thank(world, she, kind="certificate")
        before = paper.pages([letter])
        deeds.add(she, minutes=999)
        Volunteer.objects.filter(pk=she.pk).update(active_on=TODAY)
        assert paper.pages([Letter.objects.whole().get()]) == before

    @pytest.mark.parametrize("language", ["fa", "en"])
    def test_opens_in_both_languages_under_a_name_without_a_name(self, world: World, language: str) -> None:
        letter = thank(world, serving(world))
        answer = of(world, language=language).get(f"/care/letters/{letter.pk}.pdf")
        assert (
            b"".join(answer).startswith(b"%PDF")
            and answer["Content-Disposition"] == 'inline; filename="letter-1405-1.pdf"'
        )
        assert "no-store" in answer["Cache-Control"]


def _pages(pdf: bytes) -> int:
    """Page objects of the file, in its packed streams too."""
    parts = [pdf]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.S):
        try:
            parts.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return sum(len(re.findall(rb"/Type\s*/Page\b(?!s)", part)) for part in parts)


class TestLists:
    def test_cells_of_each_sheet(self, world: World, deeds: Deeds) -> None:
        she = serving(world)
        deeds.add(she, minutes=150)
        client = of(world)
        assert (
            "سارا بلوچ",
            "کانون سلامت مهرگان چابهار",
            "یاور",
            "آبان ۱۴۰۵",
            "۲ ساعت و ۳۰ دقیقه",
            "۱۴۰۵/۰۸/۰۴",
        ) in rows(client.get("/care/hours/sheet"))
        assert ("سارا بلوچ", "کانون سلامت مهرگان چابهار", "یاور", "۱۴۰۵/۰۸/۰۴") in rows(
            client.get("/care/thanks/sheet")
        )
        thank(world, she, kind="certificate")
        assert rows(client.get("/care/thanks/sheet"))[-1][0] != "سارا بلوچ"
        assert (
            "۱۴۰۵/۱", "گواهی خدمت", "سارا بلوچ", "کانون سلامت مهرگان چابهار", "۱۴۰۵/۰۸/۰۵", "۲ ساعت و ۳۰ دقیقه", "مریم نارویی",
        ) in rows(client.get("/care/letters/sheet"))  # fmt: skip

    def test_a_name_like_a_formula_is_text(self, world: World) -> None:
        serving(world, full_name="=1+1", search_key="1 1")
        book = load_workbook(io.BytesIO(b"".join(of(world).get("/care/hours/sheet"))))
        kinds = {
            cell.data_type for row in book.active.iter_rows() for cell in row if cell.value and "1+1" in str(cell.value)
        }
        assert kinds == {"s"}

    @pytest.mark.parametrize("address", LISTS)
    def test_made_up_questions_are_answered(self, world: World, address: str) -> None:
        serving(world)
        client = of(world)
        for name in ("after", "before", "centre", "month", "kind", "view", "same", "to", "q"):
            for asked in HUGE:
                assert client.get(address, {name: asked}).status_code in {200, 422}, (name, asked[:20])

    @pytest.mark.parametrize("to", HUGE)
    def test_made_up_people_are_thanked_by_nobody(self, world: World, to: str) -> None:
        assert of(world).post("/care/thanks/send", {"to": [to], "kind": to}).status_code == 303
        assert not Letter.objects.exists()

    @pytest.mark.parametrize("number", ["9" * 18, "9" * 30, "9" * 4000])
    def test_made_up_numbers_in_addresses_are_not_there(self, world: World, number: str) -> None:
        client, link = of(world), link_of(serving(world))
        for address in (f"/care/volunteers/{number}/", f"/care/letters/{number}.pdf", f"/care/steps/{number}/refuse",
                        f"/v/{link}/letters/{number}.pdf"):  # fmt: skip
            assert client.get(address).status_code == 404
        assert client.post(f"/v/{link}/ladder/{number}/trust", {"trust": "yes"}).status_code == 404

    @pytest.mark.parametrize(
        "words", ["کنارک", "بلوچ سارا", "سارا\u200c", "ساراي" * 0 + "سارا", "  بَلوچ ", "\u200fبلوچ"]
    )
    def test_words_are_found_in_any_writing(self, world: World, words: str) -> None:
        she = serving(world, centre="konarak")
        serving(world, 1)
        client = of(world, "parvin")
        thank_page = client.get("/care/thanks", {"q": words}).content.decode()
        hours_page = client.get("/care/hours", {"q": words}).content.decode()
        assert (
            she.full_name in thank_page and she.full_name in hours_page and "لیلا ریگی" not in thank_page + hours_page
        )

    def test_a_half_space_joins_or_parts_no_name(self, world: World) -> None:
        serving(world, full_name="بی‌بی‌گل شه‌بخش", search_key=_key("بی‌بی‌گل شه‌بخش"))
        for words in ("بی‌بی‌گل", "بی بی گل", "شه‌بخش", "شه بخش"):
            assert "شه‌بخش" in of(world).get("/care/hours", {"q": words}).content.decode(), words

    def test_stretches_hold_everybody_once(self, world: World) -> None:
        for one in many(world, 55):
            Volunteer.objects.filter(pk=one.pk).update(search_key="یکی")  # all of one name
        client, address, seen = of(world), "/care/thanks", []
        while address:
            page = client.get(address).content.decode()
            seen += re.findall(r'name="to" value="(\d+)"', page)
            more = re.search(r'href="(\?[^"]*after=\d+)"', page)
            address = f"/care/thanks{more[1]}".replace("&amp;", "&") if more else ""
        assert len(seen) == len(set(seen)) == 55


def _key(name: str) -> str:
    from hamafza_engines.persian import search_key

    return search_key(name)


class TestEnglish:
    @pytest.mark.parametrize(("minutes", "said"), [
        (0, "0 hours"), (1, "1 minute"), (59, "59 minutes"), (60, "1 hour"), (61, "1 hour 1 minute"), (120, "2 hours"),
        (150, "2 hours 30 minutes"),
    ])  # fmt: skip
    def test_hours_of_one_and_many(self, minutes: int, said: str) -> None:
        from django.utils.translation import override

        with override("en"):
            assert captions.hours(minutes) == said

    @pytest.mark.parametrize("measure", [one for one in Measure if one != Measure.OVERLOAD])
    def test_what_is_missing_of_one_and_many(self, measure: Measure) -> None:
        from django.utils.translation import override

        with override("en"):
            one, two = (captions.missing(Evidence(measure, 0, n)) for n in (1, 2))
        assert one.startswith("1 more ") and two.startswith("2 more ") and not re.search(r"[\u0600-\u06ff]", one + two)
        assert one[7:] != two[7:] and "s" in two

    def test_no_persian_but_names_on_the_pages(self, world: World, deeds: Deeds) -> None:
        step = proposed(world, deeds)
        thank(world, step.volunteer)
        client = of(world, language="en")
        people = [one.full_name for one in Volunteer.objects.all()] + [str(one) for one in world.person.values()]
        names = set(" ".join([*people, *(str(one) for one in world.centre.values()), "نوبت عصر نوبت آزمون"]).split())
        for address in (*LISTS, f"/care/volunteers/{step.volunteer_id}/", f"/care/steps/{step.pk}/refuse"):
            main = client.get(address).content.decode().split("<main", 1)[1].split("</main>")[0]
            left = set(re.findall(r"[\u0600-\u06ff\u200c]{2,}", re.sub(r"<[^>]+>", " ", main))) - names
            assert not left, (address, left)
        assert Step.objects.exists()


def test_no_name_in_books_messages_or_addresses(world: World, deeds: Deeds) -> None:
    she = serving(world)
    deeds.add(she)
    client = of(world)
    addresses = [
        client.post("/care/thanks/send", {"to": [she.pk], "kind": "certificate"})["Location"],
        client.post(f"/care/volunteers/{she.pk}/contact")["Location"],
    ]
    addresses += re.findall(r'(?:href|action)="([^"]+)"', client.get("/care/letters").content.decode())
    told = [repr(list(model.objects.values())) for model in (JournalLine, AuditLine)]
    told += [*Message.objects.values_list("body", flat=True), *addresses]
    parts = [*she.full_name.split(), she.mobile]
    assert not [(part, text[:80]) for text in told for part in parts if part in text]
