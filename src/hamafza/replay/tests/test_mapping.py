"""From a line to a case: what is clean is taken as it stands, what is dirty is named by row and never dropped in silence."""

from datetime import UTC, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from hamafza.intake.states import Door, Outcome
from hamafza.referrals.states import Decline
from hamafza.replay import mapping as maps
from hamafza.replay.mapping import BadMapping, Case, Dirty, Mapping, parse_instant, read
from hamafza.replay.tests.log import CLEAN, DIRTY, MAPPING, city, other_city, tiny

HERE = ZoneInfo("America/Los_Angeles")
GIVEN = sorted((Path(maps.__file__).parent / "maps").glob("*.toml"))


def all_of(folder: Path, *rows: str) -> list[Case | Dirty]:
    file, toml = city(folder, *rows)
    return list(read(file, Mapping.load(toml)))


def one(folder: Path, row: str) -> Case:
    (found,) = all_of(folder, row)
    assert isinstance(found, Case)
    return found


class TestClean:
    def test_a_case_has_every_field(self, tmp_path: Path) -> None:
        case = one(tmp_path, CLEAN[0])

        assert case == Case(
            row=2, id="A1", created=datetime(2024, 3, 4, 9, tzinfo=HERE), closed=datetime(2024, 3, 4, 15, tzinfo=HERE),
            category="Pothole", agency="Streets", area="1", text="Pothole · on Elm", latitude=37.7, longitude=-122.4,
            door="web", declined=None, outcome="solved", dirty=(),
        )  # fmt: skip

    @pytest.mark.parametrize("row", CLEAN, ids=[row.split(",")[0] for row in CLEAN])
    def test_has_no_fault(self, tmp_path: Path, row: str) -> None:
        assert one(tmp_path, row).dirty == ()

    def test_rows_are_counted_as_an_editor_shows_them(self, tmp_path: Path) -> None:
        assert [case.row for case in all_of(tmp_path, *CLEAN)] == list(range(2, 2 + len(CLEAN)))

    @pytest.mark.parametrize(
        ("remark", "closed", "declined", "outcome"),
        [
            ("Transferred to Parks", True, "wrong_domain", "solved"),
            ("WRONG AGENCY", True, "wrong_domain", "solved"),
            ("it is not in town", True, "out_of_area", "solved"),
            ("wrong agency and not in town", True, "wrong_domain", "solved"),  # the first rule that fits
            ("invalid", True, None, "guided"),
            ("transferred, invalid", True, "wrong_domain", "guided"),
            ("done", True, None, "solved"),
            ("", True, None, "solved"),
            ("transferred", False, None, "solved"),  # still open: nobody has declined yet
        ],
    )
    def test_the_remark_tells_what_became_of_it(
        self, tmp_path: Path, remark: str, closed: bool, declined: str | None, outcome: str
    ) -> None:
        day = "2024-03-05T09:00:00" if closed else ""
        case = one(tmp_path, f'X,2024-03-04T09:00:00,{day},Tree,Parks,1,w,1,1,Web,"{remark}"')

        assert (case.declined, case.outcome) == (declined, outcome)


class TestDirt:
    def fault(self, folder: Path, number: int) -> tuple[Case, tuple[Dirty, ...]]:
        case = one(folder, DIRTY[number - 1])
        return case, case.dirty

    def test_closed_before_it_was_opened_is_taken_as_open(self, tmp_path: Path) -> None:
        case, (fault,) = self.fault(tmp_path, 1)

        assert case.closed is None
        assert str(fault) == (
            "row 2, closed = '2024-03-04T09:00:00': closed before it was created; taken as still open"
        )

    def test_no_kind_is_taken_as_general(self, tmp_path: Path) -> None:
        case, (fault,) = self.fault(tmp_path, 2)

        assert (case.category, fault.column) == ("General", "category")

    @pytest.mark.parametrize("number", [3, 9])
    def test_without_a_day_it_cannot_be_told_and_that_is_said(self, tmp_path: Path, number: int) -> None:
        (found,) = all_of(tmp_path, DIRTY[number - 1])

        assert isinstance(found, Dirty)
        assert (found.row, found.column) == (2, "created")
        assert "left out" in found.remedy

    def test_an_unknown_door_is_the_telephone(self, tmp_path: Path) -> None:
        assert self.fault(tmp_path, 4)[0].door == "phone"

    def test_a_place_that_is_nowhere_is_left_out(self, tmp_path: Path) -> None:
        case, (fault,) = self.fault(tmp_path, 5)

        assert (case.latitude, case.longitude) == (None, None)
        assert (fault.column, fault.value) == ("latitude", "north, 999")

    @pytest.mark.parametrize(
        ("point", "kept", "faults"),
        [
            ("37.7,-122.4", True, 0),
            ("-89.9,179.9", True, 0),
            (",", False, 0),  # nothing was said, nothing is wrong
            ("0,0", False, 0),  # off the coast of Africa: what machines write for "unknown"
            ("0.0,10", True, 0),  # the equator is a place
            ("91,10", False, 1),
            ("10,181", False, 1),
            ("10,", False, 1),  # half a point is none
            ("nan,10", False, 1),
        ],
    )
    def test_a_point_is_kept_whole_or_not_at_all(self, tmp_path: Path, point: str, kept: bool, faults: int) -> None:
        case = one(tmp_path, f"X,2024-03-04T09:00:00,,Tree,Parks,1,w,{point},Web,")

        assert ((case.latitude, case.longitude) != (None, None)) is kept
        assert len(case.dirty) == faults

    def test_an_end_that_is_no_day_is_taken_as_open_and_said(self, tmp_path: Path) -> None:
        case, (fault,) = self.fault(tmp_path, 6)

        assert (case.closed, fault.value) == (None, "soon")

    def test_a_number_that_came_twice_makes_two_cases(self, tmp_path: Path) -> None:
        first, second = all_of(tmp_path, CLEAN[0], DIRTY[6])

        assert first.id == second.id == "A1"
        assert first.created != second.created
        assert first.dirty == ()
        assert [fault.column for fault in second.dirty] == ["id"]

    def test_without_a_number_its_row_is_its_name(self, tmp_path: Path) -> None:
        case, _ = self.fault(tmp_path, 8)

        assert (case.id, case.agency) == ("row-2", "City")

    def test_quotes_and_line_breaks_cut_nothing(self, tmp_path: Path) -> None:
        case, _ = self.fault(tmp_path, 10)

        assert (case.id, case.text) == ("D10, quoted", 'Pothole · a "word",\nand a line')

    def test_a_row_that_is_too_short_or_too_long_is_read_as_far_as_it_goes(self, tmp_path: Path) -> None:
        short, long = all_of(tmp_path, "S1,2024-03-04T09:00:00", CLEAN[0] + ",more,and more")

        assert (short.category, short.closed) == ("General", None)
        assert long.id == "A1"

    def test_of_two_faults_both_are_said(self, tmp_path: Path) -> None:
        case = one(tmp_path, "X,2024-03-04T09:00:00,2024-03-01T09:00:00,,Parks,1,w,1,1,Web,")

        assert [fault.column for fault in case.dirty] == ["closed", "category"]

    def test_every_row_is_a_case_or_a_named_fault(self, tmp_path: Path) -> None:
        assert len(all_of(tmp_path)) == len(CLEAN) + len(DIRTY)


class TestAnotherCity:
    def test_needs_only_another_mapping(self, tmp_path: Path) -> None:
        file, toml = other_city(tmp_path)

        first, second, third, fourth = read(file, Mapping.load(toml))

        berlin = ZoneInfo("Europe/Berlin")
        assert (first.id, first.area, first.agency) == ("7", "Mitte", "Tiefbau")
        assert first.created == datetime(2024, 3, 4, 9, tzinfo=berlin)
        assert (second.created, second.closed) == (datetime(2024, 3, 4, tzinfo=berlin), None)
        assert third.dirty[0].value == "2024-03-05"  # iso is not among its formats
        assert isinstance(fourth, Dirty)  # no 31 February
        assert (first.door, first.text, first.latitude) == ("phone", "Schlagloch", None)

    def test_keeps_other_hours(self, tmp_path: Path) -> None:
        mapping = Mapping.load(other_city(tmp_path)[1])

        assert (mapping.days, mapping.opens, mapping.closes) == ({0, 1, 2, 3}, time(7, 30), time(15))


@pytest.mark.parametrize("raw", [b"case,opened\xff\xfe\n", "کد".encode("utf-16")])
def test_a_file_that_is_no_text_says_so(tmp_path: Path, raw: bytes) -> None:
    file, toml = city(tmp_path)
    file.write_bytes(raw)

    with pytest.raises(BadMapping, match="UTF-8"):
        list(read(file, Mapping.load(toml)))


class TestInstants:
    @pytest.mark.parametrize(
        ("text", "instant"),
        [
            ("2024-03-04T09:00:00", datetime(2024, 3, 4, 9, tzinfo=HERE)),
            ("2024-03-04 09:00", datetime(2024, 3, 4, 9, tzinfo=HERE)),
            ("2024-03-04", datetime(2024, 3, 4, tzinfo=HERE)),
            ("2024-03-04T09:00:00Z", datetime(2024, 3, 4, 9, tzinfo=UTC)),
            ("2024-03-04T09:00:00+03:30", datetime(2024, 3, 4, 5, 30, tzinfo=UTC)),
            ("2024-07-04T09:00:00", datetime(2024, 7, 4, 16, tzinfo=UTC)),  # summer time
            ("2024-12-04T09:00:00", datetime(2024, 12, 4, 17, tzinfo=UTC)),
            ("", None),
            ("04.03.2024", None),
            ("2024-13-01", None),
            ("2023-02-29", None),
            ("null", None),
        ],
    )
    def test_are_aware_or_none(self, tmp_path: Path, text: str, instant: datetime | None) -> None:
        assert parse_instant(text, tiny(tmp_path)) == instant


class TestABadMapping:
    @pytest.mark.parametrize("key", ["id", "created", "closed", "category", "agency", "area"])
    def test_that_lacks_a_column_names_it(self, tmp_path: Path, key: str) -> None:
        lines = [line for line in MAPPING.splitlines() if not line.startswith(f"{key} =")]
        _, toml = city(tmp_path, mapping="\n".join(lines))

        with pytest.raises(BadMapping, match=f"lacks '{key}'"):
            Mapping.load(toml)

    @pytest.mark.parametrize("column", ["case", "opened", "words", "remark"])
    def test_that_names_a_column_the_file_has_not_lists_what_it_has(self, tmp_path: Path, column: str) -> None:
        file, toml = city(tmp_path, mapping=MAPPING.replace(f'"{column}"', '"elsewhere"'))

        with pytest.raises(BadMapping) as refused:
            list(read(file, Mapping.load(toml)))

        assert "'elsewhere'" in str(refused.value) and "opened" in str(refused.value)

    def test_an_empty_file_has_no_columns(self, tmp_path: Path) -> None:
        file, toml = city(tmp_path)
        file.write_text("")

        with pytest.raises(BadMapping):
            list(read(file, Mapping.load(toml)))

    @pytest.mark.parametrize(
        "spoil",
        [
            ("[columns]", "[columns"),
            ("America/Los_Angeles", "Atlantis/Capital"),
            ('opens = "08:00"', 'opens = "eight"'),
            ('code = "guided"', 'code = "vanished"'),
            ('reason = "out_of_area"', 'reason = "no_mood"'),
            ('"Web" = "web"', '"Web" = "window"'),
        ],
        ids=["no TOML", "no such zone", "no such hour", "no such outcome", "no such reason", "no such door"],
    )
    def test_that_means_nothing_is_refused_before_anything_is_played(
        self, tmp_path: Path, spoil: tuple[str, str]
    ) -> None:
        _, toml = city(tmp_path, mapping=MAPPING.replace(*spoil))

        with pytest.raises(BadMapping, match=r"tiny\.toml"):
            Mapping.load(toml)


@pytest.mark.parametrize("path", GIVEN, ids=[path.stem for path in GIVEN])
class TestTheMapsThatWeGive:
    def test_load_and_speak_our_codes(self, path: Path) -> None:
        mapping = Mapping.load(path)

        assert set(mapping.doors.values()) <= set(Door.values)
        assert {rule["reason"] for rule in mapping.declined} <= set(Decline.values)
        assert {rule["code"] for rule in mapping.outcomes} <= set(Outcome.values)

    def test_look_for_small_letters_as_the_reader_does(self, path: Path) -> None:
        mapping = Mapping.load(path)

        for rule in (*mapping.declined, *mapping.outcomes):
            assert [text for text in rule["note"] if text != text.lower()] == []
