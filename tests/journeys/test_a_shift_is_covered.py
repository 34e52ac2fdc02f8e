"""A week of a centre: planned, taken, rostered, a hole mended at the last minute, noted, and counted as hours of service."""

from datetime import timedelta

from hamafza.journal.models import JournalLine
from hamafza.kernel.models import AuditLine
from hamafza.kernel.ticking import tick
from hamafza.notices.models import Message
from hamafza.shifts import advice, queries
from hamafza.shifts import commands as shifts
from hamafza.shifts.models import Ask, Booking, Shift
from hamafza.shifts.tests.telling import DAY, FOUR, HOUR, SIX, WEDNESDAY, crew, planned
from hamafza.volunteers import service
from tests.cast import SATURDAY, World


def test_a_shift_is_covered(world: World) -> None:
    zahra, people = world.person["zahra"], crew(world, 4)

    # given a Wednesday afternoon for which two are needed
    shift: Shift = planned(world).shifts[0]
    shifts.publish(shift, by=zahra, at=SATURDAY)

    # when one signs up herself and a proposed roster gives the other seat to whoever has the fewest hours
    shifts.sign_up(shift, by=people[0], at=SATURDAY)
    (row,) = advice.propose(world.centre["chabahar"], SATURDAY.date(), at=SATURDAY).rows
    assert row.volunteer in people[1:] and Booking.objects.count() == 1
    shifts.put_in(row.shift, volunteer=row.volunteer, by=zahra, at=SATURDAY)

    # then the clock finds it covered and tells nobody that it is not
    for hours in range(0, 90, 6):
        tick(SATURDAY + hours * HOUR)
    assert not Message.objects.filter(template="shift_uncovered").exists()

    # and when one calls off at noon, another is asked, is silent, and the third says «می‌آیم»
    noon = FOUR - 4 * HOUR
    mine = Booking.objects.whole().get(volunteer=people[0])
    shifts.call_off(mine, reason="ill", by=people[0], at=noon)
    assert mine.is_late
    silent = Ask.objects.get()
    tick(silent.due_at)
    ask = Ask.objects.live().whole().get()
    assert ask.volunteer != silent.volunteer
    shifts.say_yes(ask, by=ask.volunteer, at=silent.due_at + timedelta(minutes=5))
    assert Message.objects.filter(template="shift_covered", to_person=zahra).count() == 1

    # then it begins, one says that she came, the officer notes the other, and it is closed
    tick(FOUR)
    coming = list(Booking.objects.coming().whole())
    assert len(coming) == 2
    shifts.note_came(coming[0], by=coming[0].volunteer, at=FOUR + HOUR)
    shifts.note_came(coming[1], by=zahra, at=SIX + HOUR)
    shift.refresh_from_db()
    assert shift.state == "closed"

    # and two hours of service stand for both, the journal counts two, and no name is in it
    pks = [who.pk for who in people]
    first, last = queries.month_of(WEDNESDAY)
    assert service.minutes(pks, first, last) == {one.volunteer_id: 120 for one in coming}
    assert JournalLine.objects.get(kind="shift_done").people == 2
    names = {part for who in people for part in who.full_name.split()}
    for model in (JournalLine, AuditLine):
        told = repr(list(model.objects.values()))
        assert [name for name in names if name in told] == []
    assert (last - first) >= 28 * DAY
