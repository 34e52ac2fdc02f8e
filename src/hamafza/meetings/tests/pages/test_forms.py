"""Every form that is sent half empty or wrong comes back with what was typed and with what is missing beside its field."""

from typing import Any

import pytest
from django.test import Client

from hamafza.meetings.models import Action, AgendaItem, Decision, Meeting
from hamafza.meetings.tests.pages.looking import of, words
from hamafza.meetings.tests.telling import action_in, council, decided, promise, sitting
from tests.cast import World


def address(world: World, page: str) -> str:
    """The page with a thing of its kind in it."""
    if page.startswith("/meetings/series/"):
        return page.format(council(world).pk)
    if page.startswith("/actions/"):
        return page.format(promise(world).pk)
    if page.startswith("/meetings/decisions/"):
        return page.format(decided(world, sitting(world)).pk)
    state = "agenda_open" if page.endswith("/cancel") else "minutes_draft" if page.endswith("/object") else "held"
    return page.format(sitting(world, state).pk)


INVALID = 'aria-invalid="true"'
WRONG: list[tuple[str, str, dict[str, str], str]] = [
    # who, where, what is sent, what must still stand there
    ("reza", "/meetings/{}/items", {"title": ""}, INVALID),
    ("reza", "/meetings/{}/items", {"title": "الف" * 200}, "الف" * 200),
    ("reza", "/meetings/{}/invite", {"person": ""}, INVALID),
    ("reza", "/meetings/{}/invite", {"person": "کسی که نیست"}, "کسی که نیست"),
    ("reza", "/meetings/{}/decide", {"text": ""}, INVALID),
    ("reza", "/meetings/{}/decide", {"text": "میز مشترک", "owner": "کسی که نیست"}, "کسی که نیست"),
    ("reza", "/meetings/{}/decide", {"text": "میز مشترک", "owner": "zahra"}, "میز مشترک"),
    ("reza", "/meetings/{}/decide", {"text": "میز مشترک", "owner": "zahra", "due_on": "دیروز"}, "دیروز"),
    ("reza", "/meetings/{}/decide", {"text": "میز مشترک", "owner": "zahra", "due_on": "1405/01/01"}, "میز مشترک"),
    ("reza", "/meetings/{}/decide", {"text": "میز مشترک", "owner": "zahra", "due_on": "1405/13/41"}, "1405/13/41"),
    ("reza", "/meetings/{}/cancel", {"reason": ""}, INVALID),
    ("reza", "/meetings/{}/cancel", {"reason": "other", "note": ""}, "دلیل"),
    ("reza", "/meetings/{}/cancel", {"reason": "bored"}, INVALID),
    ("zahra", "/meetings/{}/object", {"reason": ""}, INVALID),
    ("reza", "/meetings/decisions/{}/adopt", {"owner": ""}, "مسئول"),
    ("reza", "/meetings/decisions/{}/adopt", {"owner": "zahra"}, "مهلت"),
    ("reza", "/meetings/decisions/{}/adopt", {"owner": "کسی که نیست", "due_on": "1405/09/01"}, "کسی که نیست"),
    ("reza", "/meetings/decisions/{}/reword", {"text": ""}, INVALID),
    ("reza", "/meetings/decisions/{}/reject", {"reason": ""}, INVALID),
    ("zahra", "/actions/{}/claim", {"evidence": ""}, INVALID),
    ("zahra", "/actions/{}/block", {"blocked_on": "", "reason": "نامه نیامده"}, "نامه نیامده"),
    ("zahra", "/actions/{}/block", {"blocked_on": "zahra", "reason": "نامه نیامده"}, "نامه نیامده"),
    ("zahra", "/actions/{}/block", {"blocked_on": "mina", "reason": ""}, "mina"),
    ("zahra", "/actions/{}/postpone", {"due_on": "", "reason": "باران"}, "باران"),
    ("zahra", "/actions/{}/postpone", {"due_on": "1404/01/01", "reason": "باران"}, "باران"),
    ("zahra", "/actions/{}/postpone", {"due_on": "1409/01/01", "reason": "باران"}, "باران"),
    ("nader", "/actions/{}/cancel-action", {"reason": ""}, INVALID),
    ("nader", "/meetings/series/{}/edit", {"hour": "۲۵:۰۰", "minutes": "۹۰"}, "۲۵:۰۰"),
    ("nader", "/meetings/series/{}/edit", {"hour": "10:00", "minutes": "5"}, INVALID),
    ("nader", "/meetings/series/{}/edit", {"hour": "10:00", "quorum_percent": "130"}, INVALID),
    ("nader", "/meetings/series/{}/edit", {"hour": "10:00", "hosts": "کانونی که نیست"}, "کانونی که نیست"),
]


def everything() -> list[Any]:
    """What the database holds of meetings."""
    return [list(model.objects.order_by("pk").values()) for model in (Meeting, AgendaItem, Decision, Action)]


class TestAHalfFilledForm:
    @pytest.mark.parametrize(
        ("who", "page", "sent", "kept"), WRONG, ids=[f"{n}-{page}" for n, (_, page, _, _) in enumerate(WRONG)]
    )
    def test_comes_back_and_changes_nothing(
        self, world: World, who: str, page: str, sent: dict[str, str], kept: str
    ) -> None:
        client, where = of(world, who), address(world, page)
        before = everything()

        answer = client.post(where, sent)

        assert answer.status_code == 422, answer.get("Location")
        assert kept in answer.content.decode()
        assert answer.content.decode().count("<h1") == 1
        assert everything() == before

    @pytest.mark.parametrize("page", sorted({page for _, page, _, _ in WRONG}))
    def test_is_marked_for_those_who_do_not_see(self, world: World, page: str) -> None:
        who, _, sent, _ = next(line for line in WRONG if line[1] == page)

        body = of(world, who).post(address(world, page), sent).content.decode()

        assert 'aria-invalid="true"' in body or 'role="alert"' in body


class TestAFormOfAVerb:
    @pytest.mark.parametrize(
        ("page", "who"),
        [
            ("/meetings/{}/cancel", "reza"), ("/meetings/decisions/{}/adopt", "reza"),
            ("/meetings/decisions/{}/reword", "reza"), ("/meetings/decisions/{}/defer", "reza"),
            ("/meetings/decisions/{}/reject", "reza"), ("/actions/{}/claim", "zahra"), ("/actions/{}/block", "zahra"),
            ("/actions/{}/postpone", "zahra"), ("/actions/{}/cancel-action", "nader"),
            ("/meetings/series/{}/edit", "nader"),
        ],
    )  # fmt: skip
    @pytest.mark.parametrize("language", ["fa", "en"])
    def test_opens_with_a_heading_and_a_way_back(self, world: World, page: str, who: str, language: str) -> None:
        client, where = of(world, who), address(world, page)
        client.cookies["hamafza_language"] = language

        answer = client.get(where)

        body = answer.content.decode()
        assert answer.status_code == 200
        assert body.count("<h1") == 1 and "csrfmiddlewaretoken" in body

    @pytest.mark.parametrize("verb", ["claim", "block", "postpone", "cancel-action"])
    @pytest.mark.parametrize("state", ["verified", "cancelled"])
    def test_of_an_ended_action_sends_back_with_a_word(self, world: World, state: str, verb: str) -> None:
        action = action_in(world, state)
        sent = {"evidence": "x", "blocked_on": "mina", "reason": "x", "due_on": "1405/09/20"}

        answer = of(world, "nader" if verb == "cancel-action" else "zahra").post(f"/actions/{action.pk}/{verb}", sent)

        assert answer.status_code in {303, 422}
        assert Action.objects.get(pk=action.pk).state == state


class TestTheBeginningOfASeries:
    GOOD = {
        "title": "شورای سلامت", "place": "چابهار", "domain": "", "rule": "weeks", "every": "2", "weekday": "3",
        "first_on": "1405/08/05", "hour": "۱۰:۰۰", "minutes": "90", "quorum_percent": "50", "chair": "nader",
        "secretary": "reza", "roles": ["head"], "hosts": "",
    }  # fmt: skip

    def test_is_good(self, world: World) -> None:
        assert of(world, "nader").post("/meetings/series/new", self.GOOD).status_code == 303

    @pytest.mark.parametrize(
        ("field", "wrong"),
        [
            ("title", ""), ("place", "جایی که نیست"), ("place", ""), ("rule", "years"), ("every", "0"), ("every", "13"),
            ("every", "دو"), ("weekday", "6"), ("weekday", ""), ("first_on", "1405/13/01"), ("first_on", ""),
            ("hour", "۲۵:۰۰"), ("hour", ""), ("minutes", "5"), ("minutes", "601"), ("quorum_percent", "101"),
            ("quorum_percent", "-1"), ("chair", ""), ("chair", "کسی که نیست"), ("secretary", ""), ("secretary", "nader"),
            ("hosts", "کانونی که نیست"), ("domain", "astronomy"), ("roles", "astronaut"),
        ],
    )  # fmt: skip
    def test_wants_each_field_right(self, world: World, field: str, wrong: str) -> None:
        client = of(world, "nader")

        answer = client.post("/meetings/series/new", {**self.GOOD, field: wrong})

        assert answer.status_code == 422
        assert "شورای سلامت" in answer.content.decode() or field == "title"
        assert not Meeting.objects.exists()


class TestTheList:
    @pytest.mark.parametrize("query", ["state=astronomy", "series=999", "series=x", "place=جایی که نیست"])
    def test_says_what_it_does_not_understand(self, world: World, query: str) -> None:
        sitting(world)

        answer = of(world, "nader").get(f"/meetings/?{query}")

        assert answer.status_code == 422

    @pytest.mark.parametrize(
        "query", ["view=astronomy", "q=%00", "q=" + "ا" * 300, "after=x", "before=-1", "view=past&q=%25"]
    )
    def test_bears_whatever_stands_in_the_address(self, world: World, query: str) -> None:
        sitting(world)

        assert of(world, "nader").get(f"/meetings/?{query}").status_code in {200, 400, 422}

    @pytest.mark.parametrize("who", ["karim", "farhad", "stranger"])
    def test_of_one_who_is_called_to_none_says_so(self, world: World, who: str) -> None:
        sitting(world)

        shown = words(of(world, who).get("/meetings/?view=all"))

        assert "شورای هماهنگی چابهار، نشست" not in shown
        assert "نشستی با این نشانه‌ها نیست" in shown


def test_a_visitor_without_an_account_fills_nothing(world: World) -> None:
    for page in sorted({page for _, page, _, _ in WRONG}):
        answer = Client().post(page.format(1), {})
        assert answer.status_code == 302 and "/account/login/" in answer["Location"], page
