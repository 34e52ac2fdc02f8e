"""One message a morning: a count, never a name."""

from datetime import timedelta

import pytest

from hamafza.notices import commands, digest, outbox
from hamafza.notices.models import Message
from hamafza.people.models import Person
from tests.cast import SATURDAY, World

DAY = timedelta(days=1)
MORNING = SATURDAY.replace(hour=7, minute=30)


def told() -> dict[str, str]:
    letters = Message.objects.filter(template="daily_digest").select_related("to_person")
    return {letter.to_person.username: letter.body for letter in letters}


def test_counts_what_waits_for_each(world: World) -> None:
    world.triaged("health", at=SATURDAY - DAY)
    world.triaged("health", at=SATURDAY - DAY)
    world.request(at=SATURDAY - DAY)

    digest.write(MORNING)

    assert "امروز ۲ کار" in told()["zahra"]
    assert "امروز ۱ کار" in told()["reza"]
    assert "sara" not in told()


def test_tells_of_unread_lines_where_nothing_is_open(world: World) -> None:
    outbox.to_person(world.person["sara"], "referral_taken", at=SATURDAY - DAY, code="هم۱")

    digest.write(MORNING)
    assert "امروز ۱ کار" in told()["sara"]

    commands.read_all(world.person["sara"], by=world.person["sara"], at=SATURDAY)
    Message.objects.filter(template="daily_digest").delete()
    digest.write(MORNING + DAY)

    assert "sara" not in told()


@pytest.mark.parametrize(("hour", "minute", "written"), [(7, 29, 0), (7, 30, 1), (15, 0, 1), (20, 0, 0), (2, 0, 0)])
def test_is_written_by_day_from_half_past_seven(world: World, hour: int, minute: int, written: int) -> None:
    world.triaged("health", at=SATURDAY - DAY)

    assert digest.write(SATURDAY.replace(hour=hour, minute=minute)) == written


def test_is_written_once_a_day(world: World) -> None:
    world.triaged("health", at=SATURDAY - DAY)

    written = [digest.write(MORNING + n * timedelta(minutes=1)) for n in range(3)] + [digest.write(MORNING + DAY)]

    assert written == [1, 0, 0, 1]


@pytest.mark.parametrize("hours", [0.1, 4, 8.2, 12.4])
def test_is_not_written_again_however_late_the_day(world: World, hours: float) -> None:
    world.triaged("health", at=SATURDAY - DAY)
    digest.write(MORNING)

    assert digest.write(MORNING + timedelta(hours=hours)) == 0


def test_is_no_unread_line_itself(world: World) -> None:
    outbox.to_person(world.person["sara"], "referral_taken", at=SATURDAY - DAY, code="هم۱")
    digest.write(MORNING)
    commands.read_all(world.person["sara"], by=world.person["sara"], at=SATURDAY)

    assert digest.write(MORNING + DAY) == 0  # what she was told yesterday by telephone waits for nobody


def test_comes_though_another_message_went_to_her_today(world: World) -> None:
    outbox.to_person(world.person["sara"], "referral_taken", at=MORNING - timedelta(minutes=5), code="هم۱")
    outbox.outside(world.person["sara"], "sign_in_new_device", at=MORNING - timedelta(minutes=5))

    assert digest.write(MORNING) == 1


def test_counts_open_things_and_not_the_lines_about_them_too(world: World) -> None:
    world.triaged("health", at=SATURDAY - DAY)
    outbox.to_person(world.person["zahra"], "note_due", at=SATURDAY - DAY, code="هم۱")
    outbox.to_person(world.person["zahra"], "note_due", at=SATURDAY - DAY, code="هم۱")

    digest.write(MORNING)

    assert "امروز ۱ کار" in told()["zahra"]


def test_goes_by_mail_where_there_is_no_telephone_and_nowhere_where_there_is_neither(world: World) -> None:
    world.triaged("health", at=SATURDAY - DAY)
    Person.objects.filter(username="zahra").update(mobile="", email="zahra@example.ir")
    digest.write(MORNING)
    assert Message.objects.get(template="daily_digest").channel == "email"

    Person.objects.filter(username="zahra").update(email="")

    assert digest.write(MORNING + DAY) == 0


def test_names_nobody(world: World) -> None:
    request = world.triaged("health", at=SATURDAY - DAY)

    digest.write(MORNING)

    assert not any(word in told()["zahra"] for word in (*request.applicant_name.split(), "دارو", "درمان", "زهرا"))


def test_whoever_left_is_not_written_to(world: World) -> None:
    world.triaged("health", at=SATURDAY - DAY)
    Person.objects.filter(username="zahra").update(is_active=False)

    assert digest.write(MORNING) == 0
