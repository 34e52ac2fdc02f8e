"""A file on its way in: which step may follow which, what is counted, and what waits where."""

import stat
from datetime import timedelta
from pathlib import Path

import pytest

from hamafza.intake import commands as intake
from hamafza.intake.commands import imports as importing
from hamafza.intake.commands.imports import NoText
from hamafza.intake.imports import queries, shelf, taking
from hamafza.intake.models import ImportBatch, ImportFile, Request, Word
from hamafza.kernel.errors import MoveRefused, NotAllowed
from hamafza.notices.models import Message
from tests.cast import SATURDAY, World

HOUR = timedelta(hours=1)
HEAD = "شرح,شهر,نام,موبایل,تاریخ,عرصه,کد"


@pytest.fixture(autouse=True)
def files_elsewhere(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / "imports"


def opened(world: World, *rows: str, head: str = HEAD, place: str = "1104", by: str = "reza") -> ImportFile:
    data = "\n".join([head, *rows]).encode()
    return taking.open_file(data, "requests.csv", place=world.place[place], by=world.person[by], at=SATURDAY)


def started(world: World, *rows: str) -> ImportFile:
    return importing.start_import(opened(world, *rows), by=world.person["reza"], at=SATURDAY)


def taken(world: World, *rows: str) -> ImportFile:
    file = started(world, *rows)
    while file.is_running:
        taking.take_some(file, by=world.person["reza"], at=SATURDAY)
    return file


class TestOpening:
    def test_reads_the_file_and_takes_nothing_in(self, world: World) -> None:
        file = opened(world, "دارو,,,,,,", "کار,,,,,,")

        assert (file.total, file.position, file.started_at, file.finished_at) == (2, 0, None, None)
        assert (file.batch.file_name, file.batch.place, file.batch.at) == (
            "requests.csv", world.place["1104"], SATURDAY,
        )  # fmt: skip
        assert file.batch.by == world.person["reza"].ref
        assert file.headings == HEAD.split(",")
        assert file.mapping["text"] == 0
        assert not Request.objects.exists()

    def test_puts_the_rows_where_only_the_server_reads_them(self, world: World, files_elsewhere: Path) -> None:
        file = opened(world, "دارو,,,,,,")

        [kept] = files_elsewhere.iterdir()
        assert kept.name == file.shelf
        assert len(file.shelf) == 48
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600

    @pytest.mark.parametrize("who", ["zahra", "maryam", "farhad", "admin", "stranger"])
    def test_is_refused_to_others_and_leaves_nothing_behind(
        self, world: World, files_elsewhere: Path, who: str
    ) -> None:
        with pytest.raises(NotAllowed):
            opened(world, "دارو,,,,,,", by=who)

        assert not ImportBatch.objects.exists()
        assert list(files_elsewhere.iterdir()) == []

    def test_cuts_a_name_that_is_longer_than_its_column(self, world: World) -> None:
        file = taking.open_file(
            b"text\nx", f"{'n' * 200}.csv", place=world.place["1104"], by=world.person["reza"], at=SATURDAY
        )

        assert file.batch.file_name == "n" * 120


class TestSteps:
    def test_without_a_column_of_words_nothing_starts(self, world: World) -> None:
        file, reza = opened(world, "0915 123 4567", head="موبایل"), world.person["reza"]

        with pytest.raises(NoText) as refused:
            importing.start_import(file, by=reza, at=SATURDAY)
        with pytest.raises(NoText):
            importing.name_columns(file, mapping={"phone": 0}, by=reza, at=SATURDAY)

        assert refused.value.field == "text"
        assert file.started_at is None

    def test_columns_are_named_anew_until_the_first_row_has_come_in(self, world: World) -> None:
        file, reza = opened(world, "دارو,,,,,,"), world.person["reza"]
        importing.name_columns(file, mapping={"text": 5}, by=reza, at=SATURDAY)
        importing.start_import(file, by=reza, at=SATURDAY)

        with pytest.raises(MoveRefused):
            importing.name_columns(file, mapping={"text": 0}, by=reza, at=SATURDAY)

        file.refresh_from_db()
        assert file.mapping == {"text": 5}

    def test_started_twice_it_started_the_first_time(self, world: World) -> None:
        file = started(world, "دارو,,,,,,")

        importing.start_import(file, by=world.person["reza"], at=SATURDAY + HOUR)

        file.refresh_from_db()
        assert file.started_at == SATURDAY

    def test_what_is_in_or_was_taken_back_does_not_start_again(self, world: World) -> None:
        done, undone = taken(world, "دارو,,,,,,"), opened(world, "کار,,,,,,")
        intake.undo_batch(undone.batch, by=world.person["reza"], at=SATURDAY)

        for file in (done, undone):
            with pytest.raises(MoveRefused):
                importing.start_import(file, by=world.person["reza"], at=SATURDAY + HOUR)

    @pytest.mark.parametrize("verb", ["name_columns", "start_import", "advance_import"])
    @pytest.mark.parametrize("who", ["zahra", "farhad", "stranger"])
    def test_are_for_those_who_may_import_there(self, world: World, verb: str, who: str) -> None:
        said = {
            "name_columns": {"mapping": {"text": 0}},
            "start_import": {},
            "advance_import": {"seen": 1, "of": 0, "faulty": 0},
        }[verb]

        with pytest.raises(NotAllowed):
            getattr(importing, verb)(opened(world, "دارو,,,,,,"), **said, by=world.person[who], at=SATURDAY)


class TestCounting:
    def advance(self, world: World, file: ImportFile, **said: int) -> tuple[int, int]:
        importing.advance_import(file, **{"faulty": 0, **said}, by=world.person["reza"], at=SATURDAY)
        file.refresh_from_db()
        return file.position, file.faulty

    def test_a_step_that_is_told_twice_counts_once(self, world: World) -> None:
        file = started(world, *["دارو,,,,,,"] * 5)

        assert self.advance(world, file, seen=2, of=0, faulty=1) == (2, 1)
        assert self.advance(world, file, seen=2, of=0, faulty=1) == (2, 1)
        assert self.advance(world, file, seen=2, of=2, faulty=1) == (4, 2)

    def test_a_step_before_the_start_counts_nothing(self, world: World) -> None:
        assert self.advance(world, opened(world, "دارو,,,,,,"), seen=1, of=0) == (0, 0)

    def test_is_finished_with_the_last_row_and_not_before(self, world: World) -> None:
        file = started(world, *["دارو,,,,,,"] * 3)

        self.advance(world, file, seen=2, of=0)
        assert (file.finished_at, bool(file.shelf)) == (None, True)

        self.advance(world, file, seen=1, of=2)
        assert (file.finished_at, file.shelf) == (SATURDAY, "")

    def test_every_row_is_taken_known_or_faulty(self, world: World) -> None:
        taken(world, "دارو,,,,,,پ-۱")

        file = taken(world, "دارو,,,,,,پ-۱", "دارو,,,,,,پ-۲", ",,,12,,,پ-۳", "دارو,,,,,,پ-۲")

        assert (file.total, file.batch.rows, file.known, file.faulty) == (4, 1, 2, 1)
        assert Request.objects.filter(batch=file.batch).count() == 1

    @pytest.mark.parametrize("place", ["0901", "1104"])
    def test_an_id_is_known_within_its_province_only(self, world: World, place: str) -> None:
        world.request(place=place, external_id="پ-۱")

        file = taken(world, "دارو,,,,,,پ-۱")

        assert (file.batch.rows, file.known) == ((0, 1) if place == "1104" else (1, 0))

    def test_rows_without_an_id_are_never_taken_for_each_other(self, world: World) -> None:
        taken(world, "دارو,,,,,,")

        assert taken(world, "دارو,,,,,,", "دارو,,,,,,").batch.rows == 2

    def test_a_trial_says_the_same_beforehand(self, world: World) -> None:
        taken(world, "دارو,,,,,,پ-۱")
        file = opened(world, "دارو,,,,,,پ-۱", "دارو,,,,,,پ-۲", ",,,12,,,پ-۳", "دارو,,,,,,پ-۲", "دارو,,,,,,")

        trial = taking.try_out(file, by=world.person["reza"], at=SATURDAY)

        assert (trial.ready, trial.known, trial.faulty) == (2, 2, 1)
        assert [(fault.row, fault.column) for fault in trial.faults] == [(4, "شرح"), (4, "موبایل")]

    def test_a_trial_shows_the_first_hundred_faults_and_counts_all(self, world: World) -> None:
        file = opened(world, *[",,,12,,,"] * 60)

        trial = taking.try_out(file, by=world.person["reza"], at=SATURDAY)

        assert (trial.faulty, len(trial.faults)) == (60, 100)


class TestARow:
    def test_keeps_who_brought_it_and_with_which_file(self, world: World) -> None:
        file = taken(world, "مادرم دارو می‌خواهد,تیس, گلنار ,0915 123 4567,۱۴۰۵/۰۸/۰۱,سلامت,پ-۱")

        request = Request.objects.get()
        assert (request.batch, request.door, request.external_id) == (file.batch, "import", "پ-۱")
        assert request.received_by == world.person["reza"].ref
        assert (request.applicant_name, request.phone) == ("گلنار", "09151234567")
        assert request.received_at < SATURDAY < request.due_at

    def test_brings_its_domain_as_a_word_for_the_door_only(self, world: World) -> None:
        taken(world, "دارو,,,,,سلامت,")

        word = Word.objects.get()
        assert (word.text, word.for_applicant, word.by) == ("سلامت", False, world.person["reza"].ref)

    def test_cut_off_after_its_step_is_not_taken_twice(self, world: World) -> None:
        file = started(world, "دارو,,,,,سلامت,", "کار,,,,,,")
        before = ImportFile.objects.get(pk=file.pk)
        taking.take_some(file, by=world.person["reza"], at=SATURDAY, most=1)

        taking.take_some(before, by=world.person["reza"], at=SATURDAY, most=1)  # another tab, which saw none of it

        assert (Request.objects.count(), Word.objects.count()) == (1, 1)
        file.refresh_from_db()
        assert file.position == 1

    def test_of_a_shelf_that_was_emptied_ends_the_file_without_it(self, world: World) -> None:
        file = started(world, "دارو,,,,,,", "کار,,,,,,")
        shelf.drop(file.shelf)

        taking.take_some(file, by=world.person["reza"], at=SATURDAY)

        assert (file.finished_at, file.position, file.batch.rows) == (SATURDAY, 2, 0)


class TestTakingBack:
    def test_withdraws_all_of_it_and_writes_to_nobody(self, world: World) -> None:
        file = taken(world, "دارو,,,0915 123 4567,,,", "کار,,,0915 123 4568,,,")
        told = Message.objects.count()

        intake.undo_batch(file.batch, by=world.person["reza"], at=SATURDAY + HOUR)

        assert set(Request.objects.values_list("state", "ended_at")) == {("withdrawn", SATURDAY + HOUR)}
        assert (Message.objects.count(), ImportBatch.objects.get().undone_at) == (told, SATURDAY + HOUR)

    def test_of_one_leaves_the_others(self, world: World) -> None:
        first, second = taken(world, "دارو,,,,,,"), taken(world, "کار,,,,,,")

        intake.undo_batch(first.batch, by=world.person["reza"], at=SATURDAY)

        assert [request.state for request in Request.objects.filter(batch=second.batch)] == ["received"]

    def test_in_the_middle_stops_the_rest(self, world: World) -> None:
        file, reza = started(world, "دارو,,,,,,", "کار,,,,,,"), world.person["reza"]
        taking.take_some(file, by=reza, at=SATURDAY, most=1)
        intake.undo_batch(file.batch, by=reza, at=SATURDAY)
        file = ImportFile.objects.get()

        taking.take_some(file, by=reza, at=SATURDAY)

        assert [request.state for request in Request.objects.all()] == ["withdrawn"]
        assert file.state_words == "برگردانده شد"


class TestTheListOfFiles:
    def test_begins_with_the_newest_and_shows_each_her_own_place(self, world: World) -> None:
        first, second = opened(world, "دارو,,,,,,"), opened(world, "کار,,,,,,")
        elsewhere = opened(world, "کار,,,,,,", place="0901", by="farhad")

        assert list(queries.visible(world.person["reza"], SATURDAY)) == [second, first]
        assert list(queries.visible(world.person["farhad"], SATURDAY)) == [elsewhere]
        assert list(queries.visible(world.person["stranger"], SATURDAY)) == []

    def test_warns_of_the_same_file_once_it_was_taken_in_and_not_taken_back(self, world: World) -> None:
        only_opened = opened(world, "دارو,,,,,,")
        taken_in = taken(world, "دارو,,,,,,")
        other = taken(world, "چیز دیگر,,,,,,")
        again = opened(world, "دارو,,,,,,")

        assert queries.same_before(only_opened) is None
        assert queries.same_before(other) is None
        assert queries.same_before(again) == taken_in

        intake.undo_batch(taken_in.batch, by=world.person["reza"], at=SATURDAY)
        assert queries.same_before(again) is None

    def test_tells_how_far_each_has_come(self, world: World) -> None:
        fresh, running = opened(world, "دارو,,,,,,"), started(world, *["دارو,,,,,,"] * 4)
        taking.take_some(running, by=world.person["reza"], at=SATURDAY, most=1)
        done = taken(world, "دارو,,,,,,")

        assert [(file.state_words, file.tone, file.share, file.is_running) for file in (fresh, running, done)] == [
            ("هنوز ثبت نشده", "attention", 0.0, False),
            ("در حال ورود", "attention", 0.25, True),
            ("وارد شد", "good", 1.0, False),
        ]

    def test_counts_an_empty_file_as_wholly_read(self) -> None:
        assert ImportFile(total=0).share == 1.0


class TestTheShelf:
    def test_gives_back_what_was_put_there(self) -> None:
        rows = [(2, ["دارو", ""]), (7, ["", "\u200c"])]

        assert shelf.get(shelf.put(rows)) == rows

    @pytest.mark.parametrize("name", ["", "0" * 48])
    def test_has_nothing_under_a_name_that_is_none(self, name: str) -> None:
        shelf.drop(name)

        assert shelf.get(name) == []

    def test_forgets_when_it_is_told_to_even_twice(self) -> None:
        name = shelf.put([(2, ["x"])])

        for _ in range(2):
            shelf.drop(name)

        assert shelf.get(name) == []
