"""The life of a sitting: its agenda, invitations, attendance, minutes; by people and by the clock."""

from datetime import timedelta

import pytest

from hamafza.journal.models import JournalLine
from hamafza.kernel.clock import local
from hamafza.kernel.errors import MoveRefused, NotAllowed, ReasonMissing
from hamafza.kernel.ticking import tick
from hamafza.meetings import agenda
from hamafza.meetings import commands as meetings
from hamafza.meetings.captions import said
from hamafza.meetings.models import AgendaItem, Meeting
from hamafza.meetings.states import Kind
from hamafza.meetings.tests.telling import DAY, HOUR, came, clock_to, council, decided, on, promise, sitting
from hamafza.network import commands as network
from hamafza.notices.models import Message
from tests.cast import SATURDAY, World


def told(meeting: Meeting, template: str) -> set[str]:
    lines = Message.objects.filter(template=template, subject=f"meetings.meeting:{meeting.pk}")
    return set(lines.values_list("to_person__username", flat=True))


class TestInvitations:
    def test_by_role_and_place_never_by_list(self, world: World) -> None:
        meeting = sitting(world, "agenda_open")

        rows = {one.person.username: one.role for one in meeting.invitees.select_related("person")}

        assert rows == {
            "nader": "chair",
            "reza": "minutes",
            "zahra": "secretary",
            "maryam": "head",
            "mina": "secretary",
        }
        assert told(meeting, "meeting_invited") == set(rows)

    def test_a_newcomer_is_called_when_the_agenda_goes_out(self, world: World) -> None:
        meeting = sitting(world, "agenda_open")
        network.grant(
            world.person["stranger"],
            role="head",
            scope=world.centre["work"],
            by=world.person["admin"],
            at=SATURDAY + HOUR,
        )

        meetings.send_agenda(meeting, by=world.person["reza"], at=SATURDAY + 2 * HOUR)

        assert meeting.invitees.filter(person__username="stranger").exists()

    def test_one_whose_role_ended_is_not_waited_for(self, world: World) -> None:
        meeting = sitting(world, "agenda_open")
        from hamafza.network.models import Grant

        Grant.objects.filter(person=world.person["mina"]).update(revoked_at=SATURDAY)

        meetings.send_agenda(meeting, by=world.person["reza"], at=SATURDAY + 2 * HOUR)

        assert not meeting.invitees.filter(person__username="mina").exists()

    def test_on_leave_her_deputy_is_called(self, world: World) -> None:
        zahra, sara = world.person["zahra"], world.person["sara"]
        network.set_absence(zahra, deputy=sara, since=SATURDAY, until=SATURDAY + 9 * DAY, by=zahra, at=SATURDAY)

        meeting = sitting(world, "agenda_open")

        names = set(meeting.invitees.values_list("person__username", flat=True))
        assert "sara" in names and "zahra" not in names

    def test_a_series_of_one_domain_calls_its_own_centres(self, world: World) -> None:
        meeting = sitting(world, "agenda_open", domain=world.domain["health"])

        assert "mina" not in set(meeting.invitees.values_list("person__username", flat=True))

    def test_saying_whether_she_comes(self, world: World) -> None:
        meeting = sitting(world, "agenda_open")
        hers = meeting.invitees.get(person__username="zahra")

        with pytest.raises(NotAllowed):
            meetings.say_whether_coming(hers, answer="no", by=world.person["mina"], at=SATURDAY + HOUR)
        meetings.say_whether_coming(hers, answer="no", by=world.person["zahra"], at=SATURDAY + HOUR)
        meetings.send_agenda(meeting, by=world.person["reza"], at=SATURDAY + 2 * HOUR)

        assert "zahra" not in told(meeting, "meeting_agenda")

    def test_a_guest_by_hand_and_back_again_but_not_the_chair(self, world: World) -> None:
        meeting, reza = sitting(world, "agenda_open"), world.person["reza"]

        guest = meetings.invite_to(meeting, person=world.person["karim"], by=reza, at=SATURDAY + HOUR)
        assert meetings.invite_to(meeting, person=world.person["karim"], by=reza, at=SATURDAY + HOUR) == guest
        meetings.uninvite(guest, by=reza, at=SATURDAY + HOUR)
        with pytest.raises(meetings.OfficeHolder):
            meetings.uninvite(meeting.invitees.get(role="chair"), by=reza, at=SATURDAY + HOUR)

        assert not meeting.invitees.filter(person__username="karim").exists()


class TestTheAgendaWritesItself:
    def test_promises_first_and_overdue_ones_before_others(self, world: World) -> None:
        action = promise(world, days=30)
        second = promise(world, action.meeting, owner="mina", days=3)
        nxt = action.series.meetings.latest("number")

        meetings.open_agenda(nxt, by=world.person["reza"], at=on(2026, 11, 6))

        items = list(nxt.items.all())
        assert [item.subject for item in items[:2]] == [f"meetings.action:{second.pk}", f"meetings.action:{action.pk}"]
        assert {item.kind for item in items[:2]} == {Kind.ACTION}

    def test_a_verified_one_goes_off_again_by_itself(self, world: World) -> None:
        action = promise(world)
        nxt = action.series.meetings.latest("number")
        meetings.open_agenda(nxt, by=world.person["reza"], at=on(2026, 10, 28))
        meetings.claim_done(action, evidence="انجام شد", by=world.person["zahra"], at=on(2026, 10, 29))
        meetings.verify(action, by=world.person["reza"], at=on(2026, 10, 30))

        meetings.refresh_agenda(nxt, by=world.person["reza"], at=on(2026, 10, 31))

        assert not nxt.items.filter(kind=Kind.ACTION).exists()

    def test_last_door_by_number_and_domain_without_a_name(self, world: World) -> None:
        request = world.triaged("housing")

        meeting = sitting(world, "agenda_open")

        item = meeting.items.get(kind=Kind.LAST_DOOR)
        assert request.number.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")) in said(item)
        assert "مسکن" in said(item)
        assert not {"گلنار", "رئیسی", request.code, request.phone} & set(repr((item.title, item.facts)).split())
        assert "گلنار" not in said(item)

    def test_a_domain_without_a_centre_is_a_gap(self, world: World) -> None:
        world.triaged("housing")

        meeting = sitting(world, "agenda_open")

        assert "مسکن" in said(meeting.items.get(kind=Kind.GAP))

    def test_late_answers_are_counted_by_centre(self, world: World) -> None:
        for _ in range(2):
            world.triaged("health", at=SATURDAY)
        meeting = council(world, first_on=on(2026, 11, 17).date()).meetings.get()

        meetings.open_agenda(meeting, by=world.person["reza"], at=SATURDAY + 4 * DAY)

        item = meeting.items.get(kind=Kind.LATE)
        assert item.facts == {"centre": "کانون سلامت مهرگان چابهار", "n": 2}
        assert "۲" in said(item)

    def test_a_series_of_one_domain_hears_of_its_own_alone(self, world: World) -> None:
        world.triaged("housing")

        meeting = sitting(world, "agenda_open", domain=world.domain["health"])

        assert not meeting.items.exists()

    def test_another_county_is_not_heard(self, world: World) -> None:
        world.triaged("housing")

        meeting = sitting(world, "agenda_open", place=world.place["1110"], by=world.person["parvin"])

        assert not meeting.items.filter(kind=Kind.LAST_DOOR).exists()

    def test_what_a_person_dropped_does_not_write_itself_again(self, world: World) -> None:
        world.triaged("housing")
        meeting, reza = sitting(world, "agenda_open"), world.person["reza"]
        item = meeting.items.get(kind=Kind.LAST_DOOR)
        meetings.drop_item(item, by=reza, at=SATURDAY + HOUR)

        meetings.refresh_agenda(meeting, by=reza, at=SATURDAY + HOUR)

        assert meeting.items.get(kind=Kind.LAST_DOOR).dropped_at
        meetings.restore_item(item, by=reza, at=SATURDAY + HOUR)
        assert meeting.items.get(kind=Kind.LAST_DOOR).dropped_at is None

    def test_later_areas_hand_theirs_in(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(agenda, "_sources", dict(agenda._sources))

        @agenda.source(order=5)
        def reports(meeting: Meeting, at: object) -> list[agenda.Draft]:
            return [agenda.Draft(Kind.REPORT, "reports.report:7", "گزارش مهر نیامده است")] * 2

        meeting = sitting(world, "agenda_open")

        assert [item.kind for item in meeting.items.all()][:1] == [Kind.REPORT]
        assert meeting.items.filter(kind=Kind.REPORT).count() == 1

    def test_in_english_the_sentence_is_english(self, world: World) -> None:
        from django.utils.translation import override

        world.triaged("housing")
        meeting = sitting(world, "agenda_open")

        with override("en"):
            assert said(meeting.items.get(kind=Kind.LAST_DOOR)).startswith("Request ")


class TestPointsByHand:
    def test_the_secretarys_stands_a_members_is_a_proposal(self, world: World) -> None:
        meeting = sitting(world, "agenda_open")

        kinds = [
            meetings.add_item(meeting, title="بودجهٔ زمستان", by=world.person[who], at=SATURDAY + HOUR).kind
            for who in ("reza", "zahra")
        ]

        assert kinds == ["other", "proposed"]

    def test_one_who_is_not_invited_may_not(self, world: World) -> None:
        with pytest.raises(NotAllowed):
            meetings.add_item(sitting(world, "agenda_open"), title="x", by=world.person["karim"], at=SATURDAY + HOUR)

    def test_an_empty_one_is_refused(self, world: World) -> None:
        with pytest.raises(meetings.NothingSaid):
            meetings.add_item(sitting(world, "agenda_open"), title=" ", by=world.person["reza"], at=SATURDAY)

    def test_moving_changes_places_and_stops_at_the_edge(self, world: World) -> None:
        meeting, reza = sitting(world, "agenda_open"), world.person["reza"]
        for title in ("یک", "دو", "سه"):
            meetings.add_item(meeting, title=title, by=reza, at=SATURDAY + HOUR)

        meetings.move_item(meeting.items.get(title="سه"), up=True, by=reza, at=SATURDAY + HOUR)
        meetings.move_item(meeting.items.get(title="یک"), up=True, by=reza, at=SATURDAY + HOUR)

        assert [item.title for item in meeting.items.all()] == ["یک", "سه", "دو"]

    def test_what_has_minutes_stays(self, world: World) -> None:
        meeting, reza = sitting(world), world.person["reza"]
        item = meetings.add_item(meeting, title="بودجه", by=reza, at=meeting.starts_at)
        meetings.write_minutes(item, text="گفته شد", by=reza, at=meeting.starts_at)

        with pytest.raises(meetings.StillWritten):
            meetings.drop_item(item, by=reza, at=meeting.starts_at)

    def test_after_the_minutes_went_out_nothing_moves(self, world: World) -> None:
        meeting, reza = sitting(world, "minutes_draft"), world.person["reza"]

        with pytest.raises(MoveRefused):
            meetings.add_item(meeting, title="دیر", by=reza, at=meeting.starts_at + DAY)


class TestTime:
    def test_from_planned_to_final_minutes_the_clock_carries_it(self, world: World) -> None:
        """People only hold the meeting and send the draft; the rest comes by itself, at its hour."""
        series = council(world, first_on=on(2026, 11, 17).date())
        meeting = series.meetings.get()
        seen = {}
        at = SATURDAY
        while at < on(2026, 11, 17, 10):
            tick(at)
            meeting.refresh_from_db()
            seen.setdefault(meeting.state, local(at))
            at += HOUR

        assert seen["agenda_open"] == on(2026, 11, 5, 8)  # ده روز کاری پیش از سه‌شنبه ۲۶ آبان
        assert seen["agenda_sent"] == on(2026, 11, 14, 8)  # سه روز کاری پیش از آن
        assert told(meeting, "meeting_tomorrow")

    def test_the_day_before_all_who_have_not_refused_are_reminded(self, world: World) -> None:
        meeting = sitting(world, "agenda_sent")
        meetings.say_whether_coming(
            meeting.invitees.get(person__username="mina"), answer="no", by=world.person["mina"], at=SATURDAY + 3 * HOUR
        )

        tick(meeting.due_at)

        assert told(meeting, "meeting_tomorrow") == {"nader", "reza", "zahra", "maryam"}

    def test_a_meeting_nobody_began_is_asked_after_first_the_secretary_then_the_chair(self, world: World) -> None:
        meeting = sitting(world, "agenda_sent")

        clock_to(meeting.starts_at + 3 * HOUR, since=SATURDAY + 3 * HOUR)
        assert told(meeting, "meeting_to_begin") == {"reza"}
        clock_to(meeting.starts_at + 3 * DAY, since=meeting.starts_at + 3 * HOUR)
        assert told(meeting, "meeting_to_begin") == {"reza", "nader"}

    def test_late_minutes_climb_to_the_chair_and_are_noted_once(self, world: World) -> None:
        meeting = sitting(world)

        clock_to(meeting.starts_at + 30 * DAY, since=meeting.starts_at)

        assert told(meeting, "minutes_due") == {"reza", "nader"}
        assert JournalLine.objects.filter(kind="minutes_late").count() == 1

    def test_silence_for_seven_working_days_is_consent(self, world: World) -> None:
        meeting = sitting(world, "minutes_draft")
        sent = meeting.starts_at + 3 * HOUR

        clock_to(sent + 6 * DAY, since=sent)
        meeting.refresh_from_db()
        assert meeting.state == "minutes_draft"

        clock_to(sent + 9 * DAY, since=sent + 6 * DAY)
        meeting.refresh_from_db()
        assert meeting.state == "closed"  # کاری در آن سپرده نشده بود
        assert meeting.confirmed_at

    def test_a_final_one_waits_for_its_last_action(self, world: World) -> None:
        meeting = sitting(world, "minutes_confirmed")

        clock_to(meeting.starts_at + 40 * DAY, since=meeting.starts_at + 2 * DAY, every=timedelta(days=1))

        meeting.refresh_from_db()
        assert meeting.state == "minutes_confirmed"
        assert meeting.due_at > meeting.starts_at + 39 * DAY


class TestBeginning:
    def test_not_before_its_day(self, world: World) -> None:
        meeting = sitting(world, "agenda_sent")

        with pytest.raises(meetings.TooEarly):
            meetings.begin(meeting, by=world.person["reza"], at=meeting.starts_at - DAY)
        meetings.begin(meeting, by=world.person["reza"], at=meeting.starts_at - HOUR)

    def test_a_member_cannot(self, world: World) -> None:
        meeting = sitting(world, "agenda_sent")

        with pytest.raises(NotAllowed):
            meetings.begin(meeting, by=world.person["zahra"], at=meeting.starts_at)


class TestMinutes:
    def test_are_written_while_it_sits_only(self, world: World) -> None:
        meeting, reza = sitting(world, "agenda_open"), world.person["reza"]
        item = meetings.add_item(meeting, title="بودجه", by=reza, at=SATURDAY + HOUR)

        with pytest.raises(MoveRefused):
            meetings.write_minutes(item, text="زود", by=reza, at=SATURDAY + HOUR)
        with pytest.raises(MoveRefused):
            meetings.mark(meeting.invitees.first(), attended="present", by=reza, at=SATURDAY + HOUR)

    def test_go_out_with_attendance_only_and_nothing_undecided(self, world: World) -> None:
        meeting, reza = sitting(world, "agenda_sent"), world.person["reza"]
        meetings.begin(meeting, by=reza, at=meeting.starts_at)
        with pytest.raises(meetings.AttendanceMissing):
            meetings.send_minutes(meeting, by=reza, at=meeting.starts_at + HOUR)
        came(meeting, "nader", "reza", "zahra", world=world)
        decision = decided(world, meeting)
        with pytest.raises(meetings.Undecided):
            meetings.send_minutes(meeting, by=reza, at=meeting.starts_at + HOUR)
        meetings.take_back(decision, by=reza, at=meeting.starts_at + HOUR)

        meetings.send_minutes(meeting, by=reza, at=meeting.starts_at + HOUR)

        assert told(meeting, "minutes_to_read") == {"nader", "reza", "zahra"}
        assert set(meeting.invitees.filter(attended="absent").values_list("person__username", flat=True)) == {
            "maryam",
            "mina",
        }

    def test_the_meeting_stands_in_the_journal_with_its_number_of_people(self, world: World) -> None:
        sitting(world, "minutes_draft", domain=None)

        line = JournalLine.objects.get(kind="meeting_held")
        assert (line.people, line.place, line.centre, line.detail) == (5, "IR/11/1104/", "chabahar", "")

    def test_an_objection_brings_them_back_once_more_without_a_second_line(self, world: World) -> None:
        meeting = sitting(world, "minutes_draft")
        at = meeting.starts_at + DAY
        with pytest.raises(ReasonMissing):
            meetings.object_to_minutes(meeting, reason=" ", by=world.person["zahra"], at=at)
        with pytest.raises(NotAllowed):
            meetings.object_to_minutes(meeting, reason="نه", by=world.person["karim"], at=at)

        meetings.object_to_minutes(meeting, reason="نام مرکز جا افتاده", by=world.person["zahra"], at=at)
        assert (meeting.state, meeting.note) == ("held", "نام مرکز جا افتاده")
        assert told(meeting, "minutes_objected") == {"reza"}
        meetings.send_minutes(meeting, by=world.person["reza"], at=at + HOUR)

        assert JournalLine.objects.filter(kind="meeting_held").count() == 1

    def test_the_chair_confirms_at_once_others_do_not(self, world: World) -> None:
        meeting = sitting(world, "minutes_draft")
        at = meeting.starts_at + DAY
        for who in ("reza", "zahra", "parvin"):
            with pytest.raises(NotAllowed):
                meetings.confirm_minutes(meeting, by=world.person[who], at=at)

        meetings.confirm_minutes(meeting, by=world.person["nader"], at=at)

        assert meeting.state == "closed"

    def test_everyone_at_once_leaves_those_already_marked(self, world: World) -> None:
        meeting, reza = sitting(world, "agenda_sent"), world.person["reza"]
        meetings.begin(meeting, by=reza, at=meeting.starts_at)
        one = meeting.invitees.get(person__username="mina")
        meetings.mark(one, attended="excused", by=reza, at=meeting.starts_at)

        meetings.mark_the_rest(meeting, by=reza, at=meeting.starts_at)

        assert meeting.invitees.filter(attended="present").count() == 4
        assert meeting.invitees.get(pk=one.pk).attended == "excused"


class TestCancelling:
    def test_needs_a_reason_and_a_word_for_another(self, world: World) -> None:
        meeting, reza = sitting(world, "agenda_sent"), world.person["reza"]
        for reason, note in (("", ""), ("nonsense", ""), ("other", " ")):
            with pytest.raises(ReasonMissing):
                meetings.cancel(meeting, reason=reason, note=note, by=reza, at=SATURDAY + DAY)

    def test_tells_all_and_the_next_day_of_the_rule_is_planned(self, world: World) -> None:
        meeting = sitting(world, "agenda_sent")

        meetings.cancel(meeting, reason="weather", by=world.person["reza"], at=SATURDAY + DAY)

        nxt = meeting.series.meetings.latest("number")
        assert told(meeting, "meeting_cancelled") == {"nader", "reza", "zahra", "maryam", "mina"}
        assert local(nxt.starts_at).date() == on(2026, 11, 10).date()
        assert JournalLine.objects.get(kind="meeting_cancelled").detail == "weather"

    def test_with_a_new_day_it_is_planned_for_that_day(self, world: World) -> None:
        meeting, reza = sitting(world, "agenda_sent"), world.person["reza"]
        with pytest.raises(meetings.BadDay):
            meetings.cancel(meeting, reason="host", starts_at=SATURDAY, by=reza, at=SATURDAY + DAY)

        meetings.cancel(meeting, reason="host", starts_at=on(2026, 10, 31, 11), by=reza, at=SATURDAY + DAY)

        assert local(meeting.series.meetings.latest("number").starts_at) == on(2026, 10, 31, 11)
        assert meeting.series.meetings.count() == 2

    def test_what_was_left_to_it_goes_to_the_next(self, world: World) -> None:
        meeting = sitting(world)
        decision = decided(world, meeting)
        meetings.defer(decision, by=world.person["reza"], at=meeting.starts_at + HOUR)
        second = meeting.series.meetings.latest("number")

        meetings.cancel(second, reason="weather", by=world.person["reza"], at=meeting.starts_at + DAY)

        decision.refresh_from_db()
        assert decision.deferred_to == meeting.series.meetings.latest("number") != second

    def test_a_held_one_cannot(self, world: World) -> None:
        meeting = sitting(world)
        with pytest.raises(MoveRefused):
            meetings.cancel(meeting, reason="weather", by=world.person["reza"], at=meeting.starts_at + HOUR)


def test_no_subject_stands_twice_on_an_agenda(world: World) -> None:
    world.triaged("housing")
    meeting = sitting(world, "agenda_sent")

    subjects = list(AgendaItem.objects.filter(meeting=meeting).values_list("kind", "subject"))
    assert len(subjects) == len(set(subjects))
