"""What an official relies on: links, numbers typed and added up, editions, remarks, sheets and paper under strain."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.test import Client

from hamafza.kernel.actors import Door
from hamafza.kernel.errors import MoveRefused, NotAllowed
from hamafza.notices.models import Message
from hamafza.reports import commands as reports
from hamafza.reports import content, document, queries, tasks
from hamafza.reports.models import Edition, Receipt, Remark, Report, Typed, TypedWanted
from hamafza.reports.states import State
from hamafza.reports.tests.telling import DAY, WRITERS, brought, deeds, of, opened
from tests.cast import SATURDAY, World

AT = SATURDAY + 3 * DAY
BY_LINK = Door("report_link")
COUNTY, PROVINCE = "IR/11/1104/", "IR/11/"
LATER = AT + 30 * DAY


@pytest.fixture(autouse=True)
def three_days_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hamafza.kernel.clock.timezone.now", lambda: AT)


def again(report: Report, world: World, **said: Any) -> Report:
    """Unlocked, sent and accepted once more."""
    zahra, nader = world.person["zahra"], world.person["nader"]
    reports.unlock(report, reason="رقمی نادرست بود", by=nader, at=AT)
    reports.submit(report, by=zahra, at=AT, **said)
    return reports.accept(report, by=nader, at=AT)


def token(report: Report) -> str:
    return queries.token_of(Receipt.objects.filter(report=report).order_by("-pk")[0])


class TestAfterANewEdition:
    def test_one_is_reminded_of_that_alone(self, world: World) -> None:
        again(brought(world, State.ACCEPTED), world)
        before = Message.objects.count()

        assert tasks.reminded(LATER) == 2

        assert list(Message.objects.order_by("pk")[before:].values_list("template", flat=True)) == ["report_unread"]
        assert tasks.reminded(LATER + 30 * DAY) == 0

    def test_one_is_reminded_of_none_while_it_is_being_put_right(self, world: World) -> None:
        report = brought(world, State.ACCEPTED)
        reports.unlock(report, reason="رقمی نادرست بود", by=world.person["nader"], at=AT)
        before = Message.objects.filter(template="report_unread").count()

        tasks.reminded(LATER)

        assert Message.objects.filter(template="report_unread").count() == before

    def test_the_unread_are_counted_in_reports_and_not_in_links(self, world: World) -> None:
        brought(world, State.ACCEPTED, "work")
        report = again(brought(world, State.ACCEPTED), world)
        county = of(COUNTY)
        assert [(str(one.reader), one.reports) for one in queries.unread_below(county)] == [("پروین ریگی", 2)]

        reports.open_by_link(Receipt.objects.whole().get(report=report, edition=2), by=BY_LINK, at=AT)

        assert [one.reports for one in queries.unread_below(county)] == [1]

    def test_numbers_of_editions_have_no_gap(self, world: World) -> None:
        report = brought(world, State.ACCEPTED)
        for _n in range(3):
            again(report, world, narrative=f"بار {_n}")

        assert list(Edition.objects.values_list("number", flat=True)) == [1, 2, 3]
        assert report.edition == 4
        said = [queries.as_of(report, n) for n in (1, 2, 3, 4)]
        assert [one.narrative for one in said if one] == ["ماهی آرام بود.", "بار 0", "بار 1", "بار 2"]
        assert queries.as_of(report, 5) is None and queries.as_of(report, 0) is None


class TestWhatIsShown:
    def test_figure_and_bar_agree_while_one_writes_anew(self, world: World) -> None:
        deeds(3)
        report = brought(world, State.SENT_BACK)
        deeds(2)

        line = next(one for one in queries.lines_of(report) if one.wanted.key == "finished")
        assert (line.number, queries.bars(report, line.wanted)[-1].number) == (5, 5)
        reports.submit(report, by=world.person["zahra"], at=AT)
        deeds(4)
        assert queries.bars(of("chabahar"), line.wanted)[-1].number == 5  # as it was sent

    @pytest.mark.parametrize(("figure", "on_all"), [("", True), ("abolished", True), ("finished", False)])
    def test_a_remark_is_never_lost_with_its_figure(
        self, client: Client, world: World, figure: str, on_all: bool
    ) -> None:
        report = brought(world, State.SUBMITTED)
        Remark.objects.create(
            report=report, edition=1, figure=figure, text="این را ببینید", by=world.person["nader"], at=AT
        )

        assert len(queries.remarks_on_all(report)) == on_all
        client.force_login(world.person["zahra"])
        assert client.get(f"/reports/{report.pk}/").content.decode().count("این را ببینید") == 1

    def test_a_remark_on_the_whole_stays_with_its_edition(self, world: World) -> None:
        report = brought(world, State.SUBMITTED)
        nader = world.person["nader"]
        reports.remark(report, text="همه خوب است", by=nader, at=AT)
        assert [one.text for one in queries.remarks_on_all(of("chabahar"))] == ["همه خوب است"]
        reports.accept(of("chabahar"), by=nader, at=AT)
        reports.unlock(of("chabahar"), reason="رقمی نادرست بود", by=nader, at=AT)

        assert queries.remarks_on_all(of("chabahar")) == []


class TestTypedNumbers:
    def typed(self, world: World, unit: str, number: TypedWanted, n: int) -> Report:
        nader = world.person["nader"]
        report = of(unit)
        if report.state == State.ACCEPTED:
            reports.unlock(report, reason="رقمی نادرست بود", by=nader, at=AT)
        reports.submit(report, typed={number.pk: n}, by=world.person[WRITERS[unit]], at=AT)
        return reports.accept(report, by=nader, at=AT)

    @pytest.fixture
    def number(self, world: World) -> TypedWanted:
        opened(world)
        return reports.ask_number(world.place["11"], level="centre", caption="بسته", by=world.person["parvin"], at=AT)

    def sums(self, path: str) -> list[tuple[int, int]]:
        return [(one.number, one.units) for one in queries.typed_of(of(path))]

    def test_are_added_up_the_tree_as_they_stand(self, world: World, number: TypedWanted) -> None:
        assert self.sums(PROVINCE) == []
        self.typed(world, "chabahar", number, 10**12)
        assert self.sums(COUNTY) == self.sums(PROVINCE) == [(10**12, 1)]
        self.typed(world, "work", number, 10**12)
        assert self.sums(COUNTY) == [(2 * 10**12, 2)]
        self.typed(world, "chabahar", number, 0)  # revised: nothing of the former is left
        assert self.sums(COUNTY) == self.sums(PROVINCE) == [(10**12, 2)]
        reports.unlock(of("work"), reason="رقمی نادرست بود", by=world.person["nader"], at=AT)
        assert self.sums(COUNTY) == [(0, 1)]  # while it is open it is missing
        assert self.sums("IR/11/1110/") == []

    def test_that_are_asked_for_no_more_stay_and_are_not_asked_again(self, world: World, number: TypedWanted) -> None:
        self.typed(world, "chabahar", number, 12)
        reports.retire_number(number, by=world.person["parvin"], at=AT)

        reports.submit(of("work"), by=world.person["mina"], at=AT)
        again(of("chabahar"), world, typed={number.pk: 99})

        assert self.sums(COUNTY) == [(12, 1)]
        assert Typed.objects.get().number == 12

    def test_are_taken_away_by_saying_that_nothing_was(self, world: World, number: TypedWanted) -> None:
        self.typed(world, "chabahar", number, 12)
        with pytest.raises(reports.NotNothing):
            reports.unlock(of("chabahar"), reason="اشتباه", by=world.person["nader"], at=AT)
            reports.submit(of("chabahar"), nothing=True, typed={number.pk: 1}, by=world.person["zahra"], at=AT)
        reports.submit(of("chabahar"), nothing=True, typed={number.pk: 0}, by=world.person["zahra"], at=AT)
        reports.accept(of("chabahar"), by=world.person["nader"], at=AT)

        assert self.sums(COUNTY) == [] and not Typed.objects.exists()
        kept = queries.as_of(of("chabahar"), 1)
        assert kept and [one.number for one in queries.typed_of(kept)] == [12]

    @pytest.mark.parametrize(
        ("text", "status"),
        [("۱۲۰", 303), ("١٢٠", 303), (" 120 ", 303), ("1000000000000", 303), ("1000000000001", 422), ("9" * 60, 422),
         ("-1", 422), ("۱۲/۵", 422), ("=1+1", 422), ("", 422), ("\u200f\u200c", 422), ("1e3", 422), ("NaN", 422)],
    )  # fmt: skip
    def test_are_whole_numbers_in_any_digits(
        self, client: Client, world: World, number: TypedWanted, text: str, status: int
    ) -> None:
        client.force_login(world.person["zahra"])
        report = of("chabahar")

        said = {"narrative": "شرحی که می‌ماند", f"typed_{number.pk}": text}
        answer = client.post(f"/reports/{report.pk}/submit", said)

        assert answer.status_code == status
        assert Typed.objects.exists() == (status == 303)
        if status == 422:
            assert "شرحی که می‌ماند" in answer.content.decode()
            assert of("chabahar").state == State.DUE


class TestALink:
    @pytest.fixture
    def report(self, world: World) -> Report:
        return brought(world, State.ACCEPTED)

    def test_opens_its_own_report_and_no_other(self, client: Client, world: World, report: Report) -> None:
        other = brought(world, State.ACCEPTED, "work")
        key = token(report)
        client.post(f"/r/{key}")

        page = client.get(f"/r/{key}").content.decode()

        assert str(report.centre) in page and str(other.centre) not in page
        assert [one.opened_at is not None for one in queries.receipts_of(report)] == [True]
        assert [one.opened_at is not None for one in queries.receipts_of(other)] == [False]
        swapped = token(other).split(":")[0] + ":" + key.split(":")[1]
        assert client.get(f"/r/{swapped}").status_code == 410

    @pytest.mark.parametrize(("after", "status"), [(-1, 200), (0, 410), (1, 410)])
    def test_ends_on_its_second(
        self, client: Client, world: World, report: Report, monkeypatch: Any, after: int, status: int
    ) -> None:
        until = Receipt.objects.get(report=report).until
        moment = until + after * (DAY / 86400)
        monkeypatch.setattr("hamafza.kernel.clock.timezone.now", lambda: moment)

        assert client.get(f"/r/{token(report)}").status_code == status

    @pytest.mark.parametrize("end", ["", "/paper.pdf", "/poster.png"])
    def test_is_kept_by_nobody_and_names_nobody(self, client: Client, world: World, report: Report, end: str) -> None:
        key = token(report)
        client.post(f"/r/{key}")

        answer = client.get(f"/r/{key}{end}")

        assert answer.status_code == 200
        assert answer["Cache-Control"] == "no-store" and answer["X-Robots-Tag"] == "noindex"
        assert key.isascii() and key.partition(":")[0].isdigit() and "Set-Cookie" not in answer.headers
        for name in ("Content-Disposition",):
            assert answer.headers.get(name, "").isascii()

    def test_that_is_looked_at_by_a_machine_or_read_twice_is_one_reading(
        self, client: Client, world: World, report: Report
    ) -> None:
        key = token(report)
        for end in ("", "/paper.pdf", "/poster.png"):
            client.get(f"/r/{key}{end}")
            client.head(f"/r/{key}{end}")
        assert Receipt.objects.get(report=report).opened_at is None
        client.post(f"/r/{key}")
        first = Receipt.objects.get(report=report).opened_at
        Client().post(f"/r/{key}")  # forwarded: whoever has it reads, and it is noted once

        assert Receipt.objects.get(report=report).opened_at == first == AT
        reports.revoke_receipt(Receipt.objects.whole().get(report=report), by=world.person["nader"], at=AT)
        assert {client.get(f"/r/{key}{end}").status_code for end in ("", "/paper.pdf", "/poster.png")} == {410}
        assert client.post(f"/r/{key}").status_code == 410


HOSTILE = ['=HYPERLINK("http://x")', "+1+1", "-2+3", "@SUM(A1)", "=cmd|' /C calc'!A0"]


class TestSheetsAndPaper:
    @pytest.mark.parametrize("caption", HOSTILE)
    def test_no_cell_is_a_formula(self, client: Client, world: World, caption: str) -> None:
        opened(world)
        number = reports.ask_number(
            world.place["11"], level="centre", caption=caption, unit="=1+1", by=world.person["parvin"], at=AT
        )
        reports.submit(of("chabahar"), typed={number.pk: 5}, by=world.person["zahra"], at=AT)
        client.force_login(world.person["nader"])
        addresses = [f"/reports/{of('chabahar').pk}/sheet", "/reports/sheet?view=all", "/reports/league/sheet"]

        for address in addresses:
            book = openpyxl.load_workbook(BytesIO(client.get(address).content))
            assert all(cell.data_type != "f" for row in book.worksheets[0].iter_rows() for cell in row)
            if address == addresses[0]:
                rows = list(book.worksheets[0].values)
                assert any(caption in str(row[0]) and row[1] == 5 for row in rows)

    def test_each_cell_is_the_figure_of_the_page(self, client: Client, world: World) -> None:
        deeds(3, people=2, detail="solved")
        deeds(2, kind="meeting_held", people=0)
        report = brought(world, State.ACCEPTED)
        client.force_login(world.person["nader"])

        book = openpyxl.load_workbook(BytesIO(client.get(f"/reports/{report.pk}/sheet").content))

        cells = {row[0]: row[1:3] for row in book.worksheets[0].values}
        lines = queries.lines_of(report)
        assert {str(one.wanted.label): (one.number, one.before) for one in lines}.items() <= cells.items()
        assert {one.wanted.key: one.number for one in lines} == {
            one.key: {"finished": 6, "solved": 6, "meetings": 2}.get(one.key, 0) for one in content.FIGURES["centre"]
        }

    @pytest.mark.parametrize(
        "facts",
        [
            {"figures": {}}, {"figures": {"finished": 0}, "nothing": True},
            {"figures": dict.fromkeys([one.key for one in content.FIGURES["centre"]], 10**15)},
            {"narrative": "بسیار\u200cدراز" * 500}, {"narrative": "#set page()\n$x$ *_` \\ <a> @b [c]\n= d\n/ e: f"},
            {"narrative": "\u200fراست\u200e left ۱۲۳ 😀👨\u200d👩\u200d👧 ☎️ 漢 ڄ ﷺ ✓ →\n" * 40},
            {"missing": ["x" * 60] * 40, "missing_because": "ن" * 300},
        ],
    )  # fmt: skip
    def test_paper_and_poster_are_made_whatever_was_said(self, world: World, facts: dict[str, Any]) -> None:
        report = brought(world, State.ACCEPTED)
        for name, value in facts.items():
            setattr(report, name, value)
        assert report.centre
        report.centre.name = "کانونِ " + "بسیار بلندنام " * 12

        assert document.pdf(report).startswith(b"%PDF")
        assert all(0 <= row[3] <= 1 for row in document.facts(report)["rows"])


VERBS: dict[str, tuple[str, set[str], Any]] = {  # verb: (state it needs, who may, what she does)
    "submit": (State.DUE, {"zahra", "maryam", "nader", "parvin"}, lambda r, by: reports.submit(r, by=by, at=AT)),
    "accept": (State.SUBMITTED, {"nader", "parvin", "admin"}, lambda r, by: reports.accept(r, by=by, at=AT)),
    "send_back": (
        State.SUBMITTED, {"nader", "parvin", "admin"}, lambda r, by: reports.send_back(r, reason="کم", by=by, at=AT)
    ),
    "remark": (
        State.SUBMITTED, {"nader", "parvin", "admin"}, lambda r, by: reports.remark(r, text="کم", by=by, at=AT)
    ),
    "unlock": (
        State.ACCEPTED, {"nader", "parvin", "admin"}, lambda r, by: reports.unlock(r, reason="کم", by=by, at=AT)
    ),
    "add_official": (
        State.ACCEPTED, {"nader", "parvin", "admin"},
        lambda r, by: reports.add_official(r, full_name="ش", office="ف", mobile="09157777777", by=by, at=AT),
    ),
    "chase": (State.DUE, set(), lambda r, by: reports.chase(r, by=by, at=AT)),
    "hand_over": (State.DUE, set(), lambda r, by: reports.hand_over(r, by=by, at=AT)),
}  # fmt: skip


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_is_of_those_of_the_table_and_of_no_other(world: World, verb: str) -> None:
    state, may, act = VERBS[verb]
    report = brought(world, state)
    for name, person in world.person.items():
        if name not in may:
            with pytest.raises(NotAllowed):
                act(of("chabahar"), person)
    with pytest.raises(NotAllowed):
        act(of("chabahar"), BY_LINK)
    assert of("chabahar").state == report.state and not Remark.objects.exists()


@pytest.mark.parametrize(("verb", "who"), [(verb, who) for verb, (_s, may, _a) in VERBS.items() for who in sorted(may)])
def test_whoever_may_can(world: World, verb: str, who: str) -> None:
    state, _may, act = VERBS[verb]
    brought(world, state)

    act(of("chabahar"), world.person[who])


@pytest.mark.parametrize("verb", ["accept", "send_back", "remark", "unlock"])
def test_a_step_of_another_state_changes_nothing(world: World, verb: str) -> None:
    report = brought(world, State.DUE)
    with pytest.raises(MoveRefused):
        VERBS[verb][2](report, world.person["nader"])
    assert of("chabahar").state == State.DUE and not Edition.objects.exists()
