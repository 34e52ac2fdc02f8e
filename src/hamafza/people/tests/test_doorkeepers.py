"""What stands before every page: known browsers, the length of a session, what is owed first; and the forms that let one in."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from hamafza.people import devices
from hamafza.people.forms import AccountForm, CodeField, NewPasswordForm
from hamafza.people.middleware import leads_to_sign_in, owes, to_the_door
from hamafza.people.models import Person
from tests.cast import PASSWORD, SATURDAY, World


def carried(username: str, cookie: str | None = None) -> Any:
    """A request from a browser that this account has signed in from."""
    answer = HttpResponse()
    devices.remember(answer, username)
    request = RequestFactory().get("/")
    request.COOKIES[devices.COOKIE] = answer.cookies[devices.COOKIE].value if cookie is None else cookie
    return request


class TestDevices:
    def test_a_browser_is_known_for_its_account_in_any_case(self) -> None:
        request = carried("Zahra")
        assert devices.known(request, "zahra") == devices.known(request, "ZAHRA") != ""

    def test_for_another_account_it_is_a_stranger(self) -> None:
        assert devices.known(carried("zahra"), "reza") == ""

    @pytest.mark.parametrize("cookie", ["", "x", "a:b:c", "\ud7ff", "x" * 5_000])
    def test_a_forged_mark_is_none(self, cookie: str) -> None:
        assert devices.known(carried("zahra", cookie), "zahra") == ""

    def test_a_changed_letter_spoils_it(self) -> None:
        request = carried("zahra")
        kept = request.COOKIES[devices.COOKIE]
        request.COOKIES[devices.COOKIE] = kept[:-1] + ("A" if kept[-1] != "A" else "B")
        assert devices.known(request, "zahra") == ""

    def test_two_browsers_have_two_marks(self) -> None:
        assert devices.known(carried("zahra"), "zahra") != devices.known(carried("zahra"), "zahra")

    def test_after_ninety_days_it_is_forgotten(self, time_machine: Any) -> None:
        time_machine.move_to(SATURDAY, tick=False)
        request = carried("zahra")
        time_machine.shift(devices.AGE)
        assert devices.known(request, "zahra")
        time_machine.shift(1)
        assert devices.known(request, "zahra") == ""

    def test_scripts_do_not_read_it(self) -> None:
        answer = HttpResponse()
        devices.remember(answer, "zahra")
        cookie = answer.cookies[devices.COOKIE]
        assert cookie["httponly"] and cookie["samesite"] == "Lax"
        assert "zahra" not in str(cookie)[:10]


class TestToTheDoor:
    @pytest.mark.parametrize(
        ("here", "back"),
        [
            ("https://h.ir/requests/5/", "%2Frequests%2F5%2F"),
            ("https://h.ir/requests/?q=%D8%A7&page=2", "%2Frequests%2F%3Fq%3D%25D8%25A7%26page%3D2"),
            ("", ""),
            ("http://[", "%2F"),
            ("javascript:alert(1)", "alert%281%29"),
        ],
    )
    def test_the_whole_page_goes_and_comes_back(self, here: str, back: str) -> None:
        answer = to_the_door(RequestFactory().get("/x", headers={"HX-Current-URL": here}))
        assert answer.status_code == 204
        assert answer["HX-Redirect"].partition("next=")[2] == back

    @pytest.mark.parametrize(
        ("status", "where", "leads"),
        [
            (302, "/account/login/?next=/", True),
            (302, "/", False),
            (302, "/account/login/../x", False),
            (200, "/account/login/", False),
        ],
    )
    def test_only_a_way_to_the_sign_in_is_one(self, status: int, where: str, leads: bool) -> None:
        answer = HttpResponse(status=status, headers={"Location": where})
        assert leads_to_sign_in(answer) is leads

    def test_a_fragment_asked_after_the_end_leads_to_the_sign_in(self, db: None) -> None:
        answer = Client().get(
            "/centres/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/centres/"}
        )
        assert (answer.status_code, answer["HX-Redirect"]) == (204, "/account/login/?next=%2Fcentres%2F")


class TestOwes:
    @pytest.mark.parametrize(
        ("temporary", "second", "owed"),
        [
            (False, False, ""),
            (True, False, "account_change_password"),
            (False, True, "mfa_index"),
            (True, True, "account_change_password"),
        ],
    )
    def test_one_thing_at_a_time(self, world: World, settings: Any, temporary: bool, second: bool, owed: str) -> None:
        settings.REQUIRE_MFA = second
        zahra = world.person["zahra"]
        zahra.temporary_until = SATURDAY if temporary else None
        assert owes(zahra) == owed

    def test_a_visitor_owes_nothing(self) -> None:
        assert owes(object()) == ""

    @pytest.mark.parametrize(
        ("path", "headers", "status", "key", "value"),
        [
            ("/", {}, 302, "Location", "/account/password/change/"),
            ("/centres/", {"HX-Request": "true"}, 204, "HX-Redirect", "/account/password/change/"),
            ("/api/v1/requests", {}, 403, "Content-Type", "application/json"),
        ],
    )
    def test_nothing_else_opens_meanwhile(
        self, world: World, path: str, headers: dict[str, str], status: int, key: str, value: str
    ) -> None:
        Person.objects.filter(username="zahra").update(temporary_until="2099-01-01T00:00Z")
        client = Client()
        client.force_login(Person.objects.get(username="zahra"))
        answer = client.get(path, headers=headers)

        assert answer.status_code == status
        assert answer[key].startswith(value)


class TestForms:
    @pytest.mark.parametrize(
        ("typed", "read"),
        [("۱۲۳ ۴۵۶", "123456"), (" 123456 ", "123456"), ("١٢٣٤٥٦", "123456"), ("ab12-cd34", "ab12-cd34")],
    )
    def test_a_code_is_read_in_any_digits(self, typed: str, read: str) -> None:
        assert CodeField().clean(typed) == read

    @pytest.mark.parametrize(
        ("change", "fields"),
        [
            ({}, set()),
            ({"old": "x"}, {"old"}),
            ({"again": "other words here"}, {"again"}),
            ({"old": "", "password": "", "again": ""}, {"old", "password", "again"}),
            ({"password": ""}, {"password"}),
            ({"again": f" {PASSWORD}-new"}, {"again"}),
        ],
    )
    def test_a_new_pass_word_is_written_twice(self, world: World, change: dict[str, str], fields: set[str]) -> None:
        typed = {"old": PASSWORD, "password": f"{PASSWORD}-new", "again": f"{PASSWORD}-new"} | change
        form = NewPasswordForm(typed, person=world.person["zahra"])
        assert set(form.errors) == fields

    @pytest.mark.parametrize(
        ("typed", "read"),
        [
            ("۰۹۱۵۱۲۳۴۵۶۷", "09151234567"),
            ("+98 915 123 4567", "09151234567"),
            ("", ""),
            ("0543", None),
            ("05435312345", None),
        ],
    )
    def test_her_mobile_in_any_writing(self, typed: str, read: str | None) -> None:
        form = AccountForm({"full_name": "زهرا", "mobile": typed})
        assert form.is_valid() is (read is not None)
        assert form.cleaned_data.get("mobile") == read
