"""Her own page: opened by her link alone, in her hand, naming nobody in its address."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from hamafza.kernel.clock import local
from hamafza.kernel.models import AuditLine
from hamafza.kernel.ticking import tick
from hamafza.volunteers import commands as volunteers
from hamafza.volunteers import mine, queries
from hamafza.volunteers.models import HasSkill, Skill, Volunteer
from hamafza.volunteers.tests.conftest import Applies
from tests.cast import SATURDAY, World

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def nine_on_a_saturday() -> Iterator[None]:
    with time_machine.travel(SATURDAY, tick=False):
        yield


def address(she: Volunteer) -> str:
    return f"/v/{queries.link_of(she)}/"


def see(client: Client, she: Volunteer, status: int = 200) -> str:
    answer = client.get(address(she))
    assert answer.status_code == status
    return answer.content.decode()


def test_it_says_how_it_stands_at_each_step(world: World, applies: Applies, client: Client) -> None:
    she = applies()
    assert "درخواست شما رسیده است" in see(client, she)
    volunteers.begin(she, by=world.person["zahra"], at=SATURDAY)
    assert "گفت‌وگوی کوتاهی در پیش است" in see(client, she)
    volunteers.note_interview(she, text="رازی از گفت‌وگو", papers="", by=world.person["zahra"], at=SATURDAY)
    page = see(client, she)
    assert "همکار دیگری تا آن روز پاسخ می‌دهد" in page and "رازی" not in page
    volunteers.accept(she, by=world.person["maryam"], at=SATURDAY)
    page = see(client, she)
    assert "در خدمت هستید" in page and "یاور" in page and "می‌مانم" not in page and page.count("<h1") == 1


def test_refused_she_reads_why_and_archived_nothing(world: World, applies: Applies, client: Client) -> None:
    she = volunteers.refuse(applies(), reason="اکنون جایی نداریم", by=world.person["zahra"], at=SATURDAY)
    page = see(client, she)
    assert "اکنون جایی نداریم" in page and "مرخصی می‌گیرم" not in page
    for verb in ("edit", "leave"):
        assert client.get(f"{address(she)}{verb}").status_code == 404
    Volunteer.objects.filter(pk=she.pk).update(state="archived", left="moved")
    assert "این صفحه بسته است" in see(client, she, 404)


@pytest.mark.parametrize("verb", ["", "edit", "leave", "back", "stay"])
def test_a_wrong_link_opens_nothing(world: World, client: Client, verb: str) -> None:
    ask = client.post if verb in {"back", "stay"} else client.get
    assert ask(f"/v/wrong:to:ken/{verb}").status_code == 404


def test_a_closed_link_does_nothing(world: World, accepted: Applies, client: Client) -> None:
    she = accepted()
    old = address(she)
    Volunteer.objects.filter(pk=she.pk).update(link_no=2, state="inactive_long")
    assert client.post(f"{old}back").status_code == 404
    she.refresh_from_db()
    assert she.state == "inactive_long"


def test_she_changes_her_skills_and_hours_herself(accepted: Applies, skills: dict[str, Skill], client: Client) -> None:
    she = accepted(skills=[skills["cook"]], free=[(0, "morning")])
    form = client.get(f"{address(she)}edit").content.decode()
    assert 'value="0-morning" checked' in form
    said = {"skills": ["driver", "cook"], "free": ["5-evening"], "about": "رانندگی هم می‌کنم"}
    assert client.post(f"{address(she)}edit", said).status_code == 303

    she.refresh_from_db()
    assert she.about == "رانندگی هم می‌کنم" and she.free.get().weekday == 5
    assert HasSkill.objects.filter(volunteer=she).count() == 2
    assert "پروانه هنوز دیده نشده است" in see(client, she)
    assert AuditLine.objects.latest("seq").by == f"volunteer:{she.pk}"
    wrong = client.post(f"{address(she)}edit", {**said, "skills": ["wizard"]})
    assert wrong.status_code == 422 and "رانندگی هم می‌کنم" in wrong.content.decode()


def test_she_rests_and_returns_by_one_tap(accepted: Applies, client: Client) -> None:
    she = accepted()
    wrong = client.post(f"{address(she)}leave", {"returns_on": "1410/01/01", "reason": "سفر به زابل"})
    assert wrong.status_code == 422 and "سفر به زابل" in wrong.content.decode()
    assert client.post(f"{address(she)}leave", {"returns_on": "۱۴۰۵/۰۸/۲۰"}).status_code == 303
    assert "در مرخصی" in see(client, she) and "بازگشتم" in see(client, she)
    assert client.post(f"{address(she)}back").status_code == 303

    she.refresh_from_db()
    assert she.state == "accepted"
    again = client.post(f"{address(she)}back", follow=True)
    assert "تازه کنید" in again.content.decode()  # a tap too many is answered courteously


def test_warned_she_says_that_she_stays(accepted: Applies, client: Client) -> None:
    she = accepted()
    assert she.due_at is not None
    tick(she.due_at)
    assert "می‌مانم" in see(client, she)
    assert client.post(f"{address(she)}stay").status_code == 303
    she.refresh_from_db()
    assert she.step == 0 and local(she.since_at) == SATURDAY  # type: ignore[arg-type]
    assert "می‌مانم" not in see(client, she)


def test_parts_of_other_areas_stand_there_as_links_too(
    accepted: Applies, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        mine, "_parts", [(2, "کشیک‌ها", lambda token: f"/late/{token}"), (1, "جمع‌ها", lambda token: f"/p/{token}")]
    )
    she = accepted()
    page, token = see(client, she), queries.link_of(she)

    assert f'hx-get="/p/{token}"' in page and f'href="/p/{token}"' in page
    assert page.index("جمع‌ها") < page.index("کشیک‌ها")


def test_its_address_and_its_answer_are_nobodys_else(accepted: Applies, client: Client) -> None:
    she = accepted()
    answer = client.get(address(she))

    assert "no-store" in answer["Cache-Control"] and she.mobile not in answer.content.decode()
    assert "گلنار" not in address(she)
