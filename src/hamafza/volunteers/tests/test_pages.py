"""The officers' pages: one volunteer with her next step, the list with its filters, the forecast."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from hamafza.kernel.clock import local
from hamafza.volunteers import commands as volunteers
from hamafza.volunteers.models import HasSkill, Skill, Volunteer
from hamafza.volunteers.states import VolunteerState
from hamafza.volunteers.tests.conftest import Applies
from tests.access.conftest import unzipped
from tests.cast import SATURDAY, World

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = local(SATURDAY).date()


@pytest.fixture(autouse=True)
def nine_on_a_saturday() -> Iterator[None]:
    with time_machine.travel(SATURDAY, tick=False):
        yield


@pytest.fixture
def zahra(world: World) -> Client:
    return signed_in(world, "zahra")


def signed_in(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.person[name])
    return client


def see(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


class TestOneVolunteer:
    def test_shows_whose_turn_it_is_and_the_next_step(self, applies: Applies, zahra: Client) -> None:
        page = see(zahra, f"/volunteers/{applies().pk}/")

        assert "اکنون نزد زهرا مرادی" in page and "با او تماس گرفتم" in page
        assert "۰۹۱۵۱۱۱۲۲۳۳" in page and "۳۵ ساله" in page and page.count("<h1") == 1

    def test_the_whole_way_by_its_buttons(self, world: World, applies: Applies, zahra: Client) -> None:
        she, maryam = applies(), signed_in(world, "maryam")
        here = f"/volunteers/{she.pk}/"
        assert zahra.post(f"{here}begin")["Location"] == here
        assert zahra.post(f"{here}interview", {"text": "خوش‌رو", "papers": "کارت ملی"}).status_code == 303
        assert f'action="{here}accept"' not in see(zahra, here)
        page = see(maryam, here)
        assert f'action="{here}accept"' in page and "زهرا مرادی با او گفت‌وگو کرده است" in page
        assert maryam.post(f"{here}accept").status_code == 303

        she.refresh_from_db()
        assert she.state == VolunteerState.ACCEPTED
        page = see(zahra, here)
        assert "پذیرنده: مریم نارویی" in page and "گفت‌وگو و مدارک نوشته شد" in page and "خودش" in page

    def test_whoever_talked_with_her_has_no_button_and_no_way_round(self, world: World, applies: Applies) -> None:
        she, maryam = applies(), signed_in(world, "maryam")
        here = f"/volunteers/{she.pk}/"
        maryam.post(f"{here}interview", {"text": "خوش‌رو"})
        assert f'action="{here}accept"' not in see(maryam, here)
        maryam.post(f"{here}accept")

        she.refresh_from_db()
        assert she.state == VolunteerState.IN_PROCESS
        assert "همکار دیگری باید ببیند" in see(maryam, here)

    @pytest.mark.parametrize(
        ("verb", "said", "shows"),
        [
            ("interview", {"text": "", "papers": "کارت بلوچی"}, "کارت بلوچی"), ("refuse", {"reason": " "}, "دلیل را بنویسید"),
        ],
    )  # fmt: skip
    def test_what_is_missing_is_said_and_what_was_typed_stays(
        self, applies: Applies, zahra: Client, verb: str, said: dict[str, str], shows: str
    ) -> None:
        answer = zahra.post(f"/volunteers/{applies().pk}/{verb}", said)
        assert answer.status_code == 422 and shows in answer.content.decode()

    def test_leave_away_archive_and_again(self, accepted: Applies, zahra: Client) -> None:
        she = accepted()
        here = f"/volunteers/{she.pk}/"
        assert zahra.post(f"{here}leave", {"returns_on": "1400/01/01"}).status_code == 422
        for verb, said, state in [
            ("leave", {"returns_on": "1405/08/20", "reason": "سفر"}, "inactive_short"), ("back", {}, "accepted"),
            ("away", {"reason": "کار"}, "inactive_long"), ("back", {}, "accepted"),
            ("archive", {"left": "moved"}, "archived"), ("again", {}, "in_process"),
        ]:  # fmt: skip
            assert zahra.post(f"{here}{verb}", said).status_code == 303, verb
            she.refresh_from_db()
            assert she.state == state
            see(zahra, here)
        assert "از این‌جا رفت" in see(zahra, here)
        assert zahra.post(f"{here}archive", {}).status_code == 422

    def test_a_double_is_shown(self, applies: Applies, zahra: Client) -> None:
        first, second = applies(), applies()
        assert f"/volunteers/{second.pk}/" in see(zahra, f"/volunteers/{first.pk}/")
        assert "شاید همین شخص" in see(zahra, f"/volunteers/{second.pk}/")

    def test_her_skills_hours_and_papers(
        self, world: World, accepted: Applies, skills: dict[str, Skill], zahra: Client
    ) -> None:
        she = accepted(skills=[skills["nurse"]])
        here, has = f"/volunteers/{she.pk}/", HasSkill.objects.get(volunteer=she)
        assert "پروانه هنوز دیده نشده است" in see(zahra, here)
        assert zahra.post(f"/volunteers/papers/{has.pk}", {"until": ""}).status_code == 422
        assert zahra.post(f"/volunteers/papers/{has.pk}", {"until": "1406/01/15"}).status_code == 303
        assert "معتبر تا" in see(zahra, here)
        form = see(zahra, f"{here}edit")
        assert 'value="nurse" id="id_skills_1" checked' in form or "checked" in form
        assert zahra.post(f"{here}edit", {"skills": ["nurse", "cook"], "free": ["4-evening"]}).status_code == 303
        assert she.free.get().part == "evening" and "آشپز" in see(zahra, here)

    def test_a_foreign_one_is_not_there(self, world: World, applies: Applies) -> None:
        she = applies()
        for name, status in [("sara", 404), ("reza", 403), ("nader", 200), ("admin", 403)]:
            assert signed_in(world, name).get(f"/volunteers/{she.pk}/").status_code == status, name


class TestTheList:
    @pytest.fixture
    def three(self, world: World, applies: Applies, accepted: Applies, skills: dict[str, Skill]) -> list[Volunteer]:
        cook = accepted(full_name="ماهرخ آشپز", mobile="09150000001", skills=[skills["cook"]], free=[(3, "afternoon")])
        nurse = accepted(
            full_name="نازنین پرستار", mobile="09150000002", skills=[skills["nurse"]], free=[(3, "morning")]
        )
        new = applies(full_name="پرویز تازه", mobile="09150000003", centre="konarak")
        return [cook, nurse, new]

    @pytest.mark.parametrize(
        ("query", "shown"),
        [
            ("", {0, 1}), ("view=waiting", {2}), ("view=all", {0, 1, 2}), ("view=all&q=ماهرخ", {0}), ("q=09150000002", {1}),
            ("view=all&q=كنارك", {2}), ("skill=cook", {0}), ("skill=nurse", set()), ("weekday=3", {0, 1}),
            ("weekday=3&part=afternoon", {0}), ("weekday=4&part=afternoon", set()), ("part=morning", {1}),
            ("state=applied", {2}), ("rung=associate", {0, 1}), ("rung=member", set()), ("view=all&centre=konarak", {2}),
        ],
    )  # fmt: skip
    def test_each_filter(self, world: World, three: list[Volunteer], query: str, shown: set[int]) -> None:
        parvin = signed_in(world, "parvin")
        page = see(parvin, f"/volunteers/?{query}")
        assert {n for n, one in enumerate(three) if f'"/volunteers/{one.pk}/"' in page} == shown
        paper = see(parvin, f"/volunteers/print?{query}")
        sheet = unzipped(parvin.get(f"/volunteers/sheet?{query}").content)
        for n, one in enumerate(three):
            assert (one.full_name in paper) is (one.full_name in sheet) is (n in shown)

    def test_a_licence_counts_in_the_filter_once_it_was_seen(
        self, world: World, three: list[Volunteer], zahra: Client
    ) -> None:
        has = HasSkill.objects.select_related("volunteer__centre__place", "skill").get(volunteer=three[1])
        volunteers.see_paper(has, until=TODAY + 90 * DAY, by=world.person["zahra"], at=SATURDAY)
        assert f"/volunteers/{three[1].pk}/" in see(zahra, "/volunteers/?skill=nurse")

    def test_only_her_own(self, three: list[Volunteer], zahra: Client) -> None:
        page = see(zahra, "/volunteers/?view=all")
        assert f"/volunteers/{three[0].pk}/" in page and f"/volunteers/{three[2].pk}/" not in page

    def test_page_by_page_in_both_directions(
        self, world: World, accepted: Applies, zahra: Client, monkeypatch: Any
    ) -> None:
        for number in range(60):
            Volunteer.objects.create(
                centre=world.centre["chabahar"], full_name=f"نام {number:02}", search_key=f"نام {number:02}", mobile="09150000000",
                birth_year=1370, state="accepted", applied_at=SATURDAY,
            )  # fmt: skip
        first = see(zahra, "/volunteers/")
        after = Volunteer.objects.order_by("search_key", "pk")[24].pk
        assert f"after={after}" in first and "نام 24" in first and "نام 25" not in first
        second = see(zahra, f"/volunteers/?after={after}")
        assert "نام 25" in second and "نام 24" not in second and "before=" in second

    def test_a_wrong_filter_is_said(self, world: World, zahra: Client) -> None:
        assert zahra.get("/volunteers/?weekday=9").status_code == 422

    def test_from_a_centres_page_one_comes_here(self, world: World, zahra: Client) -> None:
        page = see(zahra, "/centres/chabahar/")
        for address in ("/volunteers/?view=all&amp;centre=chabahar", "/volunteers/forecast?centre=chabahar"):
            assert f'href="{address}"' in page
            see(zahra, address.replace("&amp;", "&"))

    def test_an_empty_list_says_what_to_do(self, world: World, zahra: Client) -> None:
        assert "داوطلبی با این نشانه‌ها نیست" in see(zahra, "/volunteers/")
        assert "/join" in see(zahra, "/volunteers/?view=waiting")

    def test_it_asks_few_questions_for_any_number(
        self, world: World, three: list[Volunteer], applies: Applies, zahra: Client, django_assert_max_num_queries: Any
    ) -> None:
        for number in range(8):
            applies(mobile=f"0915111000{number}")
        with django_assert_max_num_queries(16):
            see(zahra, "/volunteers/?view=all")


class TestTheForecast:
    def test_it_names_centre_skill_and_day(
        self, world: World, accepted: Applies, skills: dict[str, Skill], zahra: Client
    ) -> None:
        she = accepted(skills=[skills["counsellor"]], free=[(1, "evening")])
        has = HasSkill.objects.select_related("volunteer__centre__place", "skill").get(volunteer=she)
        assert "هیچ پروانه‌ای تنها نمی‌ماند" in see(zahra, "/volunteers/forecast")
        volunteers.see_paper(has, until=TODAY + 30 * DAY, by=world.person["zahra"], at=SATURDAY)

        page = see(zahra, "/volunteers/forecast")
        assert "تا ۳۱ روز دیگر کانون سلامت مهرگان چابهار مشاور دارای پروانه ندارد" in page
        assert 'class="shut"' in page  # free on an evening, and the door is shut
        assert see(zahra, "/volunteers/forecast?q=مشاور").count("۳۱ روز") == 1
        assert "۳۱ روز" not in see(zahra, "/volunteers/forecast?q=برق‌کار")
        assert "مشاور" in see(zahra, "/volunteers/forecast/print")
        assert "مشاور" in unzipped(zahra.get("/volunteers/forecast/sheet").content)
        assert "۳۱ روز" not in see(signed_in(world, "sara"), "/volunteers/forecast?centre=chabahar")
