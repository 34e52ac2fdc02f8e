"""The minutes on paper, and the event for other calendars."""

from datetime import timedelta

import pytest
from django.test import Client

from hamafza.meetings import commands as meetings
from hamafza.meetings.models import Meeting
from hamafza.meetings.tests.pages.looking import NOW
from hamafza.meetings.tests.telling import decided, promise, sitting
from tests.cast import World


class TestOnPaper:
    @pytest.mark.slow  # sets PDFs
    @pytest.mark.parametrize("state", ["agenda_open", "minutes_confirmed"])
    def test_is_a_pdf_whose_name_tells_a_number_only(self, world: World, reza: Client, state: str) -> None:
        meeting = sitting(world, state)

        answer = reza.get(f"/meetings/{meeting.pk}/paper.pdf")

        assert answer.content.startswith(b"%PDF")
        assert answer["Content-Disposition"] == f'inline; filename="meeting-{meeting.series_id}-{meeting.number}.pdf"'
        assert answer["Cache-Control"] == "private, no-store"

    def test_holds_who_came_what_was_said_decided_and_by_whom(self, world: World) -> None:
        from hamafza.meetings import minutes

        meeting = sitting(world)
        item = meetings.add_item(meeting, title="بودجهٔ زمستان", by=world.person["reza"], at=NOW)
        meetings.write_minutes(item, text="بند یک\n\nبند دو", by=world.person["reza"], at=NOW)
        promise(world, meeting)
        meetings.reject(decided(world, meeting, "غرفه"), reason="بودجه نیست", by=world.person["reza"], at=NOW)
        meetings.send_minutes(meeting, by=world.person["reza"], at=NOW)

        facts = minutes._facts(Meeting.objects.whole().get(pk=meeting.pk), NOW)

        assert [row[1] for row in facts["came"]][:2] == ["نادر کرد", "رضا بلوچ"]
        assert facts["points"][-1]["minutes"] == ["بند یک", "بند دو"]
        assert facts["decisions"][0][3:] == ["زهرا مرادی", "۱۴۰۵/۰۸/۱۵"]
        assert facts["others"] == [["۲", "غرفه", "تصویب نشد", "بودجه نیست"]]
        assert "۵ نفر حاضر" in facts["quorum"]
        assert minutes.number_of(meeting) == f"1405/{meeting.code}"


class TestTheEvent:
    def test_is_a_calendar_with_tehrans_hour_and_no_name(self, world: World, reza: Client) -> None:
        from icalendar import Calendar

        meeting = sitting(world, "agenda_sent")

        book = Calendar.from_ical(reza.get(f"/meetings/{meeting.pk}/event.ics").content)

        (event,) = book.walk("VEVENT")
        assert event.decoded("dtstart") == meeting.starts_at
        assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=90)
        assert str(event["status"]) == "CONFIRMED"
        assert [str(zone["TZID"]) for zone in book.walk("VTIMEZONE")] == ["Asia/Tehran"]
        assert not any(person.full_name in book.to_ical().decode() for person in world.person.values())

    def test_a_called_off_one_goes_from_the_readers_calendar(self, world: World, reza: Client) -> None:
        meeting = sitting(world, "cancelled")

        assert "STATUS:CANCELLED" in reza.get(f"/meetings/{meeting.pk}/event.ics").content.decode()
