"""«امروز»: each role sees what waits for her, and does it there."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from hamafza.desks.queries.today import today
from hamafza.feedback import commands as feedback
from hamafza.feedback.models import Survey
from hamafza.intake import commands as intake
from hamafza.intake.models import Request
from hamafza.journal.models import JournalLine
from hamafza.kernel.actors import Applicant
from hamafza.network import commands as network
from hamafza.network.models import CentreDomain
from hamafza.notices.models import Message
from hamafza.referrals import commands as referrals
from hamafza.referrals.models import LastDoor, Referral
from tests.cast import HAND, SATURDAY, World

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
Morning = Callable[[datetime], None]


@pytest.fixture(autouse=True)
def set_clock(monkeypatch: pytest.MonkeyPatch) -> Morning:
    """The wall clock of the pages: half past nine on Saturday, or what a test says."""

    def put(at: datetime) -> None:
        monkeypatch.setattr("hamafza.kernel.clock.timezone.now", lambda: at)

    put(SATURDAY + HOUR / 2)
    return put


def page(client: Client, world: World, who: str) -> str:
    client.force_login(world.person[who])
    answer = client.get("/")
    assert answer.status_code == 200
    return answer.content.decode()


def keys(world: World, who: str, at: datetime = SATURDAY + HOUR) -> list[tuple[str, str]]:
    return [(row.pile, row.key) for row in today(world.person[who], at).rows]


def hop_of(request: Request) -> Referral:
    return Referral.objects.open().get(need__request=request)


class TestOperator:
    def test_sees_what_nobody_has_read_yet(self, client: Client, world: World) -> None:
        request = world.request()

        shown = page(client, world, "reza")

        assert request.title in shown
        assert "یک کار منتظر شماست" in shown

    def test_of_another_province_does_not(self, client: Client, world: World) -> None:
        request = world.request()

        assert request.title not in page(client, world, "farhad")

    def test_sees_what_waits_for_a_centre(self, world: World) -> None:
        request = world.triaged("health")
        referrals.withdraw(hop_of(request), reason="جای دیگری بهتر است", by=world.person["reza"], at=SATURDAY)

        assert keys(world, "reza") == [("mine", f"request:{request.pk}")]

    def test_watches_what_opened_again_until_she_has_looked(self, world: World) -> None:
        request, at = world.triaged("health"), SATURDAY + HOUR
        hop = hop_of(request)
        referrals.accept(hop, by=world.person["zahra"], at=at)
        referrals.finish(hop, outcome="solved", evidence="دارو رسید", by=world.person["zahra"], at=at)
        feedback.answer(Survey.objects.get(request=request), solved="no", by=Applicant(request.pk), at=at + DAY)
        again = ("watch", f"request:{request.pk}")
        assert again in keys(world, "reza", at + DAY)

        intake.note_reading(request, reader_name="رضا", purpose="page", by=world.person["reza"], at=at + DAY + HOUR)

        assert again not in keys(world, "reza", at + DAY + HOUR)

    def test_sees_an_applicants_new_words_once_however_often_she_wrote(self, client: Client, world: World) -> None:
        request = world.request()
        for text in ("هنوز منتظرم", "شماره‌ام عوض شد"):
            intake.add_word(request, text=text, by=Applicant(request.pk), at=SATURDAY)
        assert ("mine", f"word:{request.pk}") in keys(world, "reza")

        client.force_login(world.person["reza"])
        answer = client.post(f"/today/requests/{request.pk}/seen")

        assert answer.status_code == 303
        assert ("mine", f"word:{request.pk}") not in keys(world, "reza")

    def test_agrees_with_a_sure_proposal_in_one_tap(self, client: Client, world: World) -> None:
        request = world.request()
        client.force_login(world.person["reza"])

        client.post(f"/today/requests/{request.pk}/agree", {"domain": "health", "urgency": "0"})

        request.refresh_from_db()
        assert request.state == "in_referral"
        assert hop_of(request).centre == world.centre["chabahar"]

    def test_is_offered_no_one_tap_answer_where_there_is_danger(self, client: Client, world: World) -> None:
        request = world.request(text="شوهرم مرا کتک می‌زند و از جانم می‌ترسم")
        assert request.danger

        shown = page(client, world, "reza")

        assert f"/requests/{request.pk}/agree" not in shown
        assert "رسیدگی فوری" in shown


class TestSecretary:
    def test_sees_the_offer_and_one_button(self, client: Client, world: World) -> None:
        hop = hop_of(world.triaged("health"))

        shown = page(client, world, "zahra")

        assert f'action="/today/referrals/{hop.pk}/accept"' in shown

    @pytest.mark.parametrize("who", ["sara", "mina", "reza", "karim", "farhad", "stranger", "admin"])
    def test_nobody_else_gets_the_button(self, client: Client, world: World, who: str) -> None:
        world.triaged("health")

        assert "می‌پذیرم" not in page(client, world, who)

    def test_accepts_without_a_script_by_going_back(self, client: Client, world: World) -> None:
        hop = hop_of(world.triaged("health"))
        client.force_login(world.person["zahra"])

        answer = client.post(f"/today/referrals/{hop.pk}/accept")

        hop.refresh_from_db()
        assert (answer.status_code, answer["Location"], hop.state) == (303, "/", "accepted")

    def test_accepts_in_place_and_reads_the_new_sentence(self, client: Client, world: World) -> None:
        hop = hop_of(world.triaged("health"))
        client.force_login(world.person["zahra"])

        answer = client.post(f"/today/referrals/{hop.pk}/accept", headers={"HX-Request": "true"})

        shown = answer.content.decode()
        assert answer.status_code == 200
        assert "<html" not in shown
        assert all(f'id="{part}"' in shown for part in ("piles", "sentence", "beside"))
        assert f"/today/referrals/{hop.pk}/contacted" in shown

    def test_says_in_one_tap_that_she_called(self, client: Client, world: World) -> None:
        hop = hop_of(world.triaged("health"))
        referrals.accept(hop, by=world.person["zahra"], at=SATURDAY)
        client.force_login(world.person["zahra"])

        client.post(f"/today/referrals/{hop.pk}/contacted")

        hop.refresh_from_db()
        assert hop.state == "in_progress"
        assert keys(world, "zahra") == []  # the next note is two weeks away

    def test_is_asked_for_a_note_when_its_day_is_near(self, world: World) -> None:
        hop = hop_of(world.triaged("health"))
        referrals.accept(hop, by=world.person["zahra"], at=SATURDAY)
        referrals.note(hop, text="تماس گرفتیم", by=world.person["zahra"], at=SATURDAY)

        near = Referral.objects.get(pk=hop.pk).answer_by - DAY

        assert ("mine", f"referral:{hop.pk}") in keys(world, "zahra", near)

    def test_keeps_what_she_typed_when_a_note_is_refused(self, client: Client, world: World) -> None:
        hop = hop_of(world.triaged("health"))  # only offered: a note is too early
        client.force_login(world.person["zahra"])

        answer = client.post(f"/today/referrals/{hop.pk}/note", {"text": "نوشته‌ام گم نشود"})

        assert answer.status_code == 422

    def test_sees_on_its_day_what_was_put_off(self, world: World) -> None:
        hop = hop_of(world.triaged("health"))
        zahra = world.person["zahra"]
        referrals.accept(hop, by=zahra, at=SATURDAY)
        referrals.hold(hop, reason="waiting_papers", until=SATURDAY + 3 * DAY, by=zahra, at=SATURDAY)

        assert keys(world, "zahra", SATURDAY + DAY) == []
        assert keys(world, "zahra", SATURDAY + 3 * DAY - HOUR) == [("mine", f"referral:{hop.pk}")]

    def test_confirms_the_capacity_in_any_digits(self, client: Client, world: World) -> None:
        said = CentreDomain.objects.get(centre=world.centre["chabahar"])
        client.force_login(world.person["zahra"])

        client.post(f"/today/capacity/{said.pk}", {"free": "۱۲"})

        said.refresh_from_db()
        assert said.capacity_free == 12

    def test_cannot_speak_for_another_centre(self, client: Client, world: World) -> None:
        said = CentreDomain.objects.get(centre=world.centre["konarak"])
        client.force_login(world.person["zahra"])

        assert client.post(f"/today/capacity/{said.pk}", {"free": "3"}).status_code == 404


class TestThoseAbove:
    def test_a_head_watches_what_is_late_in_her_centre(self, world: World) -> None:
        hop = hop_of(world.triaged("health"))

        assert keys(world, "maryam") == []
        assert ("watch", f"referral:{hop.pk}") in keys(world, "maryam", hop.answer_by + HOUR)

    def test_a_head_sees_who_is_away_and_who_stands_in(self, client: Client, world: World, set_clock: Morning) -> None:
        zahra, maryam = world.person["zahra"], world.person["maryam"]
        network.set_absence(zahra, deputy=maryam, since=SATURDAY, until=SATURDAY + 3 * DAY, by=zahra, at=SATURDAY)

        shown = page(client, world, "maryam")

        assert "زهرا مرادی تا" in shown

    def test_a_deputy_sees_the_work_as_her_own(self, world: World) -> None:
        zahra, sara = world.person["zahra"], world.person["sara"]
        network.set_absence(zahra, deputy=sara, since=SATURDAY - HOUR, until=SATURDAY + 3 * DAY, by=zahra, at=SATURDAY)
        hop = hop_of(world.triaged("health"))

        assert ("mine", f"referral:{hop.pk}") in keys(world, "sara")
        assert ("mine", f"referral:{hop.pk}") not in keys(world, "sara", SATURDAY + 4 * DAY)

    @pytest.mark.parametrize(("who", "sees"), [("nader", True), ("parvin", True), ("farhad", False), ("reza", False)])
    def test_coordinators_watch_late_hops_of_their_place(self, world: World, who: str, sees: bool) -> None:
        hop = hop_of(world.triaged("health"))

        assert (("watch", f"referral:{hop.pk}") in keys(world, who, hop.answer_by + HOUR)) is sees

    def test_the_last_door_is_hers_to_open_and_the_coordinators_to_watch(self, world: World) -> None:
        task = LastDoor.objects.get(need__request=world.triaged("housing"))

        assert keys(world, "karim") == [("mine", f"door:{task.pk}")]
        assert ("watch", f"door:{task.pk}") in keys(world, "parvin")
        assert keys(world, "zahra") == []

    def test_what_climbed_to_the_county_waits_there(self, world: World) -> None:
        request = world.request()
        intake.late_in_triage(request, by=HAND, at=request.due_at + HOUR)

        assert ("mine", f"request:{request.pk}") in keys(world, "nader")

    def test_two_roles_are_one_list_sorted_by_deadline(self, world: World) -> None:
        reza = world.person["reza"]
        network.grant(reza, role="secretary", scope=world.centre["chabahar"], by=HAND, at=SATURDAY)
        hop, fresh = hop_of(world.triaged("health")), world.request(text="شغل می‌خواهم")

        rows = today(reza, SATURDAY + HOUR).mine

        assert {row.key for row in rows} == {f"referral:{hop.pk}", f"request:{fresh.pk}"}
        assert [row.due_at for row in rows] == sorted(row.due_at for row in rows)


class TestAdmin:
    def test_makes_the_round_of_the_house(self, client: Client, world: World) -> None:
        Message.objects.create(
            template="referral_done",
            channel="sms",
            body="",
            status="dead",
            key="k",
            created_at=SATURDAY,
            not_before=SATURDAY,
        )

        shown = page(client, world, "admin")

        assert "۱ پیام به مقصد نرسید" in shown
        assert "۱ حساب نقشی ندارد" in shown  # the stranger
        assert "آخرین حلقه‌ها درست است" in shown

    def test_hears_of_a_broken_chain(self, client: Client, world: World) -> None:
        world.request()
        JournalLine.objects.filter(kind="request_received").update(people=7)

        assert "زنجیره بریده است" in page(client, world, "admin")

    def test_sees_no_request(self, client: Client, world: World) -> None:
        request = world.request()

        assert request.title not in page(client, world, "admin")


class TestThePage:
    @pytest.mark.parametrize("who", ["reza", "zahra", "maryam", "nader", "parvin", "karim", "admin", "stranger"])
    def test_costs_few_queries_however_much_waits(
        self, client: Client, world: World, who: str, django_assert_max_num_queries: Callable[..., object]
    ) -> None:
        for number in range(6):
            world.triaged("health", phone=f"0915123450{number}")
            world.request(text="کار می‌خواهم", phone=f"0915123460{number}")
        client.force_login(world.person[who])
        client.get("/")

        with django_assert_max_num_queries(16):  # type: ignore[operator]
            client.get("/")

    def test_tells_one_without_a_role_whom_to_ask(self, client: Client, world: World) -> None:
        assert "هنوز نقشی به شما سپرده نشده است" in page(client, world, "stranger")

    def test_says_what_to_do_when_nothing_waits(self, client: Client, world: World) -> None:
        assert "امروز کاری منتظر شما نیست" in page(client, world, "zahra")

    def test_counts_in_the_navigation_without_another_query(self, client: Client, world: World) -> None:
        world.request()
        page(client, world, "reza")

        assert client.session["waiting"] == 1

    def test_is_complete_in_english(self, client: Client, world: World) -> None:
        world.triaged("health")
        client.cookies["hamafza_language"] = "en"

        shown = page(client, world, "zahra")

        assert "Sat 24 Oct" in shown
        assert "1 thing waits for you" in shown

    @pytest.mark.parametrize("path", ["accept", "resume", "note", "contacted"])
    def test_an_act_on_another_centres_hop_does_not_exist(self, client: Client, world: World, path: str) -> None:
        hop = hop_of(world.triaged("health"))
        client.force_login(world.person["sara"])

        answer = client.post(f"/today/referrals/{hop.pk}/{path}", {"text": "من"})

        hop.refresh_from_db()
        assert (answer.status_code, hop.state) == (404, "offered")
