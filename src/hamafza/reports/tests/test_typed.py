"""Numbers that the journal cannot know: asked for by the province, typed by the unit, marked everywhere."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from hamafza.kernel.errors import NotAllowed
from hamafza.reports import commands as reports
from hamafza.reports import queries
from hamafza.reports.models import Receipt, Typed, TypedWanted
from hamafza.reports.states import State
from hamafza.reports.tests.telling import DAY, brought, deeds, of, opened
from tests.cast import SATURDAY, World

AT = SATURDAY + 3 * DAY


@pytest.fixture(autouse=True)
def three_days_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hamafza.kernel.clock.timezone.now", lambda: AT)


def asked(world: World, caption: str = "بستهٔ توزیع‌شده", **more: Any) -> TypedWanted:
    facts = {"level": "centre", "caption": caption, "unit": "بسته", "by": world.person["parvin"], "at": SATURDAY} | more
    return reports.ask_number(world.place["11"], **facts)


class TestAsking:
    @pytest.mark.parametrize(
        ("who", "may"), [("parvin", True), ("admin", True), ("nader", False), ("zahra", False), ("stranger", False)]
    )
    def test_is_the_provinces(self, world: World, who: str, may: bool) -> None:
        if may:
            assert asked(world, by=world.person[who]).added_by == world.person[who]
        else:
            with pytest.raises(NotAllowed):
                asked(world, by=world.person[who])

    def test_happens_once_and_may_come_again_when_retired(self, world: World) -> None:
        first = asked(world)
        with pytest.raises(reports.AskedAlready):
            asked(world)

        reports.retire_number(first, by=world.person["parvin"], at=AT)
        assert asked(world).pk != first.pk

    def test_has_an_end(self, world: World) -> None:
        for n in range(12):
            asked(world, f"رقم {n}")

        with pytest.raises(reports.EnoughAsked):
            asked(world, "یکی دیگر")

    def test_is_of_a_level_and_a_province(self, world: World) -> None:
        opened(world)
        asked(world)

        assert [str(one) for one in queries.asked(of("chabahar"))] == ["بستهٔ توزیع‌شده"]
        assert queries.asked(of("IR/11/1104/")) == []
        elsewhere = TypedWanted.objects.get()
        TypedWanted.objects.filter(pk=elsewhere.pk).update(place=world.place["09"])
        assert queries.asked(of("chabahar")) == []


class TestTyping:
    def test_is_kept_with_who_and_when(self, world: World) -> None:
        number = asked(world)
        report = brought(world, State.DUE)

        reports.submit(report, typed={number.pk: 120}, by=world.person["zahra"], at=AT)

        line = queries.typed_of(report)[0]
        assert (line.caption, line.unit, line.number) == ("بستهٔ توزیع‌شده", "بسته", 120)
        assert "زهرا مرادی" in line.whence and "سه‌شنبه" in line.whence

    def test_stays_apart_from_the_journals_figures(self, world: World) -> None:
        number = asked(world)
        report = brought(world, State.DUE)
        reports.submit(report, typed={number.pk: 120}, by=world.person["zahra"], at=AT)

        assert 120 not in report.figures.values()

    @pytest.mark.parametrize("typed", [{}, {"other": 3}, {"own": -1}])
    def test_wants_every_number_and_names_the_field(self, world: World, typed: dict[str, int]) -> None:
        number = asked(world)
        report = brought(world, State.DUE)
        said = {number.pk if key == "own" else number.pk + 99: value for key, value in typed.items()}

        with pytest.raises(reports.NumberMissing) as refused:
            reports.submit(report, typed=said, by=world.person["zahra"], at=AT)
        assert refused.value.field == f"typed_{number.pk}"
        assert "بستهٔ توزیع‌شده" in str(refused.value.message)
        assert report.state == State.DUE

    def test_is_not_wanted_where_nothing_was_done(self, world: World) -> None:
        number = asked(world)
        report = brought(world, State.DUE)

        with pytest.raises(reports.NotNothing):
            reports.submit(report, nothing=True, typed={number.pk: 4}, by=world.person["zahra"], at=AT)
        reports.submit(report, nothing=True, by=world.person["zahra"], at=AT)
        assert not Typed.objects.exists()

    def test_again_keeps_what_is_unchanged_with_its_first_hand(self, world: World) -> None:
        number = asked(world)
        report = brought(world, State.DUE)
        reports.submit(report, typed={number.pk: 120}, by=world.person["zahra"], at=AT)
        reports.send_back(report, reason="متن کم است", by=world.person["nader"], at=AT)

        reports.submit(report, by=world.person["maryam"], at=AT + DAY)

        assert Typed.objects.get().by == world.person["zahra"]

    def test_below_zero_is_impossible_in_the_database_too(self, world: World) -> None:
        number = asked(world)
        report = brought(world, State.DUE)

        with pytest.raises(IntegrityError), transaction.atomic():
            Typed.objects.create(report=report, wanted=number, number=-1, by=world.person["zahra"], at=AT)


class TestAddingUp:
    def test_sums_what_may_be_summed_of_the_accepted(self, world: World) -> None:
        packs, mean = asked(world), asked(world, "میانگین صف", adds_up=False)
        opened(world)
        for unit, who, n in [("chabahar", "zahra", 120), ("work", "mina", 30)]:
            report = of(unit)
            reports.submit(report, typed={packs.pk: n, mean.pk: 7}, by=world.person[who], at=AT)
            if unit == "chabahar":
                reports.accept(report, by=world.person["nader"], at=AT)
        county = of("IR/11/1104/")

        before = [(one.caption, one.number, one.units) for one in queries.typed_of(county)]
        reports.submit(county, missing_because="بارندگی", by=world.person["nader"], at=AT)
        reports.accept(of("work"), by=world.person["nader"], at=AT)
        county = of("IR/11/1104/")

        assert before == [("بستهٔ توزیع‌شده", 120, 1)]
        assert [(one.number, one.whence) for one in queries.typed_of(county)] == [(120, "جمع ۱ واحد")]  # as it was sent
        assert [one.number for one in queries.typed_of(of("IR/11/"))] == [150]

    def test_is_kept_with_the_edition(self, world: World) -> None:
        number = asked(world)
        report = brought(world, State.DUE)
        reports.submit(report, typed={number.pk: 120}, by=world.person["zahra"], at=AT)
        reports.accept(report, by=world.person["nader"], at=AT)
        reports.unlock(report, reason="اشتباه", by=world.person["nader"], at=AT)
        reports.submit(report, typed={number.pk: 90}, by=world.person["maryam"], at=AT + DAY)

        receipt = Receipt.objects.whole().get()
        first = queries.as_of(receipt.report, 1)

        assert first is not None
        assert [(one.number, "زهرا" in one.whence) for one in queries.typed_of(first)] == [(120, True)]
        assert [(one.number, "مریم" in one.whence) for one in queries.typed_of(report)] == [(90, True)]


class TestThePages:
    def test_ask_by_name_and_keep_the_rest_typed(self, client: Client, world: World) -> None:
        number = asked(world)
        report = brought(world, State.DUE)
        client.force_login(world.person["zahra"])
        address = f"/reports/{report.pk}/submit"

        for wrong in ("", "دوازده", "-3"):
            answer = client.post(address, {f"typed_{number.pk}": wrong, "narrative": "ماه شلوغی بود"})
            page = answer.content.decode()
            assert answer.status_code == 422
            assert "ماه شلوغی بود" in page and "بستهٔ توزیع‌شده (بسته)" in page

        assert client.post(address, {f"typed_{number.pk}": "۱٬۲۳۰"}).status_code == 303
        assert Typed.objects.get().number == 1230
        page = client.get(f"/reports/{report.pk}/").content.decode()
        assert "۱٬۲۳۰ بسته" in page and "رقم‌هایی که دستی نوشته شده است" in page

    def test_let_nothing_be_said_in_one_tap_still(self, client: Client, world: World) -> None:
        asked(world)
        report = brought(world, State.DUE)
        client.force_login(world.person["zahra"])

        assert client.post(f"/reports/{report.pk}/nothing").status_code == 303

    def test_of_the_province_add_and_retire(self, client: Client, world: World) -> None:
        client.force_login(world.person["parvin"])
        said = {"place": world.place["11"].pk, "level": "centre", "caption": "ساعت آموزش", "adds_up": "on"}

        assert client.post("/reports/numbers", said).status_code == 303
        again = client.post("/reports/numbers", said)
        assert again.status_code == 422 and "خواسته شده است" in again.content.decode()
        assert client.post("/reports/numbers", said | {"place": world.place["09"].pk}).status_code == 422

        number = TypedWanted.objects.get()
        assert client.post(f"/reports/numbers/{number.pk}/retire").status_code == 303
        assert "رقم دستی نداریم" in client.get("/reports/numbers").content.decode()
        assert client.post(f"/reports/numbers/{number.pk}/retire").status_code == 404

    @pytest.mark.parametrize("who", ["nader", "zahra", "stranger"])
    def test_are_not_for_others(self, client: Client, world: World, who: str) -> None:
        client.force_login(world.person[who])

        assert client.get("/reports/numbers").status_code == 403

    def test_by_link_and_on_paper_mark_them(self, client: Client, world: World) -> None:
        from hamafza.reports import document

        deeds(2)
        number = asked(world)
        report = brought(world, State.DUE)
        reports.submit(report, typed={number.pk: 5}, by=world.person["zahra"], at=AT)
        reports.accept(report, by=world.person["nader"], at=AT)
        address = f"/r/{queries.token_of(Receipt.objects.whole().get())}"
        client.post(address)

        assert "دستی" in client.get(address).content.decode()
        assert document.facts(report)["typed"][0][:2] == ["بستهٔ توزیع‌شده", "۵ بسته"]
