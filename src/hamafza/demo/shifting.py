"""Shifts of the story: two months of afternoons at a few centres; somebody does not come, a hole is mended, one stays open."""

import random
from datetime import datetime, time, timedelta
from functools import partial

from hamafza.demo.foundation import Province
from hamafza.kernel.agenda import Agenda
from hamafza.kernel.clock import local
from hamafza.kernel.errors import Refused
from hamafza.network import queries as network
from hamafza.network.models import Centre
from hamafza.shifts import commands as shifts
from hamafza.shifts import queries
from hamafza.shifts.models import Ask, Booking, BookingQuerySet, Shift
from hamafza.shifts.states import COMING, ShiftState
from hamafza.volunteers.models import Volunteer

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
CENTRES = 3
WEEKS = 8
PATTERN = {"weekdays": {1, 4}, "hour": time(16), "until": time(19), "needed": 2, "weeks": WEEKS + 2}
NOTES = ["همراهی با مراجعان عصر", "پاسخ به تلفن و راهنمایی", "بسته‌بندی و رساندن دارو"]


class Shifting:
    """Its dice are its own: the story's others fall as before."""

    def __init__(self, province: Province, seed: int, agenda: Agenda) -> None:
        self.province, self.agenda = province, agenda
        self.dice = random.Random(f"shifts {seed}")

    def plan(self, end: datetime) -> None:
        """From two months before the end on; the last two weeks lie ahead."""
        first = queries.week_start(local(end - WEEKS * WEEK).date())
        begins = datetime.combine(first, time(9), local(end).tzinfo) - DAY
        for n, centre in enumerate(list(self.province.centre.values())[:CENTRES]):
            self.agenda.put(max(begins, self.agenda.now), partial(self._publish, n, centre, end))

    def _publish(self, n: int, centre: Centre, end: datetime) -> None:
        at = self.agenda.now
        officer = network.responsible_for_centre(centre, at)
        planned = shifts.plan(
            centre, first_on=local(at + DAY).date(), officer=officer, note=NOTES[n % len(NOTES)], by=officer, at=at, **PATTERN
        )  # fmt: skip
        ahead = [one for one in planned.shifts if one.starts_at > end + DAY]
        for k, shift in enumerate(planned.shifts):
            shifts.publish(shift, by=officer, at=at)
            if n == 2 and ahead and shift == ahead[0]:
                continue  # nobody has signed up: next week's worry
            late = n == 1 and k == 9
            self.agenda.put(shift.starts_at - self.dice.uniform(40, 110) * HOUR, partial(self._book, shift, centre))
            if late:
                self.agenda.put(shift.starts_at - 5 * HOUR, partial(self._call_off, shift))
            self.agenda.put(shift.starts_at + 1.5 * HOUR, partial(self._come, shift))
            self.agenda.put(shift.ends_at + HOUR, partial(self._note, shift))

    def _book(self, shift: Shift, centre: Centre) -> None:
        """By herself for the most part; now and then the officer asks somebody."""
        shift = Shift.objects.whole().get(pk=shift.pk)
        if shift.state != ShiftState.PUBLISHED:
            return
        crew = queries.crew_of(centre, shift.day, shift.day)
        willing = [one for one in crew.volunteers if not crew.hurdle(one, shift, grid=False)]
        willing.sort(key=lambda one: (crew.minutes_of(one, shift.day), one.pk))
        for who in willing[: shift.needed]:
            self._seat(shift, who)

    def _seat(self, shift: Shift, who: Volunteer) -> None:
        try:
            if self.dice.random() < 0.75:
                shifts.sign_up(shift, by=who, at=self.agenda.now)
            else:
                shifts.put_in(shift, volunteer=who, by=shift.officer, at=self.agenda.now)
        except Refused:
            return  # she is away, or has something else by now

    def _call_off(self, shift: Shift) -> None:
        booking = self._coming(shift).first()
        if booking:
            shifts.call_off(booking, reason="ill", by=booking.volunteer, at=self.agenda.now)
            self.agenda.put(self.agenda.now + HOUR / 2, partial(self._step_in, shift))

    def _step_in(self, shift: Shift) -> None:
        ask = Ask.objects.live().whole().filter(shift=shift).first()
        if ask:
            shifts.say_yes(ask, by=ask.volunteer, at=self.agenda.now)

    def _come(self, shift: Shift) -> None:
        """Most say so themselves."""
        for booking in self._coming(shift):
            if booking.shift.state == ShiftState.RUNNING and self.dice.random() < 0.7:
                shifts.note_came(booking, by=booking.volunteer, at=self.agenda.now)

    def _note(self, shift: Shift) -> None:
        """The officer notes the others; few have not come."""
        for booking in self._coming(shift):
            if self.dice.random() < 0.8:
                shifts.note_came(booking, by=booking.shift.officer, at=self.agenda.now)
            else:
                excused = self.dice.random() < 0.5
                shifts.note_no_show(booking, excused=excused, by=booking.shift.officer, at=self.agenda.now)

    def _coming(self, shift: Shift) -> BookingQuerySet:
        return Booking.objects.filter(shift=shift, state__in=COMING).whole().order_by("pk")
