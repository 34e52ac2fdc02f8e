"""Until when: the door's office hours, by urgency, over nights, Fridays and holidays."""

from datetime import date, datetime, timedelta

import pytest

from hamafza.intake import commands as intake
from hamafza.intake import deadlines
from hamafza.intake.models import Request, Share
from hamafza.intake.states import Ending, Urgency
from hamafza.intake.tests.life import request_in
from hamafza.kernel.actors import Applicant
from hamafza.kernel.clock import TEHRAN, local
from hamafza.network import commands as network
from tests.cast import HAND, SATURDAY, World


def on(text: str) -> datetime:
    """«24 09:00» is Saturday 24 October 2026 at nine; Friday is the 30th."""
    day, hour = text.split()
    return datetime.strptime(f"2026-10-{day} {hour}", "%Y-%m-%d %H:%M").replace(tzinfo=TEHRAN)


# Offices are open 8 to 14, Thursday to 12, never on Friday. Ordinary: 6 office hours, urgent: 2, emergency: 1.
ORDINARY, URGENT, EMERGENCY = Urgency
TRIAGE = [
    # arrives, urgency, triaged until
    ("24 09:00", ORDINARY, "25 09:00", "five hours are left of Saturday, the sixth is Sunday's"),
    ("24 08:00", ORDINARY, "24 14:00", "just fits into the day"),
    ("24 07:59", ORDINARY, "24 14:00", "before opening the clock stands still"),
    ("24 03:00", ORDINARY, "24 14:00", "at night too"),
    ("24 14:00", ORDINARY, "25 14:00", "at closing the next day begins"),
    ("24 23:00", ORDINARY, "25 14:00", "in the evening too"),
    ("24 09:00", URGENT, "24 11:00", "two hours"),
    ("24 13:30", URGENT, "25 09:30", "half an hour today, the rest tomorrow"),
    ("24 09:00", EMERGENCY, "24 10:00", "one hour"),
    ("24 13:30", EMERGENCY, "25 08:30", "half an hour today, half tomorrow"),
    ("29 09:00", ORDINARY, "31 11:00", "Thursday has three hours left, then comes Saturday"),
    ("29 11:30", URGENT, "31 09:30", "over Friday"),
    ("30 10:00", EMERGENCY, "31 09:00", "on Friday nobody sits at the door"),
    ("30 10:00", ORDINARY, "31 14:00", "asked on Friday, counted from Saturday"),
]


def asked(world: World, at: datetime, urgency: str, monkeypatch: pytest.MonkeyPatch) -> Request:
    """The engine is told what to find urgent."""
    from hamafza.intake import advice

    said = {"domains": [], "urgency": urgency, "dangers": [], "abstained": True, "model_version": "t"}
    monkeypatch.setattr(advice, "suggest", lambda text: said)
    return world.request(at=at)


@pytest.mark.parametrize(("arrives", "urgency", "until", "why"), TRIAGE, ids=[row[3] for row in TRIAGE])
def test_it_is_triaged_within_office_hours(
    world: World, monkeypatch: pytest.MonkeyPatch, arrives: str, urgency: str, until: str, why: str
) -> None:
    request = asked(world, on(arrives), urgency, monkeypatch)

    assert local(request.due_at) == on(until)


@pytest.mark.parametrize(("place", "until"), [("IR/", "26 09:00"), ("IR/11/", "25 09:00"), ("IR/09/", "25 09:00")])
def test_a_holiday_of_the_nation_is_skipped_and_one_of_a_province_is_not(
    world: World, monkeypatch: pytest.MonkeyPatch, place: str, until: str
) -> None:
    """The door is no centre: it keeps the nation's calendar."""
    where = next(one for one in world.place.values() if one.path == place)
    network.add_holiday(where, date=date(2026, 10, 25), name="عید", by=HAND, at=SATURDAY)

    assert local(asked(world, on("24 09:00"), ORDINARY, monkeypatch).due_at) == on(until)


@pytest.mark.parametrize(("urgency", "until"), [(ORDINARY, "25 09:00"), (URGENT, "24 10:00"), (EMERGENCY, "24 10:00")])
def test_a_centre_is_found_within_office_hours(world: World, urgency: str, until: str) -> None:
    request, domain = world.request(), world.domain["health"]

    intake.triage(request, domains=[domain], urgency=urgency, automatic=False, by=world.person["reza"], at=SATURDAY)

    assert local(request.due_at) == on(until)
    assert request.urgency == urgency


def test_a_letter_counts_from_when_it_is_typed_not_from_when_it_lay_somewhere(world: World) -> None:
    old = SATURDAY - timedelta(days=90)

    request = world.request(door="letter", came_at=old)

    assert request.received_at == old
    assert local(request.due_at) == on("25 09:00")


class TestCalendarTime:
    """What concerns her life, not an office's, is counted in days of the calendar."""

    def test_after_her_yes_she_is_asked_again_in_four_weeks(self, world: World) -> None:
        request = request_in(world, "resolved")

        intake.confirm(request, by=Applicant(request.pk), at=SATURDAY)

        assert request.due_at == SATURDAY + timedelta(days=28)

    @pytest.mark.parametrize("how", ["withdrawn", "duplicate", "closed"])
    def test_those_who_worked_on_it_look_back_for_thirty_days(self, world: World, how: str) -> None:
        request = request_in(world, "resolved" if how == "closed" else "triaged")
        intake.share(request, centre=world.centre["chabahar"], level="full", by=HAND, at=SATURDAY)

        if how == "closed":
            intake.close(request, ending=Ending.CONFIRMED, by=HAND, at=SATURDAY)
        elif how == "withdrawn":
            intake.withdraw(request, reason="نه", by=Applicant(request.pk), at=SATURDAY)
        else:
            intake.merge(request, original=world.request(), by=world.person["reza"], at=SATURDAY)

        assert Share.objects.get().ended_at == SATURDAY + timedelta(days=30)

    def test_a_share_that_had_ended_before_is_not_prolonged(self, world: World) -> None:
        request = request_in(world, "triaged")
        intake.share(request, centre=world.centre["chabahar"], level="full", by=HAND, at=SATURDAY)
        intake.unshare(request, centre=world.centre["chabahar"], until=SATURDAY, by=HAND, at=SATURDAY)

        intake.withdraw(request, reason="نه", by=Applicant(request.pk), at=SATURDAY + timedelta(days=1))

        assert Share.objects.get().ended_at == SATURDAY


class TestClimbing:
    """Nobody looked at it: it climbs, rung by rung, and never hangs without an hour."""

    def test_county_then_province_and_there_it_stays(self, world: World) -> None:
        request, way = world.request(), []
        for _ in range(4):
            way.append(request.holder)
            intake.late_in_triage(request, by=HAND, at=request.due_at)

        names = [next(name for name, one in world.person.items() if one == held) for held in way]
        assert names == ["reza", "nader", "parvin", "parvin"]

    def test_each_rung_has_the_full_time_again(self, world: World) -> None:
        request = world.request()
        first = request.due_at

        intake.late_in_triage(request, by=HAND, at=first)

        assert local(first) == on("25 09:00")
        assert local(request.due_at) == on("26 09:00")

    def test_before_its_hour_nothing_happens(self, world: World) -> None:
        request = world.request()

        intake.late_in_triage(request, by=HAND, at=request.due_at - timedelta(seconds=1))

        assert request.holder == world.person["reza"]

    def test_where_nobody_is_named_the_admin_holds_it(self, world: World) -> None:
        """Mashhad has an operator; its county and province have nobody above him."""
        request = world.request(place="0901")

        intake.late_in_triage(request, by=HAND, at=request.due_at)

        assert request.holder == world.person["admin"]


def test_every_urgency_has_its_spans() -> None:
    assert set(deadlines.TRIAGE) == set(deadlines.FIND_CENTRE) == set(Urgency)


@pytest.mark.parametrize("span", [deadlines.triage_span, deadlines.find_centre_span])
def test_what_is_more_urgent_never_waits_longer(span) -> None:
    hours = [span(urgency).hours for urgency in Urgency]

    assert hours == sorted(hours, reverse=True)
