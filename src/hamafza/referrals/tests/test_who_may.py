"""Every command against every actor of the cast, by a table written here by hand and not read from the matrix."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from hamafza.kernel.actors import Applicant, Door, LinkHolder, System
from hamafza.kernel.errors import NotAllowed, Refused
from hamafza.kernel.models import AuditLine
from hamafza.network import commands as network
from hamafza.network.models import Grant
from hamafza.network.standing_in import NobodyElse
from hamafza.referrals import commands as referrals
from hamafza.referrals.models import AnswerLink, LastDoor, Note, Referral
from tests.cast import SATURDAY, World

LATER = SATURDAY + timedelta(hours=1)
Act = Callable[[World, Referral, Any], object]

# Who answers for the centre of Chabahar: its secretary and head, and those above it.
CENTRE = {"zahra", "maryam", "nader", "parvin", "clock", "her link"}
# Who sends what comes from Tis: its door, its coordinators and the last door of the province.
SENDERS = {"reza", "nader", "parvin", "karim", "clock"}
OTHERS = ["clock", "door", "applicant", "her link", "another link"]


def actor(world: World, name: str, hop: Referral) -> Any:
    return {
        "clock": System("tick"),
        "door": Door("web"),
        "applicant": Applicant(hop.need.request_id),
        "her link": LinkHolder(1, hop.pk),
        "another link": LinkHolder(2, hop.pk + 1),
    }.get(name) or world.person[name]


def everyone(world: World) -> list[str]:
    return [*world.person, *OTHERS]


def hop_of(world: World, *domains: str) -> Referral:
    return Referral.objects.open().whole().get(need__request=world.triaged(*domains or ("health",)))


def taken(world: World) -> Referral:
    hop = hop_of(world)
    referrals.accept(hop, by=world.person["zahra"], at=SATURDAY)
    return hop


def held(world: World) -> Referral:
    hop = taken(world)
    until = SATURDAY + timedelta(days=3)
    referrals.hold(hop, reason="client_asked", until=until, by=world.person["zahra"], at=SATURDAY)
    return hop


def task_of(hop: Referral) -> LastDoor:
    return LastDoor.objects.get(need__request=hop.need.request_id)


def at_the_door(world: World) -> Referral:
    """A hop of health beside a need of housing that is at the last door."""
    return Referral.objects.open().whole().get(need__request=world.triaged("health", "housing"))


def linked(world: World) -> Referral:
    hop = hop_of(world)
    referrals.invite(hop, by=world.person["reza"], at=SATURDAY, base_url="/a/")
    return hop


UNTIL = SATURDAY + timedelta(days=2)
VERBS: dict[str, tuple[Callable[[World], Referral], Act, set[str]]] = {
    "accept": (hop_of, lambda w, hop, by: referrals.accept(hop, by=by, at=LATER), CENTRE),
    "decline": (hop_of, lambda w, hop, by: referrals.decline(hop, reason="funds", by=by, at=LATER), CENTRE),
    "hold": (
        hop_of,
        lambda w, hop, by: referrals.hold(hop, reason="client_asked", until=UNTIL, by=by, at=LATER),
        CENTRE,
    ),
    "resume": (held, lambda w, hop, by: referrals.resume(hop, by=by, at=LATER), CENTRE),
    "note": (taken, lambda w, hop, by: referrals.note(hop, text="تماس", by=by, at=LATER), CENTRE),
    "finish": (
        taken,
        lambda w, hop, by: referrals.finish(hop, outcome="solved", evidence="شد", by=by, at=LATER),
        CENTRE,
    ),
    "give up": (taken, lambda w, hop, by: referrals.give_up(hop, reason="no_means", by=by, at=LATER), CENTRE),
    "relay": (
        taken,
        lambda w, hop, by: referrals.relay(hop, centre=w.centre["konarak"], by=by, at=LATER),
        CENTRE,
    ),
    "answer by link": (
        linked,
        lambda w, hop, by: referrals.answer_by_link(
            AnswerLink.objects.get(referral=hop), verb="accept", said={}, by=by, at=LATER, base_url="/a/"
        ),
        CENTRE,
    ),
    "withdraw": (
        hop_of,
        lambda w, hop, by: referrals.withdraw(hop, reason="جای دیگر", by=by, at=LATER),
        SENDERS,
    ),
    "offer": (
        at_the_door,
        lambda w, hop, by: referrals.offer(task_of(hop).need, centres=[w.centre["work"]], by=by, at=LATER),
        SENDERS,
    ),
    "refer": (hop_of, lambda w, hop, by: referrals.refer(hop.need.request, by=by, at=LATER), SENDERS),
    "invite": (
        hop_of,
        lambda w, hop, by: referrals.invite(hop, by=by, at=LATER, base_url="/a/"),
        SENDERS | {"maryam"},
    ),
    "revoke a link": (
        linked,
        lambda w, hop, by: referrals.revoke_link(AnswerLink.objects.get(referral=hop), by=by, at=LATER),
        SENDERS | {"maryam"},
    ),
    "act at the last door": (
        at_the_door,
        lambda w, hop, by: referrals.act_at_last_door(
            task_of(hop), action="guidance", note="همراهی شد", by=by, at=LATER
        ),
        {"karim", "nader", "parvin", "clock"},
    ),
    "late": (hop_of, lambda w, hop, by: referrals.late(hop, by=by, at=hop.due_at), {"clock"}),
    "late in search": (
        hop_of,
        lambda w, hop, by: referrals.late_in_search(hop.need.request, by=by, at=LATER),
        {"clock"},
    ),
    "late at the last door": (
        at_the_door,
        lambda w, hop, by: referrals.late_at_last_door(task_of(hop), by=by, at=LATER),
        {"clock"},
    ),
    "hand over": (hop_of, lambda w, hop, by: referrals.hand_over(hop, by=by, at=LATER), {"clock"}),
    "hand over the last door": (
        at_the_door,
        lambda w, hop, by: referrals.hand_over_last_door(task_of(hop), by=by, at=LATER),
        {"clock"},
    ),
}


@pytest.mark.parametrize("verb", VERBS)
class TestTheTable:
    def test_whoever_is_not_in_it_is_refused_and_leaves_no_trace(self, world: World, verb: str) -> None:
        made, act, may = VERBS[verb]
        hop = made(world)
        before = (list(Referral.objects.values()), list(LastDoor.objects.values()), AuditLine.objects.count())
        refused = []

        for name in everyone(world):
            if name not in may:
                with pytest.raises(NotAllowed):
                    act(world, hop, actor(world, name, hop))
                refused.append(name)

        after = (list(Referral.objects.values()), list(LastDoor.objects.values()), AuditLine.objects.count())
        assert after == before
        assert {"stranger", "admin", "farhad", "sara", "mina", "hamid", "another link"} <= set(refused)

    def test_whoever_is_in_it_may(self, world: World, verb: str) -> None:
        made, act, may = VERBS[verb]
        hop = made(world)

        for name in sorted(may):
            with transaction.atomic(), suppress(NobodyElse):  # let in, and nobody is away
                fresh = Referral.objects.whole().get(pk=hop.pk)
                act(world, fresh, actor(world, name, fresh))
                transaction.set_rollback(True)


def test_every_guarded_command_stands_in_the_table() -> None:
    """A new verb must say here who may."""
    open_to_callers = {"refer_again", "call_back", "vacate", "send_on", "ask_for_link", "wrong_digits"}
    open_to_callers |= {"pass_on_hop", "pass_on_last_door"}  # within the rule of a handover
    own_rule = {"take_back_note"}
    named = {name for name in referrals.__all__ if name[0].islower()}
    in_table = {
        {
            "answer by link": "answer_by_link",
            "revoke a link": "revoke_link",
            "act at the last door": "act_at_last_door",
            "late at the last door": "late_at_last_door",
            "hand over the last door": "hand_over_last_door",
        }.get(verb, verb.replace(" ", "_"))
        for verb in VERBS
    }

    assert named - open_to_callers - own_rule == in_table


class TestTwoCountiesAway:
    """The county's coordinator answers for centres that stand in her county, wherever the request comes from."""

    def test_she_answers_for_hers_and_not_for_the_neighbours(self, world: World) -> None:
        hop = hop_of(world)
        nader = world.person["nader"]
        referrals.decline(hop, reason="capacity", by=nader, at=LATER)
        onward = Referral.objects.open().get(need=hop.need)

        assert not onward.centre.place.path.startswith(world.place["1104"].path)
        with pytest.raises(NotAllowed):
            referrals.accept(onward, by=nader, at=LATER)

    def test_but_she_may_take_it_back_since_it_comes_from_her_county(self, world: World) -> None:
        hop = hop_of(world)
        referrals.decline(hop, reason="capacity", by=world.person["zahra"], at=LATER)
        onward = Referral.objects.open().get(need=hop.need)

        referrals.withdraw(onward, reason="نزدیک‌تر می‌جوییم", by=world.person["nader"], at=LATER)

        onward.refresh_from_db()
        assert onward.state == "withdrawn"


class TestRightsThatEnd:
    def test_a_revoked_secretary_answers_no_longer(self, world: World) -> None:
        hop, zahra = hop_of(world), world.person["zahra"]
        grant = Grant.objects.get(person=zahra)
        network.revoke(grant, by=world.person["admin"], at=SATURDAY)
        zahra = type(zahra).objects.get(pk=zahra.pk)

        with pytest.raises(NotAllowed):
            referrals.accept(hop, by=zahra, at=LATER)

    @pytest.mark.parametrize(("minutes", "may"), [(-1, False), (0, True), (59, True), (60, False)])
    def test_a_deputy_answers_to_the_minute(self, world: World, minutes: int, may: bool) -> None:
        hop, sara, zahra = hop_of(world), world.person["sara"], world.person["zahra"]
        network.set_absence(zahra, deputy=sara, since=LATER, until=LATER + timedelta(hours=1), by=zahra, at=SATURDAY)
        at = LATER + timedelta(minutes=minutes)

        if may:
            referrals.accept(hop, by=sara, at=at)
        else:
            with pytest.raises(NotAllowed):
                referrals.accept(hop, by=sara, at=at)

        hop.refresh_from_db()
        assert (hop.state == "accepted") is may

    def test_a_person_who_left_answers_nothing(self, world: World) -> None:
        hop, zahra = hop_of(world), world.person["zahra"]
        zahra.is_active = False
        zahra.save(update_fields=["is_active"])

        with pytest.raises(NotAllowed):
            referrals.accept(hop, by=zahra, at=LATER)


class TestTakingBackANote:
    def note(self, world: World) -> Note:
        return referrals.note(taken(world), text="تماس", by=world.person["zahra"], at=SATURDAY)

    def test_only_its_writer(self, world: World) -> None:
        note = self.note(world)

        for name in everyone(world):
            if name != "zahra":
                with pytest.raises(NotAllowed):
                    referrals.take_back_note(note, by=actor(world, name, note.referral), at=SATURDAY)

        assert Note.objects.filter(pk=note.pk).exists()

    @pytest.mark.parametrize(("seconds", "gone"), [(0, True), (600, True), (601, False)])
    def test_within_ten_minutes(self, world: World, seconds: int, gone: bool) -> None:
        note = self.note(world)
        at = SATURDAY + timedelta(seconds=seconds)

        try:
            referrals.take_back_note(note, by=world.person["zahra"], at=at)
        except Refused:
            assert not gone

        assert Note.objects.filter(text="تماس").exists() is not gone
