"""Where no person's name and no word of a request may stand: journal, audit, messages, addresses, file names, calendars."""

import pytest
from django.test import Client

from hamafza.journal.models import JournalLine
from hamafza.kernel import clock
from hamafza.kernel.models import AuditLine
from hamafza.meetings import commands as meetings
from hamafza.meetings.models import Action, AgendaItem, Meeting
from hamafza.meetings.tests.telling import DAY, action_in, clock_to, on, promise, sitting
from hamafza.notices.models import Message
from tests.cast import World

CANARY, WORDS = "قناری‌زادهٔ نشان‌دار", "زرافهٔ بنفش"


@pytest.fixture
def told(world: World) -> Action:
    """A request of a canary, and a month of a council around it, with every verb of an action."""
    for domain in ("housing", "health"):
        world.triaged(domain, applicant_name=CANARY, text=f"دارو و خانه. {WORDS}")
    type(world.person["zahra"]).objects.filter(username="zahra").update(full_name=f"زهرا {CANARY}")
    world.person["zahra"].refresh_from_db()
    meeting = sitting(world)
    action = promise(world, meeting)
    meetings.block(
        action, blocked_on=world.person["mina"], reason="نامه", by=world.person["zahra"], at=action.created_at
    )
    clock_to(action.created_at + 25 * DAY, since=action.created_at, every=DAY)
    action.refresh_from_db()
    at = action.created_at + 26 * DAY
    meetings.claim_done(action, evidence=f"کار {WORDS}", by=world.person["zahra"], at=at)
    meetings.send_back(action, reason=WORDS, by=world.person["reza"], at=at)
    meetings.claim_done(action, evidence=f"کار {WORDS}", by=world.person["zahra"], at=at)
    meetings.verify(action, by=world.person["reza"], at=at)
    return action


@pytest.mark.parametrize("canary", [CANARY, "قناری", WORDS, "زرافه"])
class TestTheCanary:
    def test_is_in_no_line_of_journal_or_audit(self, told: Action, canary: str) -> None:
        assert JournalLine.objects.filter(kind__startswith="action").count() >= 3
        for model in (JournalLine, AuditLine):
            assert canary not in repr(list(model.objects.values()))

    def test_is_in_no_message(self, told: Action, canary: str) -> None:
        lines = Message.objects.filter(template__regex="^(meeting|minutes|action)")
        assert lines.count() > 15
        assert canary not in repr(list(lines.values("body", "url", "subject", "template")))

    def test_is_on_no_agenda(self, told: Action, canary: str) -> None:
        assert AgendaItem.objects.filter(kind__in=["last_door", "late", "gap"]).exists()
        assert canary not in repr(list(AgendaItem.objects.exclude(kind="action").values("title", "facts", "subject")))


def test_no_address_and_no_files_name_tells_more_than_numbers(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: on(2026, 10, 28))
    action = action_in(world, "verified")
    client = Client()
    client.force_login(world.person["reza"])
    for page in (
        f"/meetings/{action.meeting.pk}/event.ics",
        "/meetings/sheet",
        "/actions/sheet",
        f"/meetings/series/{action.series.pk}/decisions/sheet",
    ):
        name = client.get(page)["Content-Disposition"]
        assert name.isascii() and "filename" in name
    calendar = client.get(f"/meetings/{action.meeting.pk}/event.ics").content.decode()
    assert not any(part in calendar for person in world.person.values() for part in person.full_name.split())


def test_the_short_code_of_a_meeting_says_nothing_of_it(world: World) -> None:
    meeting = Meeting.objects.get(pk=sitting(world, "planned").pk)

    assert meeting.code == f"{meeting.series_id}/1"
