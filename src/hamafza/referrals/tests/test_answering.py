"""The centre's answers over HTTP: each state against each verb, forms that keep what was typed, and undo."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hamafza.kernel import clock
from hamafza.referrals import commands as referrals
from hamafza.referrals.models import LastDoor, Note, Referral
from hamafza.referrals.states import MOVES, HopState
from hamafza.referrals.tests.telling import hop_in, offered
from hamafza.ui.moments import jalali_digits
from tests.cast import World

# What each verb asks for, and where it leads. A hold of an offer accepts it on the way.
VERBS: dict[str, tuple[dict[str, str], str]] = {
    "accept": ({}, HopState.ACCEPTED),
    "decline": ({"reason": "capacity"}, HopState.DECLINED),
    "hold": ({"reason": "waiting_papers", "until": "in five days"}, HopState.ON_HOLD),
    "resume": ({}, HopState.IN_PROGRESS),
    "note": ({"text": "خانواده را دیدیم", "for_applicant": "on"}, ""),
    "finish": ({"outcome": "solved", "evidence": "دارو رسید"}, HopState.DONE),
    "give-up": ({"reason": "no_means"}, HopState.NOT_DONE),
    "relay": ({"centre": "konarak"}, HopState.NOT_DONE),
}
ALLOWED = {
    HopState.OFFERED: {"accept", "decline", "hold"},
    HopState.ACCEPTED: {"note", "finish", "hold", "relay", "give-up"},
    HopState.IN_PROGRESS: {"note", "finish", "hold", "relay", "give-up"},
    HopState.ON_HOLD: {"resume", "note", "finish", "relay", "give-up"},
}
PAIRS = [(state, verb) for state in HopState for verb in VERBS]


def said(world: World, verb: str) -> dict[str, Any]:
    fields = dict(VERBS[verb][0])
    if "until" in fields:
        fields["until"] = jalali_digits(clock.now() + timedelta(days=5))
    if "centre" in fields:
        fields["centre"] = str(world.centre[fields["centre"]].pk)
    return fields


def post(client: Client, hop: Referral, verb: str, **fields: Any) -> Any:
    return client.post(reverse(f"referrals:{verb}", args=[hop.pk]), fields)


class TestEachStateAgainstEachVerb:
    @pytest.mark.parametrize(("state", "verb"), PAIRS, ids=[f"{state}-{verb}" for state, verb in PAIRS])
    def test_does_what_the_table_allows_and_nothing_else(
        self, world: World, client: Client, state: HopState, verb: str
    ) -> None:
        hop = hop_in(world, state)
        client.force_login(world.person["zahra"])

        answer = post(client, hop, verb, **said(world, verb))

        hop.refresh_from_db()
        assert answer.status_code == 303
        if verb in ALLOWED.get(state, ()):
            to = VERBS[verb][1] or (HopState.IN_PROGRESS if state == HopState.ACCEPTED else state)
            assert hop.state == to
        else:
            assert hop.state == state

    def test_the_table_of_this_test_agrees_with_the_table_of_states(self) -> None:
        for state, verbs in ALLOWED.items():
            for verb in verbs - {"note"}:
                to = VERBS[verb][1]
                by_way = state == HopState.OFFERED and verb == "hold"
                assert to in MOVES[state] or by_way, (state, verb)


class TestWhoMay:
    @pytest.mark.parametrize("verb", sorted(VERBS))
    @pytest.mark.parametrize("who", ["sara", "mina", "stranger", "farhad", "reza", "admin"])
    def test_nobody_answers_for_another_centre(self, world: World, client: Client, verb: str, who: str) -> None:
        hop = offered(world)
        client.force_login(world.person[who])

        answer = post(client, hop, verb, **said(world, verb))

        hop.refresh_from_db()
        assert answer.status_code in {403, 404}
        assert hop.state == HopState.OFFERED

    def test_a_foreign_hop_is_not_there(self, world: World, client: Client) -> None:
        hop = offered(world)
        client.force_login(world.person["sara"])

        assert post(client, hop, "accept").status_code == 404
        assert client.get(reverse("referrals:hop", args=[hop.pk])).status_code == 404

    def test_the_head_of_the_centre_may_too(self, world: World, client: Client) -> None:
        hop = offered(world)
        client.force_login(world.person["maryam"])

        post(client, hop, "accept")

        hop.refresh_from_db()
        assert hop.state == HopState.ACCEPTED

    def test_only_the_sender_takes_back(self, world: World, client: Client) -> None:
        hop = offered(world)
        client.force_login(world.person["zahra"])
        assert post(client, hop, "withdraw", reason="نه").status_code == 403

        client.force_login(world.person["reza"])
        assert post(client, hop, "withdraw", reason="جای دیگر").status_code == 303

        hop.refresh_from_db()
        assert hop.state == HopState.WITHDRAWN

    def test_a_visitor_is_asked_to_sign_in(self, world: World, client: Client) -> None:
        hop = offered(world)

        answer = post(client, hop, "accept")

        assert answer.status_code == 302
        assert "/account/login/" in answer["Location"]

    def test_answers_come_by_post_only(self, world: World, client: Client) -> None:
        hop = offered(world)
        client.force_login(world.person["zahra"])

        assert client.get(reverse("referrals:accept", args=[hop.pk])).status_code == 405


class TestForms:
    @pytest.mark.parametrize("verb", ["decline", "hold"])
    def test_are_pages_of_their_own(self, world: World, client: Client, verb: str) -> None:
        hop = offered(world)
        client.force_login(world.person["zahra"])

        answer = client.get(reverse(f"referrals:{verb}", args=[hop.pk]))

        assert answer.status_code == 200
        assert 'type="radio"' in answer.content.decode()

    def test_a_missing_reason_is_said_beside_the_field_and_the_remark_is_kept(
        self, world: World, client: Client
    ) -> None:
        hop = offered(world)
        client.force_login(world.person["zahra"])

        answer = post(client, hop, "decline", note="تا پایان ماه پر هستیم")

        assert answer.status_code == 422
        assert "تا پایان ماه پر هستیم" in answer.content.decode()
        assert answer.context["form"].errors["reason"]

    def test_another_reason_needs_a_remark(self, world: World, client: Client) -> None:
        hop = offered(world)
        client.force_login(world.person["zahra"])

        answer = post(client, hop, "decline", reason="other")

        assert answer.status_code == 422
        hop.refresh_from_db()
        assert hop.state == HopState.OFFERED

    @pytest.mark.parametrize("until", ["1400/01/01", "1505/01/01", "دیروز", ""])
    def test_a_hold_needs_a_day_that_lies_ahead_and_not_too_far(self, world: World, client: Client, until: str) -> None:
        hop = hop_in(world, HopState.ACCEPTED)
        client.force_login(world.person["zahra"])

        answer = post(client, hop, "hold", reason="waiting_papers", until=until)

        assert answer.status_code == 422
        assert answer.context["form"].errors["until"]

    @pytest.mark.parametrize("outcome", ["not_possible", "", "wonderful"])
    def test_a_centre_ends_with_an_outcome_of_its_own_list(self, world: World, client: Client, outcome: str) -> None:
        hop = hop_in(world, HopState.ACCEPTED)
        client.force_login(world.person["zahra"])

        assert post(client, hop, "finish", outcome=outcome, evidence="شد").status_code == 422

    def test_silence_is_no_reason_a_person_gives(self, world: World, client: Client) -> None:
        hop = hop_in(world, HopState.ACCEPTED)
        client.force_login(world.person["zahra"])

        assert post(client, hop, "give-up", reason="silence").status_code == 422

    def test_htmx_gets_the_form_alone(self, world: World, client: Client) -> None:
        hop = offered(world)
        client.force_login(world.person["zahra"])

        answer = client.get(reverse("referrals:decline", args=[hop.pk]), headers={"HX-Request": "true"})

        text = answer.content.decode()
        assert "<html" not in text
        assert f'id="act-{hop.pk}"' in text

    def test_after_a_no_one_goes_back_to_the_list_since_the_request_is_no_longer_seen(
        self, world: World, client: Client
    ) -> None:
        hop = offered(world)
        client.force_login(world.person["zahra"])

        answer = post(client, hop, "decline", reason="capacity")

        assert answer["Location"] == reverse("referrals:inbox")
        assert client.get(f"/requests/{hop.need.request_id}/").status_code == 404

    def test_after_a_yes_one_goes_to_the_request(self, world: World, client: Client) -> None:
        hop = offered(world)
        client.force_login(world.person["zahra"])

        answer = post(client, hop, "accept")

        assert answer["Location"] == f"/requests/{hop.need.request_id}/"


class TestHoldOfAnOffer:
    def test_says_yes_from_that_day_on(self, world: World, client: Client) -> None:
        hop = offered(world)
        client.force_login(world.person["zahra"])

        post(client, hop, "hold", **said(world, "hold"))

        hop.refresh_from_db()
        hop.need.refresh_from_db()
        assert (hop.state, hop.need.state) == (HopState.ON_HOLD, "taking_care")
        assert hop.answered_at


class TestRelay:
    def test_offers_those_who_have_not_been_asked(self, world: World, client: Client) -> None:
        hop = hop_in(world, HopState.ACCEPTED)
        client.force_login(world.person["zahra"])

        answer = client.get(reverse("referrals:relay", args=[hop.pk]))

        names = [name for _pk, name in answer.context["form"].fields["centre"].choices]
        assert world.centre["konarak"].name in names
        assert world.centre["chabahar"].name not in names

    def test_finds_any_centre_by_name(self, world: World, client: Client) -> None:
        hop = hop_in(world, HopState.ACCEPTED)
        client.force_login(world.person["zahra"])

        answer = client.get(reverse("referrals:relay", args=[hop.pk]), {"q": "کار و هنر"})

        assert [name for _pk, name in answer.context["form"].fields["centre"].choices] == [world.centre["work"].name]

    def test_is_one_story(self, world: World, client: Client) -> None:
        hop = hop_in(world, HopState.ACCEPTED)
        client.force_login(world.person["zahra"])

        post(client, hop, "relay", centre=str(world.centre["konarak"].pk), note="نزدیک‌ترند")

        onward = Referral.objects.open().get(need=hop.need)
        assert (onward.centre, onward.parent) == (world.centre["konarak"], hop)

    def test_refuses_a_centre_outside_the_list(self, world: World, client: Client) -> None:
        hop = hop_in(world, HopState.ACCEPTED)
        client.force_login(world.person["zahra"])

        assert post(client, hop, "relay", centre=str(world.centre["chabahar"].pk)).status_code == 422


class TestTakingBackANote:
    def note(self, world: World, minutes_ago: int = 0) -> Note:
        hop = hop_in(world, HopState.ACCEPTED)
        at = clock.now() - timedelta(minutes=minutes_ago)
        return referrals.note(hop, text="اشتباه", by=world.person["zahra"], at=at)

    def test_is_possible_for_its_writer_at_once(self, world: World, client: Client) -> None:
        note = self.note(world)
        client.force_login(world.person["zahra"])

        answer = client.post(reverse("referrals:take_back_note", args=[note.pk]))

        assert answer.status_code == 303
        assert not Note.objects.filter(pk=note.pk).exists()

    def test_is_not_after_ten_minutes(self, world: World, client: Client) -> None:
        note = self.note(world, minutes_ago=11)
        client.force_login(world.person["zahra"])

        client.post(reverse("referrals:take_back_note", args=[note.pk]))

        assert Note.objects.filter(pk=note.pk).exists()

    def test_is_not_for_another_even_of_the_same_centre(self, world: World, client: Client) -> None:
        note = self.note(world)
        client.force_login(world.person["maryam"])

        client.post(reverse("referrals:take_back_note", args=[note.pk]))

        assert Note.objects.filter(pk=note.pk).exists()

    def test_is_not_there_for_another_centre(self, world: World, client: Client) -> None:
        note = self.note(world)
        client.force_login(world.person["sara"])

        assert client.post(reverse("referrals:take_back_note", args=[note.pk])).status_code == 404


class TestRefusalsLeadOn:
    def test_the_third_no_reaches_the_last_door(self, world: World, client: Client) -> None:
        hop = offered(world)
        for _turn in range(3):
            client.force_login(hop.holder)
            post(client, hop, "decline", reason="capacity")
            hop = Referral.objects.filter(need=hop.need).order_by("-pk").first()  # type: ignore[assignment]

        assert LastDoor.objects.get(need=hop.need).state == "open"
