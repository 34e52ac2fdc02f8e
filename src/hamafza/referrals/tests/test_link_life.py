"""The life of an answer link, by its commands: how long it lives, what ends it, whom it serves and what it may say."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from hamafza.kernel import codes
from hamafza.kernel.actors import Door, LinkHolder
from hamafza.kernel.errors import MoveRefused, NotAllowed, ReasonMissing
from hamafza.kernel.models import AuditLine
from hamafza.notices.models import Message
from hamafza.people import commands as people
from hamafza.people.models import Person
from hamafza.referrals import commands as referrals
from hamafza.referrals import queries
from hamafza.referrals.models import AnswerLink, Note, Referral
from tests.cast import SATURDAY, World

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
LATER = SATURDAY + HOUR
DOOR = Door("answer_link")


@pytest.fixture
def hop(world: World) -> Referral:
    return Referral.objects.open().whole().get(need__request=world.triaged("health"))


@pytest.fixture
def link(world: World, hop: Referral) -> AnswerLink:
    return referrals.invite(hop, by=world.person["reza"], at=SATURDAY, base_url="https://h.ir/a/")


def say(link: AnswerLink, verb: str, at: datetime = LATER, **said: Any) -> AnswerLink:
    by = LinkHolder(link.pk, link.referral_id)
    fresh = AnswerLink.objects.get(pk=link.pk)
    return referrals.answer_by_link(fresh, verb=verb, said=said, by=by, at=at, base_url="https://h.ir/a/")


def state(hop: Referral) -> str:
    return str(Referral.objects.values_list("state", flat=True).get(pk=hop.pk))


class TestItsTime:
    @pytest.mark.parametrize(
        ("after", "alive"),
        [(timedelta(0), True), (8 * DAY - SECOND, True), (8 * DAY, False), (9 * DAY, False)],
    )
    def test_eight_days_of_the_calendar_to_the_second(
        self, hop: Referral, link: AnswerLink, after: timedelta, alive: bool
    ) -> None:
        """Fridays and holidays count: whoever has it in her hand knows when it ends."""
        assert link.is_live(SATURDAY + after) is alive

        try:
            say(link, "accept", at=SATURDAY + after)
        except referrals.BadLink:
            assert not alive

        assert (state(hop) == "accepted") is alive

    @pytest.mark.parametrize(("tries", "alive"), [(0, True), (4, True), (5, False), (6, False)])
    def test_five_wrong_digits_end_it(self, hop: Referral, link: AnswerLink, tries: int, alive: bool) -> None:
        for _try in range(tries):
            link = referrals.wrong_digits(link, by=DOOR, at=SATURDAY)

        assert (link.tries, link.is_live(SATURDAY)) == (tries, alive)

    def test_tries_are_counted_by_the_database_and_not_by_whoever_read_last(self, link: AnswerLink) -> None:
        stale = AnswerLink.objects.get(pk=link.pk)

        referrals.wrong_digits(link, by=DOOR, at=SATURDAY)
        referrals.wrong_digits(stale, by=DOOR, at=SATURDAY)

        link.refresh_from_db()
        assert link.tries == 2


class TestWhatEndsIt:
    @pytest.mark.parametrize(
        ("verb", "said", "used"),
        [
            ("accept", {}, True),
            ("decline", {"reason": "capacity"}, True),
        ],
    )
    def test_an_answer_uses_it_up(self, link: AnswerLink, verb: str, said: dict[str, str], used: bool) -> None:
        say(link, verb, **said)

        with pytest.raises(referrals.BadLink):
            say(link, verb, **said)
        link.refresh_from_db()
        assert link.used_at == LATER

    def test_a_refused_answer_does_not(self, hop: Referral, link: AnswerLink) -> None:
        with pytest.raises(ReasonMissing):
            say(link, "decline", reason="")
        with pytest.raises(MoveRefused):
            say(link, "finish", outcome="solved", evidence="شد")

        link.refresh_from_db()
        assert link.is_live(LATER)
        assert state(hop) == "offered"

    def test_a_note_leaves_it_alive_for_the_next(self, hop: Referral, link: AnswerLink) -> None:
        onward = say(link, "accept")

        for text in ("تماس گرفتیم", "دیدیم"):
            say(onward, "note", text=text)
        say(onward, "finish", outcome="solved", evidence="دارو رسید")

        assert Note.objects.filter(referral=hop).count() == 2
        assert state(hop) == "done"
        with pytest.raises(referrals.BadLink):
            say(onward, "note", text="دیگر")

    def test_a_fresh_one_ends_every_earlier_one(self, world: World, hop: Referral, link: AnswerLink) -> None:
        tokens = [link]
        for turn in range(1, 4):
            at = SATURDAY + turn * DAY
            tokens.append(referrals.invite(hop, by=world.person["reza"], at=at, base_url="/a/"))

        for old in tokens[:-1]:
            old.refresh_from_db()
            assert not old.is_live(SATURDAY + 3 * DAY)
        assert tokens[-1].until == SATURDAY + 11 * DAY

    def test_revoking_ends_it_and_is_written_down(self, world: World, link: AnswerLink) -> None:
        referrals.revoke_link(link, by=world.person["nader"], at=LATER)

        with pytest.raises(referrals.BadLink):
            say(link, "accept", at=LATER + SECOND)
        line = AuditLine.objects.filter(verb="referrals.revoke_link").latest("pk")
        assert line.by == world.person["nader"].ref

    @pytest.mark.parametrize("end", ["withdraw", "decline", "finish"])
    def test_an_ended_hop_takes_no_answer(self, world: World, hop: Referral, link: AnswerLink, end: str) -> None:
        zahra = world.person["zahra"]
        if end == "withdraw":
            referrals.withdraw(hop, reason="جای دیگر", by=world.person["reza"], at=SATURDAY)
        elif end == "decline":
            referrals.decline(hop, reason="funds", by=zahra, at=SATURDAY)
        else:
            referrals.accept(hop, by=zahra, at=SATURDAY)
            referrals.finish(hop, outcome="guided", evidence="راهنمایی شد", by=zahra, at=SATURDAY)
        before = state(hop)

        for verb, said in [("accept", {}), ("decline", {"reason": "funds"}), ("note", {"text": "سلام"})]:
            with pytest.raises(MoveRefused):
                say(link, verb, **said)

        assert state(hop) == before


class TestWhomItServes:
    @pytest.mark.parametrize("verb", ["relay", "give_up", "withdraw", "hold", "", "__init__"])
    def test_four_verbs_and_no_other(self, hop: Referral, link: AnswerLink, verb: str) -> None:
        with pytest.raises(referrals.BadLink):
            say(link, verb)

        assert state(hop) == "offered"

    def test_one_hop_and_no_other(self, world: World, hop: Referral, link: AnswerLink) -> None:
        other = Referral.objects.open().whole().get(need__request=world.triaged("health"))

        with pytest.raises(NotAllowed):
            referrals.accept(other, by=LinkHolder(link.pk, link.referral_id), at=LATER)
        with pytest.raises(NotAllowed):
            referrals.relay(other, centre=world.centre["work"], by=LinkHolder(link.pk, hop.pk), at=LATER)

    def test_what_is_done_stands_under_the_links_name(self, hop: Referral, link: AnswerLink) -> None:
        say(link, "accept")

        line = AuditLine.objects.filter(verb="referrals.accept").latest("pk")
        assert line.by == f"link:{link.pk}"

    def test_the_yes_hands_out_one_that_is_sent_and_lives(self, link: AnswerLink) -> None:
        onward = say(link, "accept")

        assert onward.pk != link.pk
        assert onward.is_live(LATER + 7 * DAY)
        sms = Message.objects.filter(channel="sms", template="referral_offered").latest("pk")
        assert onward.token in sms.body  # type: ignore[attr-defined]

    def test_only_a_digest_of_the_token_is_kept(self, link: AnswerLink) -> None:
        token = link.token  # type: ignore[attr-defined]

        kept = AnswerLink.objects.get(pk=link.pk)
        assert kept.token_hash == codes.hashed(token) != token
        assert queries.link_by_token(token) == kept
        assert queries.link_by_token(kept.token_hash) is None

    def test_the_digits_of_each_who_may_answer_fit(self, world: World, hop: Referral) -> None:
        mobiles = {"zahra": "09150001111", "maryam": "09150002222", "sara": "09150003333"}
        for who, mobile in mobiles.items():
            Person.objects.filter(pk=world.person[who].pk).update(mobile=mobile)
        hop = Referral.objects.whole().get(pk=hop.pk)

        assert queries.digits_of(hop, SATURDAY) == {"1111", "2222"}

    def test_the_digits_of_one_who_left_do_not(self, world: World, hop: Referral) -> None:
        Person.objects.filter(pk=world.person["maryam"].pk).update(mobile="09150002222", is_active=False)

        assert "2222" not in queries.digits_of(Referral.objects.whole().get(pk=hop.pk), SATURDAY)


class TestAskingForAnother:
    def told(self) -> list[str]:
        lines = Message.objects.filter(template="link_wanted")
        return sorted(lines.values_list("to_person__username", flat=True))

    def test_tells_whoever_sent_it(self, link: AnswerLink) -> None:
        referrals.ask_for_link(link, by=DOOR, at=LATER)

        assert self.told() == ["reza"]

    def test_tells_the_coordinator_when_the_sender_has_left(self, world: World, link: AnswerLink) -> None:
        people.disable(world.person["reza"], by=world.person["admin"], at=SATURDAY)

        referrals.ask_for_link(link, by=DOOR, at=LATER)

        assert self.told() == ["nader"]

    def test_tells_the_coordinator_of_one_that_the_yes_handed_out(self, link: AnswerLink) -> None:
        onward = say(link, "accept")

        referrals.ask_for_link(onward, by=DOOR, at=LATER)

        assert self.told() == ["nader"]

    def test_tells_nobody_of_a_hop_that_ended(self, world: World, hop: Referral, link: AnswerLink) -> None:
        referrals.withdraw(hop, reason="جای دیگر", by=world.person["reza"], at=SATURDAY)
        link.refresh_from_db()

        referrals.ask_for_link(AnswerLink.objects.get(pk=link.pk), by=DOOR, at=LATER)

        assert self.told() == []
