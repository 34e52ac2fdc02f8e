"""The import door: columns guessed, rows checked, taken in once, undone as a whole."""

import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from hamafza.intake.imports import columns, queries, taking
from hamafza.intake.models import ImportFile, Request, Word
from hamafza.kernel.clock import TEHRAN, now
from tests.cast import World

HEAD = "شرح درخواست,شهر,نام و نام خانوادگی,تلفن همراه,تاریخ دریافت,عرصه,شماره پرونده"
GOOD = [
    "مادرم دارو می‌خواهد,تیس,گلنار رئیسی,۰۹۱۵۱۲۳۴۵۶۷,۱۴۰۵/۰۷/۰۱,سلامت,پ-۱",
    "کار می‌خواهم,,مراد,,,,پ-۲",
]
BAD = ",تیس,,12,1499/01/01,,پ-۳"


@pytest.fixture(autouse=True)
def files_elsewhere(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def client(world: World) -> Client:
    client = Client()
    client.force_login(world.person["reza"])
    return client


def table(*rows: str) -> bytes:
    return "\n".join([HEAD, *rows]).encode()


def send(client: Client, data: bytes, name: str = "x.csv", place: str = "چابهار") -> Any:
    return client.post(reverse("intake:imports"), {"file": SimpleUploadedFile(name, data), "place": place})


def opened(client: Client, *rows: str) -> ImportFile:
    assert send(client, table(*rows)).status_code == 303
    return ImportFile.objects.latest("pk")


def run_to_the_end(client: Client, file: ImportFile) -> ImportFile:
    for _ in range(50):
        client.post(reverse("intake:import_run", args=[file.pk]))
        file.refresh_from_db()
        if file.finished_at:
            return file
    raise AssertionError("it never ends")


def faults(file: ImportFile, world: World) -> list[str]:
    return [str(fault) for fault in taking.try_out(file, by=world.person["reza"], at=now()).faults]


def test_columns_are_guessed_from_persian_and_english_headings() -> None:
    assert columns.guess(HEAD.split(",")) == {
        "text": 0, "place": 1, "applicant_name": 2, "phone": 3, "received": 4, "domain": 5, "external_id": 6,
    }  # fmt: skip
    assert columns.guess(["Full Name", "Mobile", "DESCRIPTION"]) == {
        "applicant_name": 0,
        "phone": 1,
        "text": 2,
    }
    assert columns.guess(["شماره تلفن متقاضی", "شرح کامل نیاز"])["phone"] == 0
    assert columns.guess(["الف", "ب", ""]) == {}


def test_from_file_to_requests_and_back(client: Client, world: World) -> None:
    file = opened(client, *GOOD, BAD)
    page = client.get(reverse("intake:import", args=[file.pk])).content.decode()
    assert "۲ سطر آماده است" in page and "سطر ۴، ستون «تلفن همراه»" in page
    assert not Request.objects.exists()

    file = run_to_the_end(client, file)
    first, second = Request.objects.order_by("pk")

    assert (file.batch.rows, file.faulty, file.known) == (2, 1, 0)
    assert (first.place.code, first.phone, first.door, first.external_id) == (
        "tis",
        "09151234567",
        "import",
        "پ-۱",
    )
    assert first.received_at.astimezone(TEHRAN).strftime("%Y-%m-%d") == "2026-09-23"
    assert first.due_at > now()  # its time runs from the day the network heard of it
    assert second.place == world.place["1104"]
    assert [word.text for word in Word.objects.all()] == ["سلامت"]

    client.post(reverse("intake:import_undo", args=[file.pk]))
    assert set(Request.objects.values_list("state", flat=True)) == {"withdrawn"}
    assert "برگردانده شد" in client.get(reverse("intake:import", args=[file.pk])).content.decode()


def test_every_fault_names_its_row_and_its_column_as_the_file_calls_them(client: Client, world: World) -> None:
    file = opened(client, GOOD[0], BAD, "نان,ناکجا,,,۱۴۰۵/۱۳/۴۰,,")
    said = faults(file, world)

    assert len(said) == 5
    assert said[0].startswith("سطر ۳، ستون «شرح درخواست»: ")
    assert said[1].startswith("سطر ۳، ستون «تلفن همراه»: «12»")
    assert any("ستون «شهر»: «ناکجا»" in one for one in said)
    assert any(one.startswith("سطر ۴، ستون «تاریخ دریافت»") for one in said)
    with override("en"):
        assert faults(file, world)[0].startswith("Row 3, column")


def test_a_day_that_has_not_come_is_no_day_of_receipt(client: Client, world: World) -> None:
    assert len(faults(opened(client, "نان,,,,2099-01-01,,"), world)) == 1


def test_a_name_that_several_places_bear_asks_for_the_county(client: Client, world: World) -> None:
    from hamafza.kernel.actors import System
    from hamafza.places import commands as places

    twins = [
        {"path": f"IR/11/1104/{code}/", "kind": "village", "name_fa": "کهنک", "lat": 25.0, "lng": 60.0}
        for code in ("a", "b")
    ]
    places.load(rows=twins, by=System("tests"), at=now())

    assert "نام چند جاست" in faults(opened(client, "نان,کهنک,,,,,"), world)[0]


def test_a_place_outside_her_reach_is_not_taken(client: Client, world: World) -> None:
    assert "در محدودهٔ شما نیافتیم" in faults(opened(client, "نان,مشهد,,,,,"), world)[0]


def test_her_own_choice_of_columns_counts(client: Client, world: World) -> None:
    send(client, "الف,ب\nنان,0915 123 4567\n".encode())
    file = ImportFile.objects.get()
    address = reverse("intake:import", args=[file.pk])

    without = client.post(address, {"text": "-"})
    assert without.status_code == 422
    client.post(address, {"text": "0", "phone": "1"})
    run_to_the_end(client, file)

    assert (Request.objects.get().text, Request.objects.get().phone) == ("نان", "09151234567")


def test_a_step_that_is_asked_twice_takes_each_row_once(client: Client, world: World) -> None:
    file, by = opened(client, *[f"درخواست {n},,,,,," for n in range(30)]), world.person["reza"]
    client.post(reverse("intake:import_run", args=[file.pk]))
    ImportFile.objects.filter(pk=file.pk).update(position=10, finished_at=None, shelf=file.shelf)
    file = queries.visible(by, now()).get()
    from hamafza.intake.imports import shelf

    (Path(shelf._path(file.shelf))).write_text(json.dumps([(n + 2, [f"درخواست {n}", *[""] * 6]) for n in range(30)]))
    while file.is_running:
        taking.take_some(file, by=by, at=now(), most=7)

    assert Request.objects.count() == file.batch.rows == 30


def test_a_long_file_comes_in_step_by_step_and_shows_how_far_it_is(client: Client, world: World) -> None:
    file = opened(client, *[f"درخواست {n},,,,,," for n in range(130)])
    part = client.post(reverse("intake:import_run", args=[file.pk]), headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in part and 'hx-trigger="load' in part and "۱۰۰ از ۱۳۰" in part
    assert run_to_the_end(client, file).batch.rows == 130


def test_the_same_file_again_warns_and_ids_keep_rows_from_doubling(client: Client, world: World) -> None:
    run_to_the_end(client, opened(client, *GOOD))
    again = opened(client, *GOOD)
    page = client.get(reverse("intake:import", args=[again.pk])).content.decode()
    assert "همین فایل" in page and "۲ سطر پیش از این آمده است" in page

    run_to_the_end(client, again)

    assert Request.objects.count() == 2
    assert ImportFile.objects.latest("pk").known == 2


def test_an_id_that_stands_twice_in_one_file_comes_in_once(client: Client, world: World) -> None:
    file = run_to_the_end(client, opened(client, GOOD[1], GOOD[1], "چیز دیگر,,,,,,پ-۲"))

    assert (file.batch.rows, file.known, Request.objects.count()) == (1, 2, 1)


def test_after_an_undo_the_file_may_come_again(client: Client, world: World) -> None:
    first = run_to_the_end(client, opened(client, *GOOD))
    client.post(reverse("intake:import_undo", args=[first.pk]))
    run_to_the_end(client, opened(client, *GOOD))

    assert Request.objects.exclude(state="withdrawn").count() == 2


def test_what_has_gone_on_is_not_undone_by_the_way(client: Client, world: World) -> None:
    from hamafza.intake import commands as intake

    file = run_to_the_end(client, opened(client, *GOOD))
    moved = Request.objects.earliest("pk")
    intake.triage(moved, domains=[world.domain["health"]], urgency="0", by=world.person["reza"], at=now())

    assert client.post(reverse("intake:import_undo", args=[file.pk])).status_code == 422
    assert not Request.objects.filter(state="withdrawn").exists()


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\0\0\0", "نام\n".encode()])
def test_a_file_that_is_none_gets_an_answer_beside_its_field(client: Client, data: bytes) -> None:
    answer = send(client, data)

    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]
    assert answer.context["form"]["place"].value() == "چابهار"
    assert not ImportFile.objects.exists()


def test_hostile_words_come_back_harmless(client: Client, world: World) -> None:
    file = opened(client, '"<svg onload=alert(1)>\u202e",,"=cmd|x","x<b>",,,')
    page = client.get(reverse("intake:import", args=[file.pk])).content.decode()

    assert "<svg onload" not in page and "&lt;svg onload" in page
    assert "\u202e" not in page and "=cmd" not in page and "x<b>" not in page


@pytest.mark.slow  # starts the reading process
def test_a_workbook_comes_in_as_well(client: Client) -> None:
    book = openpyxl.Workbook()
    book.active.append(["شرح", "موبایل"])
    book.active.append(["نان", 9151234567])
    out = io.BytesIO()
    book.save(out)
    send(client, out.getvalue(), "x.xlsx")
    run_to_the_end(client, ImportFile.objects.get())

    assert Request.objects.get().phone == "09151234567"


def test_rows_wait_nowhere_longer_than_needed(client: Client, tmp_path: Path) -> None:
    file = opened(client, *GOOD)
    assert len(list((tmp_path / "imports").iterdir())) == 1
    run_to_the_end(client, file)

    assert not list((tmp_path / "imports").iterdir())


@pytest.mark.parametrize(("who", "status"), [("zahra", 403), ("stranger", 403), ("farhad", 404), ("parvin", 200)])
def test_only_those_of_the_place_see_its_files(client: Client, world: World, who: str, status: int) -> None:
    file = opened(client, *GOOD)
    other = Client()
    other.force_login(world.person[who])

    assert other.get(reverse("intake:import", args=[file.pk])).status_code == status
    for action in ("import_run", "import_undo"):
        if status != 200:
            assert other.post(reverse(f"intake:{action}", args=[file.pk])).status_code == status
    assert not Request.objects.exists()


def test_the_shell_takes_a_file_in_and_names_its_faults(world: World, tmp_path: Path, capsys: Any) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(table(*GOOD, BAD))

    call_command("import", str(file), place="IR/11/1104/", dry_run=True)
    said = capsys.readouterr().out.strip().splitlines()
    assert json.loads(said[-1]) == {"rows": 3, "ready": 2, "known": 0, "faulty": 1}
    assert "سطر ۴" in said[0]
    assert not Request.objects.exists()

    call_command("import", str(file), place="IR/11/1104/", map='{"text": "شرح درخواست"}')
    assert json.loads(capsys.readouterr().out.strip().splitlines()[-1])["taken"] == 2
    assert set(Request.objects.values_list("received_by", flat=True)) == {"system:import"}


@pytest.mark.parametrize("wrong", [{"place": "IR/77/"}, {"map": '{"text": "نیست"}'}, {"map": "{"}])
def test_the_shell_says_what_it_did_not_understand(world: World, tmp_path: Path, wrong: dict[str, str]) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(table(*GOOD))

    with pytest.raises(CommandError):
        call_command("import", str(file), **{"place": "IR/11/1104/", **wrong})
