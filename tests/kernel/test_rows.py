"""What is written and read by hand is what the ORM would have written and read, on either database."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from django.db import connection, models
from django.utils.functional import SimpleLazyObject

from hamafza.care.models import Book
from hamafza.intake.models import Request
from hamafza.kernel import rows
from hamafza.kernel.models import AuditLine, OnceKey, StateChange
from hamafza.network.models import Absence, Centre, Grant, Holiday, Role
from hamafza.people.models import Person
from hamafza.places.models import Place
from tests.cast import SATURDAY, World

HOSTILE = ["", "'; DROP TABLE x; --", "100 %s %% %(a)s", 'a"b', "نیم‌فاصله و گ‌چ‌پ‌ژ", "\\", "سطر\nدوم", "😀" * 20]
NAIROBI = timezone(timedelta(hours=3))


def line(seq: int, **more: Any) -> AuditLine:
    given = {"at": SATURDAY, "by": "system:t", "verb": "a.b", "prev_hash": "0" * 64, "hash": "1" * 64, **more}
    return AuditLine(seq=seq, **given)


def columns(thing: models.Model) -> dict[str, Any]:
    return {
        field.attname: getattr(thing, field.attname) for field in thing._meta.concrete_fields if not field.primary_key
    }


def statements(act: Callable[[], object]) -> list[str]:
    seen: list[str] = []

    def watch(execute: Any, sql: str, *rest: Any) -> Any:
        seen.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        act()
    return seen


@pytest.mark.django_db
class TestAdd:
    def test_keeps_every_column_as_the_model_would(self) -> None:
        details = {"reason": "ظرفیت", "count": 3, "none": None, "list": [1, "دو"]}
        line(1, details=details, subject="x:1").save()
        rows.add([line(2, details=details, subject="x:1")])

        by_orm, by_hand = AuditLine.objects.order_by("seq")

        assert columns(by_hand) == columns(by_orm) | {"seq": 2}

    @pytest.mark.parametrize("text", HOSTILE)
    def test_a_value_is_a_value_whatever_it_says(self, text: str) -> None:
        rows.add([StateChange(subject="x:1", before="a", after="b", by="c", at=SATURDAY, reason=text)])

        assert StateChange.objects.get().reason == text

    def test_many_at_once_keep_their_order_in_one_statement(self) -> None:
        asked = statements(lambda: rows.add([line(seq) for seq in (5, 3, 9, 1)]))

        assert len(asked) == 1
        assert list(AuditLine.objects.order_by("pk").values_list("seq", flat=True)) == [5, 3, 9, 1]

    def test_defaults_are_those_of_the_model(self) -> None:
        rows.add([line(1)])

        kept = AuditLine.objects.get()
        assert (kept.details, kept.subject) == ({}, "")

    def test_an_instant_is_the_same_instant_whatever_its_zone(self) -> None:
        rows.add([line(1, at=SATURDAY.astimezone(NAIROBI)), line(2, at=SATURDAY.astimezone(UTC))])

        assert set(AuditLine.objects.values_list("at", flat=True)) == {SATURDAY}

    def test_an_instant_keeps_its_microsecond(self) -> None:
        at = SATURDAY.replace(microsecond=1)

        rows.add([line(1, at=at)])

        assert AuditLine.objects.get().at == at

    def test_a_day_an_empty_key_and_a_truth_are_kept(self, world: World) -> None:
        rows.add(
            [
                Holiday(date=date(2027, 3, 21), name="نوروز", place=None),
                Holiday(date=date(2027, 3, 22), name="ن", place=world.place["11"]),
            ]
        )

        kept = Holiday.objects.filter(date__year=2027).order_by("date")
        assert [(one.date, one.place) for one in kept] == [
            (date(2027, 3, 21), None),
            (date(2027, 3, 22), world.place["11"]),
        ]

    def test_a_broken_rule_of_the_table_is_told_as_by_the_model(self) -> None:
        rows.add([line(1)])

        with pytest.raises(rows_integrity()):
            rows.add([line(1)])


def rows_integrity() -> type[Exception]:
    from django.db import IntegrityError

    return IntegrityError


class TestKeep:
    def test_writes_what_is_named_and_nothing_else(self, world: World) -> None:
        request = world.request()
        request.title, request.text = "نو", "این را کسی نخواسته است"

        rows.keep(request, ["title"])

        kept = Request.objects.get(pk=request.pk)
        assert (kept.title, kept.text) == ("نو", "مادرم دارو می‌خواهد")

    def test_leaves_every_other_row_alone(self, world: World) -> None:
        one, other = world.request(), world.request(text="دیگری")
        one.title = "نو"

        rows.keep(one, ["title"])

        assert Request.objects.get(pk=other.pk).title == other.title

    def test_a_link_is_written_by_its_name(self, world: World) -> None:
        request = world.request()
        request.holder = world.person["nader"]

        rows.keep(request, ["holder"])

        assert Request.objects.get(pk=request.pk).holder == world.person["nader"]

    def test_an_empty_moment_is_written_as_empty(self, world: World) -> None:
        grant = Grant.objects.filter(role=Role.SECRETARY).first()
        assert grant
        for until in (SATURDAY, None):
            grant.until = until
            rows.keep(grant, ["until"])
            assert Grant.objects.get(pk=grant.pk).until == until

    def test_a_thing_that_has_gone_is_not_written_into_the_air(self, world: World) -> None:
        request = world.request()
        Request.objects.filter(pk=request.pk).delete()

        with pytest.raises(Request.DoesNotExist):
            rows.keep(request, ["title"])

    def test_a_stand_in_is_as_good_as_the_person(self, world: World) -> None:
        """request.user is one."""
        person = SimpleLazyObject(lambda: world.person["reza"])
        person.full_name = "رضا بلوچ‌زهی"

        rows.keep(person, ["full_name"])  # type: ignore[arg-type]

        assert Person.objects.get(username="reza").full_name == "رضا بلوچ‌زهی"

    @pytest.mark.parametrize("text", HOSTILE[1:])
    def test_a_value_is_a_value_whatever_it_says(self, world: World, text: str) -> None:
        place = world.place["tis"]
        place.name_en = text[:40]

        rows.keep(place, ["name_en"])

        assert Place.objects.get(pk=place.pk).name_en == text[:40]


class TestOne:
    def test_is_the_row_of_that_number(self, world: World) -> None:
        for code in ("chabahar", "konarak"):
            assert rows.one(Centre, world.centre[code].pk).code == code

    def test_of_no_row_says_so(self, world: World) -> None:
        with pytest.raises(Centre.DoesNotExist):
            rows.one(Centre, 10**9)
        with pytest.raises(Centre.DoesNotExist):
            rows.locked(Centre, 10**9)

    def test_a_key_of_text_serves_too(self, world: World) -> None:
        from hamafza.kernel.models import ChainHead

        assert rows.one(ChainHead, "audit").name == "audit"

    def test_a_row_is_locked_where_the_database_locks_rows(self, world: World) -> None:
        asked = statements(lambda: rows.locked(Centre, world.centre["work"].pk))

        assert [" FOR NO KEY UPDATE" in sql for sql in asked] == [rows.locks()]
        assert not any("FOR" in sql for sql in statements(lambda: rows.one(Centre, world.centre["work"].pk)))


class TestReadAgain:
    def test_takes_every_column_as_it_is_now(self, world: World) -> None:
        request = world.request()
        Request.objects.filter(pk=request.pk).update(title="نو", urgency="2", due_at=SATURDAY, latitude=1.5)

        rows.read_again(request)

        assert columns(request) == columns(Request.objects.get(pk=request.pk))

    def test_forgets_what_was_fetched_beside_it(self, world: World) -> None:
        centre = Centre.objects.prefetch_related("services").get(code="work")
        assert len(centre.services.all()) == 1
        centre.services.all()[0].delete()

        rows.read_again(centre)

        assert len(centre.services.all()) == 0

    def test_undoes_what_was_only_set(self, world: World) -> None:
        request = world.request()
        request.title = "هرگز"

        rows.read_again(request)

        assert request.title == Request.objects.get(pk=request.pk).title != "هرگز"


class TestPrepared:
    @staticmethod
    def absences(world: World) -> list[Absence]:
        reza, zahra, sara = (world.person[name] for name in ("reza", "zahra", "sara"))
        return [
            Absence.objects.create(person=person, deputy=deputy, since=SATURDAY, until=SATURDAY + timedelta(days=days))
            for person, deputy, days in [(reza, zahra, 1), (zahra, sara, 2), (reza, sara, 3)]
        ]

    def test_answers_as_its_query_would_for_any_number(self, world: World) -> None:
        self.absences(world)
        ask = rows.Prepared(lambda person: Absence.objects.filter(person=person).order_by("pk").values_list("deputy"))

        for name in ("reza", "zahra", "sara", "reza"):
            person = world.person[name]
            assert ask(person.pk) == list(Absence.objects.filter(person=person).order_by("pk").values_list("deputy"))

    def test_two_numbers_go_to_their_own_places(self, world: World) -> None:
        self.absences(world)
        ask = rows.Prepared(
            lambda deputy, person: Absence.objects.filter(person=person, deputy=deputy).order_by("pk").values_list("pk")
        )
        reza, zahra, sara = (world.person[name].pk for name in ("reza", "zahra", "sara"))

        assert len(ask(zahra, reza)) == len(ask(sara, reza)) == len(ask(sara, zahra)) == 1
        assert ask(reza, zahra) == []

    def test_one_number_may_stand_in_two_places(self, world: World) -> None:
        self.absences(world)
        either = models.Q(person=-1) | models.Q(deputy=-1)
        assert not Absence.objects.filter(either).exists()
        ask = rows.Prepared(
            lambda person: Absence.objects.filter(models.Q(person=person) | models.Q(deputy=person)).values_list("pk")
        )

        assert len(ask(world.person["zahra"].pk)) == 2
        assert len(ask(world.person["sara"].pk)) == 2

    def test_fixed_values_of_the_query_stay_parameters(self, world: World) -> None:
        ask = rows.Prepared(
            lambda pk: Person.objects.filter(pk=pk, full_name="رضا ' OR 1=1 --").order_by().values_list("pk")
        )

        assert ask(world.person["reza"].pk) == []

    def test_is_put_together_once(self, world: World) -> None:
        made: list[int] = []

        def make(pk: int) -> models.QuerySet[Any, Any]:
            made.append(pk)
            return Person.objects.filter(pk=pk).values_list("username")

        ask = rows.Prepared(make)
        assert [ask(world.person[name].pk) for name in ("reza", "sara")] == [[("reza",)], [("sara",)]]
        assert len(made) == 1

    def test_costs_one_statement(self, world: World) -> None:
        ask = rows.Prepared(lambda pk: Person.objects.filter(pk=pk).values_list("username"))

        assert len(statements(lambda: ask(1))) == 1


@pytest.mark.parametrize(
    "said",
    [
        SATURDAY,
        SATURDAY.astimezone(UTC),
        "2026-10-24 05:30:00",
        "2026-10-24T05:30:00+00:00",
        "2026-10-24 09:00:00+03:30",
        datetime(2026, 10, 24, 5, 30),
    ],
)
def test_an_instant_from_either_database_is_the_same(said: datetime | str) -> None:
    assert rows.instant(said) == SATURDAY
    assert rows.instant(said).tzinfo is not None


def test_a_key_of_once_is_remembered_by_the_model_that_rows_would_write(db: None) -> None:
    rows.add([OnceKey(scope="a.b", key="k", fingerprint="f" * 64, subject_pk=2**40, at=SATURDAY)])

    assert OnceKey.objects.get(scope="a.b", key="k").subject_pk == 2**40


@pytest.mark.django_db
class TestPreparedThings:
    """A question that is put together once answers as one that is put together anew."""

    roles = rows.PreparedThings(
        lambda at, role, centre: (
            Grant.objects.valid(at)
            .filter(role=role, centre=centre)
            .select_related("person", "centre__place", "place")
            .order_by("pk")
        )
    )

    def test_says_what_the_orm_says_with_all_that_comes_along(self, world: World) -> None:
        centre = world.centre["chabahar"]
        for role in ("secretary", "head", "secretary"):
            plain = Grant.objects.valid(SATURDAY).filter(role=role, centre=centre).order_by("pk")

            found = self.roles(SATURDAY, role, centre.pk)

            assert [columns(one) for one in found] == [columns(one) for one in plain] and found
            assert [columns(one.person) for one in found] == [columns(one.person) for one in plain]
            assert [columns(one.centre.place) for one in found] == [columns(one.centre.place) for one in plain]
            assert statements(lambda found=found: [(one.person, one.centre.place, one.place) for one in found]) == []

    def test_each_asking_has_its_own_instant(self, world: World) -> None:
        centre = world.centre["chabahar"]
        long_ago = SATURDAY - timedelta(days=9_000)

        assert self.roles(SATURDAY, "head", centre.pk) and not self.roles(long_ago, "head", centre.pk)

    @pytest.mark.parametrize("text", [*HOSTILE, "\u27e80\u27e9", "\u27e81\u27e9"])
    def test_a_word_is_a_word_whatever_it_says(self, world: World, text: str) -> None:
        named = rows.Prepared(lambda name, pk: Person.objects.filter(full_name=name, pk=pk).values_list("pk"))
        person = world.person["reza"]
        assert named("x", person.pk) == []
        Person.objects.filter(pk=person.pk).update(full_name=text)

        assert named(text, person.pk) == [(person.pk,)] and named(f"{text}x", person.pk) == []

    def test_an_argument_that_does_not_stand_as_itself_is_refused(self) -> None:
        under = rows.Prepared(lambda path: Place.objects.filter(path__startswith=path).values_list("pk"))

        with pytest.raises(AssertionError, match="got lost"):
            under("IR/")

    def test_a_column_of_small_numbers_is_asked_too(self, world: World) -> None:
        older = rows.Prepared(lambda least, path: Place.objects.filter(pk__gte=least, path=path).values_list("pk"))
        book = Book.objects.create(year=1405, last=7)

        assert older(0, "IR/") and rows.locked(Book, book.pk).last == 7
