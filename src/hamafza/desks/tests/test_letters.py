"""My messages, and the admin's page of what did not arrive."""

import pytest
from django.test import Client

from hamafza.notices import outbox, queries
from hamafza.notices.models import Message, Status
from tests.cast import SATURDAY, World


def line(world: World, who: str, code: str = "هم۱") -> None:
    outbox.to_person(world.person[who], "note_due", at=SATURDAY, code=code, subject="intake.request:7")


class TestInbox:
    def test_shows_ones_own_lines_and_where_they_lead(self, client: Client, world: World) -> None:
        line(world, "zahra", "هم۷۷")
        line(world, "sara", "هم۸۸")
        client.force_login(world.person["zahra"])

        shown = client.get("/notices").content.decode()

        assert "هم۷۷" in shown and "هم۸۸" not in shown
        assert 'href="/requests/7/"' in shown

    def test_reads_all_of_ones_own_and_nobody_elses(self, client: Client, world: World) -> None:
        line(world, "zahra")
        line(world, "sara")
        client.force_login(world.person["zahra"])

        client.post("/notices/read")

        assert [queries.unread(world.person[who]) for who in ("zahra", "sara")] == [0, 1]

    def test_turns_pages(self, client: Client, world: World) -> None:
        for number in range(queries.PAGE + 1):
            line(world, "zahra", f"هم{number}")
        client.force_login(world.person["zahra"])

        first = client.get("/notices").content.decode()

        assert "before=" in first

    def test_says_so_when_there_is_nothing(self, client: Client, world: World) -> None:
        client.force_login(world.person["stranger"])

        assert "پیامی نیست" in client.get("/notices").content.decode()


@pytest.fixture
def dead(world: World) -> Message:
    outbox.to_phone("09151234567", "request_withdrawn", at=SATURDAY, code="9876543210987")
    Message.objects.update(status=Status.DEAD, tries=6, last_error="TimeoutError")
    return Message.objects.get()


class TestDeadLetters:
    def test_are_for_the_admin_without_number_and_words(self, client: Client, world: World, dead: Message) -> None:
        client.force_login(world.person["admin"])

        shown = client.get("/notices/dead").content.decode()

        assert "TimeoutError" in shown
        assert "09151234567" not in shown and "9876543210987" not in shown

    @pytest.mark.parametrize("who", ["zahra", "parvin", "reza", "stranger"])
    def test_are_for_nobody_else(self, client: Client, world: World, dead: Message, who: str) -> None:
        client.force_login(world.person[who])

        assert client.get("/notices/dead").status_code == 403
        assert client.post(f"/notices/dead/{dead.pk}/again").status_code == 403

    def test_are_sent_again(self, client: Client, world: World, dead: Message) -> None:
        client.force_login(world.person["admin"])

        assert client.post(f"/notices/dead/{dead.pk}/again").status_code == 303
        dead.refresh_from_db()
        assert (dead.status, dead.tries) == (Status.WAITING, 0)
        assert client.post(f"/notices/dead/{dead.pk}/again").status_code == 404
