"""Persian names in Persian order on either database, and a chain that notices."""

import pytest
from django.db.models.functions import Collate

from hamafza.journal.entries import record
from hamafza.journal.models import JournalLine
from hamafza.kernel import chain
from hamafza.kernel.models import AuditLine, ChainHead
from hamafza.people.models import Person
from tests.cast import SATURDAY, World

NAMES = ["یاسمن", "پروین", "آرش", "گلنار", "چمن", "ژاله", "ب", "ابراهیم", "کریم"]
IN_ORDER = ["آرش", "ابراهیم", "ب", "پروین", "چمن", "ژاله", "کریم", "گلنار", "یاسمن"]


def test_names_stand_in_persian_order(db: None) -> None:
    Person.objects.bulk_create(
        Person(username=str(n), full_name=name, joined_at=SATURDAY) for n, name in enumerate(NAMES)
    )
    found = Person.objects.order_by(Collate("full_name", "fa-x-icu")).values_list("full_name", flat=True)
    assert list(found) == IN_ORDER


class TestChain:
    @pytest.fixture(autouse=True)
    def _some_lines(self, world: World) -> None:
        world.triaged("health")

    def test_holds(self) -> None:
        assert chain.verify("audit", AuditLine)
        assert chain.verify("journal", JournalLine)

    @pytest.mark.parametrize(
        ("column", "value"), [("by", "x"), ("verb", "x.y"), ("details", {"a": 1}), ("at", SATURDAY)]
    )
    def test_notices_a_changed_line(self, column: str, value: object) -> None:
        AuditLine.objects.filter(seq=2).update(**{column: value})
        assert not chain.verify("audit", AuditLine)

    def test_notices_a_missing_line_and_a_missing_end(self) -> None:
        AuditLine.objects.filter(seq=AuditLine.objects.count()).delete()
        assert not chain.verify("audit", AuditLine)

    def test_notices_a_lost_head(self) -> None:
        ChainHead.objects.filter(name="journal").delete()
        assert not chain.verify("journal", JournalLine)


def test_one_spelling_of_an_instant() -> None:
    assert chain.stamp(SATURDAY) == "2026-10-24T05:30:00.000000Z"


def test_canonical_text_is_the_same_for_the_same_facts() -> None:
    assert chain.canonical({"ب": 1, "a": None}) == '{"a":null,"ب":1}'


class TestJournal:
    CANARIES = ("گلنار قناری", "09159998877", "رازی که نباید بماند")

    def test_holds_no_name_no_phone_no_word(self, world: World) -> None:
        name, phone, words = self.CANARIES
        world.triaged("health", applicant_name=name, phone=phone, text=f"{words} و دارو")
        kept = repr(list(JournalLine.objects.values())) + repr(list(AuditLine.objects.values()))
        assert JournalLine.objects.count() >= 3
        assert not [canary for canary in self.CANARIES if canary in kept]

    def test_keeps_the_day_of_iran(self, world: World) -> None:
        late = SATURDAY.replace(hour=0, minute=30)  # still Friday in UTC
        world.request(at=late)
        assert JournalLine.objects.latest("seq").day == late.date()

    def test_is_written_by_commands_only(self, db: None) -> None:
        with pytest.raises(RuntimeError):
            record("request_received", place="IR/", at=SATURDAY)
