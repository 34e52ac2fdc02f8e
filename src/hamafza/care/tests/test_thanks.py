"""Thanks: who waits for them, numbers that never come twice, papers a page each, and who is told."""

import pytest
from django.db import IntegrityError, transaction

from hamafza.care import commands as care
from hamafza.care import paper, queries
from hamafza.care.commands.letters import NobodyChosen, NothingServed, TooMany
from hamafza.care.models import Book, Letter
from hamafza.care.tests.telling import DAY, NOW, TODAY, Deeds, serving
from hamafza.journal.models import JournalLine
from hamafza.kernel.errors import NotAllowed
from hamafza.kernel.models import AuditLine
from hamafza.notices.models import Message
from hamafza.volunteers.models import Volunteer
from tests.cast import World

pytestmark = pytest.mark.django_db


def thank(world: World, *some: Volunteer, who: str = "maryam", kind: str = "thanks", at=NOW) -> Letter:
    return care.thank(volunteers=some, kind=kind, by=world.person[who], at=at)


class TestOwed:
    @pytest.mark.parametrize(("days", "owed"), [(0, True), (60, True), (61, False)])
    def test_is_who_served_in_sixty_days(self, world: World, days: int, owed: bool) -> None:
        serving(world, active_on=TODAY - days * DAY)

        assert queries.owed(world.person["maryam"], NOW).exists() is owed

    def test_is_not_who_was_thanked_in_them(self, world: World, deeds: Deeds) -> None:
        she = serving(world)
        thank(world, she, at=NOW - 59 * DAY)
        assert not queries.owed(world.person["maryam"], NOW).exists()
        assert queries.owed(world.person["maryam"], NOW + DAY).get() == she

    @pytest.mark.parametrize(("who", "count"), [
        ("zahra", 1), ("maryam", 1), ("nader", 1), ("parvin", 2), ("sara", 1), ("reza", 0), ("admin", 0), ("stranger", 0),
    ])  # fmt: skip
    def test_is_seen_by_those_above_her(self, world: World, who: str, count: int) -> None:
        serving(world)
        serving(world, 1, centre="konarak")

        assert queries.owed(world.person[who], NOW).count() == count

    def test_is_narrowed(self, world: World) -> None:
        serving(world)
        assert queries.owed(world.person["maryam"], NOW, words="سارا").exists()
        assert not queries.owed(world.person["maryam"], NOW, words="لیلا").exists()


class TestALetter:
    def test_keeps_the_hours_of_its_day(self, world: World, deeds: Deeds) -> None:
        she = serving(world)
        deeds.add(she, day=TODAY - 40 * DAY, minutes=90)
        deeds.add(she, day=TODAY, minutes=30)
        letter = thank(world, she, kind="certificate")
        deeds.add(she, day=TODAY, minutes=999)

        assert (letter.minutes, letter.deeds, letter.first_on, letter.last_on) == (120, 2, TODAY - 40 * DAY, TODAY)
        assert letter.number == "1405/1"

    def test_numbers_never_come_twice_and_begin_anew_with_the_year(self, world: World) -> None:
        some = [serving(world, n) for n in range(4)]
        thank(world, *some[:3])
        thank(world, some[3])
        thank(world, some[3], at=NOW + 200 * DAY)

        assert list(Letter.objects.order_by("pk").values_list("year", "serial")) == [
            (1405, 1), (1405, 2), (1405, 3), (1405, 4), (1406, 1),
        ]  # fmt: skip
        assert dict(Book.objects.values_list("year", "last")) == {1405: 4, 1406: 1}

    def test_the_database_refuses_a_second_of_one_number(self, world: World) -> None:
        letter = thank(world, serving(world))
        letter.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            letter.save(force_insert=True)

    def test_a_refused_batch_uses_no_number(self, world: World, deeds: Deeds) -> None:
        she, idle = serving(world), serving(world, 1)
        deeds.add(she)
        with pytest.raises(NothingServed):
            thank(world, she, idle, kind="certificate")

        assert not Letter.objects.exists() and not Book.objects.exists()
        assert not Message.objects.filter(template="volunteer_thanked").exists()

    def test_is_told_to_her_without_a_name(self, world: World) -> None:
        she = serving(world, person=world.person["zahra"])
        thank(world, she)
        sms = Message.objects.get(template="volunteer_thanked", to_phone=she.mobile)
        inbox = Message.objects.get(template="volunteer_thanked", to_person=world.person["zahra"])

        assert "/v/" in sms.body and sms.body == inbox.body and inbox.url.endswith("/letters")
        assert she.full_name not in sms.body and "سارا" not in sms.body

    def test_leaves_no_name_in_the_books(self, world: World) -> None:
        she = serving(world)
        thank(world, she)

        line = JournalLine.objects.get(kind="volunteer_thanked")
        assert (line.detail, line.people, line.centre) == ("thanks", 1, "chabahar")
        for model in (JournalLine, AuditLine):
            assert she.full_name not in repr(list(model.objects.values()))

    def test_nobody_and_too_many(self, world: World) -> None:
        she = serving(world)
        with pytest.raises(NobodyChosen):
            thank(world)
        with pytest.raises(TooMany):
            thank(world, *[she] * 201)

    @pytest.mark.parametrize("who", ["reza", "sara", "karim", "farhad", "admin", "stranger"])
    def test_others_do_not_thank(self, world: World, who: str) -> None:
        with pytest.raises(NotAllowed):
            thank(world, serving(world), who=who)

    def test_one_foreign_name_stops_all(self, world: World) -> None:
        with pytest.raises(NotAllowed):
            thank(world, serving(world), serving(world, 1, centre="konarak"))
        assert not Letter.objects.exists()

    def test_nobody_thanks_herself(self, world: World) -> None:
        with pytest.raises(NotAllowed):
            thank(world, serving(world, person=world.person["maryam"]))


class TestGiven:
    def test_is_narrowed_by_kind_words_and_batch(self, world: World, deeds: Deeds) -> None:
        one, two, three = (serving(world, n) for n in range(3))
        deeds.add(one)
        first = thank(world, one, two)
        thank(world, three, at=NOW + DAY)
        thank(world, one, kind="certificate", at=NOW + 2 * DAY)

        def given(**asked: object) -> int:
            return queries.given(world.person["maryam"], NOW, **asked).count()

        assert (given(), given(kind="certificate"), given(words="سارا"), given(same=str(first.pk))) == (4, 1, 2, 2)
        assert given(same="۱۲") == 4 and given(same="99999") == 0
        assert queries.given(world.person["sara"], NOW).count() == 0


@pytest.mark.slow  # Typst
class TestThePaper:
    def letters(self, world: World, deeds: Deeds) -> list[Letter]:
        some = [serving(world, n) for n in range(3)]
        for one in some:
            deeds.add(one)
        thank(world, *some[:2])
        thank(world, some[2], kind="certificate")
        return list(Letter.objects.whole().order_by("serial"))

    def test_is_a_page_each(self, world: World, deeds: Deeds) -> None:
        some = self.letters(world, deeds)

        assert paper.pdf(some).startswith(b"%PDF")
        assert len(paper.pages(some)) == 3 and len(paper.pages(some[:1])) == 1

    def test_says_number_date_hours_and_who_signs(self, world: World, deeds: Deeds) -> None:
        thanked, _other, certified = self.letters(world, deeds)
        facts = paper._one(certified)

        assert facts["head"][0] == ["شماره:", "۱۴۰۵/۳"] and facts["head"][1] == ["تاریخ:", "۱۴۰۵/۰۸/۰۵"]
        said = " ".join(facts["parts"])
        assert "نرگس هوت" in said and "۲ ساعت" in said and "کانون سلامت مهرگان چابهار" in said
        assert facts["signature"]["name"] == "مریم نارویی"
        assert "همراه گرامی، سارا بلوچ" in paper._one(thanked)["parts"][0]

    def test_without_a_deed_thanks_alone(self, world: World) -> None:
        facts = paper._one(thank(world, serving(world)))

        assert not any("ساعت" in part for part in facts["parts"])

    def test_text_stays_text(self, world: World) -> None:
        she = serving(world, full_name='#panic("x") *سارا*')

        assert paper.pdf([thank(world, she)]).startswith(b"%PDF")
