"""Forms of gatherings with what people really mistype: each refusal names its field, keeps what was typed, and founds nothing."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from hamafza.gatherings import commands as gatherings
from hamafza.gatherings import loading
from hamafza.gatherings.models import Feast, Gathering, Occasion
from hamafza.gatherings.states import GATHERING_MOVES, OCCASION_MOVES, Ending, OccasionState, Reason
from hamafza.gatherings.tests.telling import DAY, FIRST, HOUR, circle, keep, serving, turn
from hamafza.gatherings.tests.test_pages import NEW
from hamafza.kernel import clock
from hamafza.kernel.clock import local
from hamafza.kernel.errors import NotAllowed, Refused
from tests.cast import HAND, SATURDAY, World

pytestmark = pytest.mark.django_db
S = OccasionState


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> Any:
    def to(at: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: at)

    to(FIRST + 2 * HOUR)
    return to


def of(world: World, who: str) -> Client:
    client = Client()
    client.force_login(world.person[who])
    return client


@pytest.fixture
def zahra(world: World) -> Client:
    return of(world, "zahra")


def errors(answer: Any) -> set[str]:
    """The fields whose error is drawn beside them."""
    return set(re.findall(r'id="id_(\w+?)_error"', answer.content.decode()))


class TestFounding:
    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"title": ""}, "title"), ({"title": " \u200c "}, "title"), ({"title": "ن" * 121}, "title"),
            ({"centre": "ناکجا"}, "centre"), ({"centre": "کانون سلامت ساحل کنارک"}, "centre"),
            ({"leader": "هیچ‌کس"}, "leader"), ({"leader": ""}, "leader"), ({"leader": "%"}, "leader"),
            ({"every": "0"}, "every"), ({"every": "13"}, "every"), ({"every": "۱.۵"}, "every"),
            ({"weekday": "7"}, "weekday"), ({"weekday": "x"}, "weekday"), ({"rule": "daily"}, "rule"),
            ({"hour": "25:00"}, "hour"), ({"hour": "عصر"}, "hour"), ({"hour": "18:60"}, "hour"),
            ({"minutes": "14"}, "minutes"), ({"minutes": "601"}, "minutes"), ({"minutes": ""}, "minutes"),
            ({"first_on": "1404/12/30"}, "first_on"), ({"first_on": "۱۴۰۵/۷/۳۱"}, "first_on"),
            ({"first_on": "فردا"}, "first_on"), ({"first_on": "1405/13/01"}, "first_on"),
            ({"rule": "feast", "feast": ""}, "feast"), ({"rule": "feast", "feast": "eurovision"}, "feast"),
            ({"rule": "month", "every": "6"}, "every"),
        ],
        ids=lambda value: str(value)[:24],
    )  # fmt: skip
    def test_what_is_wrong_is_named_beside_its_field(
        self, world: World, zahra: Client, wrong: dict[str, str], field: str
    ) -> None:
        answer = zahra.post("/gatherings/new", {**NEW, **wrong})

        assert answer.status_code == 422 and field in errors(answer)
        assert not Gathering.objects.exists()
        kept = "title" if field != "title" else "centre"
        assert NEW[kept] in answer.content.decode()

    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ({"first_on": "1403/12/30"}, date(2025, 3, 20)), ({"first_on": "۱۴۰۵-۰۱-۰۱"}, date(2026, 3, 21)),
            ({"first_on": "١٤٠٥/٠٨/٠٥"}, date(2026, 10, 27)), ({"first_on": "14050805"}, date(2026, 10, 27)),
        ],
        ids=str,
    )  # fmt: skip
    def test_days_are_read_in_any_digits_and_leap_days_are_days(
        self, world: World, zahra: Client, typed: dict[str, str], kept: date
    ) -> None:
        assert zahra.post("/gatherings/new", {**NEW, **typed}).status_code == 303
        assert Gathering.objects.get().first_on == kept

    @pytest.mark.parametrize(
        ("typed", "hour"), [("۱۸", time(18)), ("1830", time(18, 30)), ("٠٦:٠٥", time(6, 5)), ("0:00", time(0))]
    )
    def test_hours_are_read_as_people_write_them(self, world: World, zahra: Client, typed: str, hour: time) -> None:
        assert zahra.post("/gatherings/new", {**NEW, "hour": typed}).status_code == 303
        one = Gathering.objects.get()
        assert one.hour == hour and all(local(each.starts_at).time() == hour for each in one.occasions.all())

    def test_two_who_could_lead_are_both_named(self, world: World, zahra: Client) -> None:
        serving(world, "شیرین دهواری", "شیرین دهقان")
        answer = zahra.post("/gatherings/new", {**NEW, "leader": "شیرین ده"})
        page = answer.content.decode()

        assert answer.status_code == 422 and "شیرین دهواری" in page and "شیرین دهقان" in page

    @pytest.mark.parametrize("state", ["archived", "refused", "applied", "in_process", "inactive_long"])
    def test_who_does_not_serve_cannot_be_named_as_leader(self, world: World, zahra: Client, state: str) -> None:
        more: dict[str, Any] = {"left": "moved"} if state == "archived" else {}
        if state in {"applied", "in_process"}:
            more = {"holder": world.person["zahra"], "due_at": FIRST}
        serving(world, "نرگس هوت", state=state, **more)

        assert zahra.post("/gatherings/new", {**NEW, "leader": "نرگس هوت"}).status_code == 422


class TestReasons:
    @pytest.mark.parametrize("verb", ["missed", "cancel"])
    @pytest.mark.parametrize("reason", ["", "ended", "not_said", "x"])
    def test_only_a_persons_own_reasons_are_taken(
        self, world: World, zahra: Client, now: Any, verb: str, reason: str
    ) -> None:
        """What the clock and the end of a gathering write is no choice of a person."""
        occasion = turn(circle(world))
        now(FIRST + (HOUR if verb == "missed" else -HOUR))
        answer = zahra.post(f"/gatherings/occasions/{occasion.pk}/{verb}", {"reason": reason, "note": "شرح"})

        assert answer.status_code == 422 and "شرح" in answer.content.decode()
        assert turn(occasion.gathering).state == "planned"

    @pytest.mark.parametrize("verb", ["miss", "cancel"])
    @pytest.mark.parametrize("reason", Reason.values)
    def test_another_reason_needs_its_words(self, world: World, verb: str, reason: str) -> None:
        occasion, at = turn(circle(world)), FIRST + (HOUR if verb == "miss" else -HOUR)
        act = getattr(gatherings, verb)
        if reason == "other":
            with pytest.raises(Refused):
                act(occasion, reason=reason, note="  ", by=world.person["zahra"], at=at)
        act(occasion, reason=reason, note="آب بند آمد", by=world.person["zahra"], at=at)

        assert turn(occasion.gathering).reason == reason

    @pytest.mark.parametrize("text", ["", "   ", "\u200c"])
    def test_a_following_without_words_follows_nothing(self, world: World, zahra: Client, text: str) -> None:
        occasion = turn(circle(world))
        gatherings.miss(occasion, reason="few", by=world.person["zahra"], at=FIRST + HOUR)
        answer = of(world, "maryam").post(f"/gatherings/occasions/{occasion.pk}/follow", {"followed": text})

        assert answer.status_code == 422 and turn(occasion.gathering).holder is not None

    @pytest.mark.parametrize("reason", Ending.values)
    def test_each_ending_is_told_in_words(self, world: World, zahra: Client, reason: str) -> None:
        gathering = circle(world)
        zahra.post(f"/gatherings/{gathering.pk}/end", {"reason": reason})

        assert str(Ending(reason).label) in zahra.get(f"/gatherings/{gathering.pk}/").content.decode()


class TestTheTable:
    @settings(max_examples=12, deadline=None)
    @given(
        st.lists(
            st.tuples(st.sampled_from(["miss", "cancel", "keep", "late", "hand"]), st.integers(-3, 70)), max_size=9
        )
    )
    def test_no_row_of_acts_leaves_its_table(self, acts: list[tuple[str, int]]) -> None:
        """Any verb at any hour: an occasion goes only where the table says, and always keeps its shape."""
        from django.db import transaction

        from tests.cast import build

        with transaction.atomic():
            world = build()
            who, gathering = serving(world), circle(world)
            states = ["planned"]
            for verb, hours in acts:
                occasion, at = turn(gathering), FIRST + hours * HOUR
                try:
                    with transaction.atomic():
                        if verb == "keep":
                            keep(world, occasion, who[: abs(hours) % 6], at=at)
                        elif verb == "late":
                            gatherings.occasion_late(occasion, by=_clock(), at=at)
                        elif verb == "hand":
                            gatherings.hand_over(gathering, to=world.person["maryam"], by=world.person["zahra"], at=at)
                        else:
                            getattr(gatherings, verb)(occasion, reason="few", by=world.person["zahra"], at=at)
                except Refused:
                    pass
                now = turn(gathering)
                assert now.state == states[-1] or now.state in OCCASION_MOVES[S(states[-1])]
                states.append(now.state)
                assert (now.people > 0) is (now.state == "held")
                assert (now.holder is None) == (now.due_at is None)
            transaction.set_rollback(True)

    @pytest.mark.parametrize("verb", ["change", "end", "hand_over"])
    def test_an_ended_gathering_is_over(self, world: World, verb: str) -> None:
        gathering, zahra = circle(world), world.person["zahra"]
        gatherings.end(gathering, reason="done", by=zahra, at=SATURDAY)
        before = Gathering.objects.values().get(pk=gathering.pk)
        client = of(world, "zahra")
        assert GATHERING_MOVES["ended"] == set()
        for page in ("edit", "end"):
            assert client.get(f"/gatherings/{gathering.pk}/{page}").status_code == 404
        if verb == "end":
            with pytest.raises(Refused):
                gatherings.end(gathering, reason="few", by=zahra, at=SATURDAY)
        assert Gathering.objects.values().get(pk=gathering.pk) == before


def _clock() -> Any:
    from hamafza.kernel.actors import System

    return System("tick")


class TestFeasts:
    @pytest.fixture(autouse=True)
    def table(self, world: World) -> None:
        loading.load(by=HAND, at=SATURDAY)

    @pytest.mark.parametrize(
        ("first", "last", "fine"),
        [
            (date(2029, 1, 1), date(2029, 1, 1), True), (date(2029, 1, 2), date(2029, 1, 1), False),
            (date(2029, 1, 1), date(2029, 3, 2), True), (date(2029, 1, 1), date(2029, 3, 3), False),
            (date(2027, 2, 8), date(2027, 2, 8), True), (date(2027, 2, 8), date(2027, 2, 9), False),
            (date(2027, 3, 9), date(2027, 3, 20), False), (date(2027, 3, 10), date(2027, 3, 20), True),
            (date(2027, 1, 20), date(2027, 3, 15), False),
        ],
    )  # fmt: skip
    def test_days_neither_overlap_nor_run_backwards(self, world: World, first: date, last: date, fine: bool) -> None:
        """Ramadan of 1405 is 9 February to 9 March 2027 in the table."""
        before = Feast.objects.count()
        said: dict[str, Any] = {"key": "ramadan", "first_on": first, "last_on": last, "by": HAND, "at": SATURDAY}
        if fine:
            assert gatherings.add_feast(**said).name_fa == "ماه رمضان"
        else:
            with pytest.raises(gatherings.BadFeast):
                gatherings.add_feast(**said)
        assert Feast.objects.count() == before + fine

    def test_a_moon_seen_later_moves_what_is_not_planned_yet_and_is_not_undone(self, world: World) -> None:
        muharram = Feast.objects.get(key="muharram", first_on=date(2027, 6, 7))
        gathering = circle(world, rule="feast", feast="muharram")
        gatherings.move_feast(
            muharram, first_on=date(2027, 6, 8), last_on=date(2027, 6, 17), by=world.person["parvin"], at=SATURDAY
        )
        assert loading.load(by=HAND, at=SATURDAY) == 0  # the product's own table comes again: the moon stays as seen
        gatherings.plan_on(gathering, by=_clock(), at=SATURDAY + 215 * DAY)
        days = sorted(local(one.starts_at).date() for one in gathering.occasions.all())

        assert days[0] == date(2027, 6, 8) and date(2027, 6, 7) not in days

    @pytest.mark.parametrize("who", ["zahra", "maryam", "nader", "stranger", "reza"])
    def test_only_the_province_keeps_it(self, world: World, who: str) -> None:
        feast, by = Feast.objects.first(), world.person[who]
        assert feast is not None
        for act in (
            lambda: gatherings.drop_feast(feast, by=by, at=SATURDAY),
            lambda: gatherings.move_feast(feast, first_on=SATURDAY.date(), last_on=SATURDAY.date(), by=by, at=SATURDAY),
            lambda: gatherings.add_feast(
                key="", name_fa="تازه", first_on=SATURDAY.date(), last_on=SATURDAY.date(), by=by, at=SATURDAY
            ),
        ):
            with pytest.raises(NotAllowed):
                act()

    @pytest.mark.parametrize("asked", ["1404", "۱۴۰۴", "99999", "-1", "x", "1389", "1431", ""])
    def test_any_year_asked_for_shows_one(self, zahra: Client, asked: str) -> None:
        assert zahra.get("/gatherings/feasts", {"year": asked}).status_code == 200

    def test_a_feast_that_was_dropped_leaves_its_gathering_without_days_and_whole(self, world: World) -> None:
        gathering = circle(world, rule="feast", feast="yalda")
        for feast in Feast.objects.filter(key="yalda"):
            gatherings.drop_feast(feast, by=world.person["parvin"], at=SATURDAY)
        gatherings.plan_on(gathering, by=_clock(), at=SATURDAY + 40 * DAY)

        assert not Occasion.objects.filter(gathering=gathering).exists()
        assert of(world, "zahra").get(f"/gatherings/{gathering.pk}/").status_code == 200
        assert of(world, "zahra").get(f"/gatherings/{gathering.pk}/calendar.ics").status_code == 200


def test_a_page_of_the_future_is_told_to_nobody_else(world: World) -> None:
    """Each page of an occasion, for everybody: whoever does not keep it finds it not there."""
    occasion = turn(circle(world, at=FIRST - timedelta(days=3)))
    for who, pages in {"sara": 404, "stranger": 403, "reza": 403, "mina": 404}.items():
        for page in ("", "list", "missed", "cancel", "follow", "sheet.pdf"):
            assert of(world, who).get(f"/gatherings/occasions/{occasion.pk}/{page}").status_code == pages, (who, page)
