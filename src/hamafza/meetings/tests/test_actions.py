"""A promise from its giving to its verified end: evidence, another's eyes, dates, knots, the ladder 0/+3/+7."""

from collections import defaultdict
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from hamafza.journal.models import JournalLine
from hamafza.kernel.clock import local
from hamafza.kernel.errors import MoveRefused, NotAllowed, ReasonMissing
from hamafza.kernel.models import StateChange
from hamafza.kernel.moves import subject_of
from hamafza.kernel.ticking import tick
from hamafza.meetings import commands as meetings
from hamafza.meetings import queries
from hamafza.meetings.models import Action
from hamafza.meetings.tests.telling import DAY, HOUR, action_in, clock_to, on, promise, sitting
from hamafza.network import commands as network
from hamafza.notices.models import Message
from hamafza.people import commands as people
from tests.cast import World


def told(action: Action, template: str) -> list[str]:
    lines = Message.objects.filter(template=template, subject=subject_of(action), channel="inbox").order_by("pk")
    return list(lines.values_list("to_person__username", flat=True))


class TestClaiming:
    def test_wants_evidence(self, world: World) -> None:
        action = promise(world)
        with pytest.raises(meetings.EvidenceMissing) as refused:
            meetings.claim_done(action, evidence=" ", by=world.person["zahra"], at=action.created_at + HOUR)
        assert refused.value.field == "evidence"

    def test_passes_it_to_another_with_three_working_days(self, world: World) -> None:
        action = action_in(world, "done_claimed")

        assert action.holder == world.person["reza"]
        assert local(action.due_at) == on(2026, 11, 1, 14)  # چهارشنبه ۶ آبان + پنجشنبه، شنبه، یکشنبه
        assert told(action, "action_to_verify") == ["reza"]

    def test_a_stranger_cannot_claim_but_the_secretary_may(self, world: World) -> None:
        action = promise(world)
        for who in ("mina", "nader", "parvin", "stranger"):
            with pytest.raises(NotAllowed):
                meetings.claim_done(action, evidence="شد", by=world.person[who], at=action.created_at + HOUR)
        meetings.claim_done(action, evidence="تلفنی گفت که شد", by=world.person["reza"], at=action.created_at + HOUR)

    def test_her_deputy_may(self, world: World) -> None:
        action = promise(world)
        zahra, sara, at = world.person["zahra"], world.person["sara"], action.created_at
        network.set_absence(zahra, deputy=sara, since=at, until=at + 3 * DAY, by=zahra, at=at)

        meetings.claim_done(action, evidence="شد", by=sara, at=at + DAY)

        assert action.state == "done_claimed"


class TestVerifying:
    @pytest.mark.parametrize(("who", "may"), [
        ("reza", True), ("nader", True), ("parvin", True), ("zahra", False), ("mina", False), ("maryam", False),
        ("karim", False), ("farhad", False), ("admin", False), ("stranger", False),
    ])  # fmt: skip
    def test_never_the_owner_and_only_those_who_answer_for_it(self, world: World, who: str, may: bool) -> None:
        action = action_in(world, "done_claimed")
        at = action.since_at + HOUR
        if may:
            meetings.verify(action, by=world.person[who], at=at)
            assert (action.state, action.verified_by) == ("verified", world.person[who])
        else:
            with pytest.raises(NotAllowed):
                meetings.verify(action, by=world.person[who], at=at)

    def test_a_secretary_does_not_verify_her_own(self, world: World) -> None:
        action = promise(world, owner="reza")
        meetings.claim_done(action, evidence="شد", by=world.person["reza"], at=action.created_at + HOUR)

        assert action.holder == world.person["nader"]
        with pytest.raises(NotAllowed):
            meetings.verify(action, by=world.person["reza"], at=action.created_at + DAY)

    def test_nor_does_the_deputy_of_the_owner(self, world: World) -> None:
        action = action_in(world, "done_claimed")
        zahra, nader, at = world.person["zahra"], world.person["nader"], action.since_at
        network.set_absence(zahra, deputy=nader, since=at, until=at + 5 * DAY, by=zahra, at=at)

        with pytest.raises(NotAllowed):
            meetings.verify(action, by=nader, at=at + HOUR)

    def test_the_database_refuses_it_too(self, world: World) -> None:
        action = action_in(world, "verified")
        with pytest.raises(IntegrityError), transaction.atomic():
            Action.objects.filter(pk=action.pk).update(verified_by=action.owner)

    def test_the_owner_is_thanked_and_the_journal_notes_it_without_a_name(self, world: World) -> None:
        action = action_in(world, "verified")

        assert told(action, "action_verified") == ["zahra"]
        line = JournalLine.objects.get(kind="action_verified")
        assert (line.place, line.people, line.detail) == ("IR/11/1104/", 0, "")

    def test_the_last_one_closes_its_meeting(self, world: World) -> None:
        meeting = sitting(world, "minutes_confirmed")
        action = Action.objects.whole().get()
        meetings.claim_done(action, evidence="شد", by=world.person["zahra"], at=meeting.starts_at + 2 * DAY)
        meetings.verify(action, by=world.person["reza"], at=meeting.starts_at + 3 * DAY)

        meeting.refresh_from_db()
        assert meeting.state == "closed"

    def test_sent_back_with_a_reason_it_is_the_owners_again(self, world: World) -> None:
        action = action_in(world, "done_claimed")
        with pytest.raises(ReasonMissing):
            meetings.send_back(action, reason="", by=world.person["reza"], at=action.since_at)

        meetings.send_back(action, reason="دو روستا مانده", by=world.person["reza"], at=action.since_at + HOUR)

        assert (action.state, action.holder, action.reason) == ("returned", world.person["zahra"], "دو روستا مانده")
        assert told(action, "action_returned") == ["zahra"]

    def test_nobody_looks_and_the_chair_hears_of_it(self, world: World) -> None:
        action = action_in(world, "done_claimed")

        clock_to(action.due_at + 15 * DAY, since=action.due_at, every=DAY)

        assert told(action, "action_to_verify")[:2] == ["reza", "reza"]
        assert "nader" in told(action, "action_to_verify")
        assert "zahra" not in told(action, "action_to_verify")


class TestKnots:
    def test_says_with_whom_and_why_who_is_told(self, world: World) -> None:
        action = promise(world)
        zahra, at = world.person["zahra"], action.created_at + HOUR
        with pytest.raises(ReasonMissing):
            meetings.block(action, blocked_on=world.person["mina"], reason="", by=zahra, at=at)
        with pytest.raises(meetings.OnHerself):
            meetings.block(action, blocked_on=zahra, reason="خودم", by=zahra, at=at)

        meetings.block(action, blocked_on=world.person["mina"], reason="نامه نیامده", by=zahra, at=at)

        assert told(action, "action_waits_for_you") == ["mina"]
        assert queries.actions_of(world.person["mina"], at).get() == action

    def test_the_clock_does_not_stop_for_it(self, world: World) -> None:
        action = action_in(world, "blocked")

        clock_to(on(2026, 11, 8), since=action.created_at, every=HOUR * 6)

        assert {"zahra", "mina"} <= set(told(action, "action_late"))

    def test_untied_it_goes_on(self, world: World) -> None:
        action = action_in(world, "blocked")

        meetings.start_action(action, by=world.person["zahra"], at=action.since_at + HOUR)

        assert (action.state, action.blocked_on, action.reason) == ("in_progress", None, "")


class TestMovingTheDate:
    def move(self, action: Action, who: Any, days: int = 20) -> Action:
        day = (action.created_at + days * DAY).date()
        return meetings.postpone(action, due_on=day, reason="باران", by=who, at=action.created_at + HOUR)

    def test_twice_by_the_owner_then_by_the_chair_alone(self, world: World) -> None:
        action = promise(world)
        self.move(action, world.person["zahra"], 12)
        self.move(action, world.person["zahra"], 14)
        for who in ("zahra", "reza"):
            with pytest.raises(meetings.OnlyTheChair):
                self.move(action, world.person[who], 16)

        self.move(action, world.person["nader"], 16)

        assert action.times_moved == 3
        assert StateChange.objects.filter(subject=subject_of(action), before="open", after="open").count() == 3

    def test_wants_a_reason_and_a_day_ahead(self, world: World) -> None:
        action = promise(world)
        with pytest.raises(ReasonMissing):
            meetings.postpone(action, due_on=action.due_on, reason="", by=world.person["zahra"], at=action.created_at)
        with pytest.raises(meetings.BadDue):
            self.move(action, world.person["zahra"], -2)

    def test_the_ladder_begins_anew(self, world: World) -> None:
        action = promise(world)
        clock_to(on(2026, 11, 8), since=action.created_at)
        action.refresh_from_db()
        assert action.rung == 2

        meetings.postpone(
            action, due_on=on(2026, 11, 20).date(), reason="باران", by=world.person["zahra"], at=on(2026, 11, 8)
        )

        assert (action.rung, local(action.due_at)) == (0, on(2026, 11, 19, 8))

    def test_not_while_another_looks(self, world: World) -> None:
        with pytest.raises(MoveRefused):
            self.move(action_in(world, "done_claimed"), world.person["zahra"])


class TestCancelling:
    @pytest.mark.parametrize("who", ["reza", "zahra", "parvin", "admin"])
    def test_only_the_chair(self, world: World, who: str) -> None:
        with pytest.raises(NotAllowed):
            action = promise(world)
            meetings.cancel_action(action, reason="x", by=world.person[who], at=action.created_at)

    def test_with_a_reason(self, world: World) -> None:
        action = promise(world)
        with pytest.raises(ReasonMissing):
            meetings.cancel_action(action, reason="", by=world.person["nader"], at=action.created_at)
        meetings.cancel_action(action, reason="دیگر لازم نیست", by=world.person["nader"], at=action.created_at)
        assert (action.state, told(action, "action_cancelled")) == ("cancelled", ["zahra"])


class TestTheLadder:
    def test_eve_owner_day_manager_three_chair_seven_then_every_week(self, world: World) -> None:
        """Zahra's action is due on Friday, 6 November: who is told, and on which day."""
        action = promise(world)
        assert action.due_on == on(2026, 11, 6).date()
        seen: dict[str, list[int]] = defaultdict(list)
        at, known = action.created_at, 0
        while at < on(2026, 11, 30):
            tick(at)
            for who in told(action, "action_eve")[known:]:
                seen[f"eve {who}"].append(local(at).day)
            known = len(told(action, "action_eve"))
            at += 3 * HOUR
        late: dict[str, list[str]] = defaultdict(list)
        for message in Message.objects.filter(template="action_late", subject=subject_of(action)).order_by("pk"):
            late[message.to_person.username].append(f"{local(message.created_at):%m-%d}")

        assert seen == {"eve zahra": [5]}
        assert late["zahra"] == ["11-07", "11-10", "11-14", "11-21", "11-28"]
        assert late["nader"] == ["11-10", "11-14", "11-21", "11-28"]  # هماهنگ‌کننده و خود رئیس نشست
        assert late["reza"] == ["11-14", "11-21", "11-28"]
        assert JournalLine.objects.filter(kind="action_late").count() == 1

    def test_done_in_time_nobody_is_chased(self, world: World) -> None:
        action = action_in(world, "verified")

        clock_to(on(2026, 12, 1), since=action.created_at, every=DAY)

        assert not told(action, "action_late") and not told(action, "action_eve")

    def test_over_the_29th_of_esfand(self, world: World) -> None:
        """Due on 29 Esfand: late from the first moment of the new year, holiday or not."""
        action = promise(world)
        meetings.postpone(
            action, due_on=on(2027, 3, 20).date(), reason="پایان سال", by=world.person["zahra"], at=action.created_at
        )

        assert local(action.due_at) == on(2027, 3, 19, 8)
        tick(action.due_at)
        action.refresh_from_db()
        assert local(action.due_at) == on(2027, 3, 21, 0)

    def test_what_lies_with_one_who_left_goes_on(self, world: World) -> None:
        action = promise(world)
        people.disable(world.person["zahra"], by=world.person["admin"], at=action.created_at + HOUR)

        tick(action.created_at + 2 * HOUR)

        action.refresh_from_db()
        assert action.holder == world.person["nader"]
        assert action.owner == world.person["zahra"]
        assert told(action, "action_given") == ["zahra", "nader"]
        tick(action.created_at + 3 * HOUR)
        assert len(told(action, "action_given")) == 2, "once is enough"


class TestListsOfActions:
    def test_mine_to_verify_late_open_ended(self, world: World) -> None:
        one = promise(world)
        two = promise(world, one.meeting, owner="mina", days=3)
        at = on(2026, 11, 2)
        meetings.claim_done(one, evidence="شد", by=world.person["zahra"], at=at)

        def seen(who: str, view: str) -> set[int]:
            return set(queries.actions_of(world.person[who], at, view=view).values_list("pk", flat=True))

        assert seen("zahra", "mine") == set()
        assert seen("mina", "mine") == {two.pk}
        assert seen("reza", "verify") == seen("nader", "verify") == seen("parvin", "verify") == {one.pk}
        assert seen("zahra", "verify") == seen("mina", "verify") == set()
        assert seen("nader", "late") == {two.pk}
        assert seen("nader", "open") == {one.pk, two.pk}
        assert seen("farhad", "open") == set()

    def test_words_in_any_spelling(self, world: World) -> None:
        action = promise(world)
        for words in ("بیماران", "بيماران", "زهرا مرادي"):
            assert queries.actions_of(world.person["nader"], on(2026, 10, 28), view="open", words=words).get() == action
        assert not queries.actions_of(world.person["nader"], on(2026, 10, 28), view="open", words="زرافه").exists()

    def test_what_waits_today_and_in_the_digest(self, world: World) -> None:
        action = promise(world)
        early, near = action.created_at + HOUR, action.created_at + 4 * DAY

        assert not queries.actions_waiting(world.person["zahra"], early).exists()
        assert queries.actions_waiting(world.person["zahra"], near).get() == action
        assert queries.waiting_counts(near)[world.person["zahra"].pk] == 1
        assert queries.waiting_counts(early)[world.person["reza"].pk] == 1  # صورت‌جلسه‌ای که باید نوشته شود
        assert timedelta(0) < near - early
