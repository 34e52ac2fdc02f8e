"""One's own account: pass-word, second factor, sessions, and what must be done before anything else."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import caches
from django.test import Client

from hamafza.people import commands
from tests.cast import HAND, PASSWORD, World

FRESH = "three-unlikely-lanterns-42"
CHATTY = re.compile(r"کردی\b|ساختی|نساختی|کنی\b|داری\b|هستی\b|\bتو\b|شدی\b|خواستی\b|ببین\b|\bکن\b")


@pytest.fixture(autouse=True)
def today(db: None, time_machine) -> datetime:
    at = datetime.now(UTC).replace(microsecond=0)
    time_machine.move_to(at)
    caches["default"].clear()
    return at


def signed_in(username: str = "zahra", password: str = PASSWORD, **more: str) -> Client:
    client = Client(**more)
    assert client.post("/account/login/", {"login": username, "password": password}).status_code == 302
    return client


def code_of(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))


def enrol(client: Client) -> str:
    """Turn the second factor on; it asks for the pass-word again first."""
    assert client.get("/account/2fa/totp/activate/")["Location"].startswith("/account/reauthenticate/")
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    page = client.get("/account/2fa/totp/activate/").content.decode()
    secret = re.search(r"<code[^>]*>([A-Z2-7]+)</code>", page)[1]
    answer = client.post("/account/2fa/totp/activate/", {"code": code_of(secret)})
    assert answer.status_code == 302, answer.content.decode()
    return secret


def is_in(client: Client) -> bool:
    return client.get("/account/me").status_code == 200


class TestPassword:
    def change(self, client: Client, **typed: str):
        return client.post("/account/password/change/", {"old": PASSWORD, "password": FRESH, "again": FRESH, **typed})

    def test_the_new_one_works_and_the_old_one_does_not(self, world: World) -> None:
        assert self.change(signed_in()).status_code == 302

        assert Client().post("/account/login/", {"login": "zahra", "password": PASSWORD}).status_code == 200
        signed_in(password=FRESH)

    def test_other_sessions_end_and_this_one_stays(self, world: World) -> None:
        here, there = signed_in(), signed_in()
        self.change(here)

        assert is_in(here) and not is_in(there)
        assert here.get("/account/sessions/").content.decode().count("<article") == 1

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({"old": "wrong"}, "گذرواژهٔ کنونی شما نیست"),
            ({"again": "another-one-12"}, "یکی نیست"),
            ({"password": "short", "again": "short"}, "دست‌کم ۱۲ نویسه"),
            ({"password": "1" * 14, "again": "1" * 14}, "تنها از رقم"),
            ({"password": "password1234", "again": "password1234"}, "برگزینید"),
        ],
    )
    def test_a_refusal_stands_beside_the_form(self, world: World, typed: dict[str, str], said: str) -> None:
        answer = self.change(signed_in(), **typed)

        assert answer.status_code == 422 and said in answer.content.decode()

    def test_it_is_said_and_no_door_asks_for_it_again_at_once(self, world: World) -> None:
        client = signed_in(HTTP_ACCEPT_LANGUAGE="fa")

        said = self.change(client)
        page = client.get(said["Location"]).content.decode()

        assert "گذرواژهٔ شما عوض شد" in page
        assert client.get("/account/2fa/totp/activate/").status_code == 200  # she has just shown who she is

    def test_the_page_says_why_it_must_be_changed_only_where_it_must(self, world: World) -> None:
        client = signed_in(HTTP_ACCEPT_LANGUAGE="fa")
        assert "را دیگری به شما داده است" not in client.get("/account/password/change/").content.decode()

        commands.change_password(
            world.person["reza"], password=FRESH, temporary=True, by=world.person["admin"], at=datetime.now(UTC)
        )
        newcomer = signed_in("reza", FRESH, HTTP_ACCEPT_LANGUAGE="fa")

        page = newcomer.get("/account/password/change/").content.decode()
        assert "را دیگری به شما داده است" in page
        assert "بازگشت" not in page.split("<main")[1].split("</main")[0]

    def test_it_is_written_in_the_audit_without_the_pass_word(self, world: World) -> None:
        from hamafza.kernel.models import AuditLine

        self.change(signed_in())

        line = AuditLine.objects.filter(verb="people.change_password").latest("pk")
        assert line.by == world.person["zahra"].ref and FRESH not in str(line.details)


class TestTemporaryPassword:
    @pytest.fixture
    def newcomer(self, world: World, today: datetime) -> str:
        commands.open_account(
            username="newcomer", full_name="تازه‌وارد", password=PASSWORD, temporary=True, by=HAND, at=today
        )
        return "newcomer"

    def test_it_must_be_changed_before_anything_else(self, newcomer: str) -> None:
        client = signed_in(newcomer)

        assert client.get("/network/officers")["Location"] == "/account/password/change/"
        client.post("/account/password/change/", {"old": PASSWORD, "password": FRESH, "again": FRESH})

        assert client.get("/network/rights").status_code != 302

    def test_it_lasts_three_days(self, newcomer: str, today: datetime, time_machine) -> None:
        time_machine.move_to(today + timedelta(hours=72) - timedelta(seconds=1))
        client = signed_in(newcomer)
        time_machine.move_to(today + timedelta(hours=72))

        assert not is_in(client)
        assert Client().post("/account/login/", {"login": newcomer, "password": PASSWORD}).status_code == 200

    def test_the_machine_interface_is_shut_too(self, newcomer: str) -> None:
        assert signed_in(newcomer).get("/api/v1/requests").status_code == 403


class TestSecondFactor:
    def test_signing_in_asks_for_a_code_in_any_digits(self, world: World, time_machine, today: datetime) -> None:
        secret = enrol(signed_in())
        time_machine.move_to(today + timedelta(minutes=2))
        client = Client()
        answer = client.post("/account/login/", {"login": "zahra", "password": PASSWORD})
        assert answer["Location"].startswith("/account/2fa/authenticate/") and not is_in(client)

        persian = code_of(secret).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
        assert client.post("/account/2fa/authenticate/", {"code": persian}).status_code == 302
        assert is_in(client)

    def test_a_code_works_once(self, world: World, time_machine, today: datetime) -> None:
        secret = enrol(signed_in())
        time_machine.move_to(today + timedelta(minutes=2))
        code, statuses = code_of(secret), []
        for client in (Client(), Client()):
            client.post("/account/login/", {"login": "zahra", "password": PASSWORD})
            statuses.append(client.post("/account/2fa/authenticate/", {"code": code}).status_code)

        assert statuses == [302, 200]

    def test_a_wrong_code_is_refused_in_courteous_words(self, world: World) -> None:
        enrol(signed_in())
        client = Client()
        client.post("/account/login/", {"login": "zahra", "password": PASSWORD})
        answer = client.post("/account/2fa/authenticate/", {"code": "000000"})

        assert "این کد درست نیست" in answer.content.decode() and not is_in(client)

    def test_the_secret_does_not_lie_readable_in_the_database(self, world: World) -> None:
        secret = enrol(signed_in())

        assert all(secret not in str(kept.data) for kept in Authenticator.objects.all())

    def test_a_new_pass_word_does_not_drop_it(self, world: World) -> None:
        enrol(signed_in())
        commands.change_password(world.person["zahra"], password=FRESH, by=HAND, at=datetime.now(UTC))
        client = Client()
        client.post("/account/login/", {"login": "zahra", "password": FRESH})

        assert not is_in(client)

    def test_turning_it_off_asks_who_she_is(self, world: World, time_machine, today: datetime) -> None:
        client = signed_in()
        enrol(client)
        time_machine.move_to(today + timedelta(hours=1))

        answer = client.post("/account/2fa/totp/deactivate/")

        assert answer["Location"].startswith("/account/reauthenticate/")
        assert Authenticator.objects.filter(type="totp").exists()

    def test_recovery_codes_are_shown_and_work_once(self, world: World) -> None:
        client = signed_in()
        enrol(client)
        code = re.search(r"<li><code>([0-9a-z]+)</code>", client.get("/account/2fa/recovery-codes/").content.decode())[
            1
        ]
        statuses = []
        for other in (Client(), Client()):
            other.post("/account/login/", {"login": "zahra", "password": PASSWORD})
            statuses.append(other.post("/account/2fa/authenticate/", {"code": code}).status_code)

        assert statuses == [302, 200]

    def test_where_it_is_required_it_comes_first(self, world: World, settings) -> None:
        settings.REQUIRE_MFA = True
        client = signed_in()
        assert client.get("/network/rights")["Location"] == "/account/2fa/"
        enrol(client)

        assert client.get("/network/rights").status_code == 200

    def test_where_it_is_required_the_last_one_stays(self, world: World, settings) -> None:
        settings.REQUIRE_MFA = True
        client = signed_in()
        enrol(client)

        Authenticator.objects.create(user=world.person["reza"], type="webauthn", data={})  # not hers
        assert "نخست راه دیگری" in client.post("/account/2fa/totp/deactivate/").content.decode()
        assert Authenticator.objects.filter(type="totp").exists()


class TestSessions:
    def test_the_others_can_be_ended(self, world: World) -> None:
        here, there = signed_in(), signed_in()
        assert here.get("/account/sessions/").content.decode().count("<article") == 2

        here.post("/account/sessions/")

        assert is_in(here) and not is_in(there)

    def test_nobody_sees_another_persons_sessions(self, world: World) -> None:
        signed_in(HTTP_USER_AGENT="zahras-own-browser")

        assert "zahras-own-browser" not in signed_in("reza").get("/account/sessions/").content.decode()

    def test_an_idle_one_ends(self, world: World, settings, time_machine, today: datetime) -> None:
        settings.SESSION_IDLE_MINUTES = 20
        client = signed_in()
        assert is_in(client)
        for minutes in (19, 38):
            time_machine.move_to(today + timedelta(minutes=minutes))
            assert is_in(client)
        time_machine.move_to(today + timedelta(minutes=58))

        assert not is_in(client)

    def test_a_busy_one_ends_after_ten_hours(self, world: World, settings, time_machine, today: datetime) -> None:
        settings.SESSION_IDLE_MINUTES = 20
        client = signed_in()
        is_in(client)
        for minutes in range(15, 600, 15):
            time_machine.move_to(today + timedelta(minutes=minutes))
            assert is_in(client), minutes
        time_machine.move_to(today + timedelta(hours=10))

        assert not is_in(client)


class TestMe:
    def test_name_and_telephone_can_be_changed(self, world: World) -> None:
        client = signed_in()
        client.post("/account/me", {"full_name": "زهرا مرادی‌نیا", "mobile": "۰۹۱۵ ۱۱۱ ۲۲۳۳"})

        person = world.person["zahra"]
        person.refresh_from_db()
        assert (person.full_name, person.mobile) == ("زهرا مرادی‌نیا", "09151112233")

    def test_shows_what_is_kept_and_says_so_when_it_changed(self, world: World) -> None:
        client = signed_in(HTTP_ACCEPT_LANGUAGE="fa")
        form = client.get("/account/me").context["form"]
        assert (form["full_name"].value(), form["mobile"].value()) == ("زهرا مرادی", "۰۹۱۵۰۰۰۰۰۰۰")

        answer = client.post("/account/me", {"full_name": "زهرا نارویی", "mobile": ""}, follow=True)

        assert answer.redirect_chain == [("/account/me", 302)]
        assert "ذخیره شد." in answer.content.decode()
        assert 'value="زهرا نارویی"' in answer.content.decode()

    def test_what_is_wrong_stays_typed(self, world: World) -> None:
        answer = signed_in().post("/account/me", {"full_name": "زهرا", "mobile": "۰۹۱۵"})

        assert answer.status_code == 422 and "۰۹۱۵" in answer.content.decode()

    def test_nothing_else_can_be_changed_by_it(self, world: World) -> None:
        signed_in().post("/account/me", {"full_name": "زهرا", "mobile": "", "is_admin": "on", "username": "root"})

        person = world.person["zahra"]
        person.refresh_from_db()
        assert (person.is_admin, person.username) == (False, "zahra")

    @pytest.mark.parametrize("day, shown", [(0, True), (10, False)])
    def test_live_keys_of_other_systems_are_counted(
        self, world: World, time_machine, today: datetime, day: int, shown: bool
    ) -> None:
        zahra = world.person["zahra"]
        commands.open_token(zahra, name="سامانهٔ بهزیستی", until=today + timedelta(days=5), by=zahra, at=today)
        time_machine.move_to(today + timedelta(days=day))

        assert ("۱ کلید زنده" in signed_in().get("/account/me").content.decode()) is shown


PAGES = [
    "me", "logout/", "password/change/", "sessions/", "reauthenticate/", "2fa/", "2fa/totp/activate/",
    "2fa/totp/deactivate/", "2fa/recovery-codes/", "2fa/recovery-codes/generate/", "2fa/webauthn/",
    "2fa/webauthn/add/", "2fa/reauthenticate/", "keys/", "keys/new",
]  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["fa", "en"])
def test_every_page_is_courteous_and_keeps_to_the_policy(world: World, page: str, language: str) -> None:
    client = signed_in()
    enrol(client)
    if "activate" in page and "de" not in page:
        Authenticator.objects.all().delete()
    client.cookies["hamafza_language"] = language

    answer = client.get(f"/account/{page}")

    assert answer.status_code == 200
    html = answer.content.decode()
    html = html[html.index("<main") : html.index("</main")]
    assert not CHATTY.search(html)
    assert not re.search(r'<script(?![^>]*\bsrc=)(?![^>]*type="application/json")|\sstyle=|\son[a-z]+="', html)
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    if language == "fa":
        words = re.sub(
            r"<script.*?</script>|<svg.*?</svg>|<code.*?</code>|<[^>]+>|\S*/\S*|[a-z.]*@\S*",
            " ",
            html,
            flags=re.S,
        )
        assert not re.search(r"[A-Za-z]{4,} [a-z]{2,}", words), re.findall(r"[A-Za-z]{4,} [a-z]{2,}[^\n]*", words)
    else:
        assert not re.search(
            r"[آ-ی]{3,}", re.sub(r"<[^>]+>", " ", html).replace("فارسی", "").replace("زهرا مرادی", "")
        ), page
