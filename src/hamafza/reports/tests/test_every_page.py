"""Every page of reports: for whom it is, in both languages, with one heading, labelled fields and no name too many."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from hamafza.reports import commands as reports
from hamafza.reports import queries
from hamafza.reports.models import Receipt, Report
from hamafza.reports.states import State
from hamafza.reports.tests.telling import DAY, MEHR, brought, deeds
from tests.cast import SATURDAY, World

AT = SATURDAY + 20 * DAY
LISTS = ["/reports/", "/reports/?view=all", "/reports/calendar", "/reports/league", f"/reports/nation?month={MEHR}"]
SHEETS = ["/reports/sheet", "/reports/calendar/sheet", "/reports/league/sheet", "/reports/nation/sheet"]
PAPERS = ["/reports/print", "/reports/calendar/print", "/reports/league/print", "/reports/nation/print"]
ROLES = {
    "zahra": True, "maryam": True, "nader": True, "parvin": True, "admin": True, "reza": False, "karim": False,
    "stranger": False,
}  # fmt: skip


@pytest.fixture(autouse=True)
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hamafza.kernel.clock.timezone.now", lambda: AT)


@pytest.fixture
def report(world: World) -> Report:
    """Accepted, with a number that was typed and an official who was told."""
    deeds(7, detail="solved")
    number = reports.ask_number(
        world.place["11"], level="centre", caption="ساعت آموزش", by=world.person["parvin"], at=SATURDAY
    )
    one = brought(world, State.DUE)
    reports.submit(one, narrative="آرام بود.", typed={number.pk: 14}, by=world.person["zahra"], at=SATURDAY + DAY)
    reports.accept(one, by=world.person["nader"], at=SATURDAY + 2 * DAY)
    said = {"full_name": "شهناز قناری", "office": "بخشدار", "mobile": "09157777777"}
    reports.add_official(one, **said, by=world.person["nader"], at=AT - DAY)
    return one


def get(client: Client, world: World, who: str, address: str, language: str = "fa") -> Any:
    client.force_login(world.person[who])
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client.get(address)


@pytest.mark.parametrize("address", [*LISTS, *SHEETS, *PAPERS])
@pytest.mark.parametrize(("who", "may"), ROLES.items())
def test_is_open_to_those_who_see_reports(
    client: Client, world: World, report: Report, address: str, who: str, may: bool
) -> None:
    assert get(client, world, who, address).status_code == (200 if may else 403)


@pytest.mark.parametrize("address", [*LISTS, "/reports/numbers", f"/reports/nation/11/?month={MEHR}"])
@pytest.mark.parametrize("language", ["fa", "en"])
def test_has_one_heading_and_labelled_fields(
    client: Client, world: World, report: Report, address: str, language: str
) -> None:
    page = get(client, world, "parvin", address, language).content.decode()

    main = page.partition("<main")[2].partition("</main")[0]
    assert page.count("<h1") == 1
    for name in re.findall(r'<(?:input|select|textarea)(?![^>]*type="hidden")[^>]*\bid="([^"]+)"', main):
        assert f'for="{name}"' in main, name


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/reports/calendar", ["Calendar of reports", "Accepted", "Late"]),
        ("/reports/league", ["How units improved", "New"]),
        (f"/reports/nation?month={MEHR}", ["At a glance", "Gap and its reason"]),
        ("/reports/numbers", ["Typed numbers", "Adds up"]),
    ],
)
def test_speaks_english(client: Client, world: World, report: Report, address: str, words: list[str]) -> None:
    page = get(client, world, "parvin", address, "en").content.decode()

    assert [word for word in words if word not in page] == []


def test_a_report_says_in_english_who_read_it(client: Client, world: World, report: Report) -> None:
    page = get(client, world, "nader", f"/reports/{report.pk}/", "en").content.decode()

    for words in ("Who has read it", "Not read yet", "Picture for the phone", "How this unit reports", "Typed"):
        assert words in page


@pytest.mark.parametrize("language", ["fa", "en"])
def test_a_link_speaks_the_readers_language(client: Client, world: World, report: Report, language: str) -> None:
    address = f"/r/{queries.token_of(Receipt.objects.whole().get(official__isnull=False))}"
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language

    cover = client.get(address).content.decode()
    client.post(address)
    page = client.get(address).content.decode()

    assert ("Open the report" in cover) == (language == "en")
    assert ("Numbers that were typed" in page) == (language == "en")
    assert cover.count("<h1") == page.count("<h1") == 1
    assert "قناری" not in page and "بخشدار" not in page  # it says nothing of whoever holds the link


@pytest.mark.parametrize("end", ["paper.pdf", "poster.png"])
@pytest.mark.parametrize("language", ["fa", "en"])
def test_paper_and_picture_are_made_in_both_languages(
    client: Client, world: World, report: Report, end: str, language: str
) -> None:
    answer = get(client, world, "nader", f"/reports/{report.pk}/{end}", language)

    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert len(answer.content) > 5_000


@pytest.mark.parametrize("who", ["sara", "reza", "stranger", "karim"])
@pytest.mark.parametrize("end", ["", "sheet", "poster.png", "paper.pdf"])
def test_a_foreign_report_is_not_there(client: Client, world: World, report: Report, who: str, end: str) -> None:
    assert get(client, world, who, f"/reports/{report.pk}/{end}").status_code in {403, 404}


def test_the_list_leads_on_to_what_one_may(client: Client, world: World, report: Report) -> None:
    seen = {
        who: set(re.findall(r'href="/reports/(calendar|league|nation|numbers)"', get(client, world, who, "/reports/").content.decode()))
        for who in ("zahra", "nader", "parvin")
    }  # fmt: skip

    assert seen == {
        "zahra": {"calendar", "league"},
        "nader": {"calendar", "league", "nation"},
        "parvin": {"calendar", "league", "nation", "numbers"},
    }


def test_a_centres_page_leads_to_its_reports(client: Client, world: World, report: Report) -> None:
    page = get(client, world, "zahra", f"/centres/{world.centre['chabahar'].code}/").content.decode()

    assert "گزارش‌های این کانون" in page and "/reports/?view=all" in page
