"""An accepted report reaches the officials of its place, and it is known who has opened it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from hamafza.journal.models import JournalLine
from hamafza.kernel.actors import Door
from hamafza.kernel.errors import NotAllowed
from hamafza.kernel.models import AuditLine
from hamafza.notices.models import Message
from hamafza.people.models import Person
from hamafza.reports import commands as reports
from hamafza.reports import queries, tasks
from hamafza.reports.models import Official, Receipt, Report
from hamafza.reports.states import State
from hamafza.reports.tests.telling import CLOCK, DAY, HOUR, brought, deeds, of
from tests.cast import SATURDAY, World

AT = SATURDAY + 3 * DAY
BY_LINK = Door("report_link")
GOVERNOR = {"full_name": "شهناز قناری", "office": "معاون فرماندار", "mobile": "۰۹۱۵۷۷۷۷۷۷۷"}


@pytest.fixture(autouse=True)
def three_days_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hamafza.kernel.clock.timezone.now", lambda: AT)


@pytest.fixture
def report(world: World) -> Report:
    deeds(3)
    return brought(world, State.ACCEPTED)


def named(report: Report, world: World, **more: str) -> Official:
    return reports.add_official(report, **(GOVERNOR | more), by=world.person["nader"], at=AT)


def receipt_of(reader: Person | Official) -> Receipt:
    return Receipt.objects.whole().get(**{"person" if isinstance(reader, Person) else "official": reader})


def readers(report: Report) -> list[str]:
    return [str(one.reader) for one in queries.receipts_of(report)]


class TestAnAcceptedReport:
    def test_goes_to_those_above_who_have_not_seen_it(self, world: World, report: Report) -> None:
        assert readers(report) == ["پروین ریگی"]  # Nader accepted it, Zahra wrote it

    @pytest.mark.parametrize("state", [State.DUE, State.SUBMITTED, State.SENT_BACK])
    def test_alone_goes_to_anybody(self, world: World, state: str) -> None:
        report = brought(world, state)

        assert not Receipt.objects.exists()
        with pytest.raises(reports.NotAccepted):
            named(report, world)

    def test_goes_to_an_official_by_name_and_to_her_phone(self, world: World, report: Report) -> None:
        official = named(report, world)

        sms = Message.objects.get(to_phone="09157777777")
        assert (sms.template, "/r/" in sms.body) == ("report_shared_link", True)
        assert "قناری" not in sms.body and "فرماندار" not in sms.body
        assert official.place.path == "IR/11/1104/"
        assert readers(report) == ["پروین ریگی", "شهناز قناری"]

    def test_goes_to_her_of_the_next_units_too(self, world: World, report: Report) -> None:
        named(report, world)

        other = brought(world, State.ACCEPTED, "work")

        assert "شهناز قناری" in readers(other)

    def test_of_another_county_does_not_go_to_her(self, world: World, report: Report) -> None:
        named(report, world)
        other = of("konarak")
        reports.submit(other, by=world.person["sara"], at=AT)
        reports.accept(other, by=world.person["parvin"], at=AT)

        assert "شهناز قناری" not in readers(other)

    def test_of_a_county_goes_to_the_province(self, world: World, report: Report) -> None:
        county = of("IR/11/1104/")
        reports.submit(county, missing_because="بارندگی", by=world.person["nader"], at=AT)
        reports.accept(county, by=world.person["admin"], at=AT)

        assert readers(county) == ["پروین ریگی"]

    def test_is_sent_to_each_once(self, world: World, report: Report) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            first = Receipt.objects.get()
            Receipt.objects.create(
                report=report, edition=1, person=first.person, sent_at=AT, until=AT + DAY, due_at=None
            )

    @pytest.mark.parametrize("reader", [{}, {"both": True}])
    def test_is_of_one_reader(self, world: World, report: Report, reader: dict[str, bool]) -> None:
        official = named(report, world)
        who = {"person": world.person["sara"], "official": official} if reader else {}

        with pytest.raises(IntegrityError), transaction.atomic():
            Receipt.objects.create(report=report, edition=9, sent_at=AT, until=AT, **who)


class TestNamingAnOfficial:
    @pytest.mark.parametrize(
        ("who", "may"),
        [("nader", True), ("parvin", True), ("admin", True), ("zahra", False), ("maryam", False), ("sara", False),
         ("stranger", False), ("karim", False)],
    )  # fmt: skip
    def test_is_for_those_above(self, world: World, report: Report, who: str, may: bool) -> None:
        if may:
            assert reports.add_official(report, **GOVERNOR, by=world.person[who], at=AT).added_by == world.person[who]
        else:
            with pytest.raises(NotAllowed):
                reports.add_official(report, **GOVERNOR, by=world.person[who], at=AT)

    @pytest.mark.parametrize("mobile", ["", "05435", "abc", "021123"])
    def test_wants_a_phone_that_rings(self, world: World, report: Report, mobile: str) -> None:
        with pytest.raises(reports.BadMobile):
            named(report, world, mobile=mobile)
        assert not Official.objects.exists()

    def test_happens_once(self, world: World, report: Report) -> None:
        named(report, world)

        with pytest.raises(reports.AlreadyOfficial):
            named(report, world, full_name="دیگری")

    def test_is_taken_back_with_her_links(self, world: World, report: Report) -> None:
        official = named(report, world)
        token = queries.token_of(receipt_of(official))

        reports.remove_official(official, by=world.person["nader"], at=AT + HOUR)

        assert queries.by_token(token, AT + HOUR) is None
        assert readers(report) == ["پروین ریگی"]
        assert "شهناز قناری" not in readers(brought(world, State.ACCEPTED, "work"))
        assert named(report, world).pk != official.pk  # and may come again

    def test_is_not_taken_back_by_others(self, world: World, report: Report) -> None:
        official = named(report, world)

        with pytest.raises(NotAllowed):
            reports.remove_official(official, by=world.person["zahra"], at=AT)


class TestALink:
    def test_is_read_once_and_the_first_time_counts(self, world: World, report: Report) -> None:
        receipt = receipt_of(world.person["parvin"])

        reports.open_by_link(receipt, by=BY_LINK, at=AT)
        reports.open_by_link(receipt, by=BY_LINK, at=AT + DAY)

        receipt.refresh_from_db()
        assert receipt.opened_at == AT
        lines = JournalLine.objects.filter(kind="report_read")
        assert [(line.place, line.centre, line.detail) for line in lines] == [("IR/11/1104/", "chabahar", "centre")]

    @pytest.mark.parametrize("token", ["", "1", "1:nonsense", "x:y:z", "999:abc"])
    def test_that_is_made_up_opens_nothing(self, world: World, report: Report, token: str) -> None:
        assert queries.by_token(token, AT) is None

    def test_ends(self, world: World, report: Report) -> None:
        receipt = receipt_of(world.person["parvin"])
        token = queries.token_of(receipt)

        assert queries.by_token(token, receipt.until - HOUR) == receipt
        assert queries.by_token(token, receipt.until) is None

    def test_is_taken_back(self, world: World, report: Report) -> None:
        receipt = receipt_of(world.person["parvin"])
        reports.revoke_receipt(receipt, by=world.person["nader"], at=AT)

        assert queries.by_token(queries.token_of(receipt), AT) is None
        assert reports.open_by_link(receipt, by=BY_LINK, at=AT).opened_at is None
        assert readers(report) == []

    def test_is_not_taken_back_by_whoever_wrote_it(self, world: World, report: Report) -> None:
        with pytest.raises(NotAllowed):
            reports.revoke_receipt(receipt_of(world.person["parvin"]), by=world.person["zahra"], at=AT)

    def test_of_somebody_who_left_opens_nothing(self, world: World, report: Report) -> None:
        token = queries.token_of(receipt_of(world.person["parvin"]))
        Person.objects.filter(pk=world.person["parvin"].pk).update(is_active=False)

        assert queries.by_token(token, AT) is None

    def test_shows_the_edition_that_was_locked(self, world: World, report: Report) -> None:
        receipt = receipt_of(world.person["parvin"])
        deeds(4)
        reports.unlock(report, reason="جا ماند", by=world.person["nader"], at=AT)
        reports.submit(report, narrative="متن تازه", by=world.person["zahra"], at=AT + HOUR)

        seen = queries.as_of(receipt.report, receipt.edition)

        assert seen is not None
        assert (seen.figures["finished"], seen.narrative, seen.state) == (3, "ماهی آرام بود.", State.ACCEPTED)
        assert queries.as_of(receipt.report, 2) is None
        reports.accept(report, by=world.person["nader"], at=AT + 2 * HOUR)
        assert queries.as_of(receipt.report, 2).figures["finished"] == 7  # type: ignore[union-attr]
        assert [one.edition for one in Receipt.objects.filter(person=world.person["parvin"])] == [1, 2]


class TestAReminder:
    def test_comes_once_after_five_working_days(self, world: World, report: Report) -> None:
        named(report, world)
        last = Message.objects.latest("pk").pk
        said = []

        for hours in range(0, 24 * 20, 6):
            tasks.reminded(AT + timedelta(hours=hours))
            new = Message.objects.filter(pk__gt=last).order_by("pk")
            said += [(hours // 24, one.template) for one in new]
            last = max([last, *new.values_list("pk", flat=True)])

        assert [template for _day, template in said] == ["report_unread", "report_unread_link"]
        assert all(5 <= day <= 9 for day, _template in said)

    def test_does_not_come_to_her_who_read(self, world: World, report: Report) -> None:
        reports.open_by_link(receipt_of(world.person["parvin"]), by=BY_LINK, at=AT)

        assert tasks.reminded(AT + 20 * DAY) == 0

    def test_is_of_the_clock(self, world: World, report: Report) -> None:
        with pytest.raises(NotAllowed):
            reports.remind(receipt_of(world.person["parvin"]), by=world.person["nader"], at=AT)

    def test_says_no_name(self, world: World, report: Report) -> None:
        named(report, world)
        reports.remind(receipt_of(world.person["parvin"]), by=CLOCK, at=AT)

        reports.open_by_link(receipt_of(Official.objects.get()), by=BY_LINK, at=AT)
        told = repr(list(JournalLine.objects.values())) + repr(list(AuditLine.objects.values()))
        assert not any(name in told for name in ("قناری", "پروین", "فرماندار", "7777777"))


def opened_page(client: Client, reader: Person | Official) -> tuple[str, Any]:
    address = f"/r/{queries.token_of(receipt_of(reader))}"
    return address, client.get(address)


class TestThePageByLink:
    def test_wants_one_tap_so_that_no_machine_reads_in_her_name(
        self, client: Client, world: World, report: Report
    ) -> None:
        address, cover = opened_page(client, world.person["parvin"])

        assert "گزارش را باز می‌کنم" in cover.content.decode()
        assert "نیاز به نتیجه رسید" not in cover.content.decode()
        client.head(address)
        assert client.get(f"{address}/paper.pdf").status_code == 303
        assert receipt_of(world.person["parvin"]).opened_at is None

        assert client.post(address).status_code == 303
        page = client.get(address).content.decode()
        assert "نیاز به نتیجه رسید" in page and "ماهی آرام بود." in page
        assert client.get(f"{address}/paper.pdf").content.startswith(b"%PDF-")
        assert receipt_of(world.person["parvin"]).opened_at == AT

    def test_tells_no_other_site_and_no_cache(self, client: Client, world: World, report: Report) -> None:
        _address, cover = opened_page(client, world.person["parvin"])

        assert (cover["Referrer-Policy"], cover["Cache-Control"]) == ("same-origin", "no-store")
        assert "noindex" in cover["X-Robots-Tag"]

    @pytest.mark.parametrize("end", ["", "/paper.pdf"])
    def test_is_gone_when_the_link_is(self, client: Client, world: World, report: Report, end: str) -> None:
        receipt = receipt_of(world.person["parvin"])
        reports.revoke_receipt(receipt, by=world.person["nader"], at=AT)

        assert client.get(f"/r/{queries.token_of(receipt)}{end}").status_code == 410
        assert client.get(f"/r/1:nonsense{end}").status_code == 410
        if not end:
            assert client.post(f"/r/{queries.token_of(receipt)}").status_code == 410

    def test_says_that_a_newer_edition_is_on_its_way(self, client: Client, world: World, report: Report) -> None:
        reports.unlock(report, reason="جا ماند", by=world.person["nader"], at=AT)
        address = f"/r/{queries.token_of(receipt_of(world.person['parvin']))}"
        client.post(address)

        assert "ویرایش تازه" in client.get(address).content.decode()


class TestTheReportsPage:
    def test_lists_who_read_and_who_did_not(self, client: Client, world: World, report: Report) -> None:
        official = named(report, world)
        reports.open_by_link(receipt_of(official), by=BY_LINK, at=AT)
        client.force_login(world.person["nader"])

        page = client.get(f"/reports/{report.pk}/").content.decode()

        card = page.partition('id="readers"')[2]
        assert re.search(r"پروین ریگی.*?هنوز نخوانده", card, re.S)
        assert re.search(r"شهناز قناری.*?معاون فرماندار.*?خواند", card, re.S)

    def test_of_the_county_counts_the_unread_below(self, client: Client, world: World, report: Report) -> None:
        brought(world, State.ACCEPTED, "work")
        client.force_login(world.person["nader"])

        county = of("IR/11/1104/")

        assert [(str(one.reader), one.reports) for one in queries.unread_below(county)] == [("پروین ریگی", 2)]
        assert "هنوز نخوانده‌اند" in client.get(f"/reports/{county.pk}/").content.decode()
        assert queries.unread_below(report) == []

    def test_names_an_official_and_keeps_what_was_typed(self, client: Client, world: World, report: Report) -> None:
        client.force_login(world.person["nader"])
        address = f"/reports/{report.pk}/officials"

        wrong = client.post(address, {"official-full_name": "ماه‌منیر", "official-office": "بخشدار"})
        assert wrong.status_code == 422 and "ماه‌منیر" in wrong.content.decode()

        right = {f"official-{name}": value for name, value in GOVERNOR.items()}
        assert client.post(address, right).status_code == 303
        again = client.post(address, right)
        assert again.status_code == 422 and "از پیش در فهرست" in again.content.decode()

    def test_takes_a_link_and_an_official_back(self, client: Client, world: World, report: Report) -> None:
        official = named(report, world)
        client.force_login(world.person["nader"])

        assert client.post(f"/reports/receipts/{receipt_of(world.person['parvin']).pk}/revoke").status_code == 303
        gone = client.post(f"/reports/officials/{official.pk}/remove", {"report": str(report.pk)})

        assert gone["Location"] == f"/reports/{report.pk}/"
        assert readers(report) == []
        assert client.post(f"/reports/officials/{official.pk}/remove").status_code == 404

    @pytest.mark.parametrize("who", ["zahra", "sara", "stranger", "karim"])
    def test_lets_nobody_else_do_so(self, client: Client, world: World, report: Report, who: str) -> None:
        official = named(report, world)
        client.force_login(world.person[who])

        for address in (
            f"/reports/{report.pk}/officials", f"/reports/officials/{official.pk}/remove",
            f"/reports/receipts/{receipt_of(official).pk}/revoke",
        ):  # fmt: skip
            assert client.post(address).status_code in {403, 404}
        assert receipt_of(official).revoked_at is None
