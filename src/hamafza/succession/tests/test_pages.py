"""The pages through the client: who opens what, what is typed wrong stays, the lists find, cap and export."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hamafza.kernel import clock
from hamafza.kernel.ticking import tick
from hamafza.network import commands as network
from hamafza.referrals.models import Referral
from hamafza.succession import commands as succession
from hamafza.succession.models import Check, Handover, Successor
from hamafza.succession.tests.telling import (
    CLOCK,
    DAY,
    busy,
    colleague,
    handed,
    learns,
    lying,
    role_of,
    volunteer,
)
from hamafza.volunteers.queries import link_of
from tests.cast import SATURDAY, World

pytestmark = pytest.mark.django_db
NOW = SATURDAY + 31 * DAY


@pytest.fixture(autouse=True)
def a_month_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def of(world: World, who: str, language: str = "fa") -> Client:
    client = Client()
    client.force_login(world.person[who])
    client.cookies["hamafza_language"] = language
    return client


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


class TestHandover:
    def page(self, world: World) -> str:
        return reverse("succession:handover", args=[world.person["zahra"].pk])

    @pytest.mark.parametrize("language", ["fa", "en"])
    def test_shows_everything_by_kind(self, world: World, language: str) -> None:
        busy(world)

        answer = of(world, "nader", language).get(self.page(world))

        hop = Referral.objects.open().get()
        assert answer.status_code == 200
        assert reverse("referrals:hop", args=[hop.pk]) in answer.content.decode()
        if language == "fa":
            said = words(answer)
            assert all(kind in said for kind in ("نقش‌ها و اختیارها", "ارجاع‌های باز", "اقدام‌ها", "گزارش‌های نزد او"))

    @pytest.mark.parametrize(
        ("who", "status"), [("nader", 200), ("parvin", 200), ("admin", 200), ("zahra", 200), ("maryam", 404), ("sara", 404),
                            ("farhad", 404), ("stranger", 404)],
    )  # fmt: skip
    def test_opens_for_whoever_coordinates_her_and_for_herself(self, world: World, who: str, status: int) -> None:
        assert of(world, who).get(self.page(world)).status_code == status

    def test_she_herself_looks_and_does_not_hand_over(self, world: World) -> None:
        busy(world)
        zahra = of(world, "zahra")

        assert "تحویل شود" not in words(zahra.get(self.page(world)))
        assert zahra.post(self.page(world), {}).status_code == 404

    def test_one_tick_hands_over_all(self, world: World) -> None:
        zahra = busy(world)
        laleh = colleague(world)
        succession.begin(role_of(zahra), who=laleh, by=zahra, at=SATURDAY)

        answer = of(world, "nader").post(
            self.page(world), {"taker": laleh.pk, "sure": "on", "note": "به شهر دیگری می‌رود"}
        )

        made = Handover.objects.get()
        assert (answer.status_code, answer["Location"]) == (303, reverse("succession:done", args=[made.pk]))
        assert lying(zahra, NOW) == {} and made.note == "به شهر دیگری می‌رود"

    def test_without_the_tick_nothing_happens_and_the_choice_stays(self, world: World) -> None:
        zahra = busy(world)
        maryam = world.person["maryam"]

        answer = of(world, "nader").post(self.page(world), {"taker_hops": maryam.pk, "taker": maryam.pk})

        assert answer.status_code == 422
        assert f'<option value="{maryam.pk}" selected' in answer.content.decode()
        assert lying(zahra, NOW) and not Handover.objects.exists()

    def test_what_an_area_refuses_stands_at_its_kind(self, world: World) -> None:
        busy(world)
        maryam, reza = world.person["maryam"], world.person["reza"]

        answer = of(world, "nader").post(self.page(world), {"taker": maryam.pk, "taker_reports": reza.pk, "sure": "on"})

        assert answer.status_code == 422 and "گزارش‌های نزد او" in words(answer)
        assert 'id="id_taker_reports_error"' in answer.content.decode()

    def test_nobody_chosen_is_said_at_each_kind(self, world: World) -> None:
        busy(world)

        answer = of(world, "nader").post(self.page(world), {"sure": "on"})

        assert answer.status_code == 422
        assert words(answer).count("برگزینید چه کسی این بخش را می‌گیرد") >= 6

    def test_with_nothing_left_it_says_so(self, world: World) -> None:
        said = words(of(world, "admin").get(reverse("succession:handover", args=[world.person["stranger"].pk])))

        assert "همه‌چیز پیش از این سپرده شده است" in said

    @pytest.mark.parametrize(
        ("who", "status"),
        [("nader", 200), ("parvin", 200), ("zahra", 200), ("laleh", 200), ("maryam", 404), ("farhad", 404)],
    )
    def test_the_record_is_for_both_sides_and_whoever_coordinates(self, world: World, who: str, status: int) -> None:
        busy(world)
        colleague(world)
        made = handed(world)

        assert of(world, who).get(reverse("succession:done", args=[made.pk])).status_code == status

    @pytest.mark.slow  # the compiler reads its fonts
    def test_the_paper_is_a_pdf(self, world: World) -> None:
        busy(world)
        colleague(world)

        answer = of(world, "nader").get(reverse("succession:paper", args=[handed(world).pk]))

        assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")

    def test_the_way_back_is_one_button(self, world: World) -> None:
        zahra = busy(world)
        colleague(world)
        before = lying(zahra, NOW)
        made = handed(world)
        nader = of(world, "nader")
        address = reverse("succession:back", args=[made.pk])
        assert address in nader.get(reverse("succession:done", args=[made.pk])).content.decode()

        answer = nader.post(address)

        assert answer.status_code == 303 and lying(zahra, NOW) == before
        assert address not in nader.get(reverse("succession:done", args=[made.pk])).content.decode()
        assert nader.post(address).status_code == 303  # pressed again: said on the page, nothing moved
        assert Handover.objects.count() == 2

    def test_the_taker_gives_nothing_back_by_herself(self, world: World) -> None:
        busy(world)
        colleague(world)
        made = handed(world)

        answer = of(world, "sara").post(reverse("succession:back", args=[made.pk]))

        assert answer.status_code in {403, 404} and Handover.objects.count() == 1


class TestSuccessors:
    def test_my_page_says_progress_and_never_blame(self, world: World) -> None:
        learns(world, colleague(world), stage="certified")

        said = words(of(world, "zahra").get(reverse("succession:mine")))

        assert "۱ از ۱۰ جانشین آماده است" in said and "لاله سنجر" in said

    def test_an_account_without_any_role_opens_it_too(self, world: World) -> None:
        learns(world, colleague(world), stage="co_lead")

        said = words(of(world, "laleh").get(reverse("succession:mine")))

        assert "راهی که خود می‌آموزید" in said and "در کنار زهرا مرادی" in said

    @pytest.mark.parametrize("name", ["شیرین دادی", "شیرین"])
    def test_a_volunteer_is_begun_by_her_name(self, world: World, name: str) -> None:
        held, she = role_of(world.person["zahra"]), volunteer(world)

        answer = of(world, "zahra").post(reverse("succession:begin", args=[held.pk]), {f"role{held.pk}-who": name})

        assert answer.status_code == 303 and Successor.objects.get().volunteer == she

    def test_an_unknown_name_stays_in_its_box(self, world: World) -> None:
        held = role_of(world.person["zahra"])

        answer = of(world, "zahra").post(reverse("succession:begin", args=[held.pk]), {f"role{held.pk}-who": "هیچ‌کس"})

        assert answer.status_code == 422 and 'value="هیچ‌کس"' in answer.content.decode()

    def test_twice_is_refused_in_words(self, world: World) -> None:
        held = role_of(world.person["zahra"])
        learns(world, volunteer(world))

        answer = of(world, "zahra").post(
            reverse("succession:begin", args=[held.pk]), {f"role{held.pk}-who": "شیرین دادی"}
        )

        assert answer.status_code == 422 and "از پیش در شمار جانشینان" in words(answer)

    @pytest.mark.parametrize("who", ["sara", "stranger", "farhad", "admin"])
    def test_others_begin_nothing(self, world: World, who: str) -> None:
        held = role_of(world.person["zahra"])

        assert of(world, who).post(reverse("succession:begin", args=[held.pk]), {}).status_code == 404

    def test_a_step_is_noted(self, world: World) -> None:
        link = learns(world, volunteer(world))

        answer = of(world, "zahra").post(
            reverse("succession:advance", args=[link.pk]), {"advance-note": "نشست را گرداند"}
        )
        link.refresh_from_db()

        assert answer.status_code == 303 and link.state == "co_lead"

    def test_without_a_word_the_page_says_what_is_missing(self, world: World) -> None:
        link = learns(world, volunteer(world))

        answer = of(world, "zahra").post(reverse("succession:advance", args=[link.pk]), {"advance-note": ""})

        assert answer.status_code == 422

    def test_the_last_step_offers_no_button_to_whoever_trains(self, world: World) -> None:
        link = learns(world, volunteer(world), stage="leads_alone")
        page = reverse("succession:link", args=[link.pk])

        assert "کسی تأیید می‌کند که آموزش‌دهنده نیست" in words(of(world, "zahra").get(page))
        assert "به این گام رسید" in words(of(world, "maryam").get(page))

    def test_an_end_is_noted_and_the_page_stays(self, world: World) -> None:
        link = learns(world, volunteer(world))
        zahra = of(world, "zahra")

        assert zahra.post(reverse("succession:end", args=[link.pk]), {"end-ending": "moved"}).status_code == 303
        assert "به جای دیگری رفت" in words(zahra.get(reverse("succession:link", args=[link.pk])))

    @pytest.mark.parametrize(("who", "status"), [("zahra", 200), ("laleh", 200), ("maryam", 200), ("nader", 200),
                                                  ("sara", 404), ("reza", 404), ("stranger", 404)])  # fmt: skip
    def test_a_way_is_seen_by_whom_it_concerns(self, world: World, who: str, status: int) -> None:
        link = learns(world, colleague(world))

        assert of(world, who).get(reverse("succession:link", args=[link.pk])).status_code == status

    @pytest.mark.parametrize(
        ("who", "status"), [("nader", 200), ("maryam", 200), ("admin", 200), ("sara", 404), ("farhad", 404)]
    )
    def test_an_officers_page_opens_for_whoever_sees_her_centre(self, world: World, who: str, status: int) -> None:
        page = reverse("succession:officer", args=[world.person["zahra"].pk])

        assert of(world, who).get(page).status_code == status

    def test_a_volunteer_sees_her_way_by_her_own_link(self, world: World) -> None:
        she = volunteer(world)
        learns(world, she, stage="co_lead")
        page = reverse("succession:volunteer", args=[link_of(she)])

        answer = Client().get(page)

        assert answer.status_code == 200 and "در کنار زهرا مرادی" in words(answer)
        part = Client().get(page, headers={"HX-Request": "true"}).content.decode()
        assert "<html" not in part and "در کنار زهرا مرادی" in part

    def test_a_wrong_link_opens_nothing(self, world: World) -> None:
        assert Client().get(reverse("succession:volunteer", args=["x:y"])).status_code == 404


class TestTheLists:
    @pytest.mark.parametrize("language", ["fa", "en"])
    @pytest.mark.parametrize("name", ["list", "print", "sheet", "checks", "checks_print", "checks_sheet"])
    def test_open(self, world: World, name: str, language: str) -> None:
        tick(NOW)

        assert of(world, "parvin", language).get(reverse(f"succession:{name}")).status_code == 200

    @pytest.mark.parametrize(("asked", "codes"), [
        ({"q": "مهرگان"}, {"chabahar"}), ({"view": "none"}, {"work", "konarak", "zahedan"}), ({"view": "few"}, {"chabahar"}),
        ({"place": "IR/11/1110/"}, {"konarak"}), ({"view": "safe"}, set()),
    ])  # fmt: skip
    def test_find(self, world: World, asked: dict[str, str], codes: set[str]) -> None:
        learns(world, volunteer(world), stage="co_lead")

        page = of(world, "parvin").get(reverse("succession:list"), asked).content.decode()

        assert set(re.findall(r'id="centre-(\w+)"', page)) == codes

    def test_turn_page_by_page_without_losing_or_repeating(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("hamafza.kernel.paging.SIZE", 2)
        monkeypatch.setattr(
            "hamafza.kernel.paging.paged.__kwdefaults__", {"down": False, "after": "", "before": "", "size": 2}
        )
        parvin, seen, address = of(world, "parvin"), [], reverse("succession:list")

        while address:
            page = parvin.get(address).content.decode()
            seen += re.findall(r'id="centre-(\w+)"', page)
            found = re.search(r'rel="next" href="([^"]+)"', page)
            address = reverse("succession:list") + found[1].replace("&amp;", "&") if found else ""

        assert sorted(seen) == sorted(world.centre)

    def test_the_sheet_and_the_paper_hold_the_same(self, world: World) -> None:
        parvin = of(world, "parvin")

        assert "کانون سلامت مهرگان چابهار" in words(parvin.get(reverse("succession:print")))
        assert parvin.get(reverse("succession:sheet"))["Content-Disposition"].endswith('"succession.xlsx"')

    def test_cost_a_handful_of_queries(self, world: World, django_assert_max_num_queries: Any) -> None:
        for n in range(6):
            learns(world, volunteer(world, f"داوطلب {n}", mobile=f"0915111000{n}"), stage="co_lead")
        parvin = of(world, "parvin")

        with django_assert_max_num_queries(16):
            parvin.get(reverse("succession:list"))

    @pytest.mark.parametrize(
        ("who", "status"), [("zahra", 200), ("nader", 200), ("admin", 200), ("reza", 403), ("stranger", 403)]
    )
    def test_who_opens_them(self, world: World, who: str, status: int) -> None:
        for name in ("list", "checks"):
            assert of(world, who).get(reverse(f"succession:{name}")).status_code == status

    def test_the_page_of_a_centre_says_who_could_lead(self, world: World) -> None:
        learns(world, volunteer(world), stage="co_lead")

        said = words(of(world, "maryam").get(reverse("succession:centre", args=["chabahar"])))

        assert "جز مدیر، ۱ نفر فردا می‌تواند" in said and "شیرین دادی" in said and "مدیر: مریم نارویی" in said

    def test_a_foreign_centre_is_not_there(self, world: World) -> None:
        assert of(world, "maryam").get(reverse("succession:centre", args=["konarak"])).status_code == 404


class TestLife:
    @pytest.fixture
    def check(self, world: World) -> Check:
        return succession.open_check(
            world.centre["work"], kind="asleep", evidence=[["entry", "2025-10-24"], ["answer", ""]], by=CLOCK, at=NOW
        )

    @pytest.mark.parametrize("kind", ["asleep", "awake"])
    @pytest.mark.parametrize("language", ["fa", "en"])
    def test_the_page_shows_the_evidence(self, world: World, check: Check, kind: str, language: str) -> None:
        Check.objects.update(kind=kind)

        assert of(world, "nader", language).get(reverse("succession:check", args=[check.pk])).status_code == 200

    def test_in_persian_it_says_when_each_sign_was_seen_last(self, world: World, check: Check) -> None:
        said = words(of(world, "nader").get(reverse("succession:check", args=[check.pk])))

        assert "آخرین بار" in said and "هرگز دیده نشده" in said and "زنده است؛ همین بماند" in said

    def test_a_secretary_sees_it_and_does_not_decide(self, world: World, check: Check) -> None:
        mina = of(world, "mina")

        assert "همین بماند" not in words(mina.get(reverse("succession:check", args=[check.pk])))
        assert mina.post(reverse("succession:keep", args=[check.pk]), {"keep-reason": "زنده‌ایم"}).status_code == 403

    @pytest.mark.parametrize(("verb", "state"), [("keep", "active"), ("confirm", "dormant")])
    def test_she_says_and_it_is_done(self, world: World, check: Check, verb: str, state: str) -> None:
        answer = of(world, "nader").post(reverse(f"succession:{verb}", args=[check.pk]), {f"{verb}-reason": "تلفن زدم"})
        world.centre["work"].refresh_from_db()

        assert answer.status_code == 303 and world.centre["work"].state == state
        assert "تلفن زدم" in words(of(world, "nader").get(reverse("succession:check", args=[check.pk])))

    @pytest.mark.parametrize("verb", ["keep", "confirm"])
    def test_without_a_reason_the_page_asks_for_it(self, world: World, check: Check, verb: str) -> None:
        answer = of(world, "nader").post(reverse(f"succession:{verb}", args=[check.pk]), {f"{verb}-reason": ""})

        assert answer.status_code == 422 and Check.objects.get().state == "open"

    def test_waits_on_her_first_page(self, world: World, check: Check) -> None:
        assert reverse("succession:check", args=[check.pk]) in of(world, "nader").get("/").content.decode()


def test_two_months_without_a_step_are_on_the_officers_first_page(world: World) -> None:
    link = learns(world, volunteer(world))
    tick(SATURDAY + 60 * DAY)

    assert reverse("succession:link", args=[link.pk]) in of(world, "zahra").get("/").content.decode()


def test_the_pages_of_the_network_lead_here(world: World) -> None:
    zahra = world.person["zahra"]
    officer = of(world, "nader").get(reverse("officers:officer", args=[zahra.pk])).content.decode()
    centre = of(world, "nader").get(reverse("network:centre", args=["chabahar"])).content.decode()
    stranger = of(world, "sara").get(reverse("officers:officer", args=[zahra.pk])).content.decode()

    assert reverse("succession:handover", args=[zahra.pk]) in officer
    assert reverse("succession:officer", args=[zahra.pk]) in officer
    assert reverse("succession:centre", args=["chabahar"]) in centre
    assert "/handover/" not in stranger and "/succession/officers/" not in stranger
    assert network.pass_on.__hamafza_command__ == "network.pass_on"
