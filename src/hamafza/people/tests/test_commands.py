"""Accounts: opened, changed and closed by whom, and with what."""

from datetime import timedelta
from typing import Any

import pytest

from hamafza.kernel.errors import NotAllowed, Refused
from hamafza.kernel.models import AuditLine
from hamafza.people import commands as people
from hamafza.people import passwords
from hamafza.people.models import ApiToken, Person
from tests.cast import HAND, PASSWORD, SATURDAY, World

DAY = timedelta(days=1)
OTHERS = ["reza", "nader", "parvin", "stranger"]


def opened(**change: Any) -> Person:
    given = {"username": "taraneh", "full_name": "ترانه كريمی", "by": HAND, "at": SATURDAY}
    return people.open_account(**given | change)


class TestOpening:
    def test_writes_her_down(self, db: None) -> None:
        person = opened(mobile="09151112233", password=PASSWORD)

        assert person.search_key == "ترانه کریمی"
        assert person.check_password(PASSWORD) and person.temporary_until is None
        assert (person.is_active, person.is_admin, person.joined_at) == (True, False, SATURDAY)

    def test_writes_down_where_she_is_reached_and_whether_she_keeps_the_house(self, db: None) -> None:
        kept = opened(email="t@example.ir", mobile="09151112233", is_admin=True)
        person = Person.objects.get(pk=kept.pk)

        assert (person.email, person.mobile, person.is_admin) == ("t@example.ir", "09151112233", True)
        assert Person.objects.get_by_natural_key("TARANEH") == person
        assert str(person) == "ترانه كريمی"

    def test_without_a_pass_word_nobody_gets_in(self, db: None) -> None:
        person = opened()
        assert not person.has_usable_password() and not person.check_password("")

    def test_with_a_temporary_one_three_days_are_left(self, db: None) -> None:
        person = opened(password=PASSWORD, temporary=True)
        end = SATURDAY + 3 * DAY

        assert person.temporary_until == end
        assert [person.may_enter(at) for at in (SATURDAY, end - timedelta(seconds=1), end)] == [True, True, False]

    @pytest.mark.parametrize(("typed", "kept"), [("Ali۱۲", "Ali12"), (" sara7 ", "sara7"), ("a٣", "a3")])
    def test_a_name_is_kept_in_latin_digits(self, db: None, typed: str, kept: str) -> None:
        assert opened(username=typed).username == kept

    @pytest.mark.parametrize("name", ["reza", "REZA", "Reza", " reza ", "reza"])
    def test_a_name_is_given_once_in_any_case(self, world: World, name: str) -> None:
        with pytest.raises(people.UsernameTaken) as refused:
            opened(username=name)
        assert refused.value.field == "username"

    @pytest.mark.parametrize(
        "weak", ["", "short", "12345678901234", "password1234", "taraneh00000", "ترانه كريمی ۱", "09151112233ab"]
    )
    def test_a_weak_pass_word_is_refused_and_leaves_nobody(self, db: None, weak: str) -> None:
        with pytest.raises(people.WeakPassword) as refused:
            opened(password=weak, mobile="09151112233")
        assert refused.value.field == "password" and str(refused.value.message)
        assert not Person.objects.exists()

    @pytest.mark.parametrize("who", OTHERS)
    def test_is_for_the_admin(self, world: World, who: str) -> None:
        with pytest.raises(NotAllowed):
            opened(by=world.person[who])

    def test_the_admin_herself_may(self, world: World) -> None:
        assert opened(by=world.person["admin"]).pk

    def test_an_admin_who_left_may_no_more(self, world: World) -> None:
        people.disable(world.person["admin"], by=HAND, at=SATURDAY)
        with pytest.raises(NotAllowed):
            opened(by=world.person["admin"])


ACTS = {
    "change_password": lambda person, by: people.change_password(person, password=f"{PASSWORD}-x", by=by, at=SATURDAY),
    "edit_account": lambda person, by: people.edit_account(person, full_name="نام نو", mobile="", by=by, at=SATURDAY),
    "open_token": lambda person, by: people.open_token(person, name="x", until=SATURDAY + DAY, by=by, at=SATURDAY),
    "disable": lambda person, by: people.disable(person, by=by, at=SATURDAY),
    "enable": lambda person, by: people.enable(person, by=by, at=SATURDAY),
}
BY_HERSELF = {"change_password", "edit_account", "open_token"}


class TestWhoMay:
    @pytest.mark.parametrize("act", ACTS)
    def test_keep_an_account(self, world: World, act: str) -> None:
        done = set()
        for who in ["zahra", "admin", *OTHERS, "maryam"]:
            try:
                ACTS[act](Person.objects.get(username="zahra"), world.person[who])
            except NotAllowed:
                continue
            done.add(who)
        assert done == ({"zahra", "admin"} if act in BY_HERSELF else {"admin"})

    @pytest.mark.parametrize("act", ACTS)
    def test_and_the_audit_knows_who_it_was_without_any_name(self, world: World, act: str) -> None:
        ACTS[act](world.person["zahra"], world.person["admin"])
        line = AuditLine.objects.latest("seq")

        assert (line.verb, line.by) == (f"people.{act}", world.person["admin"].ref)
        assert "نام نو" not in str(line.details) and PASSWORD not in str(line.details)


class TestKeeping:
    def test_a_new_pass_word_ends_the_old_and_the_temporary(self, world: World) -> None:
        zahra = world.person["zahra"]
        people.change_password(zahra, password=f"{PASSWORD}-a", temporary=True, by=HAND, at=SATURDAY)
        people.change_password(zahra, password=f"{PASSWORD}-b", by=zahra, at=SATURDAY)
        zahra.refresh_from_db()

        assert zahra.check_password(f"{PASSWORD}-b") and not zahra.check_password(f"{PASSWORD}-a")
        assert zahra.temporary_until is None

    def test_one_that_another_gave_lasts_three_days(self, world: World) -> None:
        zahra = people.change_password(
            world.person["zahra"],
            password="a-word-for-her-only-9",
            temporary=True,
            by=world.person["admin"],
            at=SATURDAY,
        )

        zahra.refresh_from_db()
        assert zahra.temporary_until == SATURDAY + 3 * DAY
        assert [zahra.may_enter(SATURDAY + days * DAY) for days in (2, 3)] == [True, False]

    def test_a_weak_one_changes_nothing(self, world: World) -> None:
        zahra = world.person["zahra"]
        with pytest.raises(people.WeakPassword):
            people.change_password(zahra, password="123", by=zahra, at=SATURDAY)
        zahra.refresh_from_db()
        assert zahra.check_password(PASSWORD)

    def test_a_new_name_is_found_by_its_new_letters(self, world: World) -> None:
        people.edit_account(world.person["zahra"], full_name="زهرا يزدانی", mobile="0915", by=HAND, at=SATURDAY)
        kept = Person.objects.get(username="zahra")
        assert (kept.full_name, kept.search_key, kept.mobile) == ("زهرا يزدانی", "زهرا یزدانی", "0915")

    def test_closing_and_opening_again_leaves_all_else(self, world: World) -> None:
        before = Person.objects.filter(username="zahra").values().get()
        people.disable(world.person["zahra"], by=HAND, at=SATURDAY)
        assert not Person.objects.get(username="zahra").may_enter(SATURDAY)
        people.enable(world.person["zahra"], by=HAND, at=SATURDAY)
        assert Person.objects.filter(username="zahra").values().get() == before


class TestTokens:
    def test_of_a_closed_account_are_not_opened(self, world: World) -> None:
        people.disable(world.person["zahra"], by=HAND, at=SATURDAY)
        with pytest.raises(people.BadToken):
            ACTS["open_token"](world.person["zahra"], world.person["admin"])

    @pytest.mark.parametrize(("days", "opens"), [(-1, False), (0, False), (1, True), (366, True), (367, False)])
    def test_last_a_year_at_most(self, world: World, days: int, opens: bool) -> None:
        zahra = world.person["zahra"]
        try:
            people.open_token(zahra, name="x", until=SATURDAY + days * DAY, by=zahra, at=SATURDAY)
        except Refused as refused:
            assert refused.field == "until"
        assert ApiToken.objects.exists() is opens

    def test_are_named_without_the_margins_that_were_typed(self, world: World) -> None:
        zahra = world.person["zahra"]

        key = people.open_token(zahra, name="  سامانهٔ ما \n", until=SATURDAY + DAY, by=zahra, at=SATURDAY)

        assert key.name == "سامانهٔ ما"

    def test_a_long_name_is_cut(self, world: World) -> None:
        zahra = world.person["zahra"]
        token = people.open_token(zahra, name=" ک" * 100, until=SATURDAY + DAY, by=zahra, at=SATURDAY)
        assert len(token.name) == 60

    def test_revoked_twice_keeps_its_first_instant(self, world: World) -> None:
        zahra = world.person["zahra"]
        token = people.open_token(zahra, name="x", until=SATURDAY + DAY, by=zahra, at=SATURDAY)
        for hours in (1, 2):
            people.revoke_token(token, by=zahra, at=SATURDAY + timedelta(hours=hours))
        token.refresh_from_db()
        assert token.revoked_at == SATURDAY + timedelta(hours=1)

    def test_its_use_is_noted_by_the_day_in_tehran(self, world: World) -> None:
        zahra = world.person["zahra"]
        token = people.open_token(zahra, name="x", until=SATURDAY + DAY, by=zahra, at=SATURDAY)
        late = SATURDAY.replace(hour=23, minute=30)
        people.note_token_use(token, by=zahra, at=late)
        token.refresh_from_db()
        assert token.last_used_on == late.date()


class TestFreshPasswords:
    def test_can_be_read_out_and_are_taken(self, db: None) -> None:
        made = {passwords.fresh() for _ in range(50)}

        assert len(made) == 50
        for word in made:
            assert [len(part) for part in word.split("-")] == [4, 4, 4, 4]
            assert not set(word) & set("01loiOI")
        assert opened(password=made.pop(), temporary=True).pk


@pytest.mark.parametrize(
    ("name", "letters"), [("زهرا مرادی", "زم"), ("زهرا", "ز"), ("سید علی حسینی تهرانی", "سع"), ("", ""), ("  ", "")]
)
def test_two_letters_stand_for_her(name: str, letters: str) -> None:
    assert Person(full_name=name).initials == letters
