"""Every page and form of gatherings, through the client."""

import io
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from hamafza.gatherings import loading
from hamafza.gatherings.models import Feast, Gathering, Guest, Mending, Presence
from hamafza.gatherings.tests.telling import FIRST, HOUR, circle, guest, keep, serving, turn, weeks_of
from hamafza.kernel import clock
from tests.cast import HAND, SATURDAY, World

pytestmark = pytest.mark.django_db
NEW = {
    "title": "حلقهٔ قرآن بانوان", "centre": "کانون سلامت مهرگان چابهار", "leader": "زهرا مرادی", "rule": "weeks",
    "every": "۲", "weekday": "6", "hour": "۱۷:۳۰", "minutes": "۶۰", "first_on": "۱۴۰۵/۰۸/۰۵",
}  # fmt: skip


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The hour of the pages; call it with another."""

    def to(at: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: at)

    to(FIRST + 2 * HOUR)
    return to


def of(world: World, who: str) -> Client:
    client = Client()
    client.force_login(world.person[who])
    return client


@pytest.fixture
def zahra(world: World) -> Client:
    return of(world, "zahra")


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


class TestTheList:
    def test_the_weakest_stands_first_and_can_be_turned_round(self, world: World, zahra: Client) -> None:
        who = serving(world)
        weeks_of(world, circle(world, title="حلقهٔ پایدار"), who, who, who)
        weeks_of(world, circle(world, title="حلقهٔ لرزان"), who, None, None)

        weakest, strongest = (words(zahra.get(f"/gatherings/?sort={sort}")) for sort in ("weakest", "strongest"))

        assert weakest.index("حلقهٔ لرزان") < weakest.index("حلقهٔ پایدار")
        assert strongest.index("حلقهٔ پایدار") < strongest.index("حلقهٔ لرزان")
        assert "تداوم ۱۰۰ از ۱۰۰" in weakest
        assert "حلقهٔ پایدار" not in words(zahra.get("/gatherings/?view=weak"))

    @pytest.mark.parametrize(("asked", "found"), [("همدلي", True), ("مرادی", True), ("سیب", False), ("چابهار", True)])
    def test_it_is_searched_in_any_spelling(self, world: World, zahra: Client, asked: str, found: bool) -> None:
        circle(world)

        assert ("حلقهٔ همدلی مهرگان" in words(zahra.get("/gatherings/", {"q": asked}))) is found

    def test_it_goes_on_page_by_page_with_few_questions(
        self, world: World, zahra: Client, django_assert_max_num_queries: Any
    ) -> None:
        for n in range(30):
            circle(world, title=f"حلقهٔ شمارهٔ {n:02}")
        with django_assert_max_num_queries(14):
            first = zahra.get("/gatherings/?sort=name")
        after = re.search(r'rel="next" href="([^"]+)"', first.content.decode())
        second = zahra.get(f"/gatherings/{after[1].replace('&amp;', '&')}")  # type: ignore[index]

        assert len(re.findall(r'id="gathering-', first.content.decode())) == 25
        assert len(re.findall(r'id="gathering-', second.content.decode())) == 5

    def test_on_paper_and_as_a_sheet_it_says_the_same(self, world: World, zahra: Client) -> None:
        circle(world)
        book = load_workbook(io.BytesIO(zahra.get("/gatherings/sheet").content))

        cells = [str(cell.value) for row in book.active.iter_rows() for cell in row]
        assert "حلقهٔ همدلی مهرگان" in cells and "هر هفته، پنجشنبه ساعت ۱۸:۰۰" in cells
        assert "حلقهٔ همدلی مهرگان" in words(zahra.get("/gatherings/print"))

    def test_from_a_centres_page_one_goes_on_to_its_gatherings(self, world: World) -> None:
        circle(world)
        nader = of(world, "nader")

        assert "/gatherings/?view=all&amp;centre=chabahar" in nader.get("/centres/chabahar/").content.decode()
        assert "حلقهٔ همدلی" in words(nader.get("/gatherings/?view=all&centre=chabahar"))
        assert "حلقهٔ همدلی" not in words(nader.get("/gatherings/?view=all&centre=work"))

    def test_only_hers_are_there(self, world: World) -> None:
        circle(world)

        assert "حلقهٔ همدلی مهرگان" not in words(of(world, "sara").get("/gatherings/"))
        assert "حلقهٔ همدلی مهرگان" in words(of(world, "parvin").get("/gatherings/"))
        assert of(world, "reza").get("/gatherings/").status_code == 403

    def test_empty_it_says_what_to_do(self, zahra: Client) -> None:
        assert "گردهمایی‌ای برپا کنید" in words(zahra.get("/gatherings/"))


class TestFounding:
    def test_it_stands_with_its_first_weeks(self, world: World, zahra: Client) -> None:
        answer = zahra.post("/gatherings/new", NEW)
        gathering = Gathering.objects.get()

        assert (answer.status_code, answer["Location"]) == (303, f"/gatherings/{gathering.pk}/")
        assert (gathering.every, gathering.weekday, gathering.minutes) == (2, 6, 60)
        assert gathering.occasions.count() == 2

    def test_a_volunteer_may_lead(self, world: World, zahra: Client) -> None:
        (she,) = serving(world, "گلنار رئیسی")
        zahra.post("/gatherings/new", {**NEW, "leader": "گلنار رییسی"})

        assert Gathering.objects.get().volunteer == she

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"title": ""}, "درست کنیم"), ({"leader": "ناشناس"}, "نیافتیم"), ({"centre": "کنارک"}, "نیافتیم"),
            ({"rule": "feast", "feast": ""}, "کدام مناسبت"), ({"rule": "month", "every": "۹"}, "چندمین روز"),
            ({"hour": "۲۹"}, "ساعت را مانند"), ({"minutes": "۵"}, "۱۵"),
        ],
    )  # fmt: skip
    def test_what_was_typed_stays_and_the_error_is_named(
        self, world: World, zahra: Client, wrong: dict[str, str], said: str
    ) -> None:
        answer = zahra.post("/gatherings/new", {**NEW, **wrong})

        assert answer.status_code == 422
        assert said in words(answer)
        assert wrong.get("title", "حلقهٔ قرآن بانوان") in answer.content.decode()
        assert not Gathering.objects.exists()

    def test_a_form_opens_with_her_only_centre(self, world: World, zahra: Client) -> None:
        assert "کانون سلامت مهرگان چابهار" in zahra.get("/gatherings/new").content.decode()


class TestAGathering:
    @pytest.mark.parametrize("language", ["fa", "en"])
    def test_its_page_tells_index_picture_and_table(self, world: World, language: str) -> None:
        who, gathering = serving(world), circle(world)
        weeks_of(world, gathering, who, None, who[:3])
        client = of(world, "nader")
        client.cookies["hamafza_language"] = language
        answer = client.get(f"/gatherings/{gathering.pk}/")
        body = answer.content.decode()

        assert answer.status_code == 200
        assert re.findall(r'<rect class="(held|missed)" x', body) == ["held", "missed", "held"]
        xs = [float(x) for x in re.findall(r'<rect class="(?:held|missed)" x="([\d.]+)"', body)]
        assert xs == sorted(xs, reverse=language == "fa")
        assert len(re.findall('<th scope="row"', body)) == 3

    def test_before_its_first_time_it_says_what_comes(self, world: World, zahra: Client) -> None:
        said = words(zahra.get(f"/gatherings/{circle(world).pk}/"))

        assert "هنوز جلسه‌ای به پایان نرسیده است" in said and "پنجشنبه ۷ آبان" in said

    def test_changed_what_lies_ahead_follows(self, world: World, zahra: Client, now: Any) -> None:
        now(SATURDAY + HOUR)
        gathering = circle(world)
        said = {"title": "حلقهٔ نو", "leader": "مریم نارویی", "hour": "۱۹:۰۰", "minutes": "۴۵"}

        assert zahra.post(f"/gatherings/{gathering.pk}/edit", said).status_code == 303
        occasion = turn(gathering)
        assert (occasion.starts_at, occasion.holder) == (FIRST + HOUR, world.person["maryam"])
        assert occasion.due_at == FIRST + HOUR + timedelta(minutes=45)
        assert zahra.post(f"/gatherings/{gathering.pk}/edit", {**said, "leader": ""}).status_code == 422

    def test_ended_it_has_nothing_ahead_and_says_why(self, world: World, zahra: Client, now: Any) -> None:
        now(SATURDAY + HOUR)
        gathering = circle(world)

        assert zahra.post(f"/gatherings/{gathering.pk}/end", {}).status_code == 422
        assert zahra.post(f"/gatherings/{gathering.pk}/end", {"reason": "few"}).status_code == 303
        said = words(zahra.get(f"/gatherings/{gathering.pk}/"))
        assert "شرکت‌کننده‌ای نماند" in said and "این گردهمایی پایان یافته است" in said
        assert zahra.get(f"/gatherings/{gathering.pk}/edit").status_code == 404

    def test_a_strangers_eyes_find_nothing(self, world: World) -> None:
        gathering = circle(world)
        occasion = turn(gathering)
        for who, status in (("sara", 404), ("stranger", 403)):
            for page in ("", "edit", "end", "calendar.ics"):
                assert of(world, who).get(f"/gatherings/{gathering.pk}/{page}").status_code == status
            for page in ("", "list", "missed", "cancel", "follow", "sheet.pdf"):
                assert of(world, who).get(f"/gatherings/occasions/{occasion.pk}/{page}").status_code == status


class TestTypingAList:
    def address(self, gathering: Gathering) -> str:
        return f"/gatherings/occasions/{turn(gathering).pk}/list"

    def test_it_is_looked_at_before_it_is_kept(self, world: World, zahra: Client) -> None:
        serving(world, "گلنار رئیسی", "شیرین دهواری", "شیرین بلوچ")
        gathering = circle(world)
        answer = zahra.post(self.address(gathering), {"text": "گلنار رئیسی\nشیرین\nمریم تازه", "others": "۲"})
        said = words(answer)

        assert answer.status_code == 200
        assert "شناختیم" in said and "کدام یک؟" in said and "تازه" in said
        assert not Presence.objects.exists() and turn(gathering).state == "planned"

    def test_chosen_and_kept_everybody_is_counted(self, world: World, zahra: Client) -> None:
        who = serving(world, "گلنار رئیسی", "شیرین دهواری", "شیرین بلوچ")
        gathering = circle(world)
        said = {
            "text": "گلنار رئیسی\nشیرین\nمریم تازه ۰۹۱۵۱۱۱۲۲۳۳\nاشتباهی", "others": "2", "keep": "1",
            "line-0": f"v{who[0].pk}", "line-1": f"v{who[2].pk}", "line-2": "new", "line-3": "none",
        }  # fmt: skip

        answer = zahra.post(self.address(gathering), said)

        assert answer.status_code == 303
        assert set(Presence.objects.values_list("volunteer__full_name", flat=True)) == {
            "گلنار رئیسی",
            "شیرین بلوچ",
            None,
        }
        assert Guest.objects.get().mobile == "09151112233"
        assert turn(gathering).people == 5
        page = words(zahra.get(answer["Location"]))
        assert "۵ نفر بودند" in page and "مریم تازه" in page and "و ۲ نفر دیگر" in page

    def test_an_ambiguous_line_must_be_chosen_and_nothing_is_lost(self, world: World, zahra: Client) -> None:
        serving(world, "شیرین دهواری", "شیرین بلوچ")
        gathering = circle(world)
        answer = zahra.post(
            self.address(gathering), {"text": "شیرین\nتازه‌وارد", "keep": "1", "line-0": "", "line-1": "new"}
        )

        assert answer.status_code == 422
        assert "بگویید کدام یک است" in words(answer)
        assert "شیرین\nتازه‌وارد" in answer.content.decode()
        assert not Guest.objects.exists()

    def test_nobody_of_another_centre_can_be_slipped_in(self, world: World, zahra: Client) -> None:
        (foreign,) = serving(world, "سمیه", centre="konarak")
        gathering = circle(world)
        answer = zahra.post(self.address(gathering), {"text": "کسی", "keep": "1", "line-0": f"v{foreign.pk}"})

        assert answer.status_code == 422
        assert not Presence.objects.exists()

    def test_an_empty_list_says_what_to_do(self, world: World, zahra: Client) -> None:
        answer = zahra.post(self.address(circle(world)), {"text": " ", "keep": "1"})

        assert answer.status_code == 422
        assert "بگویید برگزار نشد" in words(answer)

    def test_back_to_the_typing_keeps_what_was_typed(self, world: World, zahra: Client) -> None:
        answer = zahra.post(self.address(circle(world)), {"text": "نامی", "others": "۳", "again": "1"})

        assert answer.status_code == 200
        assert "نامی" in answer.content.decode() and "ببینیم چه خواندیم" in words(answer)

    def test_put_right_later_those_there_are_shown_and_may_be_taken_out(self, world: World, zahra: Client) -> None:
        who, gathering = serving(world), circle(world)
        old = guest(world, "مهمان کهنه")
        keep(world, turn(gathering), who[:2], guests=[old])
        shown = zahra.post(self.address(gathering), {"text": who[2].full_name})
        assert "از پیش در فهرست‌اند" in words(shown)

        said = {
            "text": who[2].full_name,
            "keep": "1",
            "line-0": f"v{who[2].pk}",
            "there": [f"v{who[0].pk}", f"g{old.pk}"],
        }
        assert zahra.post(self.address(gathering), said).status_code == 303

        assert set(Presence.objects.values_list("volunteer", "guest")) == {
            (who[0].pk, None), (who[2].pk, None), (None, old.pk),
        }  # fmt: skip
        page = words(zahra.get(f"/gatherings/occasions/{turn(gathering).pk}/"))
        assert "از ۳ به ۳ نفر (۱ نام افزوده، ۱ نام برداشته)" in page
        assert Mending.objects.get().by == world.person["zahra"]

    def test_too_early_it_says_when(self, world: World, zahra: Client, now: Any) -> None:
        now(SATURDAY)
        answer = zahra.post(self.address(circle(world)), {"text": "نامی", "keep": "1", "line-0": "new"})

        assert answer.status_code == 422 and "هنوز نرسیده است" in words(answer)

    def test_a_name_that_looks_like_code_stays_text(self, world: World, zahra: Client) -> None:
        answer = zahra.post(self.address(circle(world)), {"text": "<b>نام</b>"})

        assert "<b>نام</b>" not in answer.content.decode()


class TestAnOccasion:
    def test_missed_and_followed_in_two_steps(self, world: World, zahra: Client) -> None:
        occasion = turn(circle(world))
        address = f"/gatherings/occasions/{occasion.pk}/"

        assert zahra.post(f"{address}missed", {"reason": "other"}).status_code == 422
        assert zahra.post(f"{address}missed", {"reason": "weather", "note": "سیل آمد"}).status_code == 303
        maryam = of(world, "maryam")
        assert "هوا یا راه · سیل آمد" in words(maryam.get(address))
        assert maryam.post(f"{address}follow", {"followed": ""}).status_code == 422
        assert maryam.post(f"{address}follow", {"followed": "هفتهٔ بعد در مسجد"}).status_code == 303
        assert "پیگیری: هفتهٔ بعد در مسجد" in words(maryam.get(address))

    def test_cancelled_beforehand_it_tells_how_many_heard(self, world: World, zahra: Client, now: Any) -> None:
        now(SATURDAY)
        serving(world)
        address = f"/gatherings/occasions/{turn(circle(world)).pk}/"

        assert zahra.post(f"{address}cancel", {"reason": "venue"}).status_code == 303
        assert "به ۶ داوطلب خبر داده شد" in words(zahra.get(address))

    def test_buttons_are_those_of_the_hour(self, world: World, zahra: Client, now: Any) -> None:
        address = f"/gatherings/occasions/{turn(circle(world)).pk}/"
        after = words(zahra.get(address))
        now(SATURDAY)
        before = words(zahra.get(address))

        assert "نوشتن حاضران" in after and "برگزار نمی‌شود" not in after
        assert "برگزار نمی‌شود" in before and "نوشتن حاضران" not in before
        assert "نوشتن حاضران" not in words(of(world, "admin").get(address))

    def test_the_wall_sheet_is_a_pdf(self, world: World, zahra: Client) -> None:
        answer = zahra.get(f"/gatherings/occasions/{turn(circle(world)).pk}/sheet.pdf")

        assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")
        assert "no-store" in answer["Cache-Control"]


class TestTheFeasts:
    @pytest.fixture(autouse=True)
    def loaded(self, world: World) -> None:
        loading.load(by=HAND, at=SATURDAY)

    def test_loaded_twice_is_once_and_what_was_corrected_stays(self, world: World) -> None:
        count = Feast.objects.count()
        mabath = Feast.objects.get(key="mabath", first_on="2027-01-06")
        of(world, "parvin").post(f"/gatherings/feasts/{mabath.pk}/", {"first_on": "۱۴۰۵/۱۰/۱۷", "last_on": ""})

        assert loading.load(by=HAND, at=SATURDAY) == 0
        assert Feast.objects.count() == count
        mabath.refresh_from_db()
        assert str(mabath.first_on) == str(mabath.last_on) == "2027-01-07"

    def test_the_table_is_read_by_year_and_kept_by_the_province(self, world: World, zahra: Client) -> None:
        said = words(zahra.get("/gatherings/feasts?year=1405"))
        assert "دههٔ محرم" in said and "جابه‌جایی" not in said
        assert "جابه‌جایی" in words(of(world, "parvin").get("/gatherings/feasts"))
        assert "هنوز مناسبتی ننوشته‌اند" in words(zahra.get("/gatherings/feasts?year=1420"))
        assert zahra.get("/gatherings/feasts?year=x").status_code == 200

    def test_a_new_one_and_its_second_year(self, world: World) -> None:
        parvin = of(world, "parvin")
        for year in ("۱۴۰۵", "۱۴۰۶"):
            known = Feast.objects.filter(name_fa="روز شهرستان").first()
            said = {"key": known.key if known else "", "name_fa": "روز شهرستان", "first_on": f"{year}/۰۹/۲۰"}
            assert parvin.post("/gatherings/feasts", said).status_code == 303

        assert Feast.objects.filter(name_fa="روز شهرستان").values("key").distinct().count() == 1
        assert parvin.post("/gatherings/feasts", {**said, "key": known.key}).status_code == 422  # type: ignore[union-attr]
        assert parvin.post("/gatherings/feasts", {"first_on": "۱۴۰۵/۰۹/۲۰"}).status_code == 422

    def test_one_that_was_a_mistake_goes(self, world: World, zahra: Client) -> None:
        yalda = Feast.objects.filter(key="yalda").earliest("pk")

        assert zahra.post(f"/gatherings/feasts/{yalda.pk}/drop").status_code == 403
        assert of(world, "parvin").post(f"/gatherings/feasts/{yalda.pk}/drop").status_code == 303
        assert not Feast.objects.filter(pk=yalda.pk).exists()

    def test_a_gathering_keeps_the_days_of_a_feast(self, world: World, zahra: Client, now: Any) -> None:
        now(datetime(2027, 5, 15, 9, tzinfo=FIRST.tzinfo))
        zahra.post("/gatherings/new", {**NEW, "rule": "feast", "feast": "muharram"})
        gathering = Gathering.objects.get()

        assert [str(day) for day in gathering.occasions.order_by("meant_on").values_list("meant_on", flat=True)][:2] == [
            "2027-06-07", "2027-06-08",
        ]  # fmt: skip
        assert "دههٔ محرم، هر روز ساعت ۱۷:۳۰" in words(zahra.get(f"/gatherings/{gathering.pk}/"))


def test_a_desk_of_a_thing_asks_few_questions(world: World, zahra: Client, django_assert_max_num_queries: Any) -> None:
    who, gathering = serving(world), circle(world)
    keep(world, turn(gathering), who)
    for address in (f"/gatherings/{gathering.pk}/", f"/gatherings/occasions/{turn(gathering).pk}/"):
        with django_assert_max_num_queries(16):
            zahra.get(address)
