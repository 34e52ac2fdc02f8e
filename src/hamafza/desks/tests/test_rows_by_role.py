"""One morning in the province: each role's list, row by row and in its order, and what every act in place does."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from hamafza.desks.queries.today import today
from hamafza.intake import commands as intake
from hamafza.intake.models import Request
from hamafza.kernel.actors import Applicant
from hamafza.network.models import CentreDomain
from hamafza.notices.models import Message
from hamafza.referrals import commands as referrals
from hamafza.referrals.models import LastDoor, Note, Referral
from tests.cast import SATURDAY, World

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
AT = SATURDAY + HOUR / 2


@pytest.fixture(autouse=True)
def morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hamafza.kernel.clock.timezone.now", lambda: AT)


def hop_of(request: Request) -> Referral:
    return Referral.objects.open().whole().get(need__request=request)


class Morning:
    """Everything that may stand on a desk, once; `key` tells a row's name back as the story's."""

    def __init__(self, world: World) -> None:
        self.world, self.names = world, dict[str, str]()
        zahra, reza, early = world.person["zahra"], world.person["reza"], SATURDAY - 7 * DAY
        self.note("late", hop_of(world.triaged("health", at=early)))
        self.note("offered", hop_of(world.triaged("health")))
        self.note("at work", hop_of(world.triaged("employment")))
        accepted = self.note("accepted", hop_of(world.triaged("health")))
        referrals.accept(accepted, by=zahra, at=SATURDAY)
        working = self.note("in progress", hop_of(world.triaged("health")))
        referrals.accept(working, by=zahra, at=SATURDAY)
        referrals.note(working, text="تماس", by=zahra, at=SATURDAY)
        held = self.note("wakes tonight", hop_of(world.triaged("health")))
        referrals.accept(held, by=zahra, at=SATURDAY)
        referrals.hold(held, reason="client_asked", until=SATURDAY + 10 * HOUR, by=zahra, at=SATURDAY)
        later = self.note("wakes tomorrow", hop_of(world.triaged("health")))
        referrals.accept(later, by=zahra, at=SATURDAY)
        referrals.hold(later, reason="client_asked", until=SATURDAY + 30 * HOUR, by=zahra, at=SATURDAY)
        sought = world.triaged("health")
        referrals.withdraw(hop_of(sought), reason="جای دیگر", by=reza, at=SATURDAY)
        self.names[f"request:{sought.pk}"] = "without centre"
        self.names[f"request:{world.request().pk}"] = "unread"
        self.names[f"request:{world.request(place='1110').pk}"] = "unread in Konarak"
        self.names[f"request:{world.request(place='0901').pk}"] = "unread in Mashhad"
        self.names[f"door:{LastDoor.objects.get(need__request=world.triaged('housing')).pk}"] = "last door"
        spoken = world.request()
        intake.add_word(spoken, text="منتظرم", by=Applicant(spoken.pk), at=SATURDAY)
        self.names |= {f"request:{spoken.pk}": "unread, spoken of", f"word:{spoken.pk}": "new words"}

    def note(self, name: str, hop: Referral) -> Referral:
        self.names[f"referral:{hop.pk}"] = name
        return hop

    def desk(self, who: str) -> list[tuple[str, str]]:
        return [(row.pile, self.names[row.key]) for row in today(self.world.person[who], AT).rows]


DESKS = {
    "reza": [
        ("mine", "without centre"),
        ("mine", "unread"),
        ("mine", "unread, spoken of"),
        ("mine", "new words"),
    ],
    "zahra": [
        ("mine", "late"),
        ("mine", "wakes tonight"),
        ("mine", "offered"),
        ("mine", "accepted"),
    ],
    "maryam": [("watch", "late")],
    "sara": [],
    "mina": [("mine", "at work")],
    "nader": [("watch", "late"), ("watch", "last door")],
    "parvin": [("watch", "late"), ("mine", "unread in Konarak"), ("watch", "last door")],
    "karim": [("mine", "last door")],
    "farhad": [("mine", "unread in Mashhad")],
    "admin": [],
    "stranger": [],
}


@pytest.mark.slow  # thirteen requests are brought to where they stand
class TestTheMorning:
    @pytest.fixture
    def story(self, world: World) -> Morning:
        return Morning(world)

    def test_each_desk_holds_just_what_is_written_here(self, story: Morning) -> None:
        assert {who: sorted(story.desk(who)) for who in DESKS} == {who: sorted(rows) for who, rows in DESKS.items()}

    def test_each_desk_is_in_the_order_of_deadlines(self, story: Morning) -> None:
        for who in DESKS:
            rows = today(story.world.person[who], AT).rows
            assert [row.due_at for row in rows] == sorted(row.due_at for row in rows), who
        assert story.desk("zahra")[0] == ("mine", "late")

    def test_the_sentence_counts_what_is_hers_alone(self, story: Morning, client: Client) -> None:
        said = {}
        for who in ("reza", "zahra", "maryam", "sara", "karim", "nader"):
            client.force_login(story.world.person[who])
            said[who] = client.get("/").context["sentence"]

        assert said == {
            "reza": "چهار کار منتظر شماست. هیچ‌کس ناامید برنمی‌گردد.",
            "zahra": "چهار کار منتظر شماست؛ مهلت یک تا گذشته است. هیچ‌کس ناامید برنمی‌گردد.",
            "maryam": "یک مورد زیر نگاه شماست؛ کاری منتظر خود شما نیست.",
            "sara": "امروز کاری منتظر شما نیست. خسته نباشید.",
            "karim": "یک کار منتظر شماست. هیچ‌کس ناامید برنمی‌گردد.",
            "nader": "دو مورد زیر نگاه شماست؛ کاری منتظر خود شما نیست.",
        }

    def test_each_row_has_one_act_with_its_own_address(self, story: Morning) -> None:
        for who in DESKS:
            acts = [row.action.url for row in today(story.world.person[who], AT).rows]
            assert len(set(acts)) == len(acts), who
            assert all(acts)

    def test_whoever_has_nothing_is_told_what_she_may_do(self, story: Morning, client: Client) -> None:
        for who, words in [
            ("sara", "می‌توانید ظرفیت مرکزتان را به‌روز کنید"),
            ("stranger", "هنوز نقشی به شما سپرده نشده است"),
        ]:
            client.force_login(story.world.person[who])
            assert words in client.get("/").content.decode()


def offered(world: World) -> tuple[str, dict[str, str]]:
    return f"/today/referrals/{hop_of(world.triaged('health')).pk}/accept", {}


def accepted(world: World) -> tuple[str, dict[str, str]]:
    hop = hop_of(world.triaged("health"))
    referrals.accept(hop, by=world.person["zahra"], at=SATURDAY)
    return f"/today/referrals/{hop.pk}/contacted", {}


def near_its_note(world: World) -> tuple[str, dict[str, str]]:
    hop, zahra = hop_of(world.triaged("health", at=AT - 20 * DAY)), world.person["zahra"]
    referrals.accept(hop, by=zahra, at=AT - 20 * DAY)
    referrals.note(hop, text="تماس", by=zahra, at=AT - 19 * DAY)
    return f"/today/referrals/{hop.pk}/note", {"text": "نوبت پزشک گرفتیم"}


def on_hold(world: World) -> tuple[str, dict[str, str]]:
    hop, zahra = hop_of(world.triaged("health")), world.person["zahra"]
    referrals.accept(hop, by=zahra, at=SATURDAY)
    referrals.hold(hop, reason="client_asked", until=SATURDAY + 5 * HOUR, by=zahra, at=SATURDAY)
    return f"/today/referrals/{hop.pk}/resume", {}


def unread(world: World) -> tuple[str, dict[str, str]]:
    return f"/today/requests/{world.request().pk}/agree", {"domain": "health", "urgency": "0"}


def spoken(world: World) -> tuple[str, dict[str, str]]:
    request = world.request()
    intake.add_word(request, text="منتظرم", by=Applicant(request.pk), at=SATURDAY)
    return f"/today/requests/{request.pk}/seen", {}


def capacity(world: World) -> tuple[str, dict[str, str]]:
    return f"/today/capacity/{CentreDomain.objects.get(centre=world.centre['chabahar']).pk}", {"free": "۷"}


# How the thing comes to be, who acts, and what the world looks like once she has.
ACTS: dict[str, tuple[Any, str, Any]] = {
    "accept": (offered, "zahra", lambda: Referral.objects.filter(state="accepted").exists()),
    "contacted": (accepted, "zahra", lambda: Referral.objects.filter(state="in_progress").exists()),
    "note": (near_its_note, "zahra", lambda: Note.objects.filter(text="نوبت پزشک گرفتیم").exists()),
    "resume": (on_hold, "zahra", lambda: Referral.objects.filter(state="in_progress").exists()),
    "agree": (unread, "reza", lambda: Request.objects.filter(state="in_referral").exists()),
    "seen": (
        spoken,
        "reza",
        lambda: not Message.objects.filter(template="applicant_wrote", read_at=None).exists(),
    ),
    "capacity": (capacity, "zahra", lambda: CentreDomain.objects.filter(capacity_free=7).exists()),
}


@pytest.mark.parametrize("act", ACTS)
class TestActingInPlace:
    def test_without_a_script_one_comes_back_to_the_list_and_is_told(
        self, world: World, client: Client, act: str
    ) -> None:
        make, who, done = ACTS[act]
        url, fields = make(world)
        client.force_login(world.person[who])
        assert not done()

        answer = client.post(url, fields)

        assert (answer.status_code, answer["Location"]) == (303, "/")
        assert done()
        assert [message.level_tag for message in client.get("/").context["messages"]] == ["success"]

    def test_with_one_the_same_lists_come_as_on_the_next_page(self, world: World, client: Client, act: str) -> None:
        make, who, done = ACTS[act]
        url, fields = make(world)
        client.force_login(world.person[who])

        part = client.post(url, fields, headers={"HX-Request": "true"})
        whole = client.get("/")

        assert (part.status_code, done()) == (200, True)
        assert "<html" not in part.content.decode()
        assert [row.key for row in part.context["day"].rows] == [row.key for row in whole.context["day"].rows]
        assert part.context["sentence"] == whole.context["sentence"]
        assert client.session["waiting"] == len(whole.context["day"].mine)

    def test_by_reading_it_nothing_is_done(self, world: World, client: Client, act: str) -> None:
        make, who, done = ACTS[act]
        url, _fields = make(world)
        client.force_login(world.person[who])

        assert client.get(url).status_code == 405
        assert not done()

    def test_a_visitor_signs_in_first(self, world: World, client: Client, act: str) -> None:
        make, _who, done = ACTS[act]
        url, fields = make(world)

        answer = client.post(url, fields)

        assert answer.status_code == 302
        assert "/account/login/" in answer["Location"]
        assert not done()

    @pytest.mark.parametrize("who", ["stranger", "farhad", "sara", "karim", "admin"])
    def test_it_is_nobody_elses(self, world: World, client: Client, act: str, who: str) -> None:
        make, _hers, done = ACTS[act]
        url, fields = make(world)
        may = {("agree", "karim"), ("seen", "karim")}  # of the last door, for the whole province
        client.force_login(world.person[who])

        answer = client.post(url, fields)

        if (act, who) not in may:
            assert answer.status_code in {403, 404}
            assert not done()
        else:
            assert answer.status_code == 303


class TestWhatAnotherWasFasterIn:
    @pytest.mark.parametrize("htmx", [True, False])
    def test_is_said_and_nothing_is_lost(self, world: World, client: Client, htmx: bool) -> None:
        hop = hop_of(world.triaged("health"))
        referrals.accept(hop, by=world.person["maryam"], at=SATURDAY)
        client.force_login(world.person["zahra"])
        headers = {"HX-Request": "true"} if htmx else {}

        answer = client.post(f"/today/referrals/{hop.pk}/accept", headers=headers)
        shown = (answer if htmx else client.get("/")).content.decode()

        assert "در این فاصله عوض شده است" in shown
        assert Referral.objects.get(pk=hop.pk).state == "accepted"

    @pytest.mark.parametrize("text", ["", "   ", "\n"])
    def test_an_empty_note_is_asked_for_again(self, world: World, client: Client, text: str) -> None:
        url, _fields = near_its_note(world)
        client.force_login(world.person["zahra"])

        answer = client.post(url, {"text": text})

        assert answer.status_code == 422
        assert "لطفاً بنویسید چه پیش رفته است" in answer.content.decode()
        assert Note.objects.count() == 1

    @pytest.mark.parametrize("free", ["", "-1", "چهار", "10000", "۹۹۹۹۹", "1.5", "٤ ٥"])
    def test_a_capacity_that_is_no_number_changes_nothing(self, world: World, client: Client, free: str) -> None:
        url, _fields = capacity(world)
        client.force_login(world.person["zahra"])

        client.post(url, {"free": free})

        assert "شمار جای خالی را با عدد بنویسید" in client.get("/").content.decode()
        assert CentreDomain.objects.get(centre=world.centre["chabahar"]).capacity_free is None

    @pytest.mark.parametrize("free", ["0", "۰", "٩٩", " 12 ", "9999"])
    def test_a_capacity_in_any_digits_is_taken(self, world: World, client: Client, free: str) -> None:
        url, _fields = capacity(world)
        client.force_login(world.person["zahra"])

        client.post(url, {"free": free})

        assert CentreDomain.objects.get(centre=world.centre["chabahar"]).capacity_free == int(free)

    def test_an_unknown_domain_is_not_there(self, world: World, client: Client) -> None:
        url, _fields = unread(world)
        client.force_login(world.person["reza"])

        assert client.post(url, {"domain": "moon"}).status_code == 404
        assert Request.objects.get().state == "received"

    @pytest.mark.parametrize(("urgency", "kept"), [("0", "0"), ("1", "1"), ("2", "2"), ("9", "0"), ("", "0")])
    def test_an_urgency_that_was_bent_is_the_requests_own(
        self, world: World, client: Client, urgency: str, kept: str
    ) -> None:
        url, _fields = unread(world)
        client.force_login(world.person["reza"])

        client.post(url, {"domain": "health", "urgency": urgency})

        assert Request.objects.get().urgency == kept
