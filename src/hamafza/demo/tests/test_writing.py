"""Written in pieces on PostgreSQL: the pieces stay, the mark stands until the end, and a broken story is not taken for whole."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction

from hamafza.demo import queries
from hamafza.demo.story import Story
from hamafza.demo.tests.conftest import END
from hamafza.demo.writing import written
from hamafza.kernel import rows
from hamafza.people.models import Person


def somebody(name: str) -> None:
    Person.objects.create(username=name, full_name=name, search_key="", joined_at=END)


def names() -> list[str]:
    return list(Person.objects.order_by("pk").values_list("username", flat=True))


@pytest.fixture
def in_pieces() -> Iterator[None]:
    if not rows.locks():
        pytest.skip("SQLite writes the story in one transaction")
    yield


@pytest.mark.django_db(transaction=True)
class TestInPieces:
    def test_the_mark_stands_while_it_is_told_and_is_gone_at_the_end(self, in_pieces: None) -> None:
        with written() as keep:
            assert queries.unfinished().exists()
            somebody("first")
            keep()
            somebody("last")

        assert names() == ["first", "last"]
        assert not queries.unfinished().exists()
        assert connection.get_autocommit()

    def test_what_broke_off_keeps_its_pieces_and_its_mark(self, in_pieces: None) -> None:
        with pytest.raises(RuntimeError), written() as keep:
            somebody("first")
            keep()
            somebody("lost")
            raise RuntimeError("the light went out")

        assert names() == ["first"]
        assert queries.unfinished().exists()
        assert connection.get_autocommit()

    @pytest.mark.parametrize("if_empty", [True, False])
    def test_a_broken_story_is_said_to_be_one(
        self, in_pieces: None, monkeypatch: pytest.MonkeyPatch, if_empty: bool
    ) -> None:
        def breaks(self: Story, count: int, end: object, told: object) -> None:
            raise RuntimeError("the light went out")

        monkeypatch.setattr(Story, "run", breaks)
        with pytest.raises(RuntimeError):
            call_command("demo", requests=1, until=END, stderr=StringIO())

        with pytest.raises(CommandError, match="broke off"):
            call_command("demo", requests=1, if_empty=if_empty)


class TestInOne:
    def test_within_a_transaction_nothing_is_marked_and_nothing_stays(self, db: None) -> None:
        with pytest.raises(RuntimeError), written() as keep:
            assert not queries.unfinished().exists()
            somebody("first")
            keep()
            raise RuntimeError("the light went out")

        assert names() == []

    def test_what_ends_well_is_kept(self, db: None) -> None:
        with transaction.atomic(), written() as keep:
            somebody("first")
            keep()

        assert names() == ["first"]
