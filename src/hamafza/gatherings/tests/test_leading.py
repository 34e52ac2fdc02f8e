"""Whoever leads without an account types who came, on her own page: of her own gathering only, and as an officer would."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from hamafza.gatherings import commands as gatherings
from hamafza.gatherings import rules
from hamafza.gatherings.models import Gathering, Guest, Mending, Occasion, Presence
from hamafza.gatherings.tests.telling import DAY, FIRST, HOUR, NAMES, circle, guest, keep, lines, serving, turn
from hamafza.kernel import clock
from hamafza.kernel.actors import Door
from hamafza.kernel.errors import NotAllowed
from hamafza.kernel.models import AuditLine, StateChange
from hamafza.volunteers.models import Volunteer
from hamafza.volunteers.queries import link_of
from hamafza.volunteers.states import VolunteerState
from tests.cast import SATURDAY, World

pytestmark = pytest.mark.django_db
AFTER = FIRST + 2 * HOUR


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> Any:
    for cache in caches.all(initialized_only=True):
        cache.clear()

    def to(at: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: at)

    to(AFTER)
    return to


@pytest.fixture
def she(world: World) -> Volunteer:
    return serving(world)[0]


@pytest.fixture
def gathering(world: World, she: Volunteer) -> Gathering:
    return circle(world, leader=she)


def address(she: Volunteer, occasion: Occasion) -> str:
    return f"/v/{link_of(she)}/gatherings/{occasion.pk}/list"


def tail(occasion: Occasion) -> str:
    """Of its address, what does not change with the second in which the link was made."""
    return f"/gatherings/{occasion.pk}/list"


def hers(client: Client, she: Volunteer) -> str:
    return client.get(f"/v/{link_of(she)}/gatherings").content.decode()


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def chosen(answer: Any) -> dict[str, str]:
    """What stands ticked in the second step, as a browser would send it back."""
    page = answer.content.decode()
    found = re.findall(r'<select name="(line-\d+)".*?</select>', page, re.S)
    return {
        name: re.search(
            rf'<select name="{name}".*?<option value="([^"]*)" selected', page, re.S
        )[1]  # type: ignore[index]
        for name in found
    }  # fmt: skip


def typed(client: Client, where: str, text: str, **more: str) -> Any:
    """Both steps."""
    said = {"text": text, "others": "", **more}
    return client.post(where, {**said, **chosen(client.post(where, said)), "keep": "1"})


class TestHerPage:
    def test_names_the_evening_and_leads_to_its_list(
        self, client: Client, she: Volunteer, gathering: Gathering
    ) -> None:
        page = hers(client, she)

        assert "مسئول این گردهمایی‌ها شمایید" in page and tail(turn(gathering)) in page
        assert tail(turn(gathering, 1)) not in page  # a week too early

    def test_of_others_says_nothing_of_it(self, client: Client, world: World, gathering: Gathering) -> None:
        other = Volunteer.objects.get(full_name=NAMES[1])

        assert "مسئول این گردهمایی‌ها شمایید" not in hers(client, other)

    @pytest.mark.parametrize(
        ("at", "there"),
        [
            (FIRST - HOUR - timedelta(seconds=1), False),
            (FIRST - HOUR, True),
            (FIRST + 60 * DAY, True),
            (FIRST + 60 * DAY + timedelta(seconds=1), False),
        ],
    )
    def test_opens_from_an_hour_before_until_two_months_after(
        self, client: Client, now: Any, she: Volunteer, gathering: Gathering, at: datetime, there: bool
    ) -> None:
        now(at)

        assert (tail(turn(gathering)) in hers(client, she)) is there
        assert client.get(address(she, turn(gathering))).status_code == (200 if there else 404)

    def test_shows_no_more_than_a_handful(self, client: Client, now: Any, she: Volunteer, gathering: Gathering) -> None:
        from tests.cast import HAND

        for week in range(1, 9):
            gatherings.plan_on(gathering, by=HAND, at=SATURDAY + 7 * week * DAY)
        now(FIRST + 56 * DAY)

        assert hers(client, she).count("/list") == 6


class TestTheList:
    def test_kept_counts_as_any_other_and_names_nobody_in_the_books(
        self, client: Client, world: World, she: Volunteer, gathering: Gathering
    ) -> None:
        text = f"۱- {NAMES[0]}\n۲) خانم {NAMES[1]}\nقناری ناشناس 09157778899"
        answer = typed(client, address(she, turn(gathering)), text, others="۲")
        occasion = turn(gathering)

        assert answer.status_code == 302 or answer.status_code == 303
        assert (occasion.state, occasion.people, occasion.holder, occasion.due_at) == ("held", 5, None, None)
        assert lines("gathering_held") == [(5, "")]
        audit = AuditLine.objects.get(verb="gatherings.keep_list")
        assert audit.by == f"volunteer:{she.pk}"
        told = repr(list(AuditLine.objects.values())) + repr(list(StateChange.objects.values()))
        assert not any(word in told for word in (*NAMES, "قناری", "09157778899"))
        she.refresh_from_db()
        assert she.active_on == FIRST.date()

    def test_looked_at_before_it_is_kept(self, client: Client, she: Volunteer, gathering: Gathering) -> None:
        answer = client.post(address(she, turn(gathering)), {"text": "\n".join(NAMES[:2]), "others": ""})

        assert "نگاهی پیش از ثبت" in words(answer) and not Presence.objects.exists()
        assert turn(gathering).state == "planned"

    def test_put_right_it_tells_the_officers_by_whom(
        self, client: Client, world: World, she: Volunteer, gathering: Gathering
    ) -> None:
        where = address(she, turn(gathering))
        typed(client, where, "\n".join(NAMES[:2]))
        typed(client, where, "\n".join(NAMES[:4]))

        one = Mending.objects.get()
        assert (one.before, one.after, one.added, one.by, one.via) == (2, 4, 2, None, "list")
        officer = Client()
        officer.force_login(world.person["zahra"])
        page = words(officer.get(f"/gatherings/occasions/{turn(gathering).pk}/"))
        assert "مسئول گردهمایی، در صفحهٔ خودش" in page and "با برگهٔ QR" not in page

    def test_a_tap_afterwards_is_told_as_a_tap(
        self, client: Client, world: World, she: Volunteer, gathering: Gathering
    ) -> None:
        typed(client, address(she, turn(gathering)), NAMES[0])
        gatherings.tap(turn(gathering), by=Volunteer.objects.get(full_name=NAMES[3]), at=AFTER)

        assert Mending.objects.get().via == "qr"

    def test_what_was_missed_in_silence_is_put_right_by_her(
        self, client: Client, world: World, now: Any, she: Volunteer, gathering: Gathering
    ) -> None:
        gatherings.miss(turn(gathering), reason="few", by=world.person["zahra"], at=AFTER)
        now(FIRST + 3 * DAY)
        typed(client, address(she, turn(gathering)), NAMES[0])

        assert turn(gathering).state == "held" and lines("gathering_missed") == []

    def test_empty_says_what_to_do_and_keeps_what_was_typed(
        self, client: Client, she: Volunteer, gathering: Gathering
    ) -> None:
        where = address(she, turn(gathering))
        empty = client.post(where, {"text": "", "others": "", "keep": "1"})
        wrong = client.post(where, {"text": "گلنار\nناشناس", "others": "سه"})

        assert (empty.status_code, wrong.status_code) == (422, 422)
        assert "دست‌کم یک نفر" in words(empty) and "فقط عدد" in words(wrong)
        assert "گلنار\nناشناس" in wrong.content.decode()

    def test_in_english_it_is_told_in_english(self, client: Client, she: Volunteer, gathering: Gathering) -> None:
        client.cookies["hamafza_language"] = "en"
        page = words(client.get(address(she, turn(gathering))))

        assert "Write who came" in page and "نوشتن حاضران" not in page
        typed(client, address(she, turn(gathering)), NAMES[0])
        assert "1 person came." in words(client.get(f"/v/{link_of(she)}/gatherings"))


class TestWhoMayNot:
    @pytest.fixture
    def other(self, world: World, gathering: Gathering) -> Gathering:
        return circle(world, title="حلقهٔ دیگر")

    def refused(self, client: Client, who: Volunteer, occasion: Occasion) -> None:
        for answer in (
            client.get(address(who, occasion)),
            client.post(address(who, occasion), {"text": NAMES[0], "others": "", "line-0": "new", "keep": "1"}),
        ):
            assert answer.status_code == 404
        assert not Presence.objects.exists() and not Guest.objects.exists()

    def test_her_link_opens_no_other_gathering(self, client: Client, she: Volunteer, other: Gathering) -> None:
        self.refused(client, she, turn(other))

    def test_no_other_volunteer_of_the_centre_types_hers(self, client: Client, gathering: Gathering) -> None:
        self.refused(client, Volunteer.objects.get(full_name=NAMES[2]), turn(gathering))

    @pytest.mark.parametrize("state", sorted(set(VolunteerState) - {"accepted", "inactive_short", "inactive_long"}))
    def test_nobody_who_does_not_serve(self, client: Client, she: Volunteer, gathering: Gathering, state: str) -> None:
        """Archived and come back for a talk, her old gathering is not hers."""
        at = {"left": "moved"} if state == "archived" else {}
        if state in {"applied", "in_process"}:
            at = {"holder_id": gathering.occasions.earliest("pk").holder_id, "due_at": FIRST + DAY}  # type: ignore[dict-item]
        Volunteer.objects.filter(pk=she.pk).update(state=state, **at)
        self.refused(client, she, turn(gathering))

    def test_nobody_by_an_old_link(self, client: Client, she: Volunteer, gathering: Gathering) -> None:
        where = address(she, turn(gathering))
        Volunteer.objects.filter(pk=she.pk).update(link_no=2)

        assert client.get(where).status_code == 404

    def test_not_of_what_was_called_off(
        self, client: Client, world: World, now: Any, she: Volunteer, gathering: Gathering
    ) -> None:
        gatherings.cancel(turn(gathering), reason="venue", by=world.person["zahra"], at=SATURDAY)
        self.refused(client, she, turn(gathering))

    def test_not_once_somebody_else_leads(
        self, client: Client, world: World, she: Volunteer, gathering: Gathering
    ) -> None:
        gatherings.hand_over(gathering, to=world.person["zahra"], by=world.person["maryam"], at=FIRST)
        self.refused(client, she, turn(gathering))

    def test_she_types_and_does_nothing_else(self, world: World, she: Volunteer, gathering: Gathering) -> None:
        """No miss, no cancellation, no end: those lie with whoever holds them."""
        occasion = turn(gathering)
        for verb, said in (
            ("miss", {"reason": "few"}), ("cancel", {"reason": "venue"}), ("follow", {"followed": "باشد"}),
        ):  # fmt: skip
            with pytest.raises(NotAllowed):
                getattr(gatherings, verb)(occasion, by=she, at=SATURDAY, **said)
        with pytest.raises(NotAllowed):
            gatherings.end(gathering, reason="done", by=she, at=SATURDAY)
        assert rules.may_list(she, occasion, FIRST) and not rules.may_tell(she, occasion, FIRST)

    @pytest.mark.parametrize("by", [Door("web"), Door("sms")])
    def test_no_door_types_it(self, world: World, gathering: Gathering, by: Door) -> None:
        with pytest.raises(NotAllowed):
            gatherings.keep_list(turn(gathering), volunteers=[], others=3, by=by, at=AFTER)

    def test_she_slips_in_nobody_of_another_centre(
        self, client: Client, world: World, she: Volunteer, gathering: Gathering
    ) -> None:
        (far,) = serving(world, "دور کنارکی", centre="konarak")
        strange = guest(world, "مهمان دور", centre="konarak")
        for key in (f"v{far.pk}", f"g{strange.pk}", "v999999", "x", ""):
            said = {"text": "کسی", "others": "", "line-0": key, "keep": "1"}
            assert client.post(address(she, turn(gathering)), said).status_code == 422
        assert not Presence.objects.exists()

    def test_the_address_names_nobody_and_no_cache_keeps_it(
        self, client: Client, she: Volunteer, gathering: Gathering
    ) -> None:
        answer = client.get(address(she, turn(gathering)))

        assert answer["Cache-Control"] == "no-store" and answer["X-Robots-Tag"] == "noindex"
        assert str(she.pk) != address(she, turn(gathering)).split("/")[2] and she.mobile not in address(
            she, turn(gathering)
        )


def test_two_who_type_at_once_are_both_counted_once(
    client: Client, world: World, she: Volunteer, gathering: Gathering
) -> None:
    """The leader and the secretary keep the same paper: one evening, six people, one line of the journal."""
    typed(client, address(she, turn(gathering)), "\n".join(NAMES))
    keep(world, turn(gathering), list(Volunteer.objects.order_by("pk")))

    assert turn(gathering).people == 6 and lines("gathering_held") == [(6, "")] and not Mending.objects.exists()
