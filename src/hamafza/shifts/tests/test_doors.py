"""Every address of shifts by every role, and a volunteer's own door: hers alone, closed when it should be, never a name in it."""

import re

import pytest
from django.test import Client

from hamafza.kernel.errors import MoveRefused
from hamafza.shifts.models import Ask, Booking, Shift
from hamafza.shifts.tests.telling import DAY, FOUR, HOUR, SIX, booked, planned, running, shift, volunteer
from hamafza.shifts.tests.test_pages import now, text  # noqa: F401 (a fixture)
from hamafza.volunteers import commands as volunteers
from hamafza.volunteers.models import Volunteer
from hamafza.volunteers.queries import link_of
from tests.cast import SATURDAY, World

pytestmark = pytest.mark.django_db
PLANS = {"zahra", "maryam", "nader", "parvin"}
ELSEWHERE = {"sara"}  # an officer of another centre of the same county
POSTS = ["publish", "change", "cancel", "add", "close"]
LISTS = [
    "/shifts/",
    "/shifts/print",
    "/shifts/sheet",
    "/shifts/week?centre=chabahar",
    "/shifts/week/print?centre=chabahar",
]


def of(world: World, who: str) -> Client:
    client = Client()
    client.force_login(world.person[who])
    return client


class TestOfficersAddresses:
    def test_who_opens_one_shift(self, world: World, now) -> None:  # noqa: F811
        one = shift(world)
        found = {who: of(world, who).get(f"/shifts/{one.pk}/").status_code for who in world.person}
        assert {who for who, code in found.items() if code == 200} == PLANS
        assert all(code in {403, 404} for who, code in found.items() if who not in PLANS)

    @pytest.mark.parametrize("way", ["change", "cancel"])
    def test_who_opens_a_form(self, world: World, now, way: str) -> None:  # noqa: F811
        one = shift(world)
        found = {who for who in world.person if of(world, who).get(f"/shifts/{one.pk}/{way}").status_code == 200}
        assert found == PLANS

    @pytest.mark.parametrize("way", POSTS)
    def test_nobody_else_changes_anything(self, world: World, now, way: str) -> None:  # noqa: F811
        one, who = shift(world, "draft" if way == "publish" else "published"), volunteer(world)
        before = Shift.objects.values().get()
        said = {"needed": "9", "officer": "زهرا مرادی", "reason": "weather", "volunteer": who.pk}
        for name in set(world.person) - PLANS:
            assert of(world, name).post(f"/shifts/{one.pk}/{way}", said).status_code in {403, 404}, name
        assert Shift.objects.values().get() == before and not Booking.objects.exists()

    @pytest.mark.parametrize("way", ["out", "came", "no-show", "excused"])
    def test_nobody_else_notes_anything(self, world: World, now, way: str) -> None:  # noqa: F811
        _one, _people, bookings = running(world, 1)
        now(FOUR + HOUR)
        for name in set(world.person) - PLANS:
            code = of(world, name).post(f"/shifts/bookings/{bookings[0].pk}/{way}").status_code
            assert code in {403, 404}, name
        assert Booking.objects.get().state == "signed_up"

    @pytest.mark.parametrize("address", LISTS)
    def test_lists_show_what_is_theirs(self, world: World, now, address: str) -> None:  # noqa: F811
        booked(shift(world), volunteer(world))
        for name in sorted(set(world.person)):
            answer = of(world, name).get(address)
            body = b"".join(answer) if answer.streaming else answer.content
            seen = answer.status_code == 200 and ("۱۸:۰۰".encode() in body or address.endswith("sheet"))
            if name in PLANS:
                assert seen, name
            elif not address.endswith("sheet"):
                assert not seen, name
            assert "آذر بامری".encode() not in body or name in PLANS

    @pytest.mark.parametrize("address", [*LISTS, "/shifts/new", "/shifts/roster", "/shifts/1/", "/shifts/1/cancel"])
    def test_without_an_account_one_signs_in_first(self, world: World, now, address: str) -> None:  # noqa: F811
        shift(world)
        answer = Client().get(address)
        assert (answer.status_code == 302 and "sign-in" in answer["Location"]) or "login" in answer["Location"]

    @pytest.mark.parametrize("address", ["publish", "add", "close"])
    def test_what_changes_something_is_no_link(self, world: World, now, address: str) -> None:  # noqa: F811
        one = shift(world, "draft")
        assert of(world, "zahra").get(f"/shifts/{one.pk}/{address}").status_code == 405
        assert Shift.objects.get().state == "draft"

    def test_a_form_of_another_site_is_refused(self, world: World, now) -> None:  # noqa: F811
        one = shift(world, "draft")
        client = Client(enforce_csrf_checks=True)
        client.force_login(world.person["zahra"])
        assert client.post(f"/shifts/{one.pk}/publish").status_code == 403
        assert Shift.objects.get().state == "draft"

    def test_a_plan_for_a_centre_of_others_is_not_offered_and_not_made(self, world: World, now) -> None:  # noqa: F811
        for name in ELSEWHERE:
            page = of(world, name).get("/shifts/new")
            assert "مهرگان" not in text(page)
        assert not Shift.objects.exists()


class TestHerOwnDoor:
    def page(self, who: Volunteer) -> str:
        return f"/v/{link_of(who)}/shifts/"

    def test_knows_her_by_a_number_that_is_signed(self, world: World, now) -> None:  # noqa: F811
        who = volunteer(world)
        link = link_of(who)
        assert who.full_name not in link and who.mobile not in link
        for wrong in (link[:-1], link + "a", link.upper(), "x", link[::-1], link.replace(":", "")):
            for address in (f"/v/{wrong}/shifts/", f"/v/{wrong}/shifts.ics"):
                assert Client().get(address).status_code == 404

    @pytest.mark.parametrize("way", ["archived", "renewed"])
    def test_is_closed_with_her_leaving_and_by_a_new_link(self, world: World, now, way: str) -> None:  # noqa: F811
        who, one = volunteer(world), shift(world)
        old = self.page(who)
        if way == "archived":
            volunteers.archive(who, left="moved", by=world.person["zahra"], at=SATURDAY)
        else:
            Volunteer.objects.filter(pk=who.pk).update(link_no=2)
        assert Client().get(old).status_code == 404
        assert Client().post(f"{old}take/{one.pk}").status_code == 404 and not Booking.objects.exists()

    def test_on_leave_she_reads_it_and_takes_nothing(self, world: World, now) -> None:  # noqa: F811
        who, one = volunteer(world), shift(world)
        volunteers.set_away(who, reason="سفر", by=world.person["zahra"], at=SATURDAY)
        who.refresh_from_db()
        assert "می‌آیم" not in text(Client().get(self.page(who)))
        page = text(Client().post(f"{self.page(who)}take/{one.pk}", follow=True))
        assert "اکنون در خدمت این کانون نیست" in page and not Booking.objects.exists()

    def test_shows_no_other_name_before_she_came(self, world: World, now) -> None:  # noqa: F811
        """Who else is on a shift she learns on the day, when she is there."""
        _one, people, bookings = running(world, 3)
        now(FOUR + HOUR)
        page = Client().get(self.page(people[0])).content.decode()
        assert not [other.full_name for other in people[1:] if other.full_name in page]
        Client().post(f"{self.page(people[0])}came/{bookings[0].pk}")
        page = Client().get(self.page(people[0])).content.decode()
        assert all(other.full_name in page for other in people[1:])

    @pytest.mark.parametrize("verb", ["came", "absent", "yes", "no", "take"])
    def test_things_of_others_stay_as_they_are(self, world: World, now, verb: str) -> None:  # noqa: F811
        _one, people, bookings = running(world, 2)
        stranger = volunteer(world, 4, centre="konarak")
        hole = shift(world, hour=(SIX + HOUR).time(), until=(SIX + 3 * HOUR).time(), needed=1)
        Ask.objects.create(shift=hole, volunteer=people[0], order=1, asked_at=FOUR, due_at=SIX)
        pk = {"came": bookings[0].pk, "absent": bookings[0].pk, "take": hole.pk}.get(verb, Ask.objects.get().pk)
        now(FOUR + HOUR)
        assert Client().post(f"{self.page(stranger)}{verb}/{pk}").status_code == 404
        assert {one.state for one in Booking.objects.all()} == {"signed_up"} and Ask.objects.get().state == "asked"

    def test_a_reason_must_be_one_of_the_list(self, world: World, now) -> None:  # noqa: F811
        who = volunteer(world)
        booking = booked(shift(world), who)
        address = f"{self.page(who)}{booking.pk}/call-off"
        for reason in ("", "officer", "left", "cancelled", "x" * 3000):
            assert Client().post(address, {"reason": reason}).status_code == 422
        assert Booking.objects.get().state == "signed_up"
        assert Client().post(address, {"reason": "ill"}).status_code == 303
        assert Booking.objects.get().state == "called_off"

    def test_a_second_tap_is_answered_in_words(self, world: World, now) -> None:  # noqa: F811
        who, one = volunteer(world), shift(world)
        client, said = Client(), []
        for _twice in range(2):
            answer = client.post(f"{self.page(who)}take/{one.pk}", follow=True)
            assert answer.status_code == 200
            said.append("سپاس؛ این نوبت با شماست" in text(answer))
        assert said == [True, False] and str(MoveRefused.message) in text(answer)
        assert Booking.objects.count() == 1

    def test_is_never_kept_by_what_lies_between(self, world: World, now) -> None:  # noqa: F811
        who = volunteer(world)
        for address in (self.page(who), f"/v/{link_of(who)}/shifts.ics"):
            assert "no-" in Client().get(address)["Cache-Control"]

    def test_leads_only_to_her_own_door(self, world: World, now) -> None:  # noqa: F811
        who, link = (one := volunteer(world)), link_of(one)
        booked(shift(world), who)
        planned(world, first_on=FOUR.date() + DAY, weekdays={5})
        main = Client().get(self.page(who)).content.decode().split("<main", 1)[1].split("</main>")[0]
        led = re.findall(r'(?:href|action)="(/[^"]*)"', main)
        assert led and all(address.startswith(f"/v/{link}") for address in led)
