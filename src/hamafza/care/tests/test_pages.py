"""The pages through the client: each opens for whom it is, says what to do next, and keeps what was typed."""

import io
import re
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from hamafza.care import commands as care
from hamafza.care import queries
from hamafza.care.commands.feelings import DOOR
from hamafza.care.models import Answers, Contact, Letter, Step, Vote
from hamafza.care.tests.telling import DAY, NOW, TODAY, Deeds, proposed, serving, trusted
from hamafza.volunteers.models import Volunteer
from hamafza.volunteers.queries import link_of
from hamafza.volunteers.states import Rung, VolunteerState
from tests.cast import World

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
LISTS = ["/care/hours", "/care/thanks", "/care/letters", "/care/feelings"]


def of(world: World, who: str = "maryam") -> Client:
    client = Client()
    client.force_login(world.person[who])
    return client


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def mine(volunteer: Volunteer, part: str) -> str:
    return f"/v/{link_of(volunteer)}/{part}"


def cells(answer: Any) -> list[str]:
    book = load_workbook(io.BytesIO(b"".join(answer)))
    return [str(cell) for row in book.active.iter_rows(values_only=True) for cell in row if cell is not None]


class TestLists:
    @pytest.mark.parametrize("language", ["fa", "en"])
    @pytest.mark.parametrize("address", LISTS)
    def test_open_empty_and_say_what_comes_next(self, world: World, address: str, language: str) -> None:
        client = of(world)
        client.cookies["hamafza_language"] = language
        answer = client.get(address)

        assert answer.status_code == 200 and 'class="empty"' in answer.content.decode()
        assert client.get(f"{address}/print").status_code == client.get(f"{address}/sheet").status_code == 200

    @pytest.mark.parametrize("address", LISTS)
    @pytest.mark.parametrize("who", ["reza", "karim", "admin", "stranger"])
    def test_are_closed_to_those_without_a_part_in_it(self, world: World, address: str, who: str) -> None:
        for more in ("", "/print", "/sheet"):
            assert of(world, who).get(address + more).status_code == 403

    @pytest.mark.parametrize("view", queries.VIEWS)
    def test_each_view_of_people_opens(self, world: World, deeds: Deeds, view: str) -> None:
        proposed(world, deeds)

        assert of(world).get("/care/hours", {"view": view}).status_code == 200

    def test_people_on_screen_paper_and_sheet_are_the_same(self, world: World, deeds: Deeds) -> None:
        she = serving(world)
        serving(world, 1, centre="konarak")
        deeds.add(she, minutes=150)
        client = of(world)

        assert "سارا بلوچ" in words(client.get("/care/hours")) and "۲ ساعت و ۳۰ دقیقه" in words(
            client.get("/care/hours")
        )
        assert "سارا بلوچ" in words(client.get("/care/hours/print"))
        sheet = cells(client.get("/care/hours/sheet"))
        assert "سارا بلوچ" in sheet and "۲ ساعت و ۳۰ دقیقه" in sheet and "لیلا ریگی" not in sheet

    def test_a_past_month_shows_its_own_hours(self, world: World, deeds: Deeds) -> None:
        deeds.add(serving(world), day=TODAY - 30 * DAY, minutes=60)

        assert "۱ ساعت" not in words(of(world).get("/care/hours"))
        assert "۱ ساعت" in words(of(world).get("/care/hours", {"month": "140507"}))

    @pytest.mark.parametrize("query", [{"month": "9"}, {"centre": "x"}])
    def test_a_wrong_filter_is_said_and_the_words_stay(self, world: World, query: dict[str, str]) -> None:
        answer = of(world).get("/care/hours", {"q": "سارا", **query})

        assert answer.status_code == 422 and 'value="سارا"' in answer.content.decode()

    def test_people_are_turned_by_key(self, world: World) -> None:
        for n in range(30):
            serving(world, n % 9, search_key=f"نام {n:02}", full_name=f"نام {n:02}", mobile=f"091500001{n:02}")
        client = of(world)
        first = client.get("/care/hours").content.decode()
        after = re.search(r"\?after=(\d+)", first)

        assert first.count('<article class="row bare"') == 25 and after
        assert client.get("/care/hours", {"after": after[1]}).content.decode().count('<article class="row bare"') == 5

    def test_people_cost_no_more_queries_for_more_of_them(
        self, world: World, deeds: Deeds, django_assert_max_num_queries: Any
    ) -> None:
        for n in range(9):
            serving(world, n)
        client = of(world)
        client.get("/care/hours")
        with django_assert_max_num_queries(22):
            client.get("/care/hours")

    def test_feelings_show_shares_and_words(self, world: World, deeds: Deeds) -> None:
        for n in range(6):
            she = serving(world, n)
            deed = deeds.add(she)
            care.say_how_it_was(volunteer=she, key=deed.key, feeling="good", words="دلگرم شدم", by=DOOR, at=NOW)
        said = words(of(world).get("/care/feelings"))

        assert "نوبت آزمون" in said and "۱۰۰٪" in said and "دلگرم شدم" in said
        assert "نوبت آزمون" in words(of(world).get("/care/feelings/print"))


class TestAVolunteersPage:
    @pytest.mark.parametrize("language", ["fa", "en"])
    def test_shows_hours_down_to_deeds_and_what_is_missing(self, world: World, deeds: Deeds, language: str) -> None:
        she = serving(world)
        deeds.add(she, minutes=60 * 60)
        client = of(world, "zahra")
        client.cookies["hamafza_language"] = language
        page = client.get(f"/care/volunteers/{she.pk}/")

        assert page.status_code == 200 and "<svg" in page.content.decode()
        if language == "fa":
            assert "۱۲ ساعت دیگر تا «خادمیار»" in words(page) and "نوبت عصر" in words(page)

    @pytest.mark.parametrize("who", ["sara", "mina", "hamid"])
    def test_of_another_centre_is_not_there(self, world: World, who: str) -> None:
        assert of(world, who).get(f"/care/volunteers/{serving(world).pk}/").status_code == 404

    def test_says_when_somebody_spoke_with_her(self, world: World) -> None:
        she = serving(world)
        answer = of(world).post(f"/care/volunteers/{she.pk}/contact", follow=True)

        assert Contact.objects.get().volunteer == she and "صحبت شده است" in words(answer)

    def test_tells_of_too_much(self, world: World, deeds: Deeds) -> None:
        she = serving(world)
        deeds.add(she, day=TODAY, minutes=61 * 60)

        assert "بپرسید آیا خسته نیست" in words(of(world).get(f"/care/volunteers/{she.pk}/"))

    def test_is_signed_by_the_head_and_then_above(self, world: World, deeds: Deeds) -> None:
        step = proposed(world, deeds)
        page = f"/care/volunteers/{step.volunteer_id}/"
        assert "بالا برود" in words(of(world).get(page)) and "بالا برود" not in words(of(world, "zahra").get(page))

        assert of(world).post(f"/care/steps/{step.pk}/grant").status_code == 303
        assert "من هم امضا می‌کنم" not in words(of(world).get(page))
        assert "من هم امضا می‌کنم" in words(of(world, "nader").get(page))
        of(world, "nader").post(f"/care/steps/{step.pk}/countersign")
        assert Volunteer.objects.get(pk=step.volunteer_id).rung == Rung.MEMBER

    def test_a_second_signature_of_the_same_hand_is_declined_in_words(self, world: World, deeds: Deeds) -> None:
        step = proposed(world, deeds)
        of(world, "nader").post(f"/care/steps/{step.pk}/grant")
        answer = of(world, "nader").post(f"/care/steps/{step.pk}/countersign", follow=True)

        assert "در اختیار شما نیست" in words(answer)
        assert Step.objects.get().state == "granted"

    def test_not_yet_needs_its_reason_and_keeps_it(self, world: World, deeds: Deeds) -> None:
        step = proposed(world, deeds)
        client = of(world)
        assert client.get(f"/care/steps/{step.pk}/refuse").status_code == 200
        assert client.post(f"/care/steps/{step.pk}/refuse", {"reason": ""}).status_code == 422
        denied = of(world, "parvin")
        care.grant(Step.objects.whole().get(), by=world.person["parvin"], at=NOW)
        answer = denied.post(f"/care/steps/{step.pk}/refuse", {"reason": "دوره مانده است"})
        assert answer.status_code == 422 and "دوره مانده است" in words(answer)

        of(world, "nader").post(f"/care/steps/{step.pk}/refuse", {"reason": "دوره مانده است"})
        assert "دوره مانده است" in words(Client().get(mine(step.volunteer, "ladder")))


class TestThanks:
    def test_many_at_once_and_their_papers(self, world: World, deeds: Deeds) -> None:
        some = [serving(world, n) for n in range(3)]
        client = of(world)
        answer = client.post("/care/thanks/send", {"to": [one.pk for one in some[:2]], "kind": "thanks"}, follow=True)

        assert "برای ۲ نفر نوشته شد" in words(answer) and Letter.objects.count() == 2
        assert "نامهٔ سپاس ۱۴۰۵/۲" in words(answer)
        assert [one.full_name for one in queries.owed(world.person["maryam"], NOW)] == [some[2].full_name]
        assert "۱۴۰۵/۱" in cells(client.get("/care/letters/sheet"))

    @pytest.mark.slow  # Typst
    def test_papers_open_as_pdf(self, world: World) -> None:
        client = of(world)
        client.post("/care/thanks/send", {"to": [serving(world).pk]})
        letter = Letter.objects.get()
        for address in (f"/care/letters/{letter.pk}.pdf", "/care/letters/papers.pdf"):
            answer = client.get(address)
            assert answer["Content-Type"] == "application/pdf" and b"".join(answer).startswith(b"%PDF")
            assert "letter-1405-1.pdf" in answer["Content-Disposition"]
        assert of(world, "sara").get(f"/care/letters/{letter.pk}.pdf").status_code == 404

    def test_nobody_marked_is_said(self, world: World) -> None:
        assert "نشان کنید" in words(of(world).post("/care/thanks/send", {}, follow=True))

    def test_foreign_names_are_left_out(self, world: World) -> None:
        of(world, "sara").post("/care/thanks/send", {"to": [serving(world).pk]})

        assert not Letter.objects.exists()

    def test_no_letters_no_file(self, world: World) -> None:
        assert "نامه‌ای نیست" in words(of(world).get("/care/letters/papers.pdf", follow=True))


class TestCriteria:
    def form(self, client: Client) -> dict[str, Any]:
        form = client.get("/care/criteria").context["form"]
        return {name: field.initial for name, field in form.fields.items()}

    def test_are_changed_by_the_province(self, world: World) -> None:
        client = of(world, "parvin")
        answer = client.post("/care/criteria", {**self.form(client), "member_hours": "۵۰"})

        assert answer.status_code == 303 and queries.criteria("IR/11/")["member", "hours"] == 50
        assert self.form(client)["member_hours"] == 50

    def test_a_wrong_number_is_said_and_stays(self, world: World) -> None:
        client = of(world, "parvin")
        answer = client.post("/care/criteria", {**self.form(client), "member_hours": "زیاد"})

        assert answer.status_code == 422 and "زیاد" in answer.content.decode()

    @pytest.mark.parametrize("who", ["maryam", "nader", "admin", "stranger"])
    def test_are_not_for_others(self, world: World, who: str) -> None:
        assert of(world, who).get("/care/criteria").status_code == 403


class TestHerOwnParts:
    @pytest.mark.parametrize("language", ["fa", "en"])
    @pytest.mark.parametrize("part", ["hours", "ladder", "felt", "letters"])
    def test_open_whole_and_as_a_part(self, world: World, deeds: Deeds, part: str, language: str) -> None:
        she = serving(world)
        serving(world, 1)
        deeds.add(she)
        client = Client()
        client.cookies["hamafza_language"] = language
        whole, piece = client.get(mine(she, part)), client.get(mine(she, part), **HTMX)

        assert whole.status_code == piece.status_code == 200
        assert whole.content.decode().count("<h1") == 1
        assert "<html" not in piece.content.decode() and "<h2" in piece.content.decode()
        assert "no-store" in whole["Cache-Control"]

    @pytest.mark.parametrize("part", ["hours", "ladder", "felt", "letters", "letters/1.pdf"])
    def test_a_wrong_or_closed_link_opens_nothing(self, world: World, part: str) -> None:
        she = serving(world)
        address = mine(she, part)
        Volunteer.objects.filter(pk=she.pk).update(link_no=2)

        assert Client().get(address).status_code == Client().get(f"/v/wrong/{part}").status_code == 404

    def test_are_all_on_her_page(self, world: World) -> None:
        page = Client().get(f"/v/{link_of(serving(world))}/").content.decode()

        assert all(f"/{part}" in page for part in ("hours", "ladder", "felt", "letters"))

    def test_trust_is_given_and_taken_back(self, world: World) -> None:
        she, peer = serving(world), serving(world, 1)
        address = mine(she, f"ladder/{peer.pk}/trust")

        assert "پوشیده ماند" in words(Client().post(address, {"trust": "yes"}, follow=True))
        assert Vote.objects.get().volunteer == peer
        assert "پس گرفته شد" in words(Client().post(address, {"trust": "no"}, follow=True))
        assert not Vote.objects.exists()

    def test_trust_is_for_those_beside_her(self, world: World) -> None:
        she, far = serving(world), serving(world, 1, centre="konarak")

        assert Client().post(mine(she, f"ladder/{far.pk}/trust"), {"trust": "yes"}).status_code == 404
        Volunteer.objects.filter(pk=she.pk).update(state=VolunteerState.INACTIVE_SHORT)
        near = serving(world, 2)
        said = words(Client().post(mine(she, f"ladder/{near.pk}/trust"), {"trust": "yes"}, follow=True))
        assert "کنار او خدمت می‌کند" in said and not Vote.objects.exists()

    def test_votes_of_others_are_a_number_alone(self, world: World) -> None:
        she, peer = serving(world), serving(world, 1)
        trusted(world, she, peer)
        said = words(Client().get(mine(she, "ladder")))

        assert "۱ از ۱" in said and "اعتماد دارم" not in said.replace("به او اعتماد دارم", "")

    def test_one_tap_says_how_it_was(self, world: World, deeds: Deeds) -> None:
        she = serving(world)
        deed = deeds.add(she)
        assert "خوب بود" in words(Client().get(mine(she, "felt")))
        answer = Client().post(
            mine(she, "felt"), {"key": deed.key, "feeling": "good", "words": "خوش گذشت"}, follow=True
        )

        assert "بی‌نام شمرده شد" in words(answer) and "نمانده است" in words(answer)
        assert Answers.objects.get().waiting["words"] == ["خوش گذشت"]

    def test_a_wrong_tap_keeps_her_words(self, world: World, deeds: Deeds) -> None:
        she = serving(world)
        answer = Client().post(mine(she, "felt"), {"key": deeds.add(she).key, "feeling": "", "words": "خوش گذشت"})

        assert answer.status_code == 422 and 'value="خوش گذشت"' in answer.content.decode()

    @pytest.mark.slow  # Typst
    def test_she_takes_her_own_letter_and_no_other(self, world: World) -> None:
        she, other = serving(world), serving(world, 1)
        letter = care.thank(volunteers=[she], kind="thanks", by=world.person["maryam"], at=NOW)
        assert "۱۴۰۵/۱" in words(Client().get(mine(she, "letters")))

        assert b"".join(Client().get(mine(she, f"letters/{letter.pk}.pdf"))).startswith(b"%PDF")
        assert Client().get(mine(other, f"letters/{letter.pk}.pdf")).status_code == 404
