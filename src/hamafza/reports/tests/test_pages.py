"""The pages of reports: what each role sees and can do there, with nothing lost on a refusal."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.conf import settings
from django.test import Client

from hamafza.reports import document
from hamafza.reports.models import Remark
from hamafza.reports.states import State
from hamafza.reports.tests.telling import DAY, brought, deeds, of, opened
from tests.cast import SATURDAY, World


@pytest.fixture(autouse=True)
def three_days_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hamafza.kernel.clock.timezone.now", lambda: SATURDAY + 3 * DAY)


def sees(client: Client, world: World, who: str, address: str) -> str:
    client.force_login(world.person[who])
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def does(client: Client, world: World, who: str, report: Any, verb: str, **said: str) -> Any:
    client.force_login(world.person[who])
    return client.post(f"/reports/{report.pk}/{verb}", said)


class TestTheList:
    def test_shows_first_what_lies_with_her(self, client: Client, world: World) -> None:
        opened(world)

        page = sees(client, world, "zahra", "/reports/")

        assert "کانون سلامت مهرگان چابهار" in page
        assert "کانون کار و هنر" not in page

    def test_of_a_coordinator_holds_her_county(self, client: Client, world: World) -> None:
        opened(world)

        page = sees(client, world, "nader", "/reports/?view=all")

        assert page.count('id="report-') == 3
        assert "کنارک" not in page

    @pytest.mark.parametrize(
        ("query", "n"),
        [("view=open", 3), ("view=late", 0), ("view=accepted", 1), ("view=all", 4), ("view=all&level=county", 1),
         ("view=all&q=مهرگان", 1), ("view=all&q=مهرگان کنارک", 0), ("view=all&month=140507", 4), ("view=nonsense", 1)],
    )  # fmt: skip
    def test_is_narrowed_by_view_level_words_and_month(self, client: Client, world: World, query: str, n: int) -> None:
        brought(world, State.ACCEPTED, "work")
        world.person["parvin"].is_admin = False

        found = sees(client, world, "nader", f"/reports/?{query}").count('id="report-')

        assert found == {4: 3, 3: 2}.get(n, n)

    def test_says_so_when_nothing_is_there(self, client: Client, world: World) -> None:
        assert "گزارشی در این نما نیست" in sees(client, world, "zahra", "/reports/")

    def test_is_a_sheet_and_a_print_as_well(self, client: Client, world: World) -> None:
        opened(world)
        client.force_login(world.person["nader"])

        book = openpyxl.load_workbook(BytesIO(client.get("/reports/sheet?view=all").content))
        rows = list(book.worksheets[0].values)

        assert len(rows) == 4
        assert "کانون سلامت مهرگان چابهار" in {row[1] for row in rows}
        assert "کانون سلامت مهرگان چابهار" in sees(client, world, "nader", "/reports/print?view=all")

    def test_goes_on_page_by_page(self, client: Client, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(
            "hamafza.kernel.paging.paged.__kwdefaults__", {"down": False, "after": "", "before": "", "size": 2}
        )
        opened(world)
        client.force_login(world.person["parvin"])
        seen: list[str] = []
        address = "/reports/?view=all"

        while address:
            page = client.get(address).content.decode()
            seen += re.findall(r'id="report-(\d+)"', page)
            onward = re.search(r'href="(\?[^"]*after=[^"]*)"', page)
            address = "/reports/" + onward[1].replace("&amp;", "&") if onward else ""

        assert len(seen) == len(set(seen)) == 8

    def test_asks_few_queries(self, client: Client, world: World, django_assert_max_num_queries: Any) -> None:
        opened(world)
        client.force_login(world.person["parvin"])

        with django_assert_max_num_queries(14):
            client.get("/reports/?view=all")


class TestThePage:
    def test_shows_figures_that_open_down_to_their_lines(self, client: Client, world: World) -> None:
        deeds(3, detail="solved")
        opened(world)
        report = of("chabahar")

        page = sees(client, world, "zahra", f"/reports/{report.pk}/")
        lines = sees(client, world, "zahra", f"/reports/{report.pk}/lines/finished")

        assert f"/reports/{report.pk}/lines/finished" in page
        assert lines.count('<tr role="row">') == 4
        assert "درمان و سلامت" in lines

    def test_has_no_lines_behind_a_figure_that_it_does_not_have(self, client: Client, world: World) -> None:
        opened(world)
        client.force_login(world.person["zahra"])

        assert client.get(f"/reports/{of('chabahar').pk}/lines/heard").status_code == 404
        assert client.get(f"/reports/{of('chabahar').pk}/lines/nothing-such").status_code == 404

    @pytest.mark.parametrize("who", ["sara", "reza", "stranger", "karim"])
    def test_does_not_exist_for_others(self, client: Client, world: World, who: str) -> None:
        opened(world)
        client.force_login(world.person[who])

        for page in ("", "lines/finished", "paper.pdf"):
            assert client.get(f"/reports/{of('chabahar').pk}/{page}").status_code in {403, 404}

    def test_is_sent_with_its_words(self, client: Client, world: World) -> None:
        report = brought(world, State.DUE)

        answer = does(client, world, "zahra", report, "submit", narrative="کلاس تازه‌ای برپا شد.")

        report.refresh_from_db()
        assert answer.status_code == 303
        assert (report.state, report.narrative) == (State.SUBMITTED, "کلاس تازه‌ای برپا شد.")

    def test_keeps_what_was_typed_when_a_gap_wants_a_reason(self, client: Client, world: World) -> None:
        opened(world)
        report = of("IR/11/1104/")

        answer = does(client, world, "nader", report, "submit", narrative="سه برنامهٔ مشترک داشتیم.")

        page = answer.content.decode()
        assert answer.status_code == 422
        assert "سه برنامهٔ مشترک داشتیم." in page
        assert "بنویسید چرا بی آن‌ها می‌فرستید" in page

    def test_says_nothing_was_done_in_one_tap(self, client: Client, world: World) -> None:
        report = brought(world, State.DUE)
        assert "فعالیتی نبود" in sees(client, world, "zahra", f"/reports/{report.pk}/")

        answer = does(client, world, "zahra", report, "nothing")

        report.refresh_from_db()
        assert (answer.status_code, report.nothing) == (303, True)

    def test_offers_that_only_where_it_is_true(self, client: Client, world: World) -> None:
        deeds(1)
        report = brought(world, State.DUE)

        assert "فعالیتی نبود" not in sees(client, world, "zahra", f"/reports/{report.pk}/")
        assert does(client, world, "zahra", report, "nothing").status_code == 422

    @pytest.mark.parametrize(
        ("state", "who", "shown", "hidden"),
        [
            (State.DUE, "zahra", ["بفرست"], ["می‌پذیرم", "بازکردن قفل"]),
            (State.DUE, "nader", ["بفرست"], ["می‌پذیرم"]),
            (State.SUBMITTED, "zahra", [], ["بفرست", "می‌پذیرم"]),
            (State.SUBMITTED, "nader", ["می‌پذیرم", "بازگردانم، با دلیل", "یادداشت بر این رقم"], ["بازکردن قفل"]),
            (State.ACCEPTED, "zahra", ["قفل است"], ["بازکردن قفل", "بفرست"]),
            (State.ACCEPTED, "nader", ["قفل است", "بازکردن قفل"], ["می‌پذیرم"]),
            (State.SENT_BACK, "zahra", ["بفرست", "رقم نشست‌ها کم است"], ["می‌پذیرم"]),
        ],
    )
    def test_offers_the_step_that_is_hers(
        self, client: Client, world: World, state: str, who: str, shown: list[str], hidden: list[str]
    ) -> None:
        report = brought(world, state)

        page = sees(client, world, who, f"/reports/{report.pk}/").partition("<main")[2]

        assert [words for words in shown if words not in page] == []
        assert [words for words in hidden if f">{words}" in page] == []

    def test_takes_remarks_acceptance_and_unlocking(self, client: Client, world: World) -> None:
        report = brought(world, State.SUBMITTED)

        assert does(client, world, "nader", report, "remark", figure="finished", text="بیشتر بود").status_code == 303
        assert does(client, world, "nader", report, "accept").status_code == 303
        assert does(client, world, "nader", report, "unlock", **{"unlock-reason": "جا ماند"}).status_code == 303

        report.refresh_from_db()
        assert Remark.objects.get().figure == "finished"
        assert (report.state, report.edition) == (State.SENT_BACK, 2)

    @pytest.mark.parametrize("verb", ["back", "unlock", "remark"])
    def test_says_that_a_reason_is_missing(self, client: Client, world: World, verb: str) -> None:
        report = brought(world, State.ACCEPTED if verb == "unlock" else State.SUBMITTED)

        answer = does(client, world, "nader", report, verb)

        report.refresh_from_db()
        assert answer.status_code == 422
        assert report.edition == 1

    def test_refuses_a_step_that_is_over(self, client: Client, world: World) -> None:
        report = brought(world, State.ACCEPTED)

        assert does(client, world, "nader", report, "accept").status_code == 422
        assert does(client, world, "zahra", report, "submit").status_code == 422

    def test_speaks_english(self, client: Client, world: World) -> None:
        report = brought(world, State.SUBMITTED)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

        page = sees(client, world, "nader", f"/reports/{report.pk}/")

        assert "Accept" in page and "Mehr 1405" in page


class TestThePaper:
    @pytest.mark.parametrize("state", State.values)
    def test_is_a_pdf_in_every_state(self, client: Client, world: World, state: str) -> None:
        deeds(4)
        report = brought(world, state)
        client.force_login(world.person["zahra"])

        answer = client.get(f"/reports/{report.pk}/paper.pdf")

        assert answer.content.startswith(b"%PDF-")
        assert answer["Content-Disposition"] == f'inline; filename="report-140507-{report.pk}.pdf"'

    def test_shows_figures_gaps_and_words(self, world: World) -> None:
        deeds(4)
        opened(world)
        from hamafza.reports import commands as reports

        report = of("IR/11/1104/")
        reports.submit(
            report, narrative="یک\nدو", missing_because="راه بسته بود", by=world.person["nader"],
            at=SATURDAY + timedelta(days=1),
        )  # fmt: skip

        facts = document.facts(report)

        assert next(row for row in facts["rows"] if row[0] == "نیاز به نتیجه رسید")[1:] == ["۴", "۰", 1.0]
        assert facts["narrative"] == ["یک", "دو"]
        assert "راه بسته بود" in facts["missing"] and "۲" in facts["missing"]
