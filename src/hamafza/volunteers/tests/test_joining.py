"""From the first word to the answer of a second person."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from hamafza.journal.models import JournalLine
from hamafza.kernel.commands import Once
from hamafza.kernel.errors import AlreadyUsed, MoveRefused, NotAllowed, ReasonMissing
from hamafza.kernel.models import AuditLine, StateChange
from hamafza.kernel.worktime import Span
from hamafza.network.calendar import calendar_for
from hamafza.notices.models import Message
from hamafza.volunteers import commands as volunteers
from hamafza.volunteers import queries
from hamafza.volunteers.models import HasSkill, Skill, Volunteer
from hamafza.volunteers.states import Rung, VolunteerState
from hamafza.volunteers.tests.conftest import WEB, Applies
from tests.cast import HAND, SATURDAY, World

pytestmark = pytest.mark.django_db


def kinds() -> list[tuple[str, int]]:
    return list(JournalLine.objects.filter(kind__startswith="volunteer").order_by("seq").values_list("kind", "people"))


def sent(template: str) -> list[Message]:
    return list(Message.objects.filter(template=template).order_by("pk"))


def test_whoever_applies_waits_with_somebody_and_until_an_instant(world: World, applies: Applies) -> None:
    she = applies()

    assert (she.state, she.holder, she.rung) == (VolunteerState.APPLIED, world.person["zahra"], "")
    office = calendar_for(None)
    assert she.due_at == office.due(SATURDAY, Span(days=3))


def test_she_gets_her_link_and_the_centre_hears_of_her_by_number(world: World, applies: Applies) -> None:
    she = applies()

    (hers,) = sent("volunteer_received")
    assert hers.to_phone == she.mobile and f"/v/{queries.link_of(she)}/" in hers.body
    (theirs,) = sent("volunteer_new")
    assert theirs.to_person == world.person["zahra"] and theirs.address == f"/volunteers/{she.pk}/"


def test_her_skills_and_hours_are_kept_once_each(applies: Applies, skills: dict[str, Skill]) -> None:
    cook = skills["cook"]
    she = applies(
        skills=[cook, cook], free=[(2, "afternoon"), (2, "afternoon"), (0, "morning"), (9, "morning"), (1, "x")]
    )

    assert [has.skill for has in HasSkill.objects.filter(volunteer=she)] == [cook]
    assert [(one.weekday, one.part) for one in she.free.all()] == [(0, "morning"), (2, "afternoon")]


@pytest.mark.parametrize("name", ["", "  ", "آب", "‌‌‌"])
def test_a_name_is_needed(applies: Applies, name: str) -> None:
    with pytest.raises(volunteers.BadName):
        applies(full_name=name)


@pytest.mark.parametrize(("year", "fine"), [(1304, False), (1305, True), (1386, True), (1396, False), (2000, False)])
def test_the_year_of_birth_is_one_of_a_living_grown_person(applies: Applies, year: int, fine: bool) -> None:
    if fine:
        assert applies(birth_year=year).birth_year == year
    else:
        with pytest.raises(volunteers.BadYear):
            applies(birth_year=year)


GUARDIAN = {"guardian_name": "مادر گلنار", "guardian_mobile": "09150001111", "guardian_agrees": True}


@pytest.mark.parametrize("missing", [None, *GUARDIAN])
def test_under_eighteen_her_guardian_agrees(applies: Applies, missing: str | None) -> None:
    said: dict[str, Any] = {name: value for name, value in GUARDIAN.items() if name != missing}
    if missing:
        with pytest.raises(volunteers.GuardianMissing):
            applies(birth_year=1388, **said)
    else:
        she = applies(birth_year=1388, **said)
        assert she.guardian_name == "مادر گلنار" and she.guardian_agreed_at == SATURDAY


def test_of_whoever_is_grown_no_guardian_is_kept(applies: Applies) -> None:
    she = applies(birth_year=1386, **GUARDIAN)

    assert (she.guardian_name, she.guardian_mobile, she.guardian_agreed_at) == ("", "", None)


def test_sent_twice_it_is_one_offer(applies: Applies) -> None:
    first, again = (applies(once=Once("web:k", "same")) for _ in range(2))

    assert first == again and Volunteer.objects.count() == 1 and len(sent("volunteer_received")) == 1
    with pytest.raises(AlreadyUsed):
        applies(once=Once("web:k", "other"))


def test_the_same_person_may_offer_twice_and_is_seen(applies: Applies, world: World) -> None:
    from hamafza.volunteers.queries.page import twins_of

    first, second = applies(), applies(full_name="گلنار  رئيسي")

    assert twins_of(second, world.person["zahra"], SATURDAY) == [first]
    assert twins_of(second, world.person["sara"], SATURDAY) == []


class TestAcceptance:
    def test_a_call_makes_the_caller_responsible(self, world: World, applies: Applies) -> None:
        she = volunteers.begin(applies(), by=world.person["maryam"], at=SATURDAY)

        assert (she.state, she.holder) == (VolunteerState.IN_PROCESS, world.person["maryam"])
        with pytest.raises(MoveRefused):
            volunteers.begin(she, by=world.person["maryam"], at=SATURDAY)

    def test_after_the_talk_it_lies_with_a_second_person(self, world: World, talked: Applies) -> None:
        she = talked()

        assert (she.interviewed_by, she.holder) == (world.person["zahra"], world.person["maryam"])
        assert [one.to_person for one in sent("volunteer_to_accept")] == [world.person["maryam"]]

    def test_where_the_head_has_talked_the_coordinator_accepts(self, world: World, applies: Applies) -> None:
        by = world.person["maryam"]
        she = volunteers.note_interview(applies(), text="خوب", papers="", by=by, at=SATURDAY)

        assert she.holder == world.person["nader"]
        with pytest.raises(volunteers.NeedsAnother):
            volunteers.accept(she, by=by, at=SATURDAY)
        assert volunteers.accept(she, by=world.person["nader"], at=SATURDAY).accepted_by == world.person["nader"]

    def test_accepted_she_is_an_associate_and_nobody_owes_her_an_answer(self, accepted: Applies) -> None:
        she = accepted()

        assert (she.state, she.rung, she.holder) == (VolunteerState.ACCEPTED, Rung.ASSOCIATE, None)
        assert she.accepted_at == SATURDAY and len(sent("volunteer_accepted")) == 1

    def test_nobody_is_accepted_before_the_talk(self, world: World, applies: Applies) -> None:
        she = applies()
        with pytest.raises(volunteers.NotTalkedYet):
            volunteers.accept(she, by=world.person["maryam"], at=SATURDAY)
        volunteers.begin(she, by=world.person["zahra"], at=SATURDAY)
        with pytest.raises(volunteers.NotTalkedYet):
            volunteers.accept(she, by=world.person["maryam"], at=SATURDAY)

    def test_a_talk_needs_its_words(self, world: World, applies: Applies) -> None:
        with pytest.raises(volunteers.NothingNoted):
            volunteers.note_interview(applies(), text=" ", papers="کارت", by=world.person["zahra"], at=SATURDAY)

    def test_the_database_too_knows_that_it_takes_two(self, world: World, talked: Applies) -> None:
        she = talked()
        with pytest.raises(IntegrityError), transaction.atomic():
            Volunteer.objects.filter(pk=she.pk).update(accepted_by=she.interviewed_by)

    def test_nobody_accepts_herself(self, world: World, applies: Applies) -> None:
        maryam = world.person["maryam"]
        she = applies(person=maryam)
        volunteers.note_interview(she, text="خوب", papers="", by=world.person["zahra"], at=SATURDAY)

        assert she.holder == world.person["nader"]
        with pytest.raises(volunteers.NeedsAnother):
            volunteers.accept(she, by=maryam, at=SATURDAY)

    def test_the_database_too_wants_a_holder_and_a_deadline(self, applies: Applies) -> None:
        she = applies()
        for nothing in ({"holder": None}, {"due_at": None}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Volunteer.objects.filter(pk=she.pk).update(**nothing)


class TestRefusal:
    def test_it_has_its_reason_which_she_reads_and_no_message_tells(self, world: World, applies: Applies) -> None:
        she = applies()
        with pytest.raises(ReasonMissing):
            volunteers.refuse(she, reason=" ", by=world.person["zahra"], at=SATURDAY)
        volunteers.refuse(she, reason="اکنون جایی نداریم", by=world.person["zahra"], at=SATURDAY)

        assert (she.state, she.holder, she.due_at) == (VolunteerState.REFUSED, None, None)
        found = queries.whose(queries.link_of(she))
        assert found is not None and found.reason == "اکنون جایی نداریم"
        assert queries.by_link(queries.link_of(she), SATURDAY) is None
        assert "اکنون" not in sent("volunteer_refused")[0].body

    def test_it_can_be_looked_at_again_from_the_start(self, world: World, talked: Applies) -> None:
        she = volunteers.refuse(talked(), reason="اکنون جایی نداریم", by=world.person["maryam"], at=SATURDAY)
        volunteers.look_again(she, by=world.person["zahra"], at=SATURDAY)

        she.refresh_from_db()
        assert (she.state, she.holder) == (VolunteerState.IN_PROCESS, world.person["zahra"])
        assert (she.interviewed_by, she.interview, she.reason) == (None, "", "")


@pytest.mark.parametrize(
    ("who", "keeps", "accepts"),
    [
        ("zahra", True, False), ("maryam", True, True), ("nader", True, True), ("parvin", True, True),
        ("sara", False, False), ("mina", False, False), ("reza", False, False), ("karim", False, False),
        ("admin", False, False), ("stranger", False, False),
    ],
)  # fmt: skip
def test_who_may(
    world: World, applies: Applies, skills: dict[str, Skill], who: str, keeps: bool, accepts: bool
) -> None:
    by, she = world.person[who], applies()

    def may(act: Any, **more: Any) -> bool:
        try:
            with transaction.atomic():
                act(she, by=by, at=SATURDAY, **more)
        except NotAllowed:
            return False
        except (MoveRefused, volunteers.NotTalkedYet, volunteers.NeedsAnother):
            pass
        return True

    kept = [
        may(volunteers.begin), may(volunteers.note_interview, text="خوب", papers=""), may(volunteers.set_about, about="x"),
        may(volunteers.refuse, reason="نه"), may(volunteers.look_again), may(volunteers.set_away, reason=""),
    ]  # fmt: skip
    assert kept == [keeps] * len(kept)
    assert may(volunteers.accept) is accepts
    entered = True
    try:
        volunteers.enter(
            world.centre["chabahar"], full_name="ماهرخ", mobile="09151112299", birth_year=1375, by=by, at=SATURDAY
        )
    except NotAllowed:
        entered = False
    assert entered is keeps


def test_the_journal_knows_how_many_and_not_who(world: World, accepted: Applies) -> None:
    she = accepted()

    assert kinds() == [("volunteer_applied", 1), ("volunteer_accepted", 1)]
    line = JournalLine.objects.get(kind="volunteer_accepted")
    assert (line.place, line.centre, line.domain) == ("IR/11/1104/", "chabahar", "")
    told = [str(vars(one)) for model in (JournalLine, AuditLine, StateChange) for one in model.objects.all()]
    told += [message.body + message.subject + message.url for message in Message.objects.all()]
    for secret in (she.full_name, "گلنار", she.mobile, "خوش‌رو", "کارت ملی"):
        assert not [text for text in told if secret in text]


class TestTheClock:
    def late(self, she: Volunteer, times: int) -> None:
        for _ in range(times):
            she.refresh_from_db()
            assert she.due_at is not None
            volunteers.time_passes(Volunteer.objects.whole().get(pk=she.pk), by=HAND, at=she.due_at)
        she.refresh_from_db()

    def test_first_the_holder_is_reminded_and_she_is_told(self, world: World, applies: Applies) -> None:
        she = applies()
        self.late(she, 1)

        assert she.holder == world.person["zahra"]
        assert [one.to_person for one in sent("volunteer_late")] == [world.person["zahra"]]
        assert [one.to_phone for one in sent("volunteer_slow")] == [she.mobile]

    def test_then_the_coordinator_holds_it_and_the_province_hears(self, world: World, applies: Applies) -> None:
        she = applies()
        self.late(she, 2)
        assert she.holder == world.person["nader"] and len(sent("volunteer_climbed")) == 1
        self.late(she, 1)
        late = [one.to_person for one in sent("volunteer_late")]
        assert late == [world.person["zahra"], world.person["nader"], world.person["parvin"]]

    def test_what_was_talked_climbs_to_somebody_who_may_accept(self, world: World, applies: Applies) -> None:
        she = applies()
        volunteers.note_interview(she, text="خوب", papers="", by=world.person["nader"], at=SATURDAY)
        assert she.holder == world.person["maryam"]
        self.late(she, 2)
        assert she.holder == world.person["parvin"]

    def test_before_its_time_nothing_happens_and_nobody_else_is_the_clock(self, world: World, applies: Applies) -> None:
        she = applies()
        volunteers.time_passes(she, by=HAND, at=SATURDAY + timedelta(hours=1))
        assert she.step == 0
        with pytest.raises(NotAllowed):
            volunteers.time_passes(she, by=world.person["maryam"], at=SATURDAY)
        assert WEB.ref == "door:web"
