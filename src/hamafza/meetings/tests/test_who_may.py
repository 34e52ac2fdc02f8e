"""Who sees a meeting and who may do what in it: each verb × each part in it, through its address.

The council of Chabahar: Nader leads and coordinates the county, Reza writes, heads and secretaries of the county are
called. Foreign is not forbidden: it is not there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from hamafza.kernel import clock
from hamafza.meetings import commands as meetings
from hamafza.meetings.models import Action, Decision, Feed, Meeting, Series
from hamafza.meetings.states import MeetingState
from hamafza.meetings.tests.telling import action_in, decided, on, promise, sitting
from hamafza.meetings.urls import BEFORE
from hamafza.meetings.views.acts import ACTS, ONCE
from hamafza.network import commands as network
from tests.cast import World

EVERYBODY = (
    "nader",
    "reza",
    "zahra",
    "maryam",
    "mina",
    "parvin",
    "karim",
    "sara",
    "hamid",
    "farhad",
    "admin",
    "stranger",
)
SEES = {
    "nader",
    "reza",
    "zahra",
    "maryam",
    "mina",
    "parvin",
    "admin",
}  # leads, writes, invited ×3, above, keeps the house
RECORDS = {"nader", "reza", "parvin"}


@pytest.fixture(autouse=True)
def the_day_of_the_meeting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: on(2026, 10, 27, 12))


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def signed_in(world: World, who: str) -> Client:
    client = Client()
    client.force_login(world.person[who])
    return client


def seen_by(world: World, address: str) -> set[str]:
    found = set()
    for who in EVERYBODY:
        answer = signed_in(world, who).get(address)
        b"".join(answer)  # a file is read to its end, and closes itself
        assert answer.status_code in {200, 404}, (who, answer.status_code)
        found |= {who} if answer.status_code == 200 else set()
    return found


class TestSeeing:
    @pytest.mark.parametrize("state", [MeetingState.AGENDA_OPEN, MeetingState.HELD, MeetingState.CLOSED])
    def test_the_page_its_paper_and_its_event(self, world: World, state: str) -> None:
        meeting = sitting(world, state)

        for page in ("", "event.ics", "near"):
            assert seen_by(world, f"/meetings/{meeting.pk}/{page}") == SEES, page

    def test_before_anybody_is_called_the_invited_do_not_see_it_yet(self, world: World) -> None:
        meeting = sitting(world, MeetingState.PLANNED)

        # the host's own head and secretary do: it will be in their house
        assert seen_by(world, f"/meetings/{meeting.pk}/") == SEES - {"mina"}

    def test_the_series_and_what_became_of_its_decisions(self, world: World) -> None:
        series = sitting(world).series

        for page in ("", "decisions", "decisions/sheet"):
            assert seen_by(world, f"/meetings/series/{series.pk}/{page}") == SEES, page

    def test_the_series_is_kept_by_its_chair_and_those_above(self, world: World) -> None:
        assert seen_by(world, f"/meetings/series/{sitting(world).series_id}/edit") == {"nader", "parvin", "admin"}

    def test_an_action_by_its_meeting_its_owner_and_who_has_the_knot(self, world: World) -> None:
        action = promise(world, owner="sara")
        assert seen_by(world, f"/actions/{action.pk}/") == SEES | {"sara"}
        meetings.block(
            action, blocked_on=world.person["hamid"], reason="نامه", by=world.person["sara"], at=on(2026, 10, 27, 12)
        )
        assert seen_by(world, f"/actions/{action.pk}/") == SEES | {"sara", "hamid"}

    def test_a_deputy_sees_what_she_for_whom_she_stands_in_sees(self, world: World) -> None:
        meeting = sitting(world)
        zahra, at = world.person["zahra"], on(2026, 10, 27, 11)
        network.set_absence(
            zahra, deputy=world.person["hamid"], since=at, until=at + timedelta(days=2), by=zahra, at=at
        )

        assert "hamid" in seen_by(world, f"/meetings/{meeting.pk}/")

    def test_a_host_sees_what_comes_into_her_house(self, world: World) -> None:
        meeting = sitting(
            world, roles=[], hosts=[world.centre["konarak"]], place=world.place["11"], by=world.person["parvin"]
        )

        assert "sara" in seen_by(world, f"/meetings/{meeting.pk}/")

    def test_lists_hold_what_one_sees_and_nothing_else(self, world: World) -> None:
        action = promise(world)
        for who in EVERYBODY:
            client = signed_in(world, who)
            for address, word in (
                ("/meetings/?view=all", f"/meetings/{action.meeting.pk}/"),
                ("/actions/?view=open", f"/actions/{action.pk}/"),
            ):
                assert (word in client.get(address).content.decode()) is (who in SEES), (who, address)

    def test_sheets_and_print_as_well(self, world: World) -> None:
        action = promise(world)
        for page in ("/meetings/print?view=all", "/actions/print?view=open"):
            shown = {who for who in EVERYBODY if "شورای هماهنگی" in signed_in(world, who).get(page).content.decode()}
            assert shown == SEES, page
        assert action.pk

    def test_a_stranger_without_an_account_is_asked_to_sign_in(self, world: World) -> None:
        meeting = sitting(world)
        for address in (
            "/meetings/",
            f"/meetings/{meeting.pk}/",
            "/actions/",
            "/meetings/calendar",
            "/meetings/series/new",
        ):
            assert Client().get(address).status_code == 302

    def test_the_navigation_is_for_those_who_serve(self, world: World) -> None:
        assert "/meetings/" in signed_in(world, "karim").get("/meetings/").content.decode().partition("<main")[0]
        assert 'href="/actions/"' not in signed_in(world, "stranger").get("/meetings/").content.decode()


# verb → the state of the meeting in which it can be done, and who may do it
VERBS: dict[str, tuple[str, set[str]]] = {
    "open": ("planned", RECORDS),
    "send": ("agenda_open", RECORDS),
    "begin": ("agenda_sent", RECORDS),
    "refresh": ("agenda_open", RECORDS),
    "everyone": ("held", RECORDS),
    "minutes": ("held", RECORDS),
    "confirm": ("minutes_draft", {"nader"}),
    "up": ("agenda_open", RECORDS),
    "down": ("agenda_open", RECORDS),
    "drop": ("agenda_open", RECORDS),
    "restore": ("agenda_open", RECORDS),
    "present": ("held", RECORDS),
    "absent": ("held", RECORDS),
    "excused": ("held", RECORDS),
    "unmark": ("held", RECORDS),
    "coming": ("agenda_open", RECORDS | {"zahra"}),
    "not-coming": ("agenda_open", RECORDS | {"zahra"}),
    "uninvite": ("agenda_open", RECORDS),
    "take-back": ("held", RECORDS),
    "cancel": ("agenda_open", RECORDS),
    "object": ("minutes_draft", {"nader", "reza", "zahra", "maryam", "mina"}),
    "adopt": ("held", RECORDS),
    "add-action": ("held", RECORDS),
    "reword": ("held", RECORDS),
    "defer": ("held", RECORDS),
    "reject": ("held", RECORDS),
}
ON_ACTIONS: dict[str, tuple[str, set[str]]] = {
    "start": ("open", {"zahra", "reza"}),
    "claim": ("in_progress", {"zahra", "reza"}),
    "block": ("in_progress", {"zahra", "reza"}),
    "postpone": ("open", {"zahra", "reza", "nader"}),
    "verify": ("done_claimed", {"nader", "reza", "parvin"}),
    "return": ("done_claimed", {"nader", "reza", "parvin"}),
    "cancel-action": ("open", {"nader"}),
}
TYPED: dict[str, Any] = {
    "reason": "weather", "note": "توضیح", "text": "متن بهتر", "no_action_because": "برای آگاهی", "task": "نامه", "owner": "mina",
    "due_on": "1405/08/20", "evidence": "نامهٔ ۱۲", "blocked_on": "mina",
}  # fmt: skip


def test_every_verb_is_walked_here() -> None:
    assert {*VERBS, *ON_ACTIONS} == {*ONCE, *ACTS}


def thing_for(world: World, verb: str, meeting: Meeting) -> Any:
    kind = (ONCE.get(verb) or ACTS[verb]).kind
    at = meeting.starts_at + timedelta(hours=1)
    if kind == "item":
        return meetings.add_item(meeting, title="بودجه", by=world.person["reza"], at=at)
    if kind == "invitee":
        if verb == "uninvite":
            return meetings.invite_to(meeting, person=world.person["karim"], by=world.person["reza"], at=at)
        return meeting.invitees.get(person__username="zahra")
    if kind == "decision":
        more = {"no_action_because": "آگاهی"} if verb == "add-action" else {}
        decision = decided(world, meeting, **more)
        Decision.objects.filter(pk=decision.pk).update(proposed_at=on(2026, 10, 27, 12))
        return decision
    return meeting


def doers(world: World, verb: str, thing: Any, sees: set[str] = SEES) -> set[str]:
    """Who can really do it, by POST; what is not hers to see is 404, what is not hers to do changes nothing."""
    kind = (ONCE.get(verb) or ACTS[verb]).kind
    address, found = f"/{BEFORE[kind]}{thing.pk}/{verb}", set()
    for who in EVERYBODY:
        with taken_back():
            before = footprint()
            answer = signed_in(world, who).post(address, {**TYPED, "owner": "mina"})
            assert answer.status_code in {303, 404, 422}, (who, answer.status_code)
            assert (answer.status_code == 404) is (who not in sees), who
            found |= {who} if footprint() != before else set()
    return found


def footprint() -> Any:
    from hamafza.kernel.models import AuditLine

    return AuditLine.objects.count()


@pytest.mark.slow  # each verb by twelve people
@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_of_a_meeting_is_done_by_those_who_may_and_nobody_else(world: World, verb: str) -> None:
    state, may = VERBS[verb]
    thing = thing_for(world, verb, sitting(world, state))

    sees = {"open": SEES - {"mina"}, "uninvite": SEES | {"karim"}}.get(verb, SEES)  # not yet called, called as a guest
    assert doers(world, verb, thing, sees) == may


@pytest.mark.slow  # each verb by twelve people
@pytest.mark.parametrize("verb", ON_ACTIONS)
def test_a_verb_of_an_action_is_done_by_those_who_may_and_nobody_else(world: World, verb: str) -> None:
    state, may = ON_ACTIONS[verb]

    assert doers(world, verb, action_in(world, state)) == may


@pytest.mark.slow  # each by twelve people
@pytest.mark.parametrize(("page", "data", "may"), [
    ("items", {"title": "بودجه"}, SEES - {"admin"}),
    ("invite", {"person": "karim"}, RECORDS),
    ("decide", {"text": "تصمیم"}, RECORDS),
])  # fmt: skip
def test_what_is_typed_into_the_page(world: World, page: str, data: dict[str, str], may: set[str]) -> None:
    meeting, done = sitting(world), set()
    for who in EVERYBODY:
        with taken_back():
            before = footprint()
            answer = signed_in(world, who).post(f"/meetings/{meeting.pk}/{page}", data)
            assert answer.status_code in ({303, 422} if who in SEES else {404})
            done |= {who} if footprint() != before else set()

    assert done == may


def test_minutes_are_written_by_those_who_record(world: World) -> None:
    meeting = sitting(world)
    item = meetings.add_item(meeting, title="بودجه", by=world.person["reza"], at=meeting.starts_at)
    for who in EVERYBODY:
        signed_in(world, who).post(f"/meetings/items/{item.pk}/write", {"text": who})
        item.refresh_from_db()
        assert (item.minutes == who) is (who in RECORDS), who


class TestFoundingBySomebodysHand:
    def test_the_page_is_for_those_who_plan(self, world: World) -> None:
        for who in EVERYBODY:
            wanted = 200 if who in {"nader", "parvin", "admin"} else 403
            assert signed_in(world, who).get("/meetings/series/new").status_code == wanted, who

    def test_ending_too(self, world: World) -> None:
        series = sitting(world).series
        for who in set(EVERYBODY) - {"nader", "parvin", "admin"}:
            assert signed_in(world, who).post(f"/meetings/series/{series.pk}/end").status_code == 404
        assert Series.objects.get().state == "active"


class TestTheFile:
    def test_is_for_those_who_see_the_action(self, world: World, settings: Any, tmp_path: Any) -> None:
        settings.MEDIA_ROOT = tmp_path
        from hamafza.intake import uploads

        action = action_in(world, "done_claimed")
        assert seen_by(world, f"/actions/{action.pk}/file") == set()
        kept = uploads.keep(uploads.Checked("نامه.txt", "text/plain", "متن".encode()))
        Action.objects.filter(pk=action.pk).update(stored_as=kept, file_name="نامه.txt", file_type="text/plain")

        assert seen_by(world, f"/actions/{action.pk}/file") == SEES


class TestTheSecretAddress:
    def made(self, world: World, who: str = "zahra") -> str:
        body = signed_in(world, who).post("/meetings/calendar/new").content.decode()
        return "/meetings/feed/" + body.partition("/meetings/feed/")[2].partition('"')[0]

    def test_opens_her_own_meetings_without_an_account(self, world: World) -> None:
        meeting = sitting(world)
        answer = Client().get(self.made(world))

        assert answer.status_code == 200
        assert f"meeting-{meeting.pk}@hamafza" in answer.content.decode()
        assert Feed.objects.get().last_used_on == on(2026, 10, 27).date()

    def test_shows_no_meeting_of_others(self, world: World) -> None:
        sitting(world)

        assert "BEGIN:VEVENT" not in Client().get(self.made(world, "karim")).content.decode()

    def test_only_its_hash_is_kept(self, world: World) -> None:
        token = self.made(world).removeprefix("/meetings/feed/").removesuffix(".ics")

        assert len(token) >= 32
        assert token not in repr(list(Feed.objects.values()))

    def test_is_dead_when_revoked_renewed_or_its_person_has_gone(self, world: World) -> None:
        first = self.made(world)
        second = self.made(world)
        assert Client().get(first).status_code == 404
        assert Client().get(second).status_code == 200
        signed_in(world, "zahra").post("/meetings/calendar/close")
        assert Client().get(second).status_code == 404
        third = self.made(world)
        type(world.person["zahra"]).objects.filter(username="zahra").update(is_active=False)
        assert Client().get(third).status_code == 404

    def test_a_guess_opens_nothing(self, world: World) -> None:
        self.made(world)
        assert Client().get("/meetings/feed/guess.ics").status_code == 404
