"""What the house puts on an agenda by itself: from where, of which place and domain, how much of it, and without names."""

from datetime import timedelta

import pytest
from django.utils import translation

from hamafza.kernel.moves import subject_of
from hamafza.meetings import agenda, sources
from hamafza.meetings import commands as meetings
from hamafza.meetings.agenda import Draft, drafts
from hamafza.meetings.captions import said
from hamafza.meetings.models import Action, AgendaItem, Meeting
from hamafza.meetings.states import ActionState, Kind
from hamafza.meetings.tests.telling import DAY, HOUR, action_in, council, decided, promise, sitting
from hamafza.referrals.models import Referral
from tests.cast import HAND, SATURDAY, World


def following(meeting: Meeting) -> Meeting:
    """The sitting after this one."""
    return Meeting.objects.whole().filter(series=meeting.series).latest("number")


def found(meeting: Meeting, kind: str, at: object = None) -> list[Draft]:
    return [draft for _order, draft in drafts(meeting, at or meeting.starts_at) if draft.kind == kind]


class TestPromises:
    @pytest.mark.parametrize("state", [str(state) for state in ActionState])
    def test_stand_there_until_they_are_verified_or_let_go(self, world: World, state: str) -> None:
        action = action_in(world, state)

        subjects = [draft.subject for draft in found(following(action.meeting), Kind.ACTION)]

        assert subjects == ([] if state in {"verified", "cancelled"} else [subject_of(action)])

    def test_stand_not_on_the_agenda_of_their_own_sitting(self, world: World) -> None:
        action = promise(world)

        assert found(action.meeting, Kind.ACTION) == []

    def test_of_another_series_stand_on_its_own(self, world: World) -> None:
        promise(world)
        other = council(world, title="شورای دیگر", place=world.place["11"], by=HAND).meetings.get()

        assert found(other, Kind.ACTION) == []

    @pytest.mark.parametrize("days", [[3, 9, 20], [20, 9, 3], [9, 9, 3]])
    def test_come_by_their_days(self, world: World, days: list[int]) -> None:
        meeting = sitting(world)
        for n in days:
            promise(world, meeting, days=n)

        subjects = [draft.subject for draft in found(following(meeting), Kind.ACTION)]

        by_day = Action.objects.order_by("due_on", "pk")
        assert subjects == [subject_of(action) for action in by_day]

    def test_are_told_in_their_own_words(self, world: World) -> None:
        action = promise(world)

        (draft,) = found(following(action.meeting), Kind.ACTION)

        assert (draft.title, draft.facts) == (action.text, {})


class TestWhatWasLeftOver:
    def test_comes_with_its_words_to_the_sitting_it_was_left_to(self, world: World) -> None:
        meeting = sitting(world)
        decision = decided(world, meeting)
        meetings.defer(decision, by=world.person["reza"], at=meeting.starts_at + HOUR)

        (draft,) = found(following(meeting), Kind.DEFERRED)

        assert (draft.subject, draft.title) == (subject_of(decision), decision.text)
        assert found(meeting, Kind.DEFERRED) == []

    @pytest.mark.parametrize("settled", ["reject", "adopt"])
    def test_is_nothing_that_was_settled(self, world: World, settled: str) -> None:
        meeting = sitting(world)
        decision, at = decided(world, meeting), meeting.starts_at + HOUR
        if settled == "reject":
            meetings.reject(decision, reason="پول نیست", by=world.person["reza"], at=at)
        else:
            meetings.adopt(decision, no_action_because="آگاهی", by=world.person["reza"], at=at)

        assert found(following(meeting), Kind.DEFERRED) == []


class TestLateAnswers:
    @pytest.fixture
    def late(self, world: World) -> Meeting:
        for n in range(3):
            world.triaged("health", at=SATURDAY, phone=f"0912000000{n}")
        world.triaged("employment", at=SATURDAY)
        return council(world).meetings.get()

    def test_are_counted_by_centre(self, world: World, late: Meeting) -> None:
        counts = {draft.facts["centre"]: draft.facts["n"] for draft in found(late, Kind.LATE, SATURDAY + 9 * DAY)}

        by_centre: dict[str, int] = {}
        for hop in Referral.objects.open().select_related("centre__place"):
            if hop.centre.place.path.startswith("IR/11/1104/"):
                by_centre[hop.centre.name] = by_centre.get(hop.centre.name, 0) + 1
        assert counts == by_centre and sum(counts.values()) > 1

    def test_are_none_while_their_hour_has_not_come(self, late: Meeting) -> None:
        assert found(late, Kind.LATE, SATURDAY + timedelta(minutes=1)) == []

    def test_of_another_domain_are_none_of_its_business(self, world: World, late: Meeting) -> None:
        late.series.domain = world.domain["employment"]

        centres = {draft.facts["centre"] for draft in found(late, Kind.LATE, SATURDAY + 9 * DAY)}

        assert centres <= {"کانون کار و هنر چابهار"}

    def test_of_another_place_are_none_of_its_business(self, world: World, late: Meeting) -> None:
        late.series.place = world.place["0901"]

        assert found(late, Kind.LATE, SATURDAY + 9 * DAY) == []

    def test_are_the_greatest_first_and_five_at_most(self, world: World, late: Meeting) -> None:
        counts = [draft.facts["n"] for draft in found(late, Kind.LATE, SATURDAY + 9 * DAY)]

        assert counts == sorted(counts, reverse=True)
        assert len(counts) <= sources.MOST[Kind.LATE]


class TestTheLastDoor:
    @pytest.mark.parametrize("n", [1, 4])
    def test_is_told_by_number_and_domain(self, world: World, n: int) -> None:
        numbers = {world.triaged("housing", at=SATURDAY, phone=f"0912000000{i}").number for i in range(n)}
        meeting = council(world).meetings.get()

        lines = found(meeting, Kind.LAST_DOOR)

        assert {line.facts["code"] for line in lines} == numbers
        assert {line.facts["domain"] for line in lines} == {"مسکن و عمران"}
        assert not any("گلنار" in str(line.facts) or "0912" in str(line.facts) for line in lines)

    def test_is_capped(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sources.MOST, Kind.LAST_DOOR, 2)
        for i in range(4):
            world.triaged("housing", at=SATURDAY, phone=f"0912000000{i}")

        assert len(found(council(world).meetings.get(), Kind.LAST_DOOR)) == 2

    def test_of_a_domains_series_is_its_own(self, world: World) -> None:
        world.triaged("housing", at=SATURDAY)

        assert found(council(world, domain=world.domain["health"]).meetings.get(), Kind.LAST_DOOR) == []


class TestGaps:
    def test_are_domains_that_people_asked_for_where_nobody_serves(self, world: World) -> None:
        for i in range(3):
            world.triaged("housing", at=SATURDAY, phone=f"0912000000{i}")

        gaps = found(council(world).meetings.get(), Kind.GAP, SATURDAY + DAY)

        assert [(gap.facts["domain"], gap.facts["n"]) for gap in gaps] == [("مسکن و عمران", 3)]

    def test_are_none_where_nobody_asked(self, world: World) -> None:
        assert found(council(world).meetings.get(), Kind.GAP, SATURDAY + DAY) == []

    def test_of_a_districts_council_are_its_countys(self, world: World) -> None:
        world.triaged("housing", at=SATURDAY)
        meeting = council(world, place=world.place["tis"]).meetings.get()

        assert [gap.facts["place"] for gap in found(meeting, Kind.GAP, SATURDAY + DAY)] == ["چابهار"]


class TestTheAgenda:
    def test_asks_sources_in_their_order(self, world: World) -> None:
        world.triaged("housing", at=SATURDAY)
        world.triaged("health", at=SATURDAY)
        promise(world)
        meeting = Meeting.objects.whole().latest("number")

        orders = [order for order, _draft in drafts(meeting, SATURDAY + 20 * DAY)]

        assert orders == sorted(orders)
        assert set(orders) <= set(agenda._sources.values())

    def test_takes_a_source_of_another_area_and_a_subject_once(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(agenda, "_sources", dict(agenda._sources))
        draft = Draft(Kind.OTHER, "x:1", "از جایی دیگر")

        @agenda.source(order=99)
        def twice(meeting: Meeting, at: object) -> list[Draft]:
            return [draft, draft]

        meeting = sitting(world, "agenda_open")
        titles = [said(item) for item in meeting.items.all()]
        assert titles.count("از جایی دیگر") == 1

    def test_written_again_is_the_same(self, world: World) -> None:
        world.triaged("housing", at=SATURDAY)
        meeting = sitting(world, "agenda_open")
        before = list(meeting.items.values_list("pk", "title"))

        meetings.refresh_agenda(meeting, by=world.person["reza"], at=meeting.since_at)

        assert list(meeting.items.values_list("pk", "title")) == before

    def test_leaves_out_what_a_person_dropped(self, world: World) -> None:
        world.triaged("housing", at=SATURDAY)
        meeting = sitting(world, "agenda_open")
        item = meeting.items.filter(kind=Kind.LAST_DOOR).get()
        meetings.drop_item(item, by=world.person["reza"], at=meeting.since_at)

        meetings.refresh_agenda(meeting, by=world.person["reza"], at=meeting.since_at)

        assert not meeting.items.filter(kind=Kind.LAST_DOOR, dropped_at=None).exists()


@pytest.mark.parametrize(
    ("month", "english"), [("تیر 1405", "Tir 1405"), ("اسفند 1403", "Esfand 1403"), ("فصل 1405", "فصل 1405"), ("", "")]
)
def test_a_month_that_was_written_in_persian_is_read_in_english(month: str, english: str) -> None:
    item = AgendaItem(title="گزارش %(month)s از %(unit)s نرسیده است", facts={"month": month, "unit": "کانون"})
    with translation.override("en"):
        assert f"\u2068{english}\u2069" in said(item)
