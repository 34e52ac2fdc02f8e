"""A centre is never leaderless: the deputy, else the first of two who says yes, else whoever stands above."""

from datetime import timedelta

import pytest

from hamafza.journal.models import JournalLine
from hamafza.kernel.errors import NotAllowed
from hamafza.kernel.ticking import tick
from hamafza.network import commands as network
from hamafza.network import queries as network_queries
from hamafza.network.models import Grant
from hamafza.notices.models import Message
from hamafza.people import commands as people
from hamafza.people.models import Person
from hamafza.succession import commands as succession
from hamafza.succession import queries
from hamafza.succession.models import Acting, Offer
from hamafza.succession.tests.telling import CLOCK, DAY, HAND, HOUR, colleague, learns, volunteer
from tests.cast import SATURDAY, World

pytestmark = pytest.mark.django_db
MONTH = timedelta(days=30)


def lose_head(world: World, at=SATURDAY) -> Acting:
    people.disable(world.person["maryam"], by=HAND, at=at)
    tick(at)
    return Acting.objects.get()


class TestWhoIsAsked:
    def test_nothing_happens_while_the_head_is_there(self, world: World) -> None:
        tick(SATURDAY)

        assert not Acting.objects.exists()

    def test_a_centre_that_never_had_a_head_is_led_from_above_as_before(self, world: World) -> None:
        assert queries.leaderless(SATURDAY) == []

    @pytest.mark.parametrize("how", ["disabled", "revoked", "ended"])
    def test_two_who_know_it_are_asked(self, world: World, how: str) -> None:
        learns(world, colleague(world), stage="co_lead", at=SATURDAY - DAY)
        maryam = world.person["maryam"]
        if how == "disabled":
            people.disable(maryam, by=HAND, at=SATURDAY)
        elif how == "revoked":
            network.revoke(Grant.objects.get(person=maryam), by=HAND, at=SATURDAY)
        else:
            Grant.objects.filter(person=maryam).update(until=SATURDAY)

        tick(SATURDAY)

        acting = Acting.objects.get()
        asked = {offer.person.username for offer in acting.offers.all()}
        assert asked == {"zahra", "laleh"}
        assert acting.holder.username in asked
        assert {one.to_person.username for one in Message.objects.filter(template="acting_asked")} == asked

    def test_the_most_recently_active_come_first(self, world: World) -> None:
        for name, day in [("a1", 1), ("a2", 9), ("a3", 5)]:
            person = colleague(world, name, f"همکار {name}")
            Person.objects.filter(pk=person.pk).update(last_login=SATURDAY - day * DAY)
            volunteer(world, f"داوطلب {name}", mobile=f"0915000000{day}", person=person)

        assert [one.username for one in queries.could_lead(world.centre["chabahar"], SATURDAY)] == ["a1", "a3"]

    def test_serving_counts_as_being_active(self, world: World) -> None:
        volunteer(world, person=colleague(world), active_on=SATURDAY.date())

        assert queries.could_lead(world.centre["chabahar"], SATURDAY)[0].username == "laleh"

    def test_they_have_three_working_days(self, world: World) -> None:
        acting = lose_head(world)

        assert timedelta(days=3) <= acting.due_at - SATURDAY < timedelta(days=5)

    def test_an_absent_head_with_a_deputy_is_there(self, world: World) -> None:
        network.set_absence(
            world.person["maryam"],
            deputy=world.person["zahra"],
            since=SATURDAY,
            until=SATURDAY + DAY,
            by=HAND,
            at=SATURDAY,
        )

        assert queries.leaderless(SATURDAY) == []

    def test_an_absent_head_whose_deputy_has_left_is_not(self, world: World) -> None:
        laleh = colleague(world)
        network.set_absence(
            world.person["maryam"], deputy=laleh, since=SATURDAY, until=SATURDAY + 9 * DAY, by=HAND, at=SATURDAY
        )
        people.disable(laleh, by=HAND, at=SATURDAY)

        tick(SATURDAY)

        assert Acting.objects.get().centre == world.centre["chabahar"]

    def test_the_deputy_of_a_head_who_left_leads_at_once(self, world: World) -> None:
        laleh = colleague(world)
        network.set_absence(
            world.person["maryam"], deputy=laleh, since=SATURDAY, until=SATURDAY + 9 * DAY, by=HAND, at=SATURDAY
        )

        acting = lose_head(world)

        assert (acting.state, acting.holder) == ("taken", laleh)
        assert network_queries.head_of(world.centre["chabahar"], SATURDAY + HOUR) == laleh

    def test_with_nobody_to_ask_it_lies_with_the_coordinator(self, world: World) -> None:
        people.disable(world.person["zahra"], by=HAND, at=SATURDAY)

        acting = lose_head(world)

        assert (acting.state, acting.holder) == ("with_parent", world.person["nader"])
        assert Message.objects.get(template="acting_with_you").to_person == world.person["nader"]


class TestAnswers:
    @pytest.fixture
    def acting(self, world: World) -> Acting:
        learns(world, colleague(world), stage="co_lead", at=SATURDAY - DAY)
        return lose_head(world)

    def offer(self, acting: Acting, name: str) -> Offer:
        return acting.offers.select_related("acting__centre__place", "person").get(person__username=name)

    def test_the_first_yes_leads_for_thirty_days(self, world: World, acting: Acting) -> None:
        succession.answer(self.offer(acting, "laleh"), yes=True, by=world.person["laleh"], at=SATURDAY + HOUR)
        acting.refresh_from_db()

        assert (acting.state, acting.due_at) == ("taken", SATURDAY + HOUR + MONTH)
        assert acting.grant.until == SATURDAY + HOUR + MONTH
        assert network_queries.head_of(world.centre["chabahar"], SATURDAY + 2 * HOUR) == world.person["laleh"]
        assert Message.objects.get(template="acting_closed").to_person == world.person["zahra"]

    def test_the_second_yes_is_thanked_and_changes_nothing(self, world: World, acting: Acting) -> None:
        succession.answer(self.offer(acting, "laleh"), yes=True, by=world.person["laleh"], at=SATURDAY + HOUR)

        with pytest.raises(succession.AlreadyLed):
            succession.answer(self.offer(acting, "zahra"), yes=True, by=world.person["zahra"], at=SATURDAY + HOUR)
        assert Grant.objects.filter(role="head", revoked_at=None, until__isnull=False).count() == 1

    def test_a_no_leaves_the_other(self, world: World, acting: Acting) -> None:
        first = acting.holder

        succession.answer(self.offer(acting, first.username), yes=False, by=first, at=SATURDAY + HOUR)
        acting.refresh_from_db()

        assert acting.state == "offered" and acting.holder != first

    def test_two_noes_bring_it_to_the_coordinator(self, world: World, acting: Acting) -> None:
        for name in ("laleh", "zahra"):
            succession.answer(self.offer(acting, name), yes=False, by=world.person[name], at=SATURDAY + HOUR)
        acting.refresh_from_db()

        assert (acting.state, acting.holder) == ("with_parent", world.person["nader"])

    def test_so_does_silence(self, world: World, acting: Acting) -> None:
        tick(acting.due_at - HOUR)
        acting.refresh_from_db()
        assert acting.state == "offered"

        tick(acting.due_at)
        acting.refresh_from_db()

        assert (acting.state, acting.holder) == ("with_parent", world.person["nader"])

    @pytest.mark.parametrize("by", ["zahra", "nader", "maryam", "admin"])
    def test_nobody_answers_for_another(self, world: World, acting: Acting, by: str) -> None:
        with pytest.raises(NotAllowed):
            succession.answer(self.offer(acting, "laleh"), yes=True, by=world.person[by], at=SATURDAY + HOUR)

    def test_a_month_later_the_coordinator_must_find_a_head(self, world: World, acting: Acting) -> None:
        succession.answer(self.offer(acting, "laleh"), yes=True, by=world.person["laleh"], at=SATURDAY + HOUR)

        tick(SATURDAY + MONTH + 2 * HOUR)
        acting.refresh_from_db()

        assert (acting.state, acting.holder) == ("with_parent", world.person["nader"])

    def test_an_acting_head_who_leaves_brings_it_to_the_coordinator(self, world: World, acting: Acting) -> None:
        succession.answer(self.offer(acting, "laleh"), yes=True, by=world.person["laleh"], at=SATURDAY + HOUR)
        people.disable(world.person["laleh"], by=HAND, at=SATURDAY + DAY)

        tick(SATURDAY + DAY)
        acting.refresh_from_db()

        assert acting.state == "with_parent"


class TestTheEnd:
    def test_a_new_head_ends_the_search(self, world: World) -> None:
        acting = lose_head(world)
        network.grant(
            colleague(world), role="head", scope=world.centre["chabahar"], by=world.person["parvin"], at=SATURDAY + DAY
        )

        tick(SATURDAY + DAY + HOUR)
        acting.refresh_from_db()

        assert (acting.state, acting.holder, acting.due_at) == ("ended", None, None)
        assert not acting.offers.filter(answer="waiting").exists()

    def test_a_centre_that_rests_needs_no_head(self, world: World) -> None:
        acting = lose_head(world)
        network.move_state(world.centre["chabahar"], to="dormant", by=HAND, at=SATURDAY + DAY, reason="خاموش")

        tick(SATURDAY + DAY)
        acting.refresh_from_db()

        assert acting.state == "ended"

    def test_with_the_coordinator_she_is_reminded_every_week(self, world: World) -> None:
        people.disable(world.person["zahra"], by=HAND, at=SATURDAY)
        lose_head(world)

        tick(SATURDAY + 7 * DAY)
        tick(SATURDAY + 14 * DAY)

        assert Message.objects.filter(template="acting_with_you").count() == 3

    def test_two_ticks_open_one_search(self, world: World) -> None:
        lose_head(world)
        tick(SATURDAY + HOUR)

        assert Acting.objects.count() == 1

    def test_only_the_clock_opens_one(self, world: World) -> None:
        with pytest.raises(NotAllowed):
            succession.open_acting(world.centre["work"], by=world.person["nader"], at=SATURDAY)
        assert succession.open_acting(world.centre["work"], by=CLOCK, at=SATURDAY).holder is not None


def test_the_journal_counts_without_a_name(world: World) -> None:
    lose_head(world)

    lines = JournalLine.objects.filter(kind="acting_head")
    assert [(line.centre, line.detail) for line in lines] == [("chabahar", "opened")]
