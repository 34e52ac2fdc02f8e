"""The list as people ask it: any spelling, any filter, hostile words, paging to the last row, paper, sheet, and whose it is."""

import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from openpyxl import load_workbook

from hamafza.volunteers import commands as volunteers
from hamafza.volunteers.models import Free, HasSkill, Skill, Volunteer
from hamafza.volunteers.queries import listing
from hamafza.volunteers.states import Part, Rung, VolunteerState
from hamafza.volunteers.tests.conftest import Applies
from hamafza_engines.persian import search_key
from tests.cast import SATURDAY, World

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = SATURDAY.date()


@pytest.fixture(autouse=True)
def nine_on_a_saturday() -> Iterator[None]:
    with time_machine.travel(SATURDAY, tick=False):
        yield


def of(world: World, who: str, language: str = "fa") -> Client:
    client = Client()
    client.force_login(world.person[who])
    client.cookies["hamafza_language"] = language
    return client


def serving(world: World, *names: str, centre: str = "chabahar", **more: Any) -> list[Volunteer]:
    known = Volunteer.objects.count()
    return [
        Volunteer.objects.create(
            centre=world.centre[centre], full_name=name, search_key=search_key(name), mobile=f"0915777{n:04}",
            birth_year=1375, applied_at=SATURDAY, **{"state": VolunteerState.ACCEPTED, "rung": Rung.ASSOCIATE, **more},
        )
        for n, name in enumerate(names, start=known + 1)
    ]  # fmt: skip


def rows(answer: Any) -> list[str]:
    """Names in the order of the page."""
    import re

    return re.findall(r'class="row-title"><a href="/volunteers/\d+/">([^<]+)</a>', answer.content.decode())


class TestWords:
    @pytest.mark.parametrize(
        "asked",
        [
            "علی‌رضا", "علي رضا", "عليرضا‌", "كريمي", "کریمی علی", "  کریمی   ", "۰۹۱۵۷۷۷۰۰۰۱", "٠٩١٥٧٧٧٠٠٠١", "7770001",
            "\u200fکریمی\u200e", "عَلی", "مهرگان کریمی", "علـــی",
        ],
    )  # fmt: skip
    def test_in_any_spelling_she_is_found(self, world: World, asked: str) -> None:
        serving(world, "علی‌رضا کریمی", "گلنار رئیسی")

        assert rows(of(world, "zahra").get("/volunteers/", {"q": asked})) == ["علی‌رضا کریمی"]

    @pytest.mark.parametrize("asked", ["%", "_", "'", '"', "\\", "%%", "' OR 1=1 --", "<script>", "\x00", "(", "*"])
    def test_hostile_words_find_nobody_and_break_nothing(self, world: World, asked: str) -> None:
        serving(world, "علی‌رضا کریمی")
        answer = of(world, "zahra").get("/volunteers/", {"q": asked})

        assert answer.status_code in {200, 422}
        assert rows(answer) == [] or search_key(asked) == ""

    def test_words_too_long_are_said_and_not_asked(self, world: World) -> None:
        answer = of(world, "zahra").get("/volunteers/", {"q": "ا" * 5_000})

        assert answer.status_code == 422

    def test_what_was_asked_stays_in_the_box_as_text(self, world: World) -> None:
        page = of(world, "zahra").get("/volunteers/", {"q": '"><b>x'}).content.decode()

        assert "<b>x" not in page and "&lt;b&gt;x" in page


class TestFilters:
    @pytest.fixture
    def crowd(self, world: World, skills: dict[str, Skill]) -> list[Volunteer]:
        """One of each: state, rung, free part, skill with or without its paper."""
        found = []
        for n, state in enumerate(VolunteerState):
            more: dict[str, Any] = {"state": state, "rung": list(Rung)[n % 4]}
            if state in {"applied", "in_process"}:
                more |= {"holder": world.person["zahra"], "due_at": SATURDAY + n * DAY, "rung": ""}
            found += serving(world, f"نام {n}", **more)
        for n, she in enumerate(found):
            Free.objects.create(volunteer=she, weekday=n, part=list(Part)[n % 3])
            until, seen = (None, TODAY - DAY, TODAY, TODAY + DAY)[n % 4], n % 3 > 0
            HasSkill.objects.create(
                volunteer=she, skill=skills["nurse" if n % 2 else "cook"], until=until,
                seen_by=world.person["maryam"] if seen else None, seen_at=SATURDAY if seen else None,
            )  # fmt: skip
        return found

    @pytest.mark.parametrize("view", ["serving", "waiting", "all", "", "everything"])
    @pytest.mark.parametrize(
        "asked",
        [
            {}, {"rung": "mentor"}, {"skill": "nurse"}, {"skill": "cook"}, {"weekday": "3"}, {"part": "morning"},
            {"weekday": "3", "part": "morning"}, {"weekday": "1", "part": "afternoon"}, {"state": "archived"},
            {"state": "accepted", "skill": "cook"}, {"q": "نام", "part": "evening"}, {"centre": "chabahar"},
        ],
        ids=str,
    )  # fmt: skip
    def test_each_and_together_they_find_what_one_finds_by_looking(
        self, world: World, crowd: list[Volunteer], view: str, asked: dict[str, str]
    ) -> None:
        """The same question answered by a loop over all of them."""
        view_is = view if view in listing.VIEWS else "serving"
        within = {
            "serving": {"accepted", "inactive_short", "inactive_long"}, "waiting": {"applied", "in_process"},
            "all": set(VolunteerState.values),
        }[view_is]  # fmt: skip
        wanted = [she.full_name for she in crowd if self.fits(she, asked, within)]
        answer = of(world, "zahra").get("/volunteers/", {"view": view, **asked})

        assert sorted(rows(answer)) == sorted(wanted)

    def fits(self, she: Volunteer, asked: dict[str, str], within: set[str]) -> bool:
        free, has = Free.objects.get(volunteer=she), HasSkill.objects.select_related("skill").get(volunteer=she)
        counts = (has.until is None or has.until >= TODAY) and (not has.skill.is_licensed or has.seen_by_id)
        checks = {
            "rung": lambda value: she.rung == value,
            "skill": lambda value: has.skill.key == value and counts,
            "weekday": lambda value: free.weekday == int(value),
            "part": lambda value: free.part == value,
            "state": lambda value: she.state == value,
            "q": lambda value: value in she.full_name,
            "centre": lambda value: she.centre.code == value,
        }
        return ("state" in asked or she.state in within) and all(checks[name](value) for name, value in asked.items())

    @pytest.mark.parametrize(
        "asked",
        [
            {"state": "gone"}, {"rung": "king"}, {"weekday": "7"}, {"weekday": "-1"}, {"weekday": "۳"}, {"part": "noon"},
            {"skill": "wizard"}, {"centre": "konarak"},
        ],
        ids=str,
    )  # fmt: skip
    def test_a_filter_that_is_none_is_said(self, world: World, crowd: list[Volunteer], asked: dict[str, str]) -> None:
        """Another's centre is as unknown as one that does not exist."""
        assert of(world, "zahra").get("/volunteers/", asked).status_code == 422


class TestPaging:
    @pytest.mark.parametrize(
        "query",
        [
            "view=serving", "view=all", "view=waiting", "view=waiting&state=inactive_long", "view=waiting&state=accepted",
            "view=all&state=archived",
        ],
    )  # fmt: skip
    def test_every_row_once_in_both_directions(self, world: World, query: str) -> None:
        """Also where the rows have no deadline by which the waiting are put in order."""
        for n, state in enumerate(["accepted", "inactive_long", "archived", "applied"]):
            more: dict[str, Any] = {"state": state}
            if state == "applied":
                more |= {"holder": world.person["zahra"], "due_at": SATURDAY + DAY}
            serving(world, *(f"نام {n} {one}" for one in range(27)), **more)
        client, seen, address = of(world, "zahra"), list[str](), f"/volunteers/?{query}"
        while address:
            answer = client.get(address)
            assert answer.status_code == 200
            seen += rows(answer)
            after = answer.context["next"]
            last, address = address, f"/volunteers/{after}" if after else ""
        assert len(seen) == len(set(seen)) >= 27
        assert client.get(f"/volunteers/{client.get(last).context['previous']}").status_code == 200

    @pytest.mark.parametrize("key", ["0", "-1", "x", "۳", "999999999999999999999999", "1 OR 1", ""])
    @pytest.mark.parametrize("way", ["after", "before"])
    def test_a_spoilt_key_begins_anew(self, world: World, way: str, key: str) -> None:
        serving(world, "گلنار رئیسی")
        answer = of(world, "zahra").get("/volunteers/", {way: key})

        assert answer.status_code == 200 and rows(answer) == ["گلنار رئیسی"]

    def test_the_key_of_a_stranger_opens_nothing(self, world: World) -> None:
        """The number of somebody elsewhere tells nothing of her."""
        (far,) = serving(world, "پنهان کنارکی", centre="konarak")
        serving(world, "گلنار رئیسی")
        answer = of(world, "zahra").get("/volunteers/", {"after": str(far.pk)})

        assert "پنهان" not in answer.content.decode() and rows(answer) == ["گلنار رئیسی"]


def cells(answer: Any) -> list[list[Any]]:
    book = load_workbook(io.BytesIO(b"".join(answer)))
    return [[cell.value for cell in row] for row in book.active.iter_rows()]


class TestTheSheet:
    def test_its_cells_say_what_the_page_says(self, world: World, skills: dict[str, Skill]) -> None:
        (she,) = serving(world, "گلنار رئیسی", rung=Rung.MENTOR)
        volunteers.set_skills(she, skills=[skills["cook"], skills["nurse"]], by=she, at=SATURDAY)
        volunteers.set_hours(she, hours=12, by=she, at=SATURDAY)
        head, line = cells(of(world, "zahra").get("/volunteers/sheet"))

        assert head[:4] == ["نام", "وضعیت", "پلهٔ خدمت", "کانون"] and len(head) == len(line) == 8
        assert line[:4] == ["گلنار رئیسی", "در حال خدمت", "راهنما", "کانون سلامت مهرگان چابهار"]
        assert set(line[4].split("، ")) == {str(skills["cook"]), str(skills["nurse"])}
        assert (line[5], line[6] or "", line[7]) == ("۰۹۱۵۷۷۷۰۰۰۱", "", "۱۲")

    @pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+SUM(A1)", "@cmd", "-2+3", "\t=1+1", "<b>نام</b> & دیگر"])
    def test_a_name_that_looks_like_a_formula_is_text(self, world: World, name: str) -> None:
        serving(world, name)
        book = load_workbook(io.BytesIO(b"".join(of(world, "zahra").get("/volunteers/sheet"))))
        cell = book.active["A2"]

        assert cell.data_type == "s" and str(cell.value).strip("'\t ") == name.strip("\t ")

    def test_it_keeps_to_the_filters_and_not_to_the_page(self, world: World) -> None:
        serving(world, *(f"نام {n}" for n in range(40)))
        serving(world, "دیگری", rung=Rung.MENTOR)
        client = of(world, "zahra")

        assert len(cells(client.get("/volunteers/sheet"))) == 42
        assert len(cells(client.get("/volunteers/sheet?after=3"))) == 42
        assert [line[0] for line in cells(client.get("/volunteers/sheet?rung=mentor"))[1:]] == ["دیگری"]

    def test_in_english_it_is_english(self, world: World) -> None:
        serving(world, "گلنار رئیسی")
        head, line = cells(of(world, "zahra", "en").get("/volunteers/sheet"))

        assert head[0] == "Name" and line[1] != "در حال خدمت" and line[5] == "09157770001"

    @pytest.mark.parametrize(
        ("who", "status"),
        [("reza", 403), ("stranger", 403), ("karim", 403), ("sara", 200), ("nader", 200), ("parvin", 200)],
    )
    @pytest.mark.parametrize("address", ["", "sheet", "print"])
    def test_it_holds_hers_alone(self, world: World, who: str, status: int, address: str) -> None:
        serving(world, "گلنار رئیسی")
        serving(world, "دور مشهدی", centre="zahedan")
        answer = of(world, who).get(f"/volunteers/{address}")

        assert answer.status_code == status
        if status == 200:
            told = b"".join(answer) if address != "sheet" else repr(cells(answer)).encode()
            assert ("گلنار" in told.decode()) is (who in {"nader", "parvin"})


def test_who_came_this_very_minute_waits_at_the_top(world: World, applies: Applies) -> None:
    applies(full_name="دیرآمدهٔ تازه", at=SATURDAY)
    applies(full_name="زودآمدهٔ کهنه", mobile="09150001122", at=SATURDAY - 2 * DAY)

    assert rows(of(world, "zahra").get("/volunteers/?view=waiting")) == ["زودآمدهٔ کهنه", "دیرآمدهٔ تازه"]
