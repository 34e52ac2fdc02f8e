"""Every address of care by every role; and her own door, which is nobody else's and keeps nothing behind."""

import re

import pytest
from django.test import Client

from hamafza.care import commands as care
from hamafza.care import queries
from hamafza.care.commands.trust import DOOR as TRUST
from hamafza.care.models import Contact, Criterion, Letter, Step, Vote
from hamafza.care.tests.telling import DAY, NOW, TODAY, Deeds, proposed, serving, trusted
from hamafza.kernel.models import AuditLine
from hamafza.volunteers import commands as volunteers
from hamafza.volunteers.models import Volunteer
from hamafza.volunteers.queries import link_of
from tests.cast import World

pytestmark = pytest.mark.django_db
PARTS = ["hours", "ladder", "felt", "letters"]
SEES = {"zahra", "maryam", "nader", "parvin"}
HEADS = {"maryam", "nader", "parvin"}


def of(world: World, who: str) -> Client:
    client = Client()
    client.force_login(world.person[who])
    return client


def who_opens(world: World, address: str) -> set[str]:
    return {who for who in world.person if of(world, who).get(address).status_code == 200}


class TestOfficersAddresses:
    def test_a_letter_is_for_those_above_her(self, world: World) -> None:
        letter = care.thank(volunteers=[serving(world)], kind="thanks", by=world.person["maryam"], at=NOW)
        found = {
            who: of(world, who).get(f"/care/letters/{letter.pk}.pdf").status_code
            for who in ("sara", "reza", "stranger")
        }
        assert found == {"sara": 404, "reza": 403, "stranger": 403}

    def test_a_no_with_its_reason_is_for_heads(self, world: World, deeds: Deeds) -> None:
        assert who_opens(world, f"/care/steps/{proposed(world, deeds).pk}/refuse") == HEADS

    def test_criteria_are_the_provinces(self, world: World) -> None:
        assert who_opens(world, "/care/criteria") == {"parvin"}
        for who in set(world.person) - {"parvin"}:
            assert of(world, who).post("/care/criteria", {"overload": 1}).status_code in {403, 404}
        assert not Criterion.objects.exists()

    @pytest.mark.parametrize("address", ["/care/hours", "/care/letters", "/care/hours/print"])
    def test_lists_hold_no_foreign_name(self, world: World, address: str) -> None:
        ours, theirs = serving(world), serving(world, 1, centre="konarak")
        for one in (ours, theirs):
            care.thank(volunteers=[one], kind="thanks", by=world.person["parvin"], at=NOW)
        for who in world.person:
            page = of(world, who).get(address)
            seen = {one.full_name for one in (ours, theirs) if one.full_name in page.content.decode()}
            may = {ours.full_name} if who in SEES - {"parvin"} else set()
            may |= {ours.full_name, theirs.full_name} if who == "parvin" else set()
            may |= {theirs.full_name} if who == "sara" else set()
            assert seen <= may, who
        assert ours.full_name in of(world, "maryam").get(address).content.decode()

    @pytest.mark.parametrize("way", ["contact", "steps/grant", "steps/countersign", "thank"])
    def test_what_changes_something_is_no_link_and_no_form_of_another_site(
        self, world: World, deeds: Deeds, way: str
    ) -> None:
        step = proposed(world, deeds)
        address = {
            "contact": f"/care/volunteers/{step.volunteer_id}/contact", "steps/grant": f"/care/steps/{step.pk}/grant",
            "steps/countersign": f"/care/steps/{step.pk}/countersign", "thank": "/care/thanks/send",
        }[way]  # fmt: skip
        assert of(world, "nader").get(address).status_code == 405
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(world.person["nader"])
        assert strict.post(address, {"to": [step.volunteer_id]}).status_code == 403
        assert Step.objects.get().state == "proposed" and not Letter.objects.exists() and not Contact.objects.exists()

    def test_a_filter_by_a_foreign_centre_is_said_and_shows_nothing(self, world: World) -> None:
        theirs = serving(world, 1, centre="konarak")
        for address in ("/care/hours", "/care/thanks", "/care/letters"):
            answer = of(world, "maryam").get(address, {"centre": theirs.centre_id})
            assert answer.status_code == 422 and theirs.full_name not in answer.content.decode()

    def test_a_batch_of_another_hand_is_not_opened_by_its_number(self, world: World) -> None:
        letter = care.thank(
            volunteers=[serving(world, 1, centre="konarak")], kind="thanks", by=world.person["parvin"], at=NOW
        )
        answer = of(world, "maryam").get("/care/letters/papers.pdf", {"same": letter.pk})
        assert answer.status_code == 303


class TestHerOwnDoor:
    @pytest.mark.parametrize("part", PARTS)
    def test_keeps_nothing_in_between(self, world: World, part: str) -> None:
        answer = Client().get(f"/v/{link_of(serving(world))}/{part}")
        assert "no-store" in answer["Cache-Control"] and answer["Referrer-Policy"] in {"same-origin", "no-referrer"}

    @pytest.mark.parametrize("part", PARTS)
    def test_opens_for_who_is_on_leave_and_not_for_who_left(self, world: World, part: str) -> None:
        she, zahra = serving(world), world.person["zahra"]
        volunteers.set_away(she, reason="سفر", by=zahra, at=NOW)
        she.refresh_from_db()
        assert Client().get(f"/v/{link_of(she)}/{part}").status_code == 200
        link = link_of(she)
        volunteers.archive(she, left="moved", by=zahra, at=NOW)
        assert Client().get(f"/v/{link}/{part}").status_code == 404
        she.refresh_from_db()
        assert Client().get(f"/v/{link_of(she)}/{part}").status_code == 404

    def test_shows_her_hours_and_nobody_elses(self, world: World, deeds: Deeds) -> None:
        she, other = serving(world), serving(world, 1)
        deeds.add(she, minutes=61)
        deeds.add(other, minutes=999)
        page = Client().get(f"/v/{link_of(she)}/hours").content.decode()
        assert "۱ ساعت و ۱ دقیقه" in page and other.full_name not in page and "۱۶ ساعت" not in page

    def test_takes_no_letter_of_another(self, world: World) -> None:
        she, other = serving(world), serving(world, 1)
        letter = care.thank(volunteers=[other], kind="thanks", by=world.person["maryam"], at=NOW)
        assert Client().get(f"/v/{link_of(she)}/letters/{letter.pk}.pdf").status_code == 404
        assert Client().get(f"/v/{link_of(other)}/letters/{letter.pk}.pdf").status_code == 200

    @pytest.mark.parametrize("part", ["hours", "ladder", "letters"])
    def test_reading_parts_take_no_post(self, world: World, part: str) -> None:
        assert Client().post(f"/v/{link_of(serving(world))}/{part}").status_code == 405

    def test_a_no_stands_there_with_its_reason_and_its_hand_is_not_named(self, world: World, deeds: Deeds) -> None:
        step = care.refuse(proposed(world, deeds), reason="دورهٔ نخست مانده است", by=world.person["maryam"], at=NOW)
        page = Client().get(f"/v/{link_of(step.volunteer)}/ladder").content.decode()
        assert "دورهٔ نخست مانده است" in page and "مریم" not in page

    def test_a_text_of_an_officer_is_text(self, world: World, deeds: Deeds) -> None:
        step = care.refuse(
            proposed(world, deeds), reason="<script>alert(1)</script>", by=world.person["maryam"], at=NOW
        )
        page = Client().get(f"/v/{link_of(step.volunteer)}/ladder").content.decode()
        assert "&lt;script&gt;alert(1)" in page and "<script>alert" not in page


class TestTrust:
    def test_is_a_number_and_never_a_name(self, world: World, deeds: Deeds) -> None:
        """For her, for her head, in the books: how many, not who."""
        she, givers = serving(world), [serving(world, n) for n in (1, 2)]
        trusted(world, she, *givers)
        pages = [
            Client().get(f"/v/{link_of(she)}/ladder").content.decode().split("رأی اعتماد", 1)[1][:400],
            of(world, "maryam").get(f"/care/volunteers/{she.pk}/").content.decode(),
            repr(list(AuditLine.objects.values())), repr(list(Vote.objects.values("mark", "rung"))),
        ]  # fmt: skip
        for giver in givers:
            assert not [page for page in pages if giver.full_name in page or giver.ref in page]

    def test_is_shown_as_given_to_its_giver_alone(self, world: World) -> None:
        she, giver, other = (serving(world, n) for n in range(3))
        care.trust(voter=giver, volunteer=she, by=TRUST, at=NOW)
        assert dict(queries.peers_of(giver))[she] and not dict(queries.peers_of(other))[she]

    @pytest.mark.parametrize("pk", ["self", "elsewhere", "gone", "none"])
    def test_by_a_made_up_address_is_not_there(self, world: World, pk: str) -> None:
        giver = serving(world)
        target = {
            "self": giver, "elsewhere": serving(world, 1, centre="konarak"), "gone": serving(world, 2, state="archived"),
            "none": Volunteer(pk=99_999),
        }[pk]  # fmt: skip
        assert Client().post(f"/v/{link_of(giver)}/ladder/{target.pk}/trust", {"trust": "yes"}).status_code == 404
        assert not Vote.objects.exists()

    def test_given_taken_and_given_is_one(self, world: World) -> None:
        she, giver = serving(world), serving(world, 1)
        address = f"/v/{link_of(giver)}/ladder/{she.pk}/trust"
        for turn, kept in (("yes", 1), ("yes", 1), ("no", 0), ("no", 0), ("yes", 1)):
            assert Client().post(address, {"trust": turn}).status_code == 303
            assert Vote.objects.count() == kept

    def test_of_who_is_on_leave_is_declined_in_words(self, world: World) -> None:
        she, giver = serving(world), serving(world, 1)
        volunteers.set_away(giver, reason="سفر", by=world.person["zahra"], at=NOW)
        giver.refresh_from_db()
        page = (
            Client().post(f"/v/{link_of(giver)}/ladder/{she.pk}/trust", {"trust": "yes"}, follow=True).content.decode()
        )
        assert "رأی اعتماد را کسی می‌دهد" in page and not Vote.objects.exists()

    def test_does_not_follow_her_to_another_centre(self, world: World) -> None:
        she, giver = serving(world), serving(world, 1)
        trusted(world, she, giver)
        she.centre = world.centre["work"]
        she.save(update_fields=["centre"])
        serving(world, 2, centre="work")
        lines = {str(line.measure): line.has for line in queries.rise_of(she, NOW).lines}
        assert lines["trust"] == 0


class TestTheMonthOnTheList:
    @pytest.mark.parametrize(("minutes", "full"), [(24 * 60, True), (24 * 60 - 1, False)])
    def test_the_duty_is_twenty_four_whole_hours(self, world: World, deeds: Deeds, minutes: int, full: bool) -> None:
        she = serving(world)
        deeds.add(she, day=TODAY, minutes=minutes)
        row = next(row for row in of(world, "maryam").get("/care/hours").context["rows"] if row["volunteer"] == she)
        assert (row["tone"] == "good", row["share"] >= 1) == (full, full)

    def test_each_of_twelve_months_can_be_asked_for_and_no_other(self, world: World) -> None:
        client = of(world, "maryam")
        for month in queries.months(NOW):
            assert client.get("/care/hours", {"month": month.code}).status_code == 200
        for code in ("140509", "140407", "140513", "000000", "14058"):
            assert client.get("/care/hours", {"month": code}).status_code == 422

    @pytest.mark.parametrize(("hours", "heavy"), [(60, False), (61, True)])
    def test_too_much_is_above_the_limit_and_not_at_it(
        self, world: World, deeds: Deeds, hours: int, heavy: bool
    ) -> None:
        she = serving(world)
        deeds.add(she, day=TODAY - DAY, minutes=hours * 60)
        shown = she.full_name in of(world, "maryam").get("/care/hours", {"view": "heavy"}).content.decode()
        page = of(world, "maryam").get(f"/care/volunteers/{she.pk}/").content.decode()
        assert shown is heavy and ("بار سنگین" in page) is heavy

    def test_nobody_is_ranked(self, world: World, deeds: Deeds) -> None:
        """By name, whatever they did; no place, no points."""
        least, most = serving(world, 0), serving(world, 1)
        deeds.add(most, minutes=6000)
        page = of(world, "maryam").get("/care/hours").content.decode()
        order = sorted([least, most], key=lambda one: one.search_key)
        places = [page.index(one.full_name) for one in order]
        assert places == sorted(places) and not re.search(r"رتبه|امتیاز", page)
