"""The list of gatherings as people ask it: spellings, hostile words, every page once, cells of the sheet, both languages."""

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from hamafza.gatherings import commands as gatherings
from hamafza.gatherings.models import Gathering
from hamafza.gatherings.tests.telling import FIRST, HOUR, circle, keep, serving, turn
from hamafza.kernel import clock
from hamafza_engines.persian import search_key
from tests.cast import SATURDAY, World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: FIRST + 2 * HOUR)


def of(world: World, who: str, language: str = "fa") -> Client:
    client = Client()
    client.force_login(world.person[who])
    client.cookies["hamafza_language"] = language
    return client


def rows(answer: Any) -> list[str]:
    return re.findall(r'class="row-title"><a href="/gatherings/\d+/">([^<]+)</a>', answer.content.decode())


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def cells(answer: Any) -> list[list[Any]]:
    book = load_workbook(io.BytesIO(b"".join(answer)))
    return [[cell.value for cell in row] for row in book.active.iter_rows()]


def many(world: World, n: int, **more: Any) -> None:
    """Rows alone: what a list needs."""
    base = {
        "centre": world.centre["chabahar"], "leader": world.person["zahra"], "rule": "weeks", "hour": FIRST.time(),
        "first_on": FIRST.date(), "due_at": FIRST, "created_at": SATURDAY, "counted": 4,
    }  # fmt: skip
    rows = [{**base, "title": f"حلقهٔ {one:02}", "continuity": one % 5 * 20, **more} for one in range(n)]
    Gathering.objects.bulk_create(Gathering(**row, search_key=search_key(row["title"])) for row in rows)


class TestWords:
    @pytest.mark.parametrize(
        "asked",
        [
            "هم‌دلی", "همدلی", "هم دلی", "حلقه همدلى", "حلقهٔ", "\u200fهم‌دلی", "هــمدلی", "مهرگان", "زهرا مرادى", "چابهار",
            "مرادی حلقه",
        ],
    )  # fmt: skip
    def test_in_any_spelling_by_title_leader_centre_and_town(self, world: World, asked: str) -> None:
        circle(world, title="حلقهٔ هم‌دلی")
        far = circle(
            world, title="دورهمی دور", centre=world.centre["konarak"], leader=world.person["sara"], by=world.person["parvin"]
        )  # fmt: skip

        assert rows(of(world, "parvin").get("/gatherings/", {"q": asked})) == ["حلقهٔ هم‌دلی"]
        assert far.pk

    def test_by_a_volunteer_who_leads_with_or_without_the_half_space(self, world: World) -> None:
        (she,) = serving(world, "علی‌رضا کریمی")
        circle(world, leader=she)
        for asked in ("علیرضا", "علي رضا", "كريمي"):
            assert len(rows(of(world, "zahra").get("/gatherings/", {"q": asked}))) == 1, asked

    @pytest.mark.parametrize("asked", ["%", "_", "'", "\\", "' OR 1=1 --", "<script>alert(1)</script>", "(", "\x00"])
    def test_hostile_words_find_nothing_and_stay_text(self, world: World, asked: str) -> None:
        circle(world)
        answer = of(world, "zahra").get("/gatherings/", {"q": asked})

        assert answer.status_code in {200, 422} and b"<script>alert" not in answer.content
        assert rows(answer) == [] or not search_key(asked)

    @pytest.mark.parametrize("query", ["q=" + "ا" * 300, "sort=x", "place=ناکجا"])
    def test_a_question_that_is_none_is_said(self, world: World, query: str) -> None:
        assert of(world, "zahra").get(f"/gatherings/?{query}").status_code == 422

    @pytest.mark.parametrize("view", ["active", "weak", "ended", "all", "", "nonsense"])
    def test_each_view_holds_what_its_name_says(self, world: World, view: str) -> None:
        many(world, 6)
        many(world, 2, state="ended", due_at=None, ended_at=FIRST, ended_because="done", title="پایانی")
        many(world, 1, counted=0, continuity=0, title="تازه")
        wanted = {
            "active": lambda one: one.state == "active", "ended": lambda one: one.state == "ended",
            "weak": lambda one: one.state == "active" and one.counted and one.continuity < 50, "all": lambda one: True,
        }.get(view, lambda one: one.state == "active")  # fmt: skip
        found = rows(of(world, "zahra").get(f"/gatherings/?view={view}"))

        assert sorted(found) == sorted(one.title for one in Gathering.objects.all() if wanted(one))


class TestPages:
    @pytest.mark.parametrize("sort", ["weakest", "strongest", "name"])
    def test_every_row_once_though_many_are_alike(self, world: World, sort: str) -> None:
        many(world, 61)
        client, seen, address = of(world, "zahra"), list[str](), f"/gatherings/?sort={sort}"
        while address:
            answer = client.get(address)
            seen += rows(answer)
            after = answer.context["next"]
            address = f"/gatherings/{after}" if after else ""

        assert len(seen) == len(set(seen)) == 61

    @pytest.mark.parametrize("key", ["0", "-5", "x", "۲", "9" * 30])
    def test_a_spoilt_key_begins_anew(self, world: World, key: str) -> None:
        many(world, 1)
        for way in ("after", "before"):
            assert len(rows(of(world, "zahra").get("/gatherings/", {way: key}))) == 1


class TestTheSheet:
    def test_its_cells_are_the_page(self, world: World) -> None:
        gathering = circle(world, every=2)
        keep(world, turn(gathering), serving(world))
        head, line = cells(of(world, "zahra").get("/gatherings/sheet"))

        assert head == [
            "گردهمایی", "کانون", "جا", "مسئول", "هر چند وقت", "تداوم، از ۱۰۰", "جلسهٔ بعد", "وضعیت",
        ]  # fmt: skip
        assert line[:6] == [
            "حلقهٔ همدلی مهرگان", "کانون سلامت مهرگان چابهار", "چابهار", "زهرا مرادی", "هر ۲ هفته، پنجشنبه ساعت ۱۸:۰۰", "۱۰۰",
        ]  # fmt: skip
        assert "۲۱ آبان" in line[6] and line[7] == "برپا"

    @pytest.mark.parametrize(
        ("more", "fa", "en"),
        [
            ({}, "هر هفته، پنجشنبه ساعت ۱۸:۰۰", "Every Thursday"),
            ({"every": 2}, "هر ۲ هفته، پنجشنبه ساعت ۱۸:۰۰", "Every 2 weeks, Thursday 18:00"),
            ({"rule": "month", "every": 1}, "نخستین پنجشنبه هر ماه، ساعت ۱۸:۰۰", "First Thursday"),
            ({"rule": "month", "every": 5}, "آخرین پنجشنبه هر ماه، ساعت ۱۸:۰۰", "Last Thursday"),
        ],
        ids=str,
    )
    def test_its_rhythm_is_told_in_both_languages(self, world: World, more: dict[str, Any], fa: str, en: str) -> None:
        circle(world, **more)
        assert cells(of(world, "zahra").get("/gatherings/sheet"))[1][4] == fa
        told = cells(of(world, "zahra", "en").get("/gatherings/sheet"))[1][4]

        assert "۱" not in told and told.lower().startswith(en.split()[0].lower()) and "Thursday" in told

    @pytest.mark.parametrize("title", ["=1+1", "+9", "@x", "-1", "\t=2", "<b>&"])
    def test_a_title_that_looks_like_a_formula_is_text(self, world: World, title: str) -> None:
        circle(world, title=title)
        book = load_workbook(io.BytesIO(b"".join(of(world, "zahra").get("/gatherings/sheet"))))

        assert book.active["A2"].data_type == "s"

    def test_it_keeps_to_what_was_asked(self, world: World) -> None:
        many(world, 30)
        circle(world, title="تنها همین")

        assert len(cells(of(world, "zahra").get("/gatherings/sheet"))) == 32
        assert [line[0] for line in cells(of(world, "zahra").get("/gatherings/sheet?q=همین"))[1:]] == ["تنها همین"]

    @pytest.mark.parametrize(("who", "sees"), [("sara", False), ("nader", True), ("parvin", True), ("admin", True)])
    @pytest.mark.parametrize("where", ["", "print", "sheet"])
    def test_it_holds_hers_alone(self, world: World, who: str, sees: bool, where: str) -> None:
        circle(world)
        answer = of(world, who).get(f"/gatherings/{where}")
        told = repr(cells(answer)) if where == "sheet" else answer.content.decode()

        assert ("حلقهٔ همدلی مهرگان" in told) is sees


class TestOneAndMany:
    """English knows one and many; Persian knows none."""

    @pytest.mark.parametrize(("n", "said"), [(1, "1 person came."), (2, "2 people came.")])
    def test_of_those_who_came(self, world: World, n: int, said: str) -> None:
        occasion = keep(world, turn(circle(world)), serving(world)[:n])
        page = words(of(world, "zahra", "en").get(f"/gatherings/occasions/{occasion.pk}/"))

        assert said in page and "1 people" not in page

    @pytest.mark.parametrize(("n", "said"), [(1, "1 volunteer was told."), (6, "6 volunteers were told.")])
    def test_of_those_who_were_told(self, world: World, n: int, said: str) -> None:
        serving(world, *[f"نام {one}" for one in range(n)])
        occasion = turn(circle(world), 1)
        gatherings.cancel(occasion, reason="venue", by=world.person["zahra"], at=FIRST)

        assert said in words(of(world, "zahra", "en").get(f"/gatherings/occasions/{occasion.pk}/"))

    @pytest.mark.parametrize(("n", "said"), [(1, "1 person is on the list already"), (3, "3 people are on the list")])
    def test_of_those_on_the_list_already(self, world: World, n: int, said: str) -> None:
        who, gathering = serving(world), circle(world)
        for she in who[:n]:
            gatherings.tap(turn(gathering), by=she, at=FIRST)

        assert said in words(of(world, "zahra", "en").get(f"/gatherings/occasions/{turn(gathering).pk}/list"))

    @pytest.mark.parametrize(("n", "said"), [("1", "and 1 more who is only counted."), ("2", "2 more who are only")])
    def test_of_those_who_are_only_counted(self, world: World, n: str, said: str) -> None:
        where = f"/gatherings/occasions/{turn(circle(world)).pk}/list"

        assert said in words(of(world, "zahra", "en").post(where, {"text": "x y", "others": n}))


def test_a_weak_list_asks_as_few_questions_for_fifty_as_for_one(
    world: World, django_assert_max_num_queries: Any
) -> None:
    many(world, 50)
    circle(world, at=SATURDAY + timedelta(hours=1))
    client = of(world, "zahra")
    with django_assert_max_num_queries(16):
        client.get("/gatherings/?q=حلقه")
