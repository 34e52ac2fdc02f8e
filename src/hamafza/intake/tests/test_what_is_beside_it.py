"""What is said, read, shared, imported and held beside a request, and what each leaves behind."""

from datetime import timedelta

import pytest

from hamafza.intake import commands as intake
from hamafza.intake.commands.doors import CannotUndo
from hamafza.intake.models import Attachment, ImportBatch, Reading, Request, Share, Word
from hamafza.intake.tests.life import AT, everything, request_in
from hamafza.kernel.actors import Applicant, LinkHolder
from hamafza.kernel.errors import Refused
from hamafza.network.standing_in import NobodyElse
from hamafza.notices.models import Message
from tests.cast import HAND, World

DAY = timedelta(days=1)


class TestWords:
    def test_hers_reach_the_holder(self, world: World) -> None:
        request = world.request()

        intake.add_word(request, text="  نشانی عوض شد  ", by=Applicant(request.pk), at=AT)

        assert Word.objects.get().text == "نشانی عوض شد"
        line = Message.objects.get(to_person=world.person["reza"])
        assert line.template == "applicant_wrote"
        assert "نشانی" not in line.body

    def test_an_officers_word_disturbs_nobody(self, world: World) -> None:
        request = world.request()
        before = Message.objects.count()

        intake.add_word(request, text="زنگ زدم", by=world.person["reza"], at=AT)

        assert Message.objects.count() == before

    @pytest.mark.parametrize("text", ["", "  \n"])
    def test_nothing_said_is_asked_again(self, world: World, text: str) -> None:
        with pytest.raises(Refused) as refused:
            intake.add_word(world.request(), text=text, by=world.person["reza"], at=AT)

        assert refused.value.field == "text"

    def test_a_very_long_word_is_cut(self, world: World) -> None:
        intake.add_word(world.request(), text="ب" * 6_000, by=world.person["reza"], at=AT)

        assert len(Word.objects.get().text) == 5_000

    def test_a_long_file_name_is_cut(self, world: World) -> None:
        intake.attach(
            world.request(), name="ن" * 200, stored_as="s", content_type="image/png", size=1, sha256="0" * 64,
            by=world.person["reza"], at=AT,
        )  # fmt: skip

        assert len(Attachment.objects.get().name) == 150


class TestReadings:
    def test_of_one_reader_and_purpose_are_one_line_with_a_count(self, world: World) -> None:
        request = world.request()
        for day in range(3):
            intake.note_reading(
                request, reader_name="رضا، پذیرش", purpose="triage", by=world.person["reza"], at=AT + day * DAY
            )

        line = Reading.objects.get()
        assert (line.times, line.first_at, line.last_at) == (3, AT, AT + 2 * DAY)

    def test_another_purpose_or_reader_is_another_line(self, world: World) -> None:
        request = world.request()
        for who, purpose in [("reza", "triage"), ("reza", "follow_up"), ("nader", "triage")]:
            intake.note_reading(request, reader_name=who, purpose=purpose, by=world.person[who], at=AT)

        assert Reading.objects.count() == 3

    def test_who_answers_by_link_is_noted_too(self, world: World) -> None:
        intake.note_reading(world.request(), reader_name="مرکز", purpose="answer", by=LinkHolder(5, 7), at=AT)

        assert Reading.objects.get().reader == "link:5"


class TestSharing:
    def test_ends_for_one_centre_only(self, world: World) -> None:
        request = world.request()
        for key in ("chabahar", "konarak"):
            intake.share(request, centre=world.centre[key], level="minimum", by=HAND, at=AT)

        intake.unshare(request, centre=world.centre["konarak"], until=AT, by=HAND, at=AT)

        assert list(Share.objects.filter(ended_at=None).values_list("centre__code", flat=True)) == ["chabahar"]

    def test_of_an_unshared_centre_is_nothing(self, world: World) -> None:
        intake.unshare(world.request(), centre=world.centre["konarak"], until=AT, by=HAND, at=AT)

        assert not Share.objects.exists()


class TestBatches:
    def batch(self, world: World, *, rows: int = 2) -> ImportBatch:
        batch = intake.open_batch(world.place["tis"], file_name="ف" * 150, by=world.person["reza"], at=AT)
        for _ in range(rows):
            world.request(batch=batch, door="import")
        return batch

    def test_undone_as_a_whole_and_nobody_is_told(self, world: World) -> None:
        batch, outside = self.batch(world), world.request(phone="")
        sent = Message.objects.count()

        intake.undo_batch(batch, by=world.person["reza"], at=AT)

        assert set(Request.objects.filter(batch=batch).values_list("state", flat=True)) == {"withdrawn"}
        outside.refresh_from_db()
        assert outside.state == "received"
        assert batch.undone_at == AT
        assert Message.objects.count() == sent

    def test_not_once_somebody_has_worked_on_a_row(self, world: World) -> None:
        batch = self.batch(world)
        touched = Request.objects.filter(batch=batch).latest("pk")
        intake.triage(touched, domains=[world.domain["health"]], urgency="0", by=world.person["reza"], at=AT)
        before = everything()

        with pytest.raises(CannotUndo):
            intake.undo_batch(batch, by=world.person["reza"], at=AT)

        assert everything() == before

    def test_not_twice(self, world: World) -> None:
        batch = self.batch(world)
        intake.undo_batch(batch, by=world.person["reza"], at=AT)

        with pytest.raises(CannotUndo):
            intake.undo_batch(batch, by=world.person["reza"], at=AT + DAY)

        batch.refresh_from_db()
        assert batch.undone_at == AT

    def test_a_long_file_name_is_cut(self, world: World) -> None:
        assert len(self.batch(world, rows=0).file_name) == 120


class TestHolding:
    def test_hold_says_who_and_until_when(self, world: World) -> None:
        request = world.request()

        intake.hold(request, holder=world.person["nader"], due_at=AT + DAY, by=HAND, at=AT)

        request.refresh_from_db()
        assert (request.holder, request.due_at) == (world.person["nader"], AT + DAY)

    def test_handing_over_keeps_the_deadline(self, world: World) -> None:
        request = world.request()
        due_at = request.due_at
        intake.hold(request, holder=world.person["nader"], due_at=due_at, by=HAND, at=AT)

        intake.hand_over(request, by=HAND, at=AT)

        request.refresh_from_db()
        assert (request.holder, request.due_at) == (world.person["reza"], due_at)

    def test_handing_over_what_has_ended_is_nothing(self, world: World) -> None:
        request = request_in(world, "withdrawn")
        intake.hold(request, holder=world.person["nader"], due_at=AT, by=HAND, at=AT)

        with pytest.raises(NobodyElse):
            intake.hand_over(request, by=HAND, at=AT)

        request.refresh_from_db()
        assert request.holder == world.person["nader"]

    @pytest.mark.parametrize(("state", "after"), [("triaged", "in_referral"), ("resolved", "resolved")])
    def test_under_way_is_said_of_a_triaged_one_only(self, world: World, state: str, after: str) -> None:
        request = request_in(world, state)

        intake.note_in_referral(request, by=HAND, at=AT)

        assert request.state == after
