"""Messages as people read them: each sees her own, newest first, and may lay them aside."""

from datetime import timedelta

import pytest

from hamafza.kernel.errors import NotAllowed
from hamafza.notices import commands, outbox, queries, relay
from hamafza.notices.models import Message, Status
from hamafza.people.models import Person
from tests.cast import SATURDAY, World

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def tell(person: Person, *subjects: str) -> list[Message]:
    before = set(Message.objects.values_list("pk", flat=True))
    for subject in subjects or ("",):
        outbox.to_person(person, "note_due", at=SATURDAY, code="هم۱", subject=subject)
    return list(Message.objects.exclude(pk__in=before).order_by("pk"))


def unread(who: Person) -> list[str]:
    lines = Message.objects.filter(to_person=who, channel="inbox", read_at=None)
    return list(lines.order_by("pk").values_list("subject", flat=True))


class TestTheInbox:
    def test_begins_with_the_newest(self, world: World) -> None:
        first, second, third = tell(world.person["zahra"], "a", "b", "c")

        assert list(queries.inbox(world.person["zahra"])) == [third, second, first]

    def test_goes_on_below_the_line_that_was_shown_last(self, world: World) -> None:
        first, second, third = tell(world.person["zahra"], "a", "b", "c")

        assert list(queries.inbox(world.person["zahra"], before=third.pk)) == [second, first]
        assert list(queries.inbox(world.person["zahra"], before=first.pk)) == []

    def test_holds_nobody_elses_lines(self, world: World) -> None:
        tell(world.person["sara"])

        assert not queries.inbox(world.person["zahra"]).exists()
        assert queries.unread(world.person["zahra"]) == 0

    def test_does_not_repeat_what_went_to_her_telephone(self, world: World) -> None:
        outbox.to_person(world.person["zahra"], "last_door_late", at=SATURDAY, urgent=True, code="هم۱")
        outbox.outside(world.person["zahra"], "daily_digest", at=SATURDAY, count="۱", link="x")

        assert queries.inbox(world.person["zahra"]).count() == 1
        assert queries.unread(world.person["zahra"]) == 1

    def test_drops_a_line_whose_words_were_forgotten(self, world: World) -> None:
        zahra = world.person["zahra"]
        tell(zahra, "old")
        commands.read_all(zahra, by=zahra, at=SATURDAY)
        kept = tell(zahra, "new")
        relay.forget(SATURDAY + 8 * DAY)

        assert list(queries.inbox(zahra)) == kept

    def test_counts_what_was_not_read_yet(self, world: World) -> None:
        zahra = world.person["zahra"]
        tell(zahra, "a", "b")
        commands.read_about(zahra, subject="a", by=zahra, at=SATURDAY)

        assert queries.unread(zahra) == 1


class TestReading:
    def test_all_leaves_nothing_unread(self, world: World) -> None:
        zahra = world.person["zahra"]
        tell(zahra, "a", "b")

        commands.read_all(zahra, by=zahra, at=SATURDAY + HOUR)

        assert set(Message.objects.values_list("read_at", flat=True)) == {SATURDAY + HOUR}

    def test_all_means_her_own(self, world: World) -> None:
        tell(world.person["sara"], "a")

        commands.read_all(world.person["zahra"], by=world.person["zahra"], at=SATURDAY)

        assert unread(world.person["sara"]) == ["a"]

    def test_about_one_thing_leaves_the_others(self, world: World) -> None:
        zahra = world.person["zahra"]
        tell(zahra, "intake.request:1", "intake.request:12", "intake.request:1")

        commands.read_about(zahra, subject="intake.request:1", by=zahra, at=SATURDAY)

        assert unread(zahra) == ["intake.request:12"]

    def test_about_one_thing_means_her_own_lines_of_it(self, world: World) -> None:
        tell(world.person["sara"], "intake.request:1")

        commands.read_about(world.person["zahra"], subject="intake.request:1", by=world.person["zahra"], at=SATURDAY)

        assert unread(world.person["sara"]) == ["intake.request:1"]

    @pytest.mark.parametrize("read", [commands.read_all, lambda *a, **k: commands.read_about(*a, subject="a", **k)])
    def test_again_changes_no_hour_of_the_first_time(self, world: World, read) -> None:
        zahra = world.person["zahra"]
        tell(zahra, "a")

        read(zahra, by=zahra, at=SATURDAY)
        read(zahra, by=zahra, at=SATURDAY + DAY)

        assert Message.objects.get().read_at == SATURDAY  # a week after it the words go, and not later

    @pytest.mark.parametrize("read", [commands.read_all, lambda *a, **k: commands.read_about(*a, subject="a", **k)])
    def test_marks_no_sms_as_read(self, world: World, read) -> None:
        zahra = world.person["zahra"]
        outbox.outside(zahra, "daily_digest", at=SATURDAY, count="۱", link="x")
        Message.objects.update(subject="a")

        read(zahra, by=zahra, at=SATURDAY)

        assert Message.objects.get().read_at is None

    @pytest.mark.parametrize("reader", ["admin", "maryam", "sara", "stranger"])
    def test_is_nobody_elses_business(self, world: World, reader: str) -> None:
        tell(world.person["zahra"], "a")

        for read in (commands.read_all, lambda *a, **k: commands.read_about(*a, subject="a", **k)):
            with pytest.raises(NotAllowed):
                read(world.person["zahra"], by=world.person[reader], at=SATURDAY)

        assert unread(world.person["zahra"]) == ["a"]


class TestWhatWasGivenUp:
    def test_is_listed_from_the_newest_page_by_page(self, world: World) -> None:
        first, second, third = tell(world.person["zahra"], "a", "b", "c")
        Message.objects.filter(pk__in=[first.pk, third.pk]).update(status=Status.DEAD)

        assert list(queries.dead()) == [third, first]
        assert list(queries.dead(before=third.pk)) == [first]
        assert second not in queries.dead()

    def test_is_named_by_its_gist_and_its_words_are_not_even_read(self, world: World) -> None:
        outbox.to_phone("09151111111", "request_withdrawn", at=SATURDAY, code="8273645546372")
        Message.objects.update(status=Status.DEAD)

        [letter] = queries.dead()

        assert "body" in letter.get_deferred_fields()
        assert letter.gist == "هم‌افزا: درخواست … به خواست شما کنار گذاشته شد."

    def test_gets_all_its_tries_again_when_the_admin_sends_it(self, world: World) -> None:
        outbox.to_phone("09151111111", "request_withdrawn", at=SATURDAY, code="1")
        letter = Message.objects.get()
        Message.objects.update(status=Status.DEAD, tries=relay.MOST_TRIES)
        letter.refresh_from_db()

        commands.send_again(letter, by=world.person["admin"], at=SATURDAY + DAY)

        letter.refresh_from_db()
        assert (letter.status, letter.tries, letter.not_before) == (Status.WAITING, 0, SATURDAY + DAY)
