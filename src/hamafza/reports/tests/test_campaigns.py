"""A campaign: an officer writes it down, its units report of its days, and a mistake can be taken back."""

from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.conf import settings
from django.test import Client

from hamafza.journal.models import JournalLine
from hamafza.kernel.clock import TEHRAN
from hamafza.kernel.errors import MoveRefused, NotAllowed
from hamafza.kernel.models import AuditLine
from hamafza.network import commands as network
from hamafza.notices.models import Message
from hamafza.reports import commands as reports
from hamafza.reports import content, deadlines, document, poster, queries, tasks
from hamafza.reports.models import Campaign, Photo, Report
from hamafza.reports.states import State
from hamafza.reports.tests.telling import DAY, deeds
from tests.cast import SATURDAY, World

FIRST, LAST = date(2026, 10, 25), date(2026, 10, 31)  # 3 to 9 Aban
OVER = datetime(2026, 11, 1, 0, 0, tzinfo=TEHRAN)
NAME = "هفتهٔ همدلی"
COUNTY, PROVINCE = "IR/11/1104/", "IR/11/"


@pytest.fixture(autouse=True)
def on_saturday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hamafza.kernel.clock.timezone.now", lambda: SATURDAY)


def called(world: World, place: str = "1104", by: str = "nader", at: datetime = SATURDAY, **said: Any) -> Campaign:
    facts = {"name": NAME, "first": FIRST, "last": LAST} | said
    return reports.call_campaign(world.place[place], by=world.person[by], at=at, **facts)


def of(unit: str) -> Report:
    found = Report.objects.whole().filter(kind="campaign")
    one: Report = found.get(centre__code=unit) if unit.isalpha() else found.get(centre=None, place__path=unit)
    return one


def owing() -> set[str]:
    found = Report.objects.filter(kind="campaign").select_related("centre", "place")
    return {one.centre.code if one.centre else one.place.path for one in found}


class TestCalling:
    def test_asks_the_centres_of_the_place_and_what_lies_above_them_in_it(self, world: World) -> None:
        called(world)
        assert owing() == {"chabahar", "work", COUNTY}

        called(world, "11", "parvin", name="استانی")
        reports.withdraw_campaign(Campaign.objects.get(name=NAME), by=world.person["nader"], at=SATURDAY)
        counties = {COUNTY, "IR/11/1110/", "IR/11/1101/"}
        assert owing() == {"chabahar", "work", "konarak", "zahedan", *counties, PROVINCE}

    def test_asks_those_alone_that_take_part(self, world: World) -> None:
        called(world, "11", "parvin", centres=[world.centre["konarak"]])

        assert owing() == {"konarak", "IR/11/1110/", PROVINCE}

    def test_names_who_writes_and_until_when(self, world: World) -> None:
        called(world)
        report = of("chabahar")

        assert (report.holder, report.due_on, report.month) == (world.person["zahra"], date(2026, 11, 15), 140508)
        assert (report.first, report.last, str(report.period)) == (FIRST, LAST, NAME)
        assert report.due_at == deadlines.rung_at(report.due_on, 0)

    @pytest.mark.parametrize(
        ("who", "place", "may"),
        [("nader", "1104", True), ("nader", "1110", False), ("nader", "11", False), ("parvin", "11", True),
         ("parvin", "1110", True), ("parvin", "09", False), ("admin", "09", None), ("zahra", "1104", False),
         ("maryam", "1104", False), ("reza", "1104", False), ("karim", "11", False), ("stranger", "11", False)],
    )  # fmt: skip
    def test_is_of_whoever_accepts_reports_there(self, world: World, who: str, place: str, may: bool | None) -> None:
        refused = {False: NotAllowed, None: reports.NoCentres}
        if may:
            assert called(world, place, who).added_by == world.person[who]
        else:
            with pytest.raises(refused[may]):
                called(world, place, who)

    @pytest.mark.parametrize(
        ("said", "refusal"),
        [
            ({"name": " \u200c "}, reports.NoName),
            ({"last": FIRST - DAY}, reports.EndsBeforeItBegins),
            ({"first": LAST - 400 * DAY}, reports.TooLong),
            ({"first": FIRST + 399 * DAY, "last": SATURDAY.date() + 400 * DAY}, reports.TooLong),
            ({"first": date(2026, 10, 1), "last": date(2026, 10, 9)}, reports.LongOver),
        ],
    )
    def test_says_what_is_wrong(self, world: World, said: dict[str, Any], refusal: type[Exception]) -> None:
        with pytest.raises(refusal):
            called(world, **said)
        assert not Report.objects.exists() and not Campaign.objects.exists()

    @pytest.mark.parametrize(
        "said",
        [{"first": LAST, "last": LAST}, {"first": LAST - 399 * DAY}, {"first": date(2026, 10, 1), "last": date(2026, 10, 10)}],
        ids=["a day", "400 days", "the last that can be in time"],
    )  # fmt: skip
    def test_goes_to_the_edge(self, world: World, said: dict[str, Any]) -> None:
        assert called(world, **said).pk

    def test_is_not_for_a_village_or_the_nation(self, world: World) -> None:
        for place in ("tis", "IR"):
            with pytest.raises(MoveRefused):
                called(world, place, "admin")

    def test_refuses_centres_from_elsewhere(self, world: World) -> None:
        with pytest.raises(reports.NoCentres):
            called(world, centres=[world.centre["chabahar"], world.centre["konarak"]])

    def test_happens_once_on_a_day_and_again_when_taken_back(self, world: World) -> None:
        first = called(world)
        with pytest.raises(reports.CalledAlready):
            called(world, name=f" {NAME} ")
        called(world, first=FIRST + DAY)
        reports.withdraw_campaign(first, by=world.person["nader"], at=SATURDAY)
        assert called(world).pk != first.pk

    def test_leaves_its_name_out_of_audit_and_messages(self, world: World) -> None:
        called(world)
        tasks.chased(datetime.combine(date(2026, 11, 23), deadlines.MORNING, TEHRAN))

        assert Message.objects.filter(template__in=["report_due", "report_late"]).exists()
        assert not any(NAME in one.body for one in Message.objects.all())
        assert NAME not in str(list(AuditLine.objects.values()))
        assert NAME not in str(list(JournalLine.objects.values()))


class TestItsReport:
    def test_waits_until_its_last_day_is_over(self, world: World) -> None:
        called(world)
        with pytest.raises(reports.NotOverYet):
            reports.submit(of("chabahar"), nothing=True, by=world.person["zahra"], at=OVER - timedelta(seconds=1))

        assert reports.submit(of("chabahar"), nothing=True, by=world.person["zahra"], at=OVER).state == State.SUBMITTED

    def test_counts_its_days_alone(self, world: World) -> None:
        for day, people in ((24, 1), (25, 2), (28, 4), (31, 8)):
            deeds(1, at=datetime(2026, 10, day, 12, tzinfo=TEHRAN), people=people)
        deeds(1, at=datetime(2026, 11, 1, 0, 0, tzinfo=TEHRAN), people=16)
        called(world)

        for unit in ("chabahar", COUNTY):
            assert queries.computed(of(unit))["finished"] == 14
            assert sum(line.people for line in queries.behind(of(unit), content.FINISHED)) == 14
        bars = queries.bars(of(COUNTY), content.FINISHED)
        assert [bar.number for bar in bars] == [2, 0, 0, 4, 0, 0, 8]
        assert {line.wanted.key: line.before for line in queries.lines_of(of(COUNTY))}["finished"] == 1

    def test_of_a_province_is_drawn_by_counties(self, world: World) -> None:
        deeds(7, at=datetime(2026, 10, 26, 12, tzinfo=TEHRAN), place="IR/11/1104/tis/")
        deeds(5, at=datetime(2026, 10, 27, 12, tzinfo=TEHRAN), place="IR/11/1110/", centre="konarak")
        deeds(3, at=datetime(2026, 10, 24, 12, tzinfo=TEHRAN), place="IR/11/1110/", centre="konarak")
        called(world, "11", "parvin")

        counts = queries.by_places_below(of(PROVINCE), content.FINISHED)
        assert {place.code: n for place, n in counts.items()} == {"1104": 7, "1110": 5, "1101": 0}
        assert queries.by_places_below(of(COUNTY), content.FINISHED) == {}

    def test_waits_for_nobody_while_it_runs(self, world: World) -> None:
        called(world)
        zahra = world.person["zahra"]
        early, late = OVER - timedelta(seconds=1), OVER

        assert (list(queries.waiting(zahra, early)), queries.waiting_counts(early)[zahra.pk]) == ([], 0)
        assert (list(queries.waiting(zahra, late)), queries.waiting_counts(late)[zahra.pk]) == ([of("chabahar")], 1)

    def test_lies_with_whoever_stands_in(self, world: World) -> None:
        called(world)
        network.set_absence(
            world.person["zahra"], deputy=world.person["maryam"], since=SATURDAY, until=SATURDAY + 30 * DAY,
            by=world.person["maryam"], at=SATURDAY,
        )  # fmt: skip
        tasks.handed_over(SATURDAY + timedelta(hours=1))

        assert of("chabahar").holder == world.person["maryam"]

    def test_of_many_days_is_drawn_by_month(self, world: World) -> None:
        deeds(2, at=datetime(2026, 10, 22, 12, tzinfo=TEHRAN))
        deeds(3, at=datetime(2026, 10, 23, 12, tzinfo=TEHRAN))
        called(world, first=date(2026, 10, 10), last=date(2026, 10, 31))

        assert [bar.number for bar in queries.bars(of(COUNTY), content.FINISHED)] == [2, 3]

    def test_climbs_from_centre_to_county_to_province(self, world: World) -> None:
        called(world, "11", "parvin", centres=[world.centre["chabahar"]])
        steps = [("chabahar", "zahra", "nader"), (COUNTY, "nader", "parvin"), (PROVINCE, "parvin", "admin")]
        for n, (unit, writer, reader) in enumerate(steps):
            if n:
                assert queries.missing(of(unit)) == []
            reports.submit(of(unit), nothing=True, by=world.person[writer], at=OVER + n * DAY)
            assert reports.accept(of(unit), by=world.person[reader], at=OVER + n * DAY).state == State.ACCEPTED

    def test_shows_a_centre_that_has_not_reported_as_a_gap(self, world: World) -> None:
        called(world)
        reports.submit(of("work"), nothing=True, by=world.person["mina"], at=OVER)
        with pytest.raises(reports.GapsUnexplained):
            reports.submit(of(COUNTY), by=world.person["nader"], at=OVER)

        report = reports.submit(of(COUNTY), missing_because="راه", by=world.person["nader"], at=OVER)
        assert report.missing == ["chabahar", "work"]  # the other is sent, and not accepted yet

    def test_stands_beside_another_of_the_same_days(self, world: World) -> None:
        called(world)
        other = called(world, name="درخت‌کاری")

        assert Report.objects.filter(centre__code="chabahar").count() == 2
        county = Report.objects.whole().get(campaign=other, centre=None)
        assert {one.campaign_id for one in queries.children(county)} == {other.pk}

    def test_is_paper_and_a_picture(self, world: World) -> None:
        deeds(9, at=datetime(2026, 10, 26, 12, tzinfo=TEHRAN))
        called(world)
        report = reports.submit(of("chabahar"), narrative="خوب بود.", by=world.person["zahra"], at=OVER)
        reports.accept(report, by=world.person["nader"], at=OVER)

        facts = document.facts(report)
        assert facts["days"].startswith("یکشنبه ۳ آبان ۱۴۰۵ تا") and len(facts["bars"]) == 7
        assert facts["heads"][1:3] == ["این پویش", "همین‌قدر روز پیش از آن"]
        assert document.pdf(report).startswith(b"%PDF") and poster.png(report).startswith(b"\x89PNG")


class TestTakingItBack:
    def test_asks_nobody_any_more(self, world: World) -> None:
        campaign = called(world)
        for _ in range(2):
            reports.withdraw_campaign(campaign, by=world.person["nader"], at=SATURDAY + DAY)

        assert owing() == set() and campaign.withdrawn_at == SATURDAY + DAY

    def test_is_too_late_when_somebody_began(self, world: World) -> None:
        campaign = called(world)
        report = of("chabahar")
        Photo.objects.create(
            report=report, edition=1, order=1, alt="سالن", agreed=True, stored_as="x", content_type="image/png",
            added_by=world.person["zahra"], added_at=SATURDAY,
        )  # fmt: skip
        with pytest.raises(reports.BegunAlready):
            reports.withdraw_campaign(campaign, by=world.person["nader"], at=SATURDAY)
        Photo.objects.all().delete()
        reports.submit(report, nothing=True, by=world.person["zahra"], at=OVER)
        with pytest.raises(reports.BegunAlready):
            reports.withdraw_campaign(campaign, by=world.person["nader"], at=OVER)
        assert len(owing()) == 3

    @pytest.mark.parametrize(("who", "may"), [("parvin", True), ("admin", True), ("zahra", False), ("karim", False)])
    def test_is_of_whoever_might_call_it(self, world: World, who: str, may: bool) -> None:
        campaign = called(world)
        if may:
            assert reports.withdraw_campaign(campaign, by=world.person[who], at=SATURDAY).withdrawn_at
        else:
            with pytest.raises(NotAllowed):
                reports.withdraw_campaign(campaign, by=world.person[who], at=SATURDAY)


class TestThePages:
    def post(self, client: Client, world: World, who: str = "nader", **said: Any) -> Any:
        client.force_login(world.person[who])
        typed = {
            "name": NAME, "first": "۱۴۰۵/۸/۳", "last": "1405/08/09", "place": world.place["1104"].pk, "centres": [],
        } | said  # fmt: skip
        return client.post("/reports/campaigns/new", typed)

    def test_write_it_down_and_lead_to_its_reports(self, client: Client, world: World) -> None:
        answer = self.post(client, world)

        assert (answer.status_code, answer["Location"]) == (303, "/reports/?view=all&kind=campaign")
        campaign = Campaign.objects.get()
        assert (campaign.first, campaign.last) == (FIRST, LAST)
        page = client.get(answer["Location"]).content.decode()
        assert page.count('id="report-') == 3 and NAME in page

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"name": ""}, "name"), ({"name": "الف" * 50}, "name"), ({"first": "نوروز"}, "first"),
            ({"first": "1405/12/30"}, "first"), ({"last": "1405/7/1"}, "last"), ({"last": "1409/1/1"}, "last"),
            ({"place": ""}, "place"), ({"place": "999999"}, "place"), ({"centres": ["999999"]}, "centres"),
        ],
    )  # fmt: skip
    def test_name_what_is_wrong_and_keep_what_was_typed(
        self, client: Client, world: World, said: dict[str, Any], field: str
    ) -> None:
        answer = self.post(client, world, **said)

        assert answer.status_code == 422
        assert field in answer.context["form"].errors
        assert "نام پویش" in answer.content.decode() and (field == "name" or NAME in answer.content.decode())
        assert not Campaign.objects.exists()

    def test_offer_her_own_places_and_centres_alone(self, client: Client, world: World) -> None:
        assert self.post(client, world, place=world.place["1110"].pk).status_code == 422
        assert self.post(client, world, centres=[world.centre["konarak"].pk]).status_code == 422
        page = client.get("/reports/campaigns/new").content.decode()
        assert "کانون سلامت ساحل کنارک" not in page and "کانون سلامت مهرگان چابهار" in page

    def test_show_the_centres_of_the_chosen_place_and_keep_what_was_typed(self, client: Client, world: World) -> None:
        client.force_login(world.person["parvin"])
        typed = {"name": NAME, "first": "۱۴۰۵/۸/۳", "last": "", "place": str(world.place["1110"].pk)}
        answer = client.get("/reports/campaigns/new", typed)

        page = answer.content.decode()
        assert "کانون سلامت ساحل کنارک، کنارک" in page and "مهرگان" not in page
        assert f'value="{NAME}"' in page and "۱۴۰۵/۸/۳" in page
        for odd in ("x", "9" * 30, "۱۲", str(world.place["0901"].pk)):
            assert client.get("/reports/campaigns/new", {"place": odd}).status_code == 200

    @pytest.mark.parametrize("who", ["zahra", "maryam", "reza", "karim", "stranger"])
    def test_are_not_for_all(self, client: Client, world: World, who: str) -> None:
        assert self.post(client, world, who).status_code == 403
        client.force_login(world.person[who])
        assert client.get("/reports/campaigns/new").status_code == 403

    @pytest.mark.parametrize(("who", "shown"), [("nader", True), ("zahra", False)])
    def test_are_led_to_where_they_may_be_used(self, client: Client, world: World, who: str, shown: bool) -> None:
        client.force_login(world.person[who])
        assert ("/reports/campaigns/new" in client.get("/reports/").content.decode()) == shown

    def test_say_until_when_it_runs_and_offer_no_sending(self, client: Client, world: World) -> None:
        called(world)
        client.force_login(world.person["zahra"])
        page = client.get(f"/reports/{of('chabahar').pk}/").content.decode()

        assert "این پویش تا شنبه ۹ آبان ۱۴۰۵ است" in page and f"/reports/{of('chabahar').pk}/submit" not in page
        early = client.post(f"/reports/{of('chabahar').pk}/nothing")
        assert early.status_code == 422 and "هنوز تمام نشده است" in early.content.decode()

    def test_take_it_back_and_say_why_not(self, client: Client, world: World, monkeypatch: Any) -> None:
        called(world)
        client.force_login(world.person["nader"])
        address = f"/reports/{of(COUNTY).pk}/withdraw"
        assert address in client.get(f"/reports/{of(COUNTY).pk}/").content.decode()
        report = reports.submit(of("chabahar"), nothing=True, by=world.person["zahra"], at=OVER)

        refused = client.post(address)
        assert refused.status_code == 422 and "آغاز کرده است" in refused.content.decode()
        client.force_login(world.person["zahra"])
        assert client.post(f"/reports/{report.pk}/withdraw").status_code in {403, 404}
        Report.objects.filter(pk=report.pk).update(state=State.DUE)
        client.force_login(world.person["nader"])
        assert client.post(address).status_code == 303 and owing() == set()

    def test_of_a_month_have_nothing_to_take_back(self, client: Client, world: World) -> None:
        from hamafza.reports.tests.telling import opened

        opened(world)
        client.force_login(world.person["parvin"])
        assert client.post(f"/reports/{Report.objects.get(centre__code='work').pk}/withdraw").status_code == 404

    def test_show_campaigns_in_the_calendar_latest_first(self, client: Client, world: World) -> None:
        called(world)
        called(world, name="دیگر", last=LAST + DAY, centres=[world.centre["work"]])
        client.force_login(world.person["nader"])
        sheet = client.get("/reports/calendar/sheet?kind=campaign").content
        rows = list(openpyxl.load_workbook(BytesIO(sheet)).worksheets[0].values)

        assert rows[0] == ("واحد", "دیگر", NAME) and len(rows) == 4
        cells = {row[0]: row[1:] for row in rows}
        assert cells["کانون سلامت مهرگان چابهار"] == ("گزارشی نبود", "مهلت دارد")  # it takes part in one alone
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        assert client.get("/reports/calendar?kind=campaign").status_code == 200
        assert client.get("/reports/calendar?kind=week").status_code == 422
