"""The first administrator: asked for what is not said, refused what is weak, never told by an argument."""

import io

import pytest
from django.core.management import CommandError, call_command

from hamafza.config.management.commands import createadmin
from hamafza.kernel.models import AuditLine
from hamafza.people.models import Person
from tests.cast import PASSWORD, World


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch):
    """typed("lines", "of", "input") stands for the person at the keyboard."""
    for name in ("USERNAME", "NAME", "PASSWORD"):
        monkeypatch.delenv(f"HAMAFZA_ADMIN_{name}", raising=False)

    def keyboard(*lines: str) -> None:
        waiting = iter(lines)
        for asked in ("builtins.input", "getpass.getpass"):
            monkeypatch.setattr(asked, lambda prompt="": next(waiting))

    keyboard()
    return keyboard


def make(**said: str) -> str:
    out = io.StringIO()
    call_command("createadmin", stdout=out, **said)
    return out.getvalue()


class TestMaking:
    def test_asks_for_everything_that_was_not_said(self, db: None, typed) -> None:
        typed(" modir ", "  مدیر نمونه ", PASSWORD, PASSWORD)

        said = make()

        admin = Person.objects.get()
        assert (admin.username, admin.full_name, admin.is_admin) == ("modir", "مدیر نمونه", True)
        assert admin.check_password(PASSWORD) and admin.temporary_until is None
        assert said == "modir: مدیر سامانه ساخته شد. / The administrator is made.\n"

    def test_asks_for_nothing_that_was_said(self, db: None, typed, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HAMAFZA_ADMIN_PASSWORD", PASSWORD)

        make(username="modir", name="مدیر")

        assert Person.objects.get().check_password(PASSWORD)

    def test_reads_names_from_the_environment(self, db: None, typed, monkeypatch: pytest.MonkeyPatch) -> None:
        for name, value in (("USERNAME", "modir"), ("NAME", "مدیر"), ("PASSWORD", PASSWORD)):
            monkeypatch.setenv(f"HAMAFZA_ADMIN_{name}", value)

        make()

        assert (Person.objects.get().username, Person.objects.get().full_name) == ("modir", "مدیر")

    def test_is_written_in_the_audit_without_the_pass_word(self, db: None, typed) -> None:
        typed("modir", "مدیر", PASSWORD, PASSWORD)

        make()

        line = AuditLine.objects.get(verb="people.open_account")
        assert line.by == "system:createadmin"
        assert PASSWORD not in str(vars(line))

    def test_takes_no_pass_word_as_an_argument(self) -> None:
        """Every process of the machine sees the arguments of all others."""
        parser = createadmin.Command().create_parser("hamafza", "createadmin")

        assert not [action.dest for action in parser._actions if "pass" in action.dest]


class TestRefusing:
    @pytest.mark.parametrize(
        ("lines", "told"),
        [
            (("modir", "مدیر", PASSWORD, f"{PASSWORD}x"), "The two pass-words differ"),
            (("modir", "مدیر", "short", "short"), "Not made"),
            (("ADMIN", "مدیر", PASSWORD, PASSWORD), "این نام کاربری از پیش هست"),
        ],
    )
    def test_is_one_line_and_makes_nobody(self, world: World, typed, lines: tuple[str, ...], told: str) -> None:
        before = Person.objects.count()
        typed(*lines)

        with pytest.raises(CommandError, match=told):
            make()

        assert Person.objects.count() == before

    def test_an_end_of_input_is_no_crash(self, db: None, typed, monkeypatch: pytest.MonkeyPatch) -> None:
        def nothing(prompt: str = "") -> str:
            raise EOFError

        monkeypatch.setattr("builtins.input", nothing)

        with pytest.raises(CommandError, match="Not made"):
            make()
