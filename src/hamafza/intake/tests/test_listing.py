"""The list: only what one may see, narrowed, searched, paged by key, exported."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.test import Client

from hamafza.intake import commands as intake
from hamafza.intake import queries
from hamafza.intake.models import Level, Request
from hamafza.kernel.clock import now
from hamafza.kernel.models import AuditLine
from hamafza.ui.workbook import harmless
from tests.cast import HAND, World


@pytest.fixture
def reza(world: World) -> Client:
    return signed_in(world, "reza")


def signed_in(world: World, who: str) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="fa")
    client.force_login(world.person[who])
    return client


def shown(client: Client, **asked: object) -> list[int]:
    return [row.pk for row in client.get("/requests/", asked).context["rows"]]


class TestWhoSeesWhat:
    def test_each_sees_what_lies_in_her_place(self, world: World) -> None:
        here = world.request()
        there = world.request(place="0901")

        seen = {who: shown(signed_in(world, who)) for who in ("reza", "nader", "parvin", "karim", "farhad", "zahra")}

        assert seen == {
            "reza": [here.pk], "nader": [here.pk], "parvin": [here.pk], "karim": [here.pk],
            "farhad": [there.pk], "zahra": [],
        }  # fmt: skip

    @pytest.mark.parametrize("who", ["admin", "stranger"])
    def test_without_reach_there_is_no_list(self, world: World, who: str) -> None:
        assert signed_in(world, who).get("/requests/").status_code == 403
        assert signed_in(world, who).post("/requests/export").status_code == 403

    def test_a_centre_that_was_only_asked_reads_no_words(self, world: World) -> None:
        world.triaged("health", text="گلنار هستم و دارو می‌خواهم")

        text = signed_in(world, "zahra").get("/requests/").content.decode()

        assert "درخواستی که از مرکز شما پرسیده شده است" in text
        assert "گلنار" not in text

    def test_a_centre_that_accepted_reads_the_title(self, world: World) -> None:
        request = world.triaged("health")
        intake.share(request, centre=world.centre["chabahar"], level=Level.FULL, by=HAND, at=now())

        assert request.title in signed_in(world, "zahra").get("/requests/").content.decode()

    def test_no_name_and_no_phone_stand_in_the_list(self, reza: Client, world: World) -> None:
        world.request()

        text = reza.get("/requests/").content.decode()

        assert "گلنار" not in text
        assert "09151234567" not in text


class TestFilters:
    def test_narrow_by_each_mark(self, reza: Client, world: World) -> None:
        plain = world.request(at=now())
        urgent = world.request(at=now(), text="زود دارو می‌خواهم", door="phone")
        elsewhere = world.request(at=now(), place="1104")
        late = world.request(at=now() - timedelta(days=20))
        work = world.triaged("employment", at=now())

        assert shown(reza, urgency="1") == [urgent.pk]
        assert shown(reza, door="phone") == [urgent.pk]
        assert shown(reza, late="on") == [late.pk]
        assert shown(reza, domain="employment") == [work.pk]
        assert shown(reza, state="in_referral") == [work.pk]
        assert elsewhere.pk not in shown(reza, place="تیس")
        assert shown(reza, place="چابهار") == [work.pk, late.pk, elsewhere.pk, urgent.pk, plain.pk]
        assert shown(reza, state="open", urgency="1", door="phone", place="تیس") == [urgent.pk]

    @pytest.mark.parametrize(
        "asked",
        [
            {"state": "x"},
            {"urgency": "9"},
            {"domain": "x"},
            {"door": "x"},
            {"place": "ناکجا"},
            {"q": "x" * 500},
        ],
    )
    def test_a_wrong_mark_is_told_and_is_no_fault_of_ours(self, reza: Client, asked: dict[str, str]) -> None:
        assert reza.get("/requests/", asked).status_code == 422

    @pytest.mark.parametrize(
        "asked",
        [
            {"before": "x"},
            {"after": "-1"},
            {"before": "9" * 40},
            {"before": "²"},
            {"q": "%' OR 1=1 --"},
            {"q": "\0"},
        ],
    )
    def test_hostile_keys_are_no_fault_of_ours(self, reza: Client, asked: dict[str, str]) -> None:
        assert reza.get("/requests/", asked).status_code in {200, 422}

    def test_an_empty_answer_says_what_to_do(self, reza: Client) -> None:
        assert "هنوز درخواستی نیست" in reza.get("/requests/").content.decode()
        assert "یکی از صافی‌ها را بردارید" in reza.get("/requests/", {"urgency": "2"}).content.decode()


class TestSearch:
    @pytest.mark.parametrize(
        "written",
        ["گلنار", "گلنار رئيسي", "رئیسی", "۰۹۱۵۱۲۳۴۵۶۷", "+98 915 123 45 67", "مادرم دارو"],
    )
    def test_finds_by_name_phone_or_title_in_any_writing(self, reza: Client, world: World, written: str) -> None:
        request = world.request()
        world.request(text="چیز دیگری", applicant_name="دیگری", phone="")

        assert shown(reza, q=written) == [request.pk]

    def test_finds_by_number_and_by_code(self, reza: Client, world: World) -> None:
        request = world.request()
        world.request()

        for written in (
            str(request.pk),
            f"هم{request.pk}",
            request.number,
            request.code,
            request.spaced_code,
        ):
            assert shown(reza, q=written) == [request.pk]

    def test_finds_nothing_of_another_county(self, world: World) -> None:
        request = world.request()

        for written in ("گلنار", "09151234567", request.code, request.number):
            assert shown(signed_in(world, "farhad"), q=written) == []

    @pytest.mark.parametrize("written", ["گلنار", "09151234567"])
    def test_a_centre_that_was_only_asked_cannot_guess_a_name_by_searching(self, world: World, written: str) -> None:
        request = world.triaged("health")
        zahra = signed_in(world, "zahra")
        assert shown(zahra) == [request.pk]

        assert shown(zahra, q=written) == []

    def test_a_search_for_signs_finds_nothing_rather_than_all(self, reza: Client, world: World) -> None:
        world.request()

        assert shown(reza, q="%") == []
        assert shown(reza, q="\u200c") == []


class TestPages:
    @pytest.fixture
    def many(self, world: World, monkeypatch: pytest.MonkeyPatch) -> list[int]:
        monkeypatch.setattr(queries.paged, "__kwdefaults__", {**queries.paged.__kwdefaults__, "size": 3})
        return [world.request().pk for _ in range(8)][::-1]

    def test_go_forth_and_back_without_gap_or_repeat(self, reza: Client, many: list[int]) -> None:
        pages, address = [], "/requests/"
        while address:
            answer = reza.get(address)
            pages.append([row.pk for row in answer.context["rows"]])
            address = answer.context["older"]

        assert [pk for rows in pages for pk in rows] == many
        back = reza.get(answer.context["newer"]).context["rows"]
        assert [row.pk for row in back] == pages[-2]

    def test_keep_their_filters(self, reza: Client, many: list[int]) -> None:
        assert "door=web" in reza.get("/requests/", {"door": "web"}).context["older"]

    def test_the_first_page_has_none_before_it(self, reza: Client, many: list[int]) -> None:
        first = reza.get("/requests/")
        second = reza.get(first.context["older"])

        assert first.context["newer"] == ""
        assert reza.get(second.context["newer"]).context["newer"] == ""

    def test_a_long_list_costs_no_more_queries_than_a_short_one(
        self, reza: Client, world: World, django_assert_max_num_queries
    ) -> None:
        for _ in range(12):
            world.triaged("health", "employment")

        with django_assert_max_num_queries(12):
            assert len(shown(reza)) == 12

    def test_nothing_is_counted(self, reza: Client, world: World, django_assert_max_num_queries) -> None:
        world.request()

        with django_assert_max_num_queries(12) as asked:
            reza.get("/requests/")

        assert not [
            query for query in asked.captured_queries if 'intake_request"' in query["sql"] and "COUNT(" in query["sql"]
        ]


class TestExport:
    def sheet(self, client: Client, **asked: str) -> list[tuple[object, ...]]:
        answer = client.post("/requests/export", asked)
        assert answer.status_code == 200
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        self.page = book.active
        rows = list(book.active.iter_rows(values_only=True))
        book.close()
        return rows

    def test_holds_the_rows_of_the_list_right_to_left(self, reza: Client, world: World) -> None:
        request = world.request()
        world.request(place="0901")

        rows = self.sheet(reza)

        assert len(rows) == 2
        assert rows[1][0] == request.number
        assert (rows[1][10], rows[1][11]) == ("گلنار رئیسی", "09151234567")
        assert self.page.sheet_view.rightToLeft

    def test_holds_to_the_filters(self, reza: Client, world: World) -> None:
        world.request()

        assert len(self.sheet(reza, urgency="2")) == 1

    def test_keeps_name_phone_and_words_from_a_centre_that_was_only_asked(self, world: World) -> None:
        world.triaged("health")

        assert [cell or "" for cell in self.sheet(signed_in(world, "zahra"))[1][9:]] == ["", "", ""]

    def test_stops_at_its_limit(self, reza: Client, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(queries, "EXPORTED", 2)
        for _ in range(3):
            world.request()

        assert len(self.sheet(reza)) == 3

    def test_is_kept_in_the_audit_without_its_content(self, reza: Client, world: World) -> None:
        world.request()

        self.sheet(reza, q="گلنار")

        line = AuditLine.objects.get(verb="intake.note_export")
        assert (line.by, line.details) == (world.person["reza"].ref, {"rows": 1})

    def test_is_no_get(self, reza: Client) -> None:
        assert reza.get("/requests/export").status_code == 405

    @pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "＝1+1", '=HYPERLINK("http://x")'])
    def test_no_cell_is_a_formula(self, reza: Client, world: World, text: str) -> None:
        world.request(applicant_name="نام", text="متن")
        Request.objects.update(applicant_name=text)

        cell = self.sheet(reza)[1][10]

        assert str(cell) == harmless(text) == f"'{text}" or text == "\rx"
        assert self.page.cell(2, 11).data_type == "s"
