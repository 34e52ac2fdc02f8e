"""What she herself says: how many hours a month, by her link and by an officer; shown to whoever plans; and whose link opens what."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core import signing
from django.core.cache import cache
from django.test import Client
from openpyxl import load_workbook

from hamafza.journal.models import JournalLine
from hamafza.kernel.models import AuditLine, StateChange
from hamafza.notices.models import Message
from hamafza.volunteers import commands as volunteers
from hamafza.volunteers import queries
from hamafza.volunteers.commands.profile import MOST_HOURS
from hamafza.volunteers.models import Skill, Volunteer
from hamafza.volunteers.states import VolunteerState
from hamafza.volunteers.tests.conftest import Applies
from tests.cast import SATURDAY, World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nine_on_a_saturday() -> Iterator[None]:
    cache.clear()
    with time_machine.travel(SATURDAY, tick=False):
        yield


def of(world: World, who: str, language: str = "fa") -> Client:
    client = Client()
    client.force_login(world.person[who])
    client.cookies["hamafza_language"] = language
    return client


def own(she: Volunteer, more: str = "") -> str:
    return f"/v/{queries.link_of(she)}/{more}"


class TestHours:
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [("۲۴", 24), ("٢٤", 24), ("24", 24), (" ۱\u200c۲ ", 12), ("1", 1), ("240", 240), ("", None), ("   ", None)],
    )
    def test_are_read_in_any_digits(self, accepted: Applies, client: Client, typed: str, kept: int | None) -> None:
        she = accepted()
        assert client.post(own(she, "edit"), {"hours": typed, "about": ""}).status_code == 303
        she.refresh_from_db()

        assert she.hours_wished == kept

    @pytest.mark.parametrize("typed", ["0", "-5", "241", "۱۰۰۰", "بیست", "2.5", "1e3", "٢٤ ساعت"])
    def test_out_of_reason_are_said_and_the_rest_stays(
        self, accepted: Applies, skills: dict[str, Skill], client: Client, typed: str
    ) -> None:
        she = accepted()
        said = {"hours": typed, "about": "عصرها آزادم", "skills": ["cook"], "free": ["3-evening"]}
        answer = client.post(own(she, "edit"), said)
        page = answer.content.decode()

        assert answer.status_code == 422 and 'id="id_hours_error"' in page
        assert "عصرها آزادم" in page and 'value="3-evening" checked' in page
        she.refresh_from_db()
        assert she.hours_wished is None and not she.free.exists() and she.about == ""

    @pytest.mark.parametrize(("hours", "kept"), [(-3, None), (0, None), (MOST_HOURS + 1, MOST_HOURS), (None, None)])
    def test_by_command_keep_within_reason(self, accepted: Applies, hours: int | None, kept: int | None) -> None:
        she = accepted()

        assert volunteers.set_hours(she, hours=hours, by=she, at=SATURDAY).hours_wished == kept

    def test_cleared_they_are_gone(self, accepted: Applies, client: Client) -> None:
        she = accepted()
        volunteers.set_hours(she, hours=9, by=she, at=SATURDAY)
        assert 'value="۹"' in client.get(own(she, "edit")).content.decode()
        client.post(own(she, "edit"), {"hours": "", "about": ""})
        she.refresh_from_db()

        assert she.hours_wished is None

    @pytest.mark.parametrize(
        ("hours", "language", "hers", "theirs"),
        [
            (1, "fa", "ماهی ۱ ساعت می‌خواهید", "ماهی ۱ ساعت می‌خواهد"),
            (24, "fa", "ماهی ۲۴ ساعت می‌خواهید", "ماهی ۲۴ ساعت می‌خواهد"),
            (1, "en", "You would like 1 hour a month.", "would like 1 hour a month"),
            (24, "en", "You would like 24 hours a month.", "would like 24 hours a month"),
        ],
    )
    def test_she_and_whoever_plans_read_them(
        self, world: World, accepted: Applies, client: Client, hours: int, language: str, hers: str, theirs: str
    ) -> None:
        she = accepted()
        volunteers.set_hours(she, hours=hours, by=she, at=SATURDAY)
        client.cookies["hamafza_language"] = language

        assert hers in client.get(own(she)).content.decode()
        assert theirs in of(world, "zahra", language).get(f"/volunteers/{she.pk}/").content.decode()

    def test_an_officer_writes_what_she_was_told(self, world: World, accepted: Applies) -> None:
        she = accepted()
        assert of(world, "zahra").post(f"/volunteers/{she.pk}/edit", {"hours": "۸", "about": ""}).status_code == 303
        book = load_workbook(io.BytesIO(b"".join(of(world, "zahra").get("/volunteers/sheet"))))

        assert [row[-1].value for row in book.active.iter_rows()] == ["خواستهٔ خودش، ساعت در ماه", "۸"]

    @pytest.mark.parametrize(("who", "status"), [("sara", 404), ("reza", 403), ("stranger", 403), ("admin", 403)])
    def test_nobody_else_writes_them(self, world: World, accepted: Applies, who: str, status: int) -> None:
        she = accepted()
        answer = of(world, who).post(f"/volunteers/{she.pk}/edit", {"hours": "8", "about": ""})
        she.refresh_from_db()

        assert answer.status_code in {403, 404} and she.hours_wished is None
        assert answer.status_code == status or who == "admin"


class TestWhoseLink:
    def test_a_link_of_another_purpose_opens_nothing(self, accepted: Applies, client: Client) -> None:
        """Signed by this very house, for something else."""
        she = accepted()
        for forged in (
            signing.dumps([she.pk, 1], salt="gatherings.tap"), signing.dumps([she.pk, 1]),
            signing.dumps([str(she.pk), 1], salt=queries.SALT), signing.dumps({"pk": she.pk}, salt=queries.SALT),
            signing.dumps([she.pk, 2], salt=queries.SALT), signing.dumps([she.pk + 1, 1], salt=queries.SALT),
            queries.link_of(she)[:-1], queries.link_of(she).swapcase(), f"{queries.link_of(she)}x",
        ):  # fmt: skip
            assert client.get(f"/v/{forged}/").status_code == 404, forged
            assert client.post(f"/v/{forged}/edit", {"hours": "7", "about": ""}).status_code == 404
        she.refresh_from_db()
        assert she.hours_wished is None

    def test_two_numbers_that_are_none_open_nothing(self, accepted: Applies, client: Client) -> None:
        accepted()
        for content in ([None, 1], ["x", 1], [1], [1, 2, 3], "text", 5, [10**30, 1], [[1], 1], [1.5, 1]):
            assert client.get(f"/v/{signing.dumps(content, salt=queries.SALT)}/").status_code == 404, content

    @pytest.mark.parametrize("state", VolunteerState.values)
    def test_in_each_state_it_opens_what_is_hers(
        self, world: World, accepted: Applies, client: Client, state: str
    ) -> None:
        she = accepted()
        more: dict[str, Any] = {"left": "moved"} if state == "archived" else {}
        if state in {"applied", "in_process"}:
            more = {"holder": world.person["zahra"], "due_at": SATURDAY}
        Volunteer.objects.filter(pk=she.pk).update(state=state, reason="دلیل", **more)
        page, edit = client.get(own(she)), client.get(own(she, "edit"))

        assert page.status_code == (404 if state == "archived" else 200)
        assert edit.status_code == (404 if state in {"archived", "refused"} else 200)

    @pytest.mark.parametrize("verb", ["back", "stay", "leave", "edit", ""])
    def test_nothing_of_hers_is_kept_by_caches_nor_told_to_others(
        self, accepted: Applies, client: Client, verb: str
    ) -> None:
        she = accepted()
        answer = client.get(own(she, verb))

        assert answer.status_code in {200, 405}
        if answer.status_code == 200:
            assert "no-store" in answer["Cache-Control"]
        assert str(she.mobile) not in own(she, verb) and she.full_name not in own(she, verb)


def test_what_she_wrote_stands_in_no_book_and_no_message(
    world: World, accepted: Applies, skills: dict[str, Skill], client: Client
) -> None:
    """Her words, her number, her name and how her talk went stay on her page."""
    she = accepted(full_name="قناری نغمه‌سرا", mobile="09158887766", about="رازی که تنها شما بدانید")
    client.post(own(she, "edit"), {"hours": "5", "about": "راز دیگری", "skills": ["cook"], "free": ["1-evening"]})
    client.post(own(she, "leave"), {"returns_on": "۱۴۰۵/۰۸/۲۰", "reason": "بیماری پنهان"})
    client.post(own(she, "back"))
    volunteers.archive(
        Volunteer.objects.whole().get(pk=she.pk),
        left="other",
        reason="سخن پنهان",
        by=world.person["maryam"],
        at=SATURDAY,
    )
    secret = ["قناری", "09158887766", "راز", "خوش‌رو"]
    for model in (AuditLine, JournalLine):
        told = repr(list(model.objects.values()))
        assert [word for word in [*secret, "بیماری", "سخن پنهان"] if word in told] == [], model
    assert [word for word in secret if word in repr(list(StateChange.objects.values()))] == []
    sent = repr(list(Message.objects.values_list("body", "url", "template", "subject")))
    assert [word for word in [*secret, "بیماری", "سخن پنهان"] if word in sent] == []
