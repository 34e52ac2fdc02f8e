"""What lies with the absent moves to whoever is there; where nobody is, nothing is written and time goes on."""

from datetime import datetime, timedelta

import pytest

from hamafza.intake import commands as intake
from hamafza.intake.models import Request
from hamafza.kernel.actors import System
from hamafza.kernel.models import AuditLine
from hamafza.kernel.ticking import tick
from hamafza.network.models import Absence
from hamafza.network.standing_in import NobodyElse, hand_on
from hamafza.reports.models import Report
from tests.cast import SATURDAY, World

DAY = timedelta(days=1)
HAND = System("tests")


def away(world: World, who: str, deputy: str, *, since: datetime = SATURDAY) -> Absence:
    return Absence.objects.create(
        person=world.person[who], deputy=world.person[deputy], since=since, until=since + 40 * DAY
    )


def gone(world: World, who: str) -> None:
    person = world.person[who]
    person.is_active = False
    person.save(update_fields=["is_active"])


@pytest.fixture
def request_at_the_door(world: World) -> Request:
    return world.request(place="tis")


def move(at: datetime = SATURDAY) -> int:
    return hand_on(Request.objects.open(), intake.hand_over, at)


class TestHandOn:
    def test_goes_to_the_deputy_and_says_so_in_the_audit(self, world: World, request_at_the_door: Request) -> None:
        holder = request_at_the_door.holder
        assert holder is not None
        Absence.objects.create(person=holder, deputy=world.person["stranger"], since=SATURDAY, until=SATURDAY + DAY)

        assert move() == 1

        request_at_the_door.refresh_from_db()
        assert request_at_the_door.holder == world.person["stranger"]
        assert AuditLine.objects.filter(verb="intake.hand_over").count() == 1

    def test_touches_nothing_while_everybody_is_there(self, world: World, request_at_the_door: Request) -> None:
        lines = AuditLine.objects.count()

        assert move() == 0

        assert AuditLine.objects.count() == lines

    @pytest.mark.parametrize("seconds", [-1, 0])
    def test_begins_with_the_very_second_of_the_leave(
        self, world: World, request_at_the_door: Request, seconds: int
    ) -> None:
        holder = request_at_the_door.holder
        assert holder is not None
        Absence.objects.create(person=holder, deputy=world.person["stranger"], since=SATURDAY, until=SATURDAY + DAY)

        assert move(SATURDAY + timedelta(seconds=seconds)) == (seconds >= 0)

    def test_writes_nothing_again_and_again_where_nobody_else_is(
        self, world: World, request_at_the_door: Request
    ) -> None:
        holder = request_at_the_door.holder
        assert holder is not None
        Absence.objects.create(person=holder, deputy=world.person["stranger"], since=SATURDAY, until=SATURDAY + DAY)
        gone(world, "stranger")
        lines = AuditLine.objects.count()

        assert [move(), move(), move()] == [0, 0, 0]

        assert AuditLine.objects.count() == lines
        with pytest.raises(NobodyElse):
            intake.hand_over(request_at_the_door, by=HAND, at=SATURDAY)

    def test_what_has_ended_stays_where_it_ended(self, world: World, request_at_the_door: Request) -> None:
        holder = request_at_the_door.holder
        assert holder is not None
        Request.objects.filter(pk=request_at_the_door.pk).update(state="withdrawn")
        Absence.objects.create(person=holder, deputy=world.person["stranger"], since=SATURDAY, until=SATURDAY + DAY)

        assert move() == 0


class TestTimeComesToRest:
    """Whatever lies with people who are all away: one tick moves it, the next finds nothing to do."""

    def test_when_a_month_s_report_lies_with_one_whose_deputy_has_left(self, world: World) -> None:
        world.request(place="tis")
        later = SATURDAY + 45 * DAY
        tick(later)
        holders = {report.holder for report in Report.objects.open()}
        assert holders
        for holder in holders:
            assert holder is not None
            deputy = "stranger" if holder != world.person["stranger"] else "farhad"
            Absence.objects.create(person=holder, deputy=world.person[deputy], since=later, until=later + 40 * DAY)
        gone(world, "stranger")
        for _pass in range(3):
            tick(later)
        lines = AuditLine.objects.count()

        done = tick(later)

        assert not any(done.values()), {name: n for name, n in done.items() if n}
        assert AuditLine.objects.count() == lines
