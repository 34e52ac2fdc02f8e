"""Answering without an account: what the link opens, when it dies, and what the sender may do with it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from hamafza.intake.models import Reading
from hamafza.kernel import clock
from hamafza.notices.models import Message
from hamafza.people.models import Person
from hamafza.referrals import commands as referrals
from hamafza.referrals.models import AnswerLink, Note, Referral
from hamafza.referrals.tests.telling import hop_in, offered
from tests.cast import World

DIGITS = "4321"
NOBODYS = "never-issued-token-never-issued-tok"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    caches["local"].clear()


@pytest.fixture
def hop(world: World) -> Referral:
    Person.objects.filter(pk=world.person["zahra"].pk).update(mobile=f"0915000{DIGITS}")
    Person.objects.filter(pk=world.person["maryam"].pk).update(mobile="")
    return Referral.objects.get(pk=offered(world).pk)


@pytest.fixture
def token(world: World, hop: Referral) -> str:
    link = referrals.invite(hop, by=world.person["reza"], at=clock.now(), base_url="/a/")
    return str(link.token)  # type: ignore[attr-defined]


def say(client: Client, token: str, verb: str = "", **fields: str) -> Any:
    """Digits first; then, with what the page gave, the answer."""
    page = client.post(f"/a/{token}", {"digits": DIGITS})
    if not verb:
        return page
    found = re.search(r'name="pass" value="([^"]+)"', page.content.decode())
    assert found, page.status_code
    return client.post(f"/a/{token}", {"pass": found[1], "verb": verb, **fields})


def onward(answer: Any) -> str:
    """The fresh link that stands on the page of thanks."""
    found = re.search(r'href="[^"]*/a/([\w-]{32})"', answer.content.decode())
    assert found
    return found[1]


def bare(answer: Any) -> str:
    """The page without what differs at every visit."""
    return re.sub(r"[A-Za-z0-9]{64}|/a/[\w-]+", "", answer.content.decode())


class TestOpening:
    def test_asks_for_the_digits_and_says_nothing_yet(self, client: Client, token: str, hop: Referral) -> None:
        text = client.get(f"/a/{token}").content.decode()

        assert 'name="digits"' in text
        assert hop.need.request.title not in text
        assert str(hop.need.domain) not in text

    def test_the_right_digits_show_the_minimum(self, client: Client, token: str, hop: Referral) -> None:
        text = say(client, token).content.decode()

        assert hop.need.request.title in text
        assert hop.need.request.applicant_name not in text
        assert hop.need.request.phone not in text
        assert hop.need.request.code not in text

    @pytest.mark.parametrize("digits", ["۴۳۲۱", "٤٣٢١", " 4321 "])
    def test_digits_may_be_of_any_script(self, client: Client, token: str, digits: str) -> None:
        assert client.post(f"/a/{token}", {"digits": digits}).status_code == 200

    def test_is_noted_as_a_reading(self, client: Client, token: str, hop: Referral) -> None:
        say(client, token)

        reading = Reading.objects.get(request=hop.need.request, purpose="answer")
        assert reading.reader.startswith("link:")
        assert hop.centre.name in reading.reader_name

    @pytest.mark.parametrize("way", ["get", "digits", "dead"])
    def test_is_kept_by_no_cache_and_told_to_no_page(self, client: Client, token: str, way: str) -> None:
        answer = {
            "get": lambda: client.get(f"/a/{token}"),
            "digits": lambda: say(client, token),
            "dead": lambda: client.get(f"/a/{NOBODYS}"),
        }[way]()

        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["Cache-Control"] == "no-store"

    def test_without_the_digits_nothing_is_done(self, client: Client, token: str, hop: Referral) -> None:
        for forged in ["", "x", "1:2:3"]:
            answer = client.post(f"/a/{token}", {"pass": forged, "verb": "accept"})
            assert 'name="digits"' in answer.content.decode()

        hop.refresh_from_db()
        assert hop.state == "offered"

    def test_the_pass_of_one_link_opens_no_other(self, world: World, client: Client, token: str, hop: Referral) -> None:
        page = say(client, token).content.decode()
        found = re.search(r'name="pass" value="([^"]+)"', page)
        other = offered(world)
        theirs = referrals.invite(other, by=world.person["reza"], at=clock.now(), base_url="/a/").token

        client.post(f"/a/{theirs}", {"pass": found[1] if found else "", "verb": "accept"})

        other.refresh_from_db()
        assert other.state == "offered"


class TestAnswering:
    def test_yes_uses_it_up_and_hands_out_the_next(self, client: Client, token: str, hop: Referral) -> None:
        answer = say(client, token, "accept")

        hop.refresh_from_db()
        assert hop.state == "accepted"
        assert client.get(f"/a/{token}").status_code == 410
        text = say(client, onward(answer)).content.decode()
        assert hop.need.request.applicant_name in text

    def test_the_next_link_is_sent_by_sms_too(self, client: Client, token: str) -> None:
        before = Message.objects.filter(channel="sms", template="referral_offered").count()

        say(client, token, "accept")

        assert Message.objects.filter(channel="sms", template="referral_offered").count() == before + 1

    def test_no_with_a_reason_leads_on(self, client: Client, token: str, hop: Referral) -> None:
        answer = say(client, token, "decline", reason="capacity")

        hop.refresh_from_db()
        assert answer.status_code == 200
        assert hop.state == "declined"
        assert Referral.objects.open().filter(need=hop.need).exists()
        assert client.get(f"/a/{token}").status_code == 410

    def test_no_without_a_reason_keeps_what_was_typed_and_the_link(self, client: Client, token: str) -> None:
        answer = say(client, token, "decline", note="پر هستیم")

        assert answer.status_code == 422
        assert "پر هستیم" in answer.content.decode()
        assert client.get(f"/a/{token}").status_code == 200

    def test_progress_and_outcome_by_the_next_link(self, client: Client, token: str, hop: Referral) -> None:
        fresh = onward(say(client, token, "accept"))
        say(client, fresh, "note", text="تماس گرفتیم", for_applicant="on")
        assert Note.objects.get(referral=hop).text == "تماس گرفتیم"

        say(client, fresh, "finish", outcome="solved", evidence="دارو رسید")

        hop.refresh_from_db()
        assert (hop.state, hop.outcome) == ("done", "solved")
        assert client.get(f"/a/{fresh}").status_code == 410

    @pytest.mark.parametrize("verb", ["finish", "relay", "withdraw", "", "__class__"])
    def test_does_no_more_than_its_state_allows(self, client: Client, token: str, hop: Referral, verb: str) -> None:
        page = say(client, token).content.decode()
        found = re.search(r'name="pass" value="([^"]+)"', page)
        fields = {"outcome": "solved", "evidence": "شد", "pass": found[1] if found else "", "verb": verb}

        client.post(f"/a/{token}", fields)

        hop.refresh_from_db()
        assert hop.state == "offered"


class TestDying:
    def dead(self, client: Client, token: str) -> str:
        answer = client.get(f"/a/{token}")
        assert answer.status_code == 410
        return bare(answer)

    def test_a_token_that_never_was_is_answered_like_one_that_died(
        self, world: World, client: Client, token: str, hop: Referral
    ) -> None:
        referrals.revoke_link(AnswerLink.objects.get(referral=hop), by=world.person["reza"], at=clock.now())

        assert self.dead(client, token) == self.dead(client, NOBODYS)

    def test_five_wrong_tries_kill_it(self, client: Client, token: str) -> None:
        statuses = [client.post(f"/a/{token}", {"digits": "0001"}).status_code for _try in range(5)]

        assert statuses == [422, 422, 422, 422, 410]
        assert client.post(f"/a/{token}", {"digits": DIGITS}).status_code == 410

    def test_it_dies_of_age(self, client: Client, token: str) -> None:
        AnswerLink.objects.update(until=clock.now() - timedelta(minutes=1))

        self.dead(client, token)

    def test_it_dies_with_its_hop(self, world: World, client: Client, token: str, hop: Referral) -> None:
        referrals.withdraw(hop, reason="جای دیگر", by=world.person["reza"], at=clock.now())

        self.dead(client, token)

    def test_a_fresh_one_ends_the_earlier(self, world: World, client: Client, token: str, hop: Referral) -> None:
        referrals.invite(hop, by=world.person["reza"], at=clock.now(), base_url="/a/")

        self.dead(client, token)

    def test_knocking_without_end_is_stopped(self, db: None, client: Client) -> None:
        statuses = [client.get(f"/a/{NOBODYS}").status_code for _knock in range(41)]

        assert statuses[-1] == 429


class TestAskingForAnother:
    def wanted(self, person: Person) -> int:
        return Message.objects.filter(template="link_wanted", to_person=person).count()

    def test_tells_the_sender_once_a_day(self, world: World, client: Client, token: str) -> None:
        caches["default"].clear()
        AnswerLink.objects.update(until=clock.now() - timedelta(minutes=1))

        for _time in range(3):
            assert client.post(f"/a/{token}/again").status_code == 200

        assert self.wanted(world.person["reza"]) == 1

    def test_answers_alike_for_a_token_that_never_was(self, world: World, client: Client, token: str) -> None:
        caches["default"].clear()
        AnswerLink.objects.update(until=clock.now() - timedelta(minutes=1))

        known = client.post(f"/a/{token}/again")
        unknown = client.post(f"/a/{NOBODYS}/again")

        assert bare(known) == bare(unknown)

    def test_a_link_that_still_works_bothers_nobody(self, world: World, client: Client, token: str) -> None:
        client.post(f"/a/{token}/again")

        assert self.wanted(world.person["reza"]) == 0


class TestTheSendersSide:
    def test_the_token_is_shown_once_and_kept_only_as_a_digest(
        self, world: World, client: Client, hop: Referral
    ) -> None:
        client.force_login(world.person["reza"])

        answer = client.post(reverse("referrals:send_link", args=[hop.pk]))

        found = re.search(r"/a/([\w-]{32})", answer.content.decode())
        assert found
        assert answer["Cache-Control"] == "no-store"
        assert found[1] not in str(AnswerLink.objects.filter(referral=hop).values())
        assert found[1] not in client.get(f"/requests/{hop.need.request_id}/").content.decode()

    def test_revoking_ends_it(self, world: World, client: Client, token: str, hop: Referral) -> None:
        client.force_login(world.person["reza"])

        client.post(reverse("referrals:revoke_link", args=[hop.pk]))

        assert client.get(f"/a/{token}").status_code == 410

    @pytest.mark.parametrize(("who", "status"), [("zahra", 403), ("sara", 403), ("stranger", 403), ("farhad", 404)])
    def test_is_for_senders_and_heads_only(
        self, world: World, client: Client, hop: Referral, who: str, status: int
    ) -> None:
        client.force_login(world.person[who])

        assert client.post(reverse("referrals:send_link", args=[hop.pk])).status_code == status
        assert client.post(reverse("referrals:revoke_link", args=[hop.pk])).status_code == status

    def test_needs_a_mobile_number(self, world: World, client: Client, hop: Referral) -> None:
        Person.objects.filter(pk=world.person["zahra"].pk).update(mobile="")
        client.force_login(world.person["reza"])

        answer = client.post(reverse("referrals:send_link", args=[hop.pk]), follow=True)

        assert "شمارهٔ همراهی ثبت نشده" in answer.content.decode()
        assert not AnswerLink.objects.filter(referral=hop).exists()

    def test_an_ended_hop_has_none(self, world: World, client: Client) -> None:
        ended = hop_in(world, "declined")
        client.force_login(world.person["reza"])

        client.post(reverse("referrals:send_link", args=[ended.pk]))

        assert not AnswerLink.objects.filter(referral=ended).exists()
