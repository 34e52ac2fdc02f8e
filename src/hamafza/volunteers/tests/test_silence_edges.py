"""Silence and leave to the second: thirty days, six months, a week's notice, ninety days of rest; and nothing twice."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from persiantools.jdatetime import JalaliDate

from hamafza.kernel.actors import System
from hamafza.kernel.clock import TEHRAN, local
from hamafza.kernel.errors import MoveRefused, NotAllowed
from hamafza.kernel.models import StateChange
from hamafza.kernel.ticking import tick
from hamafza.notices.models import Message
from hamafza.volunteers import commands as volunteers
from hamafza.volunteers import deadlines
from hamafza.volunteers.models import Volunteer
from hamafza.volunteers.states import VolunteerState
from hamafza.volunteers.tests.conftest import Applies
from tests.cast import HAND, SATURDAY, World

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
TODAY = local(SATURDAY).date()
CLOCK = System("tick")


def again(she: Volunteer) -> Volunteer:
    return Volunteer.objects.whole().get(pk=she.pk)


def beat(she: Volunteer, at: datetime) -> Volunteer:
    """What time does to her at this instant, without the other beats."""
    volunteers.time_passes(again(she), by=CLOCK, at=at)
    return again(she)


def told(template: str) -> int:
    return Message.objects.filter(template=template, channel="sms").count()


def morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 8, tzinfo=TEHRAN)


@pytest.mark.django_db
class TestToTheSecond:
    def test_thirty_days_end_on_a_morning(self, accepted: Applies) -> None:
        she, due = accepted(), morning(TODAY + 30 * DAY)

        assert again(she).due_at == due
        assert (beat(she, due - SECOND).step, told("volunteer_missed")) == (0, 0)
        for _again in range(3):
            assert (beat(she, due).step, told("volunteer_missed")) == (1, 1)
        assert Message.objects.filter(template="volunteer_quiet").count() == 1

    def test_six_months_then_a_week_then_away(self, accepted: Applies) -> None:
        she = beat(accepted(), morning(TODAY + 30 * DAY))
        half_year = morning(TODAY + 183 * DAY)
        assert she.due_at == half_year
        assert beat(she, half_year - SECOND).step == 1
        she = beat(she, half_year)
        assert (she.step, she.due_at, told("volunteer_notice")) == (2, half_year + 7 * DAY, 1)

        assert beat(she, half_year + 7 * DAY - SECOND).state == VolunteerState.ACCEPTED
        she = beat(she, half_year + 7 * DAY)
        assert (she.state, she.due_at, told("volunteer_away")) == (VolunteerState.INACTIVE_LONG, None, 1)
        assert beat(she, half_year + 99 * DAY).state == VolunteerState.INACTIVE_LONG and told("volunteer_away") == 1

    def test_a_clock_that_slept_warns_before_it_acts(self, accepted: Applies) -> None:
        """A year without a beat: each word is still said, and nobody is put away in the same breath."""
        she, late = accepted(), SATURDAY + 400 * DAY
        she = beat(she, late)
        assert (she.step, she.state) == (1, VolunteerState.ACCEPTED)
        she = beat(she, late + SECOND)
        assert (she.step, she.due_at) == (2, late + SECOND + 7 * DAY)
        assert beat(she, late + 7 * DAY).state == VolunteerState.ACCEPTED
        assert beat(she, late + SECOND + 7 * DAY).state == VolunteerState.INACTIVE_LONG

    @pytest.mark.parametrize(
        "day", [JalaliDate(1403, 12, 29), JalaliDate(1403, 12, 30), JalaliDate(1404, 12, 29), JalaliDate(1405, 1, 1)]
    )
    def test_across_a_new_year_a_month_of_silence_is_thirty_days(self, day: JalaliDate) -> None:
        when: date = day.to_gregorian()
        she = Volunteer(accepted_at=morning(when), applied_at=morning(when), since_at=morning(when))

        assert deadlines.silence(she, 0) == morning(when + 30 * DAY)
        assert deadlines.silence(she, 1) == morning(when + 183 * DAY)

    def test_around_midnight_it_is_the_day_of_tehran(self) -> None:
        """Half past midnight in Tehran is the evening before in UTC."""
        at = datetime(2026, 10, 25, 0, 30, tzinfo=TEHRAN)
        she = Volunteer(applied_at=at, since_at=at)

        assert deadlines.seen_on(she) == date(2026, 10, 25)


@pytest.mark.django_db
class TestAListThatIsTypedLate:
    """The paper of an evening long ago comes in after she was missed already."""

    def test_does_not_miss_her_again(self, accepted: Applies) -> None:
        she = beat(accepted(at=SATURDAY), morning(TODAY + 30 * DAY))
        at = morning(TODAY + 32 * DAY)
        volunteers.note_activity(again(she), day=TODAY + DAY, by=HAND, at=at)
        she = beat(she, at + SECOND)

        assert (she.step, told("volunteer_missed"), she.active_on) == (1, 1, TODAY + DAY)
        assert she.due_at == morning(TODAY + DAY + 183 * DAY)  # the next word is that of six months, from her true day

    def test_of_a_recent_evening_begins_the_count_anew(self, accepted: Applies) -> None:
        she = beat(accepted(), morning(TODAY + 30 * DAY))
        at = morning(TODAY + 32 * DAY)
        volunteers.note_activity(again(she), day=TODAY + 20 * DAY, by=HAND, at=at)

        assert (again(she).step, again(she).due_at) == (0, morning(TODAY + 50 * DAY))

    def test_takes_back_a_notice_of_six_months(self, accepted: Applies) -> None:
        she = accepted()
        for days in (30, 183):
            she = beat(she, morning(TODAY + days * DAY))
        assert she.step == 2
        at = morning(TODAY + 185 * DAY)
        volunteers.note_activity(again(she), day=TODAY + 100 * DAY, by=HAND, at=at)
        she = again(she)

        assert (she.step, she.due_at) == (1, morning(TODAY + 283 * DAY))
        assert beat(she, morning(TODAY + 192 * DAY)).state == VolunteerState.ACCEPTED

    def test_of_too_long_ago_leaves_the_notice_standing(self, accepted: Applies) -> None:
        she = accepted()
        for days in (30, 183):
            she = beat(she, morning(TODAY + days * DAY))
        due = she.due_at
        volunteers.note_activity(again(she), day=TODAY + DAY, by=HAND, at=morning(TODAY + 185 * DAY))

        assert (again(she).step, again(she).due_at) == (2, due)

    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.tuples(st.integers(1, 60), st.integers(0, 80)), min_size=1, max_size=8))
    def test_however_they_come_each_silence_is_spoken_of_once(self, papers: list[tuple[int, int]]) -> None:
        """Between two «جایتان خالی است» there was an evening less than thirty days old when its list was typed."""
        at, missed, fresh, late = SATURDAY, list[datetime](), True, list[bool]()
        she = Volunteer(state="accepted", applied_at=at, since_at=at, step=0)
        she.due_at = deadlines.silence(she, 0)
        from hamafza.volunteers.commands.activity import _counted_anew

        for wait, age in papers:
            at += wait * DAY
            while she.due_at and she.due_at <= at and she.step < 2:
                if she.step == 0:
                    missed.append(at)
                    late.append(fresh)
                    fresh = False
                she.step += 1
                she.due_at = deadlines.silence(she, 1) if she.step == 1 else at + deadlines.NOTICE
            day = local(at).date() - age * DAY
            if she.active_on is None or she.active_on < day:
                she.active_on = day
                she.step, she.due_at = _counted_anew(she, at)
                fresh = fresh or deadlines.silence(she, 0) > at
        assert all(late), (missed, papers)


@pytest.mark.django_db
class TestLeave:
    def test_its_words_come_in_their_order_and_once(self, accepted: Applies) -> None:
        she, back = accepted(), TODAY + 20 * DAY
        volunteers.take_leave(again(she), returns_on=back, by=she, at=SATURDAY)
        remind = morning(back - 3 * DAY)
        assert again(she).due_at == remind
        assert beat(she, remind - SECOND).step == 0
        for _again in range(2):
            she = beat(she, remind)
        over = datetime(back.year, back.month, back.day, tzinfo=TEHRAN) + DAY
        assert (she.step, she.due_at, told("volunteer_returns")) == (1, over + 7 * DAY, 1)
        she = beat(she, over + 7 * DAY)
        assert (she.step, told("volunteer_missed")) == (2, 1)
        she = beat(she, over + 37 * DAY)
        assert (she.step, told("volunteer_notice"), she.state) == (3, 1, VolunteerState.INACTIVE_SHORT)
        assert beat(she, over + 44 * DAY).state == VolunteerState.INACTIVE_LONG

    def test_serving_while_on_leave_does_not_end_it(self, accepted: Applies) -> None:
        """She came to one evening though she rests: her day is kept, her leave goes on."""
        she = accepted()
        volunteers.take_leave(again(she), returns_on=TODAY + 20 * DAY, by=she, at=SATURDAY)
        due = again(she).due_at
        volunteers.note_activity(again(she), day=TODAY + 5 * DAY, by=HAND, at=SATURDAY + 5 * DAY)
        she = again(she)

        assert (she.state, she.due_at, she.active_on) == (VolunteerState.INACTIVE_SHORT, due, TODAY + 5 * DAY)
        volunteers.come_back(she, by=she, at=SATURDAY + 6 * DAY)
        assert again(she).due_at == morning(TODAY + 36 * DAY)

    @pytest.mark.parametrize("leave", ["leave", "away"])
    def test_gone_and_come_back_ten_times_leaves_no_trace_but_history(
        self, world: World, accepted: Applies, leave: str
    ) -> None:
        she = accepted()
        for n in range(10):
            at = SATURDAY + n * DAY
            if leave == "leave":
                volunteers.take_leave(again(she), returns_on=local(at).date() + DAY, by=she, at=at)
            else:
                volunteers.set_away(again(she), reason="سفر", by=world.person["zahra"], at=at)
            volunteers.come_back(again(she), by=she, at=at + SECOND)
        she = again(she)

        assert (she.state, she.step, she.returns_on, she.holder) == (VolunteerState.ACCEPTED, 0, None, None)
        assert StateChange.objects.filter(subject=f"volunteers.volunteer:{she.pk}").count() == 3 + 1 + 20

    @pytest.mark.parametrize("verb", ["take_leave", "come_back", "stay"])
    @pytest.mark.parametrize("who", ["reza", "sara", "stranger", "karim"])
    def test_not_by_a_stranger(self, world: World, accepted: Applies, verb: str, who: str) -> None:
        said: dict[str, Any] = {"returns_on": TODAY + 5 * DAY} if verb == "take_leave" else {}
        with pytest.raises(NotAllowed):
            getattr(volunteers, verb)(accepted(), by=world.person[who], at=SATURDAY, **said)

    def test_nor_by_another_volunteer(self, accepted: Applies) -> None:
        she, other = accepted(), accepted(full_name="شیرین دهواری", mobile="09150009988")
        with pytest.raises(NotAllowed):
            volunteers.take_leave(she, returns_on=TODAY + 5 * DAY, by=other, at=SATURDAY)
        with pytest.raises(NotAllowed):
            volunteers.set_hours(she, hours=5, by=other, at=SATURDAY)

    def test_leave_within_leave_is_refused(self, accepted: Applies) -> None:
        she = accepted()
        volunteers.take_leave(again(she), returns_on=TODAY + 5 * DAY, by=she, at=SATURDAY)
        with pytest.raises(MoveRefused):
            volunteers.take_leave(again(she), returns_on=TODAY + 50 * DAY, by=she, at=SATURDAY)
        assert again(she).returns_on == TODAY + 5 * DAY


@pytest.mark.django_db
def test_the_beat_asks_for_each_once_though_many_are_due(world: World, accepted: Applies) -> None:
    them = [accepted(full_name=f"نام {n} خانواده", mobile=f"0915000{n:04}") for n in range(4)]
    tick(morning(TODAY + 30 * DAY))
    tick(morning(TODAY + 30 * DAY))

    assert told("volunteer_missed") == 4
    assert {one.step for one in Volunteer.objects.filter(pk__in=[she.pk for she in them])} == {1}
