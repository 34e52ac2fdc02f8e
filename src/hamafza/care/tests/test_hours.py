"""Hours come from deeds alone; a finished hop is one; silence and too much are seen, and nobody is ranked."""

from datetime import datetime, timedelta

import pytest

from hamafza.care import captions, queries
from hamafza.care import commands as care
from hamafza.care.deadlines import PER_HOP
from hamafza.care.models import Contact, Served
from hamafza.care.tests.telling import DAY, KIND, NOW, TODAY, Deeds, serving
from hamafza.journal.models import JournalLine
from hamafza.journal.months import Month
from hamafza.kernel.clock import TEHRAN
from hamafza.kernel.errors import NotAllowed
from hamafza.kernel.models import AuditLine
from hamafza.referrals import commands as referrals
from hamafza.referrals.models import Referral
from hamafza.volunteers import service
from hamafza.volunteers.models import Volunteer
from hamafza.volunteers.states import VolunteerState
from tests.cast import SATURDAY, World

pytestmark = pytest.mark.django_db
ABAN = Month(1405, 8)


def finished(world: World, who: str = "zahra", at: datetime = SATURDAY) -> Referral:
    world.triaged("health", at=at)
    hop = Referral.objects.whole().latest("pk")
    referrals.accept(hop, by=world.person[who], at=at)
    return referrals.finish(
        hop, outcome="solved", evidence="دارو رسید", by=world.person[who], at=at + timedelta(hours=1)
    )


class TestAYear:
    def test_has_twelve_jalali_months_the_last_is_this_one(self, world: World, deeds: Deeds) -> None:
        she = serving(world)
        deeds.add(she, day=ABAN.first, minutes=90)
        deeds.add(she, day=ABAN.first - DAY, minutes=60)
        deeds.add(she, day=ABAN.plus(-11).first, minutes=30)
        deeds.add(she, day=ABAN.plus(-11).first - DAY, minutes=999)
        year = queries.year_of(she, NOW)

        assert len(year.months) == 12 and year.months[-1] == (ABAN, 90)
        assert [minutes for _month, minutes in year.months] == [30, *[0] * 9, 60, 90]
        assert (year.minutes, year.this_month) == (180, 90)

    def test_is_opened_down_to_its_deeds(self, world: World, deeds: Deeds) -> None:
        she = serving(world)
        first, second = deeds.add(she, day=TODAY - 2 * DAY), deeds.add(she, day=TODAY - DAY, minutes=30)
        Served.objects.create(volunteer=she, referral=finished(world), day=TODAY, minutes=PER_HOP)
        found = {
            str(caption): (minutes, of) for caption, minutes, of in queries.by_kind(queries.year_of(she, NOW).deeds)
        }

        assert found["نوبت آزمون"] == (150, [second, first])
        assert found["ارجاع‌های به‌نتیجه‌رسیده (برآورد)"][0] == PER_HOP

    @pytest.mark.parametrize(("minutes", "said"), [
        (0, "۰ ساعت"), (45, "۴۵ دقیقه"), (60, "۱ ساعت"), (150, "۲ ساعت و ۳۰ دقیقه"), (1440, "۲۴ ساعت"),
    ])  # fmt: skip
    def test_is_said_in_words(self, minutes: int, said: str) -> None:
        assert captions.hours(minutes) == said

    def test_is_drawn_within_its_picture_and_the_line_is_the_duty(self, world: World, deeds: Deeds) -> None:
        she = serving(world)
        deeds.add(she, day=ABAN.first, minutes=48 * 60)
        year = queries.year_of(she, NOW)
        bars = captions.bars(year)

        assert len(bars) == 12 and all(bar.y >= 0 and bar.y + bar.height <= captions.TALL + 0.1 for bar in bars)
        assert [bar.full for bar in bars] == [False] * 11 + [True]
        assert captions.duty_line(year) == pytest.approx(50)
        assert captions.duty_line(queries.Year([(ABAN, 0)], [])) == pytest.approx(0)

    def test_of_many_is_asked_once_a_kind(self, world: World, deeds: Deeds, django_assert_max_num_queries) -> None:
        some = [serving(world, n).pk for n in range(5)]
        with django_assert_max_num_queries(len(service.kinds())):
            queries.minutes_in(ABAN, some)

    def test_of_nobody_asks_nothing(self, django_assert_num_queries) -> None:
        with django_assert_num_queries(0):
            assert queries.minutes_in(ABAN, []) == {}


class TestAFinishedHop:
    def test_is_service_of_whoever_finished_it(self, world: World) -> None:
        she = serving(world, person=world.person["zahra"], active_on=None)
        hop = finished(world)

        (deed,) = service.deeds([she.pk], TODAY - 9 * DAY, TODAY)
        assert (deed.minutes, deed.day, deed.key) == (PER_HOP, SATURDAY.date(), f"referrals.referral:{hop.pk}")
        she.refresh_from_db()
        assert she.active_on == SATURDAY.date()

    def test_tells_nothing_of_what_it_was_about(self, world: World) -> None:
        she = serving(world, person=world.person["zahra"])
        finished(world)
        (deed,) = service.deeds([she.pk], TODAY - 9 * DAY, TODAY)

        assert "دارو" not in deed.title and "سلامت" not in deed.title

    @pytest.mark.parametrize("facts", [{}, {"state": VolunteerState.INACTIVE_LONG}])
    def test_of_one_who_serves_not_is_none(self, world: World, facts: dict[str, str]) -> None:
        serving(world, person=world.person["zahra"] if facts else None, **facts)
        finished(world)

        assert not Served.objects.exists()

    def test_counts_once(self, world: World) -> None:
        she = serving(world, person=world.person["zahra"])
        hop = finished(world)
        care.note_service(she, hop=hop, by=world.person["zahra"], at=NOW)

        assert Served.objects.count() == 1


class TestSilence:
    @pytest.mark.parametrize(("days", "quiet", "silent"), [(14, False, False), (15, True, False), (31, True, True)])
    def test_is_two_weeks_and_a_month(self, world: World, days: int, quiet: bool, silent: bool) -> None:
        she = serving(world, active_on=TODAY - days * DAY)
        found = Volunteer.objects.filter(pk=she.pk)

        assert queries.quiet_at(found, NOW, silent=False).exists() is quiet
        assert queries.quiet_at(found, NOW, silent=True).exists() is silent

    def test_ends_when_somebody_asked(self, world: World) -> None:
        she = serving(world, active_on=TODAY - 40 * DAY)
        care.note_contact(she, by=world.person["zahra"], at=NOW - 20 * DAY)
        found = Volunteer.objects.filter(pk=she.pk)

        assert queries.quiet_at(found, NOW, silent=False).exists()
        assert not queries.quiet_at(found, NOW, silent=True).exists()

    def test_of_the_newly_accepted_is_none(self, world: World) -> None:
        she = serving(world, months=0, active_on=None)

        assert not queries.quiet_at(Volunteer.objects.filter(pk=she.pk), NOW, silent=False).exists()

    def test_is_told_to_a_mentor_of_the_centre_and_to_no_other_volunteer(self, world: World) -> None:
        mentor, she = serving(world, rung="mentor"), serving(world, 1, active_on=TODAY - 20 * DAY)
        serving(world, 2, centre="konarak", active_on=TODAY - 20 * DAY)

        assert queries.unheard_by(mentor, NOW) == [she]
        assert queries.unheard_by(she, NOW) == []

    def test_asking_leaves_no_name_in_the_books(self, world: World) -> None:
        she = serving(world)
        care.note_contact(she, by=world.person["maryam"], at=NOW)

        assert Contact.objects.get().by == world.person["maryam"]
        line = JournalLine.objects.get(kind="volunteer_asked")
        assert (line.people, line.centre, line.detail) == (1, "chabahar", "")
        for model in (JournalLine, AuditLine):
            assert she.full_name not in repr(list(model.objects.values()))

    @pytest.mark.parametrize("who", ["sara", "reza", "karim", "farhad", "admin", "stranger"])
    def test_others_do_not_note_it(self, world: World, who: str) -> None:
        with pytest.raises(NotAllowed):
            care.note_contact(serving(world), by=world.person[who], at=NOW)


class TestTheList:
    def names(self, world: World, who: str = "maryam", **asked: object) -> list[str]:
        return [one.full_name for one in queries.serving(world.person[who], NOW, **asked)]

    def test_is_of_those_who_serve_by_name(self, world: World, deeds: Deeds) -> None:
        idle, busy = serving(world, 0), serving(world, 1)
        serving(world, 2, state=VolunteerState.ARCHIVED)
        serving(world, 3, centre="konarak")
        deeds.add(busy, minutes=9_000)

        assert self.names(world) == [idle.full_name, busy.full_name]
        assert self.names(world, "parvin") == sorted([idle.full_name, busy.full_name, "یاسمن کرد"])
        assert self.names(world, "reza") == self.names(world, "stranger") == []

    def test_is_narrowed_by_words_and_centre(self, world: World) -> None:
        serving(world, 0)
        other = serving(world, 3, centre="work")

        assert self.names(world, "nader", words="یاسمن") == [other.full_name]
        assert self.names(world, "nader", words="کار و هنر") == [other.full_name]
        assert self.names(world, "nader", centre=other.centre_id) == [other.full_name]
        assert self.names(world, "nader", words="کسی که نیست") == []

    def test_finds_who_carries_too_much_by_the_provinces_limit(self, world: World, deeds: Deeds) -> None:
        busy, idle = serving(world, 0), serving(world, 1)
        deeds.add(busy, day=ABAN.first, minutes=41 * 60)
        deeds.add(idle, day=ABAN.first, minutes=40 * 60)
        assert self.names(world, view="heavy") == []

        care.set_criteria(world.place["11"], values={("", "overload"): 40}, by=world.person["parvin"], at=NOW)
        assert self.names(world, view="heavy") == [busy.full_name]
        assert self.names(world, view="heavy", month=ABAN.plus(-1)) == []

    def test_kinds_of_the_test_are_taken_out_again(self) -> None:
        assert KIND not in service.kinds()

    def test_today_is_tehrans(self) -> None:
        assert queries.months(datetime(2026, 10, 22, 23, 0, tzinfo=TEHRAN))[-1] == Month(1405, 7)
        assert queries.months(datetime(2026, 10, 23, 0, 10, tzinfo=TEHRAN))[-1] == ABAN
