"""A month of a council: the agenda writes itself, a decision becomes an action, is late, climbs, is done, seen and closed."""

from datetime import timedelta

from hamafza.journal.models import JournalLine
from hamafza.kernel.clock import local
from hamafza.kernel.models import AuditLine, StateChange
from hamafza.kernel.ticking import tick
from hamafza.meetings import commands as meetings
from hamafza.meetings import queries
from hamafza.meetings.captions import said
from hamafza.meetings.models import Action
from hamafza.meetings.tests.telling import council
from hamafza.notices.models import Message
from tests.cast import SATURDAY, World

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def until(at, end):
    while at < end:
        tick(at)
        at += 6 * HOUR
    return at


def test_a_decision_becomes_action(world: World) -> None:
    zahra, reza, nader = (world.person[name] for name in ("zahra", "reza", "nader"))

    # given a need for which there is no centre, and a council that meets every second Tuesday
    request = world.triaged("housing", at=SATURDAY)
    series = council(world)
    first = series.meetings.get()

    # when its day comes near, the agenda has opened and gone out by itself, with the need on it by number alone
    at = until(SATURDAY, first.starts_at)
    first.refresh_from_db()
    assert first.state == "agenda_sent"
    item = first.items.get(kind="last_door")
    assert "مسکن" in said(item) and "گلنار" not in said(item)

    # and in the meeting minutes are written and somebody promises something
    meetings.begin(first, by=reza, at=at)
    meetings.mark_the_rest(first, by=reza, at=at)
    meetings.write_minutes(item, text="با بنیاد مسکن گفت‌وگو شود", by=reza, at=at)
    due_on = local(at + 8 * DAY).date()
    meetings.decide(
        first, text="با بنیاد مسکن تفاهم شود", item=str(item.pk), owner=zahra, due_on=due_on, by=reza, at=at
    )
    meetings.send_minutes(first, by=reza, at=at + HOUR)
    action = Action.objects.whole().get()

    # then silence makes the minutes final, and the promise, forgotten, climbs to the chair and onto the next agenda
    second = series.meetings.latest("number")
    at = until(at + 2 * HOUR, second.starts_at)
    first.refresh_from_db()
    assert first.state == "minutes_confirmed"
    assert second.items.order_by("order")[0].subject == f"meetings.action:{action.pk}"
    at = until(at, at + 4 * DAY)
    late = Message.objects.filter(template="action_late").values_list("to_person__username", flat=True)
    assert {"zahra", "nader"} <= set(late)
    assert queries.fate_of(series, at).counts["late"] == 1

    # until it is done with evidence, seen by another, and the meeting that asked for it is closed
    meetings.claim_done(Action.objects.whole().get(), evidence="تفاهم‌نامه امضا شد", by=zahra, at=at)
    assert queries.actions_of(reza, at, view="verify").get() == action
    meetings.verify(Action.objects.whole().get(), by=nader, at=at + HOUR)
    first.refresh_from_db()
    assert first.state == "closed"
    assert queries.fate_of(series, at + HOUR).verified_share == 1

    # and the journal tells all of it without a name
    kinds = set(JournalLine.objects.values_list("kind", flat=True))
    assert {
        "meeting_held",
        "decision_adopted",
        "action_given",
        "action_late",
        "action_verified",
        "minutes_confirmed",
    } <= kinds
    names = {part for person in world.person.values() for part in person.full_name.split()} | {
        "گلنار",
        "تفاهم",
        request.code,
    }
    for model in (JournalLine, AuditLine):
        told = repr(list(model.objects.values()))
        assert [name for name in names if name in told] == []
    subjects = StateChange.objects.filter(subject__startswith="meetings.")
    assert subjects.exists() and not any(name in repr(list(subjects.values("subject", "by"))) for name in names)
