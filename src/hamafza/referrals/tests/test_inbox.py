"""The inbox: what it shows to whom, in which order, and the work done in place."""

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from hamafza.kernel import clock
from hamafza.referrals import commands as referrals
from hamafza.referrals import queries
from hamafza.referrals.models import Referral
from hamafza.referrals.states import HopState
from hamafza.referrals.tests.telling import hop_in, offered
from tests.cast import World

INBOX = "/referrals/"


def titles(answer: Any) -> list[str]:
    return [row.title for row in answer.context["page"].rows]


def rows_of(text: str) -> dict[str, str]:
    """Each row as it stands on the page, without what changes by itself."""
    found = re.findall(r'<article class="row[^"]*" id="(row-\d+)">(.*?)</article>', text, re.S)
    return {name: re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", body) for name, body in found}


class TestWhatItShows:
    def test_the_hops_of_ones_centre(self, world: World, client: Client) -> None:
        hop = offered(world, text="عینک برای دانش‌آموز")
        client.force_login(world.person["zahra"])

        answer = client.get(INBOX)

        assert titles(answer) == ["عینک برای دانش‌آموز"]
        assert hop.need.request.applicant_name not in answer.content.decode()

    @pytest.mark.parametrize("who", ["sara", "mina", "farhad"])
    def test_nothing_of_others(self, world: World, client: Client, who: str) -> None:
        offered(world)
        client.force_login(world.person[who])

        assert titles(client.get(INBOX)) == []

    @pytest.mark.parametrize("who", ["reza", "nader", "parvin", "karim"])
    def test_all_of_ones_place(self, world: World, client: Client, who: str) -> None:
        offered(world)
        client.force_login(world.person[who])

        assert len(titles(client.get(INBOX))) == 1

    @pytest.mark.parametrize("who", ["stranger", "admin"])
    def test_is_closed_to_those_without_a_role(self, world: World, client: Client, who: str) -> None:
        client.force_login(world.person[who])

        assert client.get(INBOX).status_code == 403

    def test_a_phone_and_a_name_within_the_title_are_hidden_until_it_is_accepted(
        self, world: World, client: Client
    ) -> None:
        hop = offered(world, text="من گلنار رئیسی هستم، ۰۹۱۵ ۱۲۳ ۴۵۶۷، دارو می‌خواهم")
        client.force_login(world.person["zahra"])
        shown = titles(client.get(INBOX))[0]
        assert "۱۲۳" not in shown
        assert "گلنار" not in shown

        referrals.accept(hop, by=world.person["zahra"], at=clock.now())

        assert "گلنار" in titles(client.get(INBOX, {"view": "active"}))[0]

    def test_what_one_declined_is_remembered_without_its_words(self, world: World, client: Client) -> None:
        hop = hop_in(world, HopState.DECLINED)
        client.force_login(world.person["zahra"])

        answer = client.get(INBOX, {"view": "ended"})

        assert titles(answer) == [str(hop.need.domain)]
        assert reverse("referrals:hop", args=[hop.pk]) not in answer.content.decode()


class TestOrder:
    def test_mine_first_then_what_runs_out_first(self, world: World, client: Client) -> None:
        at = clock.now()
        late = world.triaged("health", at=at - timedelta(days=1), text="دیروز")
        fresh = world.triaged("health", at=at, text="امروز")
        others = world.triaged("employment", at=at - timedelta(days=2), text="نزد دیگری")
        Referral.objects.filter(need__request__in=[late, fresh]).update(holder=world.person["reza"])
        client.force_login(world.person["reza"])

        assert titles(client.get(INBOX)) == [late.title, fresh.title, others.title]

    def test_the_newest_end_first(self, world: World, client: Client) -> None:
        first, second = hop_in(world, HopState.DONE), hop_in(world, HopState.DECLINED)
        client.force_login(world.person["zahra"])

        rows = client.get(INBOX, {"view": "ended"}).context["page"].rows

        assert [row.pk for row in rows] == [second.pk, first.pk]


class TestViews:
    @pytest.mark.parametrize(
        ("state", "view"),
        [
            ("offered", "waiting"),
            ("accepted", "active"),
            ("in_progress", "active"),
            ("on_hold", "held"),
            ("done", "ended"),
        ],
    )
    def test_each_state_has_its_view(self, world: World, client: Client, state: str, view: str) -> None:
        hop = hop_in(world, state)
        client.force_login(world.person["zahra"])

        for name in queries.VIEWS:
            found = [row.pk for row in client.get(INBOX, {"view": name}).context["page"].rows]
            assert (hop.pk in found) == (name == view)

    def test_an_unknown_view_is_the_first(self, world: World, client: Client) -> None:
        client.force_login(world.person["zahra"])

        assert client.get(INBOX, {"view": "secret"}).context["view"] == "waiting"

    def test_every_state_is_in_one_view(self) -> None:
        listed = [state for states in queries.VIEWS.values() for state in states]

        assert sorted(listed) == sorted(HopState.values)


class TestSearch:
    @pytest.fixture
    def hop(self, world: World) -> Referral:
        return offered(world, text="عینک برای دانش‌آموز")

    @pytest.mark.parametrize("words", ["تیس", "درمان", "مهرگان"])
    def test_by_place_domain_and_centre(self, world: World, client: Client, hop: Referral, words: str) -> None:
        client.force_login(world.person["zahra"])

        assert len(titles(client.get(INBOX, {"q": words}))) == 1

    def test_by_number_in_any_digits(self, world: World, client: Client, hop: Referral) -> None:
        client.force_login(world.person["zahra"])
        number = str(hop.need.request_id).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))

        assert len(titles(client.get(INBOX, {"q": f"هم{number}"}))) == 1
        assert titles(client.get(INBOX, {"q": f"هم{number}۷"})) == []

    def test_a_name_is_not_found_by_those_who_may_not_read_it(
        self, world: World, client: Client, hop: Referral
    ) -> None:
        client.force_login(world.person["zahra"])
        assert titles(client.get(INBOX, {"q": "گلنار"})) == []

        client.force_login(world.person["reza"])
        assert len(titles(client.get(INBOX, {"q": "گلنار"}))) == 1

        referrals.accept(hop, by=world.person["zahra"], at=clock.now())
        client.force_login(world.person["zahra"])
        assert len(titles(client.get(INBOX, {"q": "گلنار", "view": "active"}))) == 1


class TestPaging:
    def test_each_hop_is_on_one_page_forwards_and_backwards(self, world: World) -> None:
        at = clock.now()
        for hour in range(7):
            world.triaged("health", at=at - timedelta(hours=hour), text=f"درخواست {hour}")
        zahra, whole, after = world.person["zahra"], [], ""
        pages = []
        while True:
            page = queries.inbox(zahra, at, after=after, size=3)
            pages.append([row.pk for row in page.rows])
            whole += pages[-1]
            if not page.after:
                break
            after = page.after

        assert len(whole) == len(set(whole)) == 7
        back = queries.inbox(zahra, at, before=page.before, size=3)
        assert [row.pk for row in back.rows] == pages[-2]

    @pytest.mark.parametrize("key", ["x", "1_2_3", "0_2026-01-01_5", "0_2026-01-01T00:00:00_5", "' OR 1=1"])
    def test_a_bent_key_begins_at_the_beginning(self, world: World, client: Client, key: str) -> None:
        offered(world)
        client.force_login(world.person["zahra"])

        assert len(titles(client.get(INBOX, {"after": key}))) == 1

    def test_costs_the_same_for_many_rows(
        self, world: World, client: Client, django_assert_max_num_queries: Any
    ) -> None:
        for number in range(12):
            world.triaged("health", at=clock.now(), text=f"درخواست {number}")
        client.force_login(world.person["zahra"])

        with django_assert_max_num_queries(12):
            assert len(titles(client.get(INBOX))) == 12


class TestInPlace:
    def act(self, client: Client, hop: Referral, verb: str, **fields: str) -> Any:
        url = reverse(f"referrals:{verb}", args=[hop.pk])
        return client.post(url, {"view": "waiting", **fields}, headers={"HX-Request": "true"})

    def test_the_row_that_comes_back_is_the_row_of_a_full_reload(self, world: World, client: Client) -> None:
        hop = offered(world)
        client.force_login(world.person["zahra"])

        answer = self.act(client, hop, "accept", view="active")

        reloaded = rows_of(client.get(INBOX, {"view": "active"}).content.decode())
        assert rows_of(answer.content.decode()) == reloaded
        assert answer["HX-Retarget"] == f"#row-{hop.pk}"

    def test_the_counts_and_the_news_come_beside_it(self, world: World, client: Client) -> None:
        hop = offered(world)
        client.force_login(world.person["zahra"])

        text = self.act(client, hop, "accept").content.decode()

        assert 'id="tabs" hx-swap-oob="true"' in text
        assert 'hx-swap-oob="beforeend:#toasts"' in text

    def test_a_form_in_the_row_answers_with_the_row(self, world: World, client: Client) -> None:
        hop = hop_in(world, HopState.IN_PROGRESS)
        client.force_login(world.person["zahra"])

        answer = self.act(client, hop, "finish", view="active", outcome="solved", evidence="شد")

        assert answer.status_code == 200
        assert list(rows_of(answer.content.decode())) == [f"row-{hop.pk}"]

    def test_a_form_with_a_fault_comes_back_as_a_form(self, world: World, client: Client) -> None:
        hop = hop_in(world, HopState.IN_PROGRESS)
        client.force_login(world.person["zahra"])

        answer = self.act(client, hop, "finish", view="active", evidence="شد")

        assert answer.status_code == 422
        assert "شد" in answer.content.decode()

    def test_what_another_has_answered_meanwhile_is_told_and_shown(self, world: World, client: Client) -> None:
        hop = hop_in(world, HopState.DECLINED)
        client.force_login(world.person["zahra"])

        answer = self.act(client, hop, "accept")

        assert answer.status_code == 200
        assert "نپذیرفت" in answer.content.decode()


class TestPaper:
    def test_prints(self, world: World, client: Client) -> None:
        offered(world, text="عینک برای دانش‌آموز")
        client.force_login(world.person["zahra"])

        assert "عینک برای دانش‌آموز" in client.get(reverse("referrals:print")).content.decode()

    def test_exports_text_as_text(self, world: World, client: Client) -> None:
        offered(world, text="=HYPERLINK(1) عینک")
        client.force_login(world.person["zahra"])

        answer = client.get(reverse("referrals:export"))

        sheet = load_workbook(io.BytesIO(answer.content)).active
        assert sheet["B2"].value == "'=HYPERLINK(1) عینک"
        assert sheet["B2"].data_type == "s"
        assert answer["Cache-Control"] == "no-store"

    def test_an_export_says_no_more_than_the_screen(self, world: World, client: Client) -> None:
        offered(world, text="من گلنار رئیسی ۰۹۱۵۱۲۳۴۵۶۷")
        client.force_login(world.person["zahra"])

        sheet = load_workbook(io.BytesIO(client.get(reverse("referrals:export")).content)).active

        cells = " ".join(str(cell.value) for line in sheet.iter_rows() for cell in line)
        assert "گلنار" not in cells
        assert "۴۵۶۷" not in cells
