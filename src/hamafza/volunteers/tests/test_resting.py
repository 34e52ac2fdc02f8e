"""Leave and return, silence that is spoken of first, and an end with its reason."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from hamafza.journal.models import JournalLine
from hamafza.kernel.clock import local
from hamafza.kernel.errors import MoveRefused, NotAllowed
from hamafza.kernel.ticking import tick
from hamafza.notices.models import Message
from hamafza.volunteers import commands as volunteers
from hamafza.volunteers import queries
from hamafza.volunteers.models import Volunteer
from hamafza.volunteers.states import Left, VolunteerState
from hamafza.volunteers.tests.conftest import WEB, Applies
from tests.cast import HAND, SATURDAY, World

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = local(SATURDAY).date()


def hers() -> list[str]:
    """What she was told after the welcome, oldest first."""
    told = Message.objects.filter(channel="sms", template__startswith="volunteer_").order_by("pk")
    return [one.template for one in told][2:]


def again(she: Volunteer) -> Volunteer:
    return Volunteer.objects.whole().get(pk=she.pk)


def live(she: Volunteer, until: datetime) -> Volunteer:
    """Beats at the instants at which something is due, up to `until`."""
    while (she := again(she)).due_at and she.due_at <= until:
        tick(she.due_at)
    return she


class TestSilence:
    def test_after_thirty_days_she_is_missed_and_her_centre_hears(self, world: World, accepted: Applies) -> None:
        she = accepted()
        assert live(she, SATURDAY + 29 * DAY).step == 0
        she = live(she, SATURDAY + 31 * DAY)

        assert (she.state, she.step, hers()) == (VolunteerState.ACCEPTED, 1, ["volunteer_missed"])
        assert Message.objects.get(template="volunteer_quiet").to_person == world.person["zahra"]

    def test_after_six_months_a_notice_and_only_a_week_later_she_is_away(self, accepted: Applies) -> None:
        she = live(accepted(), SATURDAY + 184 * DAY)
        assert (she.state, hers()) == (VolunteerState.ACCEPTED, ["volunteer_missed", "volunteer_notice"])
        assert live(she, SATURDAY + 189 * DAY).state == VolunteerState.ACCEPTED

        she = live(she, SATURDAY + 192 * DAY)
        assert (she.state, she.due_at, hers()[-1]) == (VolunteerState.INACTIVE_LONG, None, "volunteer_away")
        assert Message.objects.filter(template="volunteer_gone_quiet").count() == 1
        assert live(she, SATURDAY + 900 * DAY).state == VolunteerState.INACTIVE_LONG  # and nothing more, ever

    def test_whoever_serves_is_not_asked(self, accepted: Applies) -> None:
        she = accepted()
        for n in range(1, 10):
            at = SATURDAY + 25 * n * DAY
            volunteers.note_activity(live(she, at), day=local(at).date(), by=HAND, at=at)

        assert hers() == [] and again(she).step == 0

    def test_served_again_the_count_begins_anew(self, accepted: Applies) -> None:
        she = live(accepted(), SATURDAY + 40 * DAY)
        assert she.step == 1
        volunteers.note_activity(she, day=TODAY + 41 * DAY, by=HAND, at=SATURDAY + 41 * DAY)

        she = again(she)
        assert she.step == 0 and she.due_at is not None
        assert local(she.due_at).date() == TODAY + 71 * DAY

    def test_an_old_day_changes_nothing(self, accepted: Applies) -> None:
        she = accepted()
        volunteers.note_activity(she, day=TODAY, by=HAND, at=SATURDAY)
        due = again(she).due_at
        volunteers.note_activity(again(she), day=TODAY - 9 * DAY, by=HAND, at=SATURDAY)

        assert (again(she).active_on, again(she).due_at) == (TODAY, due)

    def test_she_stays_by_one_tap(self, accepted: Applies) -> None:
        she = live(accepted(), SATURDAY + 184 * DAY)
        volunteers.stay(she, by=she, at=SATURDAY + 185 * DAY)

        assert live(she, SATURDAY + 200 * DAY).state == VolunteerState.ACCEPTED
        assert again(she).step == 0
        with pytest.raises(MoveRefused):
            volunteers.stay(volunteers.set_away(again(she), reason="", by=HAND, at=SATURDAY), by=she, at=SATURDAY)


class TestLeave:
    @pytest.mark.parametrize(("days", "fine"), [(0, False), (-3, False), (1, True), (90, True), (91, False)])
    def test_it_ends_within_ninety_days(self, accepted: Applies, days: int, fine: bool) -> None:
        she = accepted()
        if fine:
            assert volunteers.take_leave(she, returns_on=TODAY + days * DAY, by=she, at=SATURDAY).returns_on
        else:
            with pytest.raises(volunteers.BadReturn):
                volunteers.take_leave(she, returns_on=TODAY + days * DAY, by=she, at=SATURDAY)

    def test_she_is_reminded_before_and_returns_by_one_tap(self, accepted: Applies) -> None:
        she = accepted()
        volunteers.take_leave(she, returns_on=TODAY + 20 * DAY, by=she, at=SATURDAY)
        assert live(she, SATURDAY + 16 * DAY).step == 0
        she = live(she, SATURDAY + 18 * DAY)
        assert hers() == ["volunteer_returns"]
        volunteers.come_back(she, by=she, at=SATURDAY + 19 * DAY)

        she = again(she)
        assert (she.state, she.returns_on, she.step) == (VolunteerState.ACCEPTED, None, 0)
        assert she.due_at is not None and local(she.due_at).date() == TODAY + 49 * DAY

    def test_who_does_not_return_is_asked_twice_before_she_is_away(self, world: World, accepted: Applies) -> None:
        she = accepted()
        volunteers.take_leave(she, returns_on=TODAY + 20 * DAY, by=she, at=SATURDAY)
        she = live(she, SATURDAY + 30 * DAY)
        assert (she.state, hers()[-1]) == (VolunteerState.INACTIVE_SHORT, "volunteer_missed")
        assert Message.objects.get(template="volunteer_not_back").to_person == world.person["zahra"]
        she = live(she, SATURDAY + 61 * DAY)
        assert (she.state, hers()[-1]) == (VolunteerState.INACTIVE_SHORT, "volunteer_notice")
        assert live(she, SATURDAY + 70 * DAY).state == VolunteerState.INACTIVE_LONG

    def test_a_very_short_leave_is_reminded_at_once_and_once(self, accepted: Applies) -> None:
        she = accepted()
        volunteers.take_leave(she, returns_on=TODAY + DAY, by=she, at=SATURDAY)
        live(she, SATURDAY + 5 * DAY)
        assert hers() == ["volunteer_returns"]

    def test_nobody_returns_who_is_here(self, accepted: Applies) -> None:
        she = accepted()
        with pytest.raises(MoveRefused):
            volunteers.come_back(she, by=she, at=SATURDAY)


class TestArchive:
    @pytest.mark.parametrize("left", Left.values)
    def test_it_has_its_reason_and_closes_her_page(self, world: World, accepted: Applies, left: str) -> None:
        she = accepted()
        token = queries.link_of(she)
        volunteers.archive(she, left=left, by=world.person["maryam"], at=SATURDAY)

        she = again(she)
        assert (she.state, she.left, she.due_at) == (VolunteerState.ARCHIVED, left, None)
        assert queries.by_link(token, SATURDAY) is None and queries.whose(token) is None
        assert JournalLine.objects.get(kind="volunteer_archived").detail == left
        assert (hers() == []) is (left == Left.DECEASED)  # the dead get no message

    def test_without_one_of_the_reasons_it_is_not_done(self, world: World, accepted: Applies) -> None:
        with pytest.raises(volunteers.LeftWhy):
            volunteers.archive(accepted(), left="bored", by=world.person["maryam"], at=SATURDAY)

    def test_she_may_begin_anew_and_keeps_her_rung(self, world: World, accepted: Applies) -> None:
        she = accepted()
        Volunteer.objects.filter(pk=she.pk).update(rung="member")
        she = volunteers.archive(again(she), left="moved", by=world.person["maryam"], at=SATURDAY)
        volunteers.look_again(she, by=world.person["zahra"], at=SATURDAY)
        volunteers.note_interview(she, text="بازگشته است", papers="", by=world.person["zahra"], at=SATURDAY)
        she = volunteers.accept(again(she), by=world.person["maryam"], at=SATURDAY)

        assert (she.rung, she.left, she.reason) == ("member", "", "")
        assert queries.by_link(queries.link_of(she), SATURDAY) == she

    def test_she_herself_cannot_archive_herself_nor_the_clock(self, accepted: Applies) -> None:
        she = accepted()
        with pytest.raises(NotAllowed):
            volunteers.archive(she, left="resigned", by=she, at=SATURDAY)


MOVES: list[tuple[str, dict[str, Any]]] = [
    ("begin", {}), ("note_interview", {"text": "خوب", "papers": ""}), ("refuse", {"reason": "نه"}), ("look_again", {}),
    ("take_leave", {"returns_on": date(2026, 11, 1)}), ("come_back", {}), ("stay", {}), ("set_away", {"reason": ""}),
    ("archive", {"left": "moved"}),
]  # fmt: skip
POSSIBLE = {
    "applied": {"begin", "note_interview", "refuse"},
    "in_process": {"note_interview", "refuse"},
    "accepted": {"take_leave", "stay", "set_away", "archive"},
    "inactive_short": {"come_back", "set_away", "archive"},
    "inactive_long": {"come_back", "archive"},
    "refused": {"look_again"},
    "archived": {"look_again"},
}


@pytest.mark.parametrize("state", VolunteerState.values)
def test_only_the_moves_of_the_table_are_possible(world: World, applies: Applies, state: str) -> None:
    from django.db import transaction

    she, done = applies(), set()
    Volunteer.objects.filter(pk=she.pk).update(
        state=state, returns_on=TODAY, left="moved" if state == "archived" else ""
    )
    for name, said in MOVES:
        try:
            with transaction.atomic():
                getattr(volunteers, name)(again(she), by=world.person["maryam"], at=SATURDAY, **said)
                done.add(name)
                transaction.set_rollback(True)
        except MoveRefused:
            pass

    assert done == POSSIBLE[state]


class TestWhoIsAway:
    def test_what_lies_with_her_goes_to_who_is_there(self, world: World, applies: Applies) -> None:
        from hamafza.network import commands as network

        she, zahra = applies(), world.person["zahra"]
        until = SATURDAY + 9 * DAY
        network.set_absence(zahra, deputy=world.person["nader"], since=SATURDAY, until=until, by=HAND, at=SATURDAY)
        tick(SATURDAY + timedelta(hours=1))

        assert again(she).holder == world.person["nader"]
        assert Message.objects.filter(template="volunteer_handed_over").count() == 1

    def test_a_handover_moves_all_of_hers_to_somebody_who_may(self, world: World, applies: Applies) -> None:
        from hamafza.network import holdings

        she = applies()
        kind = dict(holdings.kinds())["volunteers"]
        zahra, maryam = world.person["zahra"], world.person["maryam"]
        (held,) = kind.held(zahra, SATURDAY)
        assert (
            she.full_name not in held.title and held.address == f"/volunteers/{she.pk}/" and held.due_at == she.due_at
        )
        with pytest.raises(volunteers.NotTheirs):
            kind.hand(zahra, world.person["sara"], HAND, SATURDAY)
        assert kind.hand(zahra, maryam, HAND, SATURDAY) == 1
        assert again(she).holder == maryam and kind.held(zahra, SATURDAY) == []
        assert WEB.name == "web"
