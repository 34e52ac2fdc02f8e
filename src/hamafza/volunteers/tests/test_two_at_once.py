"""Two officers at once with pages that have grown old, rungs in every state, and a door that takes in what people paste."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise, permutations
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from hamafza.journal.models import JournalLine
from hamafza.kernel.clock import local
from hamafza.kernel.errors import MoveRefused, Refused
from hamafza.kernel.models import StateChange
from hamafza.kernel.moves import may_move
from hamafza.notices.models import Message
from hamafza.volunteers import commands as volunteers
from hamafza.volunteers.models import Volunteer
from hamafza.volunteers.states import ENDED, SERVES, VOLUNTEER_MOVES, WAITING, Rung, VolunteerState
from hamafza.volunteers.tests.conftest import Applies
from hamafza.volunteers.tests.test_join_page import said
from tests.cast import HAND, SATURDAY, World

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def nine_on_a_saturday() -> Iterator[None]:
    cache.clear()
    with time_machine.travel(SATURDAY, tick=False):
        yield


def old_page(she: Volunteer) -> Volunteer:
    """She as another officer's page still shows her."""
    return Volunteer.objects.whole().get(pk=she.pk)


SETTLING: dict[str, dict[str, Any]] = {"accept": {}, "refuse": {"reason": "اکنون جایی نیست"}}
LEAVING: dict[str, dict[str, Any]] = {
    "take_leave": {"returns_on": local(SATURDAY).date() + 9 * DAY}, "set_away": {"reason": "سفر"},
    "archive": {"left": "moved"},
}  # fmt: skip


class TestOldPages:
    @pytest.mark.parametrize(
        ("first", "second"), [*permutations(SETTLING, 2), ("accept", "accept"), ("refuse", "refuse")]
    )
    def test_of_two_answers_the_first_counts_and_is_told_alone(
        self, world: World, talked: Applies, first: str, second: str
    ) -> None:
        she = talked()
        one, two = old_page(she), old_page(she)
        getattr(volunteers, first)(one, by=world.person["maryam"], at=SATURDAY, **SETTLING[first])
        with pytest.raises(MoveRefused):
            getattr(volunteers, second)(two, by=world.person["nader"], at=SATURDAY + DAY, **SETTLING[second])

        kind = {"accept": "accepted", "refuse": "refused"}
        assert old_page(she).state == kind[first]
        assert Message.objects.filter(template=f"volunteer_{kind[first]}").count() == 1
        assert (
            not Message.objects.filter(template=f"volunteer_{kind[second]}")
            .exclude(template=f"volunteer_{kind[first]}")
            .exists()
        )
        assert JournalLine.objects.filter(kind__in=["volunteer_accepted", "volunteer_refused"]).count() == 1

    @pytest.mark.parametrize(("first", "second"), [*permutations(LEAVING, 2), *((verb, verb) for verb in LEAVING)])
    def test_of_two_who_send_her_off_only_what_the_table_allows_comes_after(
        self, world: World, accepted: Applies, first: str, second: str
    ) -> None:
        she, maryam = accepted(), world.person["maryam"]
        one, two = old_page(she), old_page(she)
        getattr(volunteers, first)(one, by=maryam, at=SATURDAY, **LEAVING[first])
        between = old_page(she)
        after = {"take_leave": "inactive_short", "set_away": "inactive_long", "archive": "archived"}[second]
        if may_move(between, after):
            getattr(volunteers, second)(two, by=maryam, at=SATURDAY, **LEAVING[second])
            assert old_page(she).state == after
        else:
            with pytest.raises(MoveRefused):
                getattr(volunteers, second)(two, by=maryam, at=SATURDAY, **LEAVING[second])
            assert old_page(she).state == between.state
        changes = list(StateChange.objects.filter(subject=f"volunteers.volunteer:{she.pk}").order_by("pk"))
        assert all(b.before == a.after for a, b in pairwise(changes))

    def test_what_she_says_on_an_old_page_does_not_undo_what_was_decided(self, world: World, accepted: Applies) -> None:
        """«می‌مانم» on a page from before she was archived."""
        she = accepted()
        page = old_page(she)
        volunteers.archive(old_page(she), left="moved", by=world.person["maryam"], at=SATURDAY)
        for verb in ("stay", "come_back"):
            with pytest.raises(Refused):
                getattr(volunteers, verb)(page, by=page, at=SATURDAY)

        assert old_page(she).state == "archived" and old_page(she).due_at is None

    def test_a_service_that_is_noted_late_brings_nobody_back(self, world: World, accepted: Applies) -> None:
        she = accepted()
        page = old_page(she)
        volunteers.archive(old_page(she), left="resigned", by=world.person["maryam"], at=SATURDAY)
        volunteers.note_activity(page, day=local(SATURDAY).date(), by=HAND, at=SATURDAY + DAY)

        now = old_page(she)
        assert (now.state, now.due_at, now.active_on) == ("archived", None, local(SATURDAY).date())


class TestRungs:
    @pytest.mark.parametrize("state", VolunteerState.values)
    @pytest.mark.parametrize("to", Rung.values)
    def test_one_step_up_and_only_while_she_serves(self, world: World, accepted: Applies, state: str, to: str) -> None:
        she, order = accepted(), Rung.values
        waits = {"holder": world.person["zahra"], "due_at": SATURDAY} if state in WAITING else {}
        for here in order:
            Volunteer.objects.filter(pk=she.pk).update(state=state, rung=here, **waits)
            fine = state == "accepted" and order.index(to) == order.index(here) + 1
            with transaction.atomic():
                if fine:
                    assert volunteers.raise_rung(old_page(she), rung=to, by=HAND, at=SATURDAY).rung == to
                else:
                    with pytest.raises(MoveRefused):
                        volunteers.raise_rung(old_page(she), rung=to, by=HAND, at=SATURDAY)
                transaction.set_rollback(True)

    def test_states_are_of_one_kind_each_and_the_table_closes(self) -> None:
        assert set(VolunteerState) == WAITING | SERVES | ENDED
        assert not (WAITING & SERVES or WAITING & ENDED or SERVES & ENDED)
        for state, moves in VOLUNTEER_MOVES.items():
            assert state not in moves
            if state in ENDED:
                assert moves <= WAITING  # whoever comes again begins with a talk


class TestTheDoor:
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("  گلنار   رئیسی  ", "گلنار رئیسی"), ("گلنار\u202e رئیسی", "گلنار رئیسی"), ("\ufeffگلنار رئیسی", "گلنار رئیسی"),
            ("گلنار\nرئیسی", "گلنار رئیسی"), ("گل‌نار رئیسی", "گل‌نار رئیسی"), ("<b>گلنار</b> رئیسی", "<b>گلنار</b> رئیسی"),
            ("🌱 گلنار", "🌱 گلنار"), ("Golnar O'Brien-Raisi", "Golnar O'Brien-Raisi"),
        ],
    )  # fmt: skip
    def test_a_name_is_kept_as_a_name(self, world: World, client: Client, typed: str, kept: str) -> None:
        assert client.post("/join", said(skills=[], full_name=typed)).status_code == 303
        she = Volunteer.objects.get()
        client.force_login(world.person["zahra"])

        assert she.full_name == kept
        assert b"<b>\xda\xaf" not in client.get(f"/volunteers/{she.pk}/").content

    @pytest.mark.parametrize("name", ["ا" * 121, "\u200c\u200c\u200c", "....", "۱۲", "؟؟؟", "\u202e"])
    def test_what_is_no_name_is_said(self, world: World, client: Client, name: str) -> None:
        answer = client.post("/join", said(skills=[], full_name=name))

        assert answer.status_code == 422 and not Volunteer.objects.exists()
        assert "عصرها آزادم" in answer.content.decode()

    def test_words_of_a_page_are_too_long_and_a_little_less_are_kept(self, world: World, client: Client) -> None:
        assert client.post("/join", said(skills=[], about="ب" * 2_001)).status_code == 422
        assert client.post("/join", said(skills=[], about="ب" * 2_000)).status_code == 303
        assert len(Volunteer.objects.get().about) == 2_000

    @pytest.mark.parametrize("reason", ["", "  ", "\u200c", "..."])
    def test_a_refusal_of_nothing_but_signs_is_none(self, world: World, talked: Applies, reason: str) -> None:
        with pytest.raises(Refused):
            volunteers.refuse(talked(), reason=reason, by=world.person["maryam"], at=SATURDAY)
        assert Volunteer.objects.get().state == "in_process"
