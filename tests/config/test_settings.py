"""The settings as a machine in service has them: read in a process of their own, with and without HTTPS."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from hamafza.config.management.commands import start
from hamafza.config.secret import secret_key

ROOT = Path(__file__).resolve().parents[2]
ASKED = (
    "DEBUG SESSION_COOKIE_NAME SESSION_COOKIE_SECURE SESSION_COOKIE_HTTPONLY SESSION_COOKIE_SAMESITE CSRF_COOKIE_NAME "
    "CSRF_COOKIE_SECURE CSRF_COOKIE_HTTPONLY LANGUAGE_COOKIE_SECURE SECURE_HSTS_SECONDS SECURE_SSL_REDIRECT "
    "SECURE_PROXY_SSL_HEADER REQUIRE_MFA SESSION_IDLE_MINUTES ALLAUTH_TRUSTED_PROXY_COUNT X_FRAME_OPTIONS "
    "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN ALLOWED_HOSTS CONTENT_SECURITY_POLICY SESSION_COOKIE_AGE TIME_ZONE USE_TZ "
    "SECURE_CONTENT_TYPE_NOSNIFF ACCOUNT_PREVENT_ENUMERATION PASSWORD_HASHERS"
).split()


def house(folder: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command with nothing in its environment but what is given."""
    env = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT / 'engines'}",
        "DJANGO_SETTINGS_MODULE": "hamafza.config.settings",
        "HAMAFZA_DATA": str(folder),
        **environment,
    }
    return subprocess.run(
        [sys.executable, *command], env=env, cwd=folder, capture_output=True, text=True, check=False, timeout=120
    )


def asked(folder: Path, **environment: str) -> dict[str, Any]:
    read = (
        f"from django.conf import settings as s; import json; print(json.dumps({{n: getattr(s, n) for n in {ASKED}}}))"
    )
    said = house(folder, "-c", read, **environment)
    assert said.returncode == 0, said.stderr
    return json.loads(said.stdout)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return asked(tmp_path_factory.mktemp("plain"))


@pytest.fixture(scope="module")
def https(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return asked(tmp_path_factory.mktemp("https"), HAMAFZA_HTTPS="1", HAMAFZA_HOSTS="hamafza.example")


@pytest.mark.slow  # reads the settings in a process of its own
class TestTheSettings:
    @pytest.mark.parametrize(
        ("name", "without", "with_https"),
        [
            ("SESSION_COOKIE_NAME", "hamafza", "__Host-hamafza"),
            ("CSRF_COOKIE_NAME", "csrf", "__Host-csrf"),
            ("SESSION_COOKIE_SECURE", False, True),
            ("CSRF_COOKIE_SECURE", False, True),
            ("LANGUAGE_COOKIE_SECURE", False, True),
            ("SECURE_HSTS_SECONDS", 0, 31_536_000),
            ("SECURE_SSL_REDIRECT", False, True),
            ("SECURE_PROXY_SSL_HEADER", None, ["HTTP_X_FORWARDED_PROTO", "https"]),
            ("REQUIRE_MFA", False, True),
            ("SESSION_IDLE_MINUTES", 0, 20),
            ("ALLAUTH_TRUSTED_PROXY_COUNT", 0, 1),
            ("MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN", True, False),
            ("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"], ["hamafza.example"]),
        ],
    )
    def test_grow_strict_with_https(
        self, plain: dict[str, Any], https: dict[str, Any], name: str, without: object, with_https: object
    ) -> None:
        assert (plain[name], https[name]) == (without, with_https)

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("DEBUG", False),
            ("SESSION_COOKIE_HTTPONLY", True),
            ("SESSION_COOKIE_SAMESITE", "Lax"),
            ("SESSION_COOKIE_AGE", 36_000),
            ("CSRF_COOKIE_HTTPONLY", True),
            ("X_FRAME_OPTIONS", "DENY"),
            ("SECURE_CONTENT_TYPE_NOSNIFF", True),
            ("ACCOUNT_PREVENT_ENUMERATION", True),
            ("TIME_ZONE", "Asia/Tehran"),
            ("USE_TZ", True),
        ],
    )
    def test_are_strict_in_either_case(
        self, plain: dict[str, Any], https: dict[str, Any], name: str, value: object
    ) -> None:
        assert plain[name] == https[name] == value

    def test_let_no_page_fetch_or_run_what_is_not_ours(self, plain: dict[str, Any], https: dict[str, Any]) -> None:
        rules = plain["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]

        assert https["CONTENT_SECURITY_POLICY"]["DIRECTIVES"] == rules
        assert rules["default-src"] == ["'none'"]
        assert {word for words in rules.values() for word in words} == {"'none'", "'self'", "data:"}
        assert [name for name, words in rules.items() if "data:" in words] == ["img-src"]

    def test_hash_pass_words_slowly(self, plain: dict[str, Any]) -> None:
        assert "Argon2" in plain["PASSWORD_HASHERS"][0]

    @pytest.mark.parametrize(
        ("variable", "value", "name", "read"),
        [
            ("HAMAFZA_REQUIRE_MFA", "1", "REQUIRE_MFA", True),
            ("HAMAFZA_IDLE_MINUTES", "5", "SESSION_IDLE_MINUTES", 5),
            ("HAMAFZA_PROXIES", "2", "ALLAUTH_TRUSTED_PROXY_COUNT", 2),
            ("HAMAFZA_HOSTS", "a.example,b.example", "ALLOWED_HOSTS", ["a.example", "b.example"]),
        ],
    )
    def test_listen_to_the_environment(
        self, tmp_path: Path, variable: str, value: str, name: str, read: object
    ) -> None:
        assert asked(tmp_path, **{variable: value})[name] == read


@pytest.mark.slow  # runs Django's own checks in a process
def test_djangos_checks_for_service_find_nothing_to_warn_of(tmp_path: Path) -> None:
    said = house(
        tmp_path, "-m", "django", "check", "--deploy", "--fail-level", "WARNING",
        HAMAFZA_HTTPS="1", HAMAFZA_HOSTS="hamafza.example", HAMAFZA_URL="https://hamafza.example",
    )  # fmt: skip

    assert said.returncode == 0, said.stderr
    assert "no issues" in said.stdout


class TestTheSecret:
    def test_is_read_by_its_owner_only_and_so_is_the_folder(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("SECRET_KEY", raising=False)
        data = tmp_path / "new" / "data"

        key = secret_key(data)

        assert (data / "secret").stat().st_mode & 0o777 == 0o600
        assert data.stat().st_mode & 0o777 == 0o700
        assert len(key) >= 60

    def test_stays_the_same_and_leaves_no_draft(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("SECRET_KEY", raising=False)

        assert secret_key(tmp_path) == secret_key(tmp_path)
        assert [path.name for path in tmp_path.iterdir()] == ["secret"]

    def test_is_another_in_every_house(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("SECRET_KEY", raising=False)

        assert secret_key(tmp_path / "a") != secret_key(tmp_path / "b")


class TestTheServersCommandLine:
    def test_is_granian_on_the_address_that_was_asked_for(self) -> None:
        line = start.server("192.0.2.7", 8123)

        assert line[:3] == [sys.executable, "-m", "granian"]
        assert line[line.index("--host") + 1] == "192.0.2.7"
        assert line[line.index("--port") + 1] == "8123"
        assert line[-1] == "hamafza.config.wsgi:application"

    def test_has_two_workers_who_come_back_and_one_thread_each(self) -> None:
        """On SQLite more writers would only wait for each other."""
        line = start.server("127.0.0.1", 8000)

        assert line[line.index("--workers") + 1] == "2"
        assert line[line.index("--blocking-threads") + 1] == "1"
        assert "--respawn-failed-workers" in line

    def test_carries_no_secret(self) -> None:
        from django.conf import settings

        assert settings.SECRET_KEY not in " ".join(start.server("127.0.0.1", 8000))
