"""Files: good ones come in clean, hostile ones do not come in at all."""

import io
import zlib
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hamafza.intake import commands as intake
from hamafza.intake import uploads
from hamafza.intake.tests import files
from hamafza.kernel.actors import Applicant
from tests.cast import SATURDAY, World


class Raw(io.BytesIO):
    """An upload whose name nobody has cleaned yet."""

    def __init__(self, name: str, content: bytes) -> None:
        super().__init__(content)
        self.name, self.size = name, len(content)


def check(name: str, content: bytes) -> uploads.Checked:
    return uploads.check(Raw(name, content))


GOOD = [
    ("a.png", files.png(), "image/png"),
    ("a.PNG", files.png(300, 200), "image/png"),
    ("a.jpg", files.jpeg(), "image/jpeg"),
    ("a.jpeg", files.jpeg(scan=b"\x01\xff\xd0\x02\xff\x00"), "image/jpeg"),
    ("a.webp", files.webp(), "image/webp"),
    ("a.pdf", files.pdf(), "application/pdf"),
    ("a.pdf", files.pdf(files.folded(b"<< /Type /Page >>")), "application/pdf"),
    ("a.txt", "سلام، مادرم بیمار است.\r\n۱۲۳".encode(), "text/plain"),
    ("a.txt", "قیمت < ۵ و > ۳ است".encode(), "text/plain"),
]

HOSTILE = {
    "svg": ("a.svg", b"<svg onload=alert(1)>"),
    "svg as png": ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    "svg as text": ("a.txt", b"<svg onload=alert(1)>"),
    "html": ("a.html", b"<html>"),
    "html as text": ("a.txt", b"<!DOCTYPE html><b>"),
    "script as text": ("a.txt", b"hello " + files.SCRIPT),
    "spaced script as text": ("a.txt", b"< script>alert(1)</ script>"),
    "image tag as text": ("a.txt", b"<img src=x onerror=alert(1)>"),
    "xml as text": ("a.txt", b"<?xml version='1.0'?><!DOCTYPE x>"),
    "utf-16 html as text": ("a.txt", "<html>".encode("utf-16")),
    "zeros as text": ("a.txt", b"hello\0world"),
    "escape codes as text": ("a.txt", b"\x1b[2J"),
    "latin-1 as text": ("a.txt", b"caf\xe9"),
    "shell script": ("a.txt", b"#!/bin/sh\nrm -rf /"),
    "windows program": ("a.exe", b"MZ\x90\0"),
    "windows program as text": ("a.txt", b"MZ program"),
    "pdf as text": ("a.txt", b"%PDF-1.4 words"),
    "eicar": ("eicar.txt", files.EICAR),
    "eicar in a picture": ("a.png", files.png(extra=files.chunk(b"tEXt", files.EICAR))),
    "zip": ("a.zip", files.ZIP),
    "zip as png": ("a.png", files.ZIP),
    "zip as pdf": ("a.pdf", files.ZIP),
    "docx": ("a.docx", files.ZIP),
    "no extension": ("readme", b"hello"),
    "empty name": ("", b"hello"),
    "dots": ("...", b"hello"),
    "two extensions": ("a.txt.html", b"hello"),
    "png as jpg": ("a.jpg", files.png()),
    "jpg as png": ("a.png", files.jpeg()),
    "gif": ("a.gif", b"GIF89a"),
    "gif as webp": ("a.webp", b"GIF89a" + b"\0" * 40),
    "png without data": ("a.png", files.png(data=zlib.compress(b""))),
    "png with broken data": ("a.png", files.png(data=b"not folded")),
    "png bomb in size": (
        "a.png",
        files.png(2, 2).replace(b"\0\0\0\x02\0\0\0\x02", b"\0\0\xff\xff\0\0\xff\xff"),
    ),
    "png bomb by header": (
        "a.png",
        b"\x89PNG\r\n\x1a\n" + files.chunk(b"IHDR", b"\0\x01\0\0\0\x01\0\0\x08\0\0\0\0") + files.chunk(b"IEND", b""),
    ),
    "png bomb in data": ("a.png", files.png(2, 2, data=zlib.compress(b"\0" * 4_000_000))),
    "png of no size": (
        "a.png",
        b"\x89PNG\r\n\x1a\n" + files.chunk(b"IHDR", b"\0" * 8 + b"\x08\0\0\0\0") + files.chunk(b"IEND", b""),
    ),
    "png of a strange colour": (
        "a.png",
        b"\x89PNG\r\n\x1a\n" + files.chunk(b"IHDR", b"\0\0\0\1\0\0\0\1\x08\x09\0\0\0") + files.chunk(b"IEND", b""),
    ),
    "png with a wrong checksum": ("a.png", files.png().replace(b"IDAT", b"IDBT")),
    "png cut short": ("a.png", files.png()[:-6]),
    "png with an unknown critical chunk": ("a.png", files.png(extra=files.chunk(b"EVIL", b"x"))),
    "png with two headers": ("a.png", files.png(extra=files.chunk(b"IHDR", b"\0" * 13))),
    "png that begins with words": (
        "a.png",
        b"\x89PNG\r\n\x1a\n" + files.chunk(b"tEXt", b"x") + files.png()[8:],
    ),
    "jpeg without a picture": ("a.jpg", b"\xff\xd8\xff\xd9"),
    "jpeg without an end": ("a.jpg", files.jpeg()[:-2]),
    "jpeg with a length beyond": ("a.jpg", b"\xff\xd8\xff\xe0\xff\xff" + b"JFIF"),
    "jpeg with a length of nothing": ("a.jpg", b"\xff\xd8\xff\xe0\x00\x00" + b"\0" * 20),
    "jpeg without markers": ("a.jpg", b"\xff\xd8\xffhello" + b"\0" * 20),
    "jpeg too large to show": ("a.jpg", files.jpeg(width=60_000, height=60_000)),
    "jpeg with a scan before its frame": (
        "a.jpg",
        b"\xff\xd8" + files.segment(0xDA, b"\1\1\0\0\x3f\0") + b"\1\xff\xd9",
    ),
    "jpeg with half a frame": ("a.jpg", b"\xff\xd8" + files.segment(0xC0, b"\x08") + b"\xff\xd9"),
    "webp of another length": ("a.webp", files.webp() + files.ZIP),
    "webp with a strange chunk": ("a.webp", files.webp((b"EVIL", b"xxxx"), (b"VP8L", b"\x2f\1\x40\0\0\0"))),
    "webp without a picture": ("a.webp", files.webp((b"ICCP", b"x" * 20))),
    "webp with a false frame": ("a.webp", files.webp((b"VP8L", b"\0" * 10))),
    "webp with a false old frame": ("a.webp", files.webp((b"VP8 ", b"\0" * 10))),
    "webp too large to show": ("a.webp", files.webp((b"VP8X", b"\0" * 4 + b"\xff\xff\x7f\xff\xff\x7f"))),
    "pdf with a script": ("a.pdf", files.pdf(b"<< /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>")),
    "pdf with a disguised script": ("a.pdf", files.pdf(b"<< /#4aava#53cript (x) >>")),
    "pdf that launches": ("a.pdf", files.pdf(b"<< /S /Launch /F (cmd.exe) >>")),
    "pdf with a file inside": ("a.pdf", files.pdf(b"<< /EmbeddedFiles 3 0 R >>")),
    "pdf form": ("a.pdf", files.pdf(b"<< /XFA 3 0 R >>")),
    "pdf under lock": ("a.pdf", files.pdf(b"<< /Encrypt 3 0 R >>")),
    "pdf with a folded script": ("a.pdf", files.pdf(files.folded(b"<< /S /JavaScript >>"))),
    "pdf with a folded bomb": ("a.pdf", files.pdf(files.folded(b"\0" * 6_000_000))),
    "pdf with a broken fold": ("a.pdf", files.pdf(b"<< /Type /ObjStm >>\nstream\nnot folded\nendstream")),
    "pdf and html": ("a.pdf", b"%PDF-1.4\n<html>" + files.pdf()[9:]),
    "pdf and zip at its end": ("a.pdf", files.pdf(tail=b"\n" + files.ZIP)),
    "pdf without an end": ("a.pdf", b"%PDF-1.4\nhello"),
    "something before the pdf": ("a.pdf", b"GIF89a" + files.pdf()),
}


@pytest.mark.parametrize(("name", "content", "content_type"), GOOD)
def test_a_good_file_comes_in(name: str, content: bytes, content_type: str) -> None:
    assert check(name, content).content_type == content_type


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_stays_out(case: str) -> None:
    with pytest.raises(uploads.BadFile):
        check(*HOSTILE[case])


def test_the_corpus_is_as_large_as_promised() -> None:
    assert len(HOSTILE) >= 60


def test_a_file_over_the_limit_stays_out_and_one_at_the_limit_comes_in() -> None:
    assert check("a.txt", b"a" * uploads.LIMIT).content

    with pytest.raises(uploads.TooBig):
        check("a.txt", b"a" * (uploads.LIMIT + 1))


def test_an_empty_file_is_told_to_be_empty() -> None:
    with pytest.raises(uploads.EmptyFile):
        check("a.txt", b"")


class TestCleaning:
    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("a.jpg", files.jpeg(extra=files.exif(1))),
            ("a.jpg", files.jpeg(extra=files.exif(6))),
            ("a.jpg", files.jpeg(extra=files.segment(0xFE, files.WHERE))),
            ("a.jpg", files.jpeg(extra=files.segment(0xED, files.WHERE))),
            ("a.jpg", files.jpeg(tail=files.WHERE)),
            ("a.png", files.png(extra=files.chunk(b"tEXt", files.WHERE))),
            ("a.png", files.png(extra=files.chunk(b"eXIf", files.WHERE))),
            ("a.png", files.png(tail=files.WHERE)),
            ("a.webp", files.webp((b"VP8L", b"\x2f\1\x40\0\0\0"), (b"EXIF", files.WHERE))),
            ("a.webp", files.webp((b"VP8L", b"\x2f\1\x40\0\0\0"), (b"XMP ", files.WHERE))),
        ],
    )
    def test_where_a_picture_was_taken_does_not_come_in(self, name: str, content: bytes) -> None:
        assert files.WHERE in content

        assert files.WHERE not in check(name, content).content

    @pytest.mark.parametrize(("name", "tail"), [("a.png", files.ZIP), ("a.png", files.SCRIPT)])
    def test_a_second_file_behind_a_picture_is_cut_off(self, name: str, tail: bytes) -> None:
        assert check(name, files.png(tail=tail)).content == files.png()

    def test_the_way_up_of_a_photograph_is_kept(self) -> None:
        cleaned = check("a.jpg", files.jpeg(extra=files.exif(6))).content

        assert b"II*\0" in cleaned
        assert check("a.jpg", cleaned).content == cleaned

    def test_a_photograph_that_lies_as_it_should_has_no_exif_at_all(self) -> None:
        assert b"Exif" not in check("a.jpg", files.jpeg(extra=files.exif(1))).content

    def test_a_colour_profile_is_kept(self) -> None:
        assert b"ICC_PROFILE" in check("a.jpg", files.jpeg(extra=files.segment(0xE2, b"ICC_PROFILE\0\1\1x"))).content

    def test_a_webp_no_longer_says_that_it_has_exif(self) -> None:
        header = b"\x08\0\0\0" + b"\x07\0\0" + b"\x07\0\0"
        cleaned = check(
            "a.webp", files.webp((b"VP8X", header), (b"VP8L", b"\x2f\1\x40\0\0\0"), (b"EXIF", b"x"))
        ).content

        assert cleaned[20] == 0

    @pytest.mark.parametrize("case", [each for each in GOOD if not each[0].endswith("txt")])
    def test_cleaning_twice_changes_nothing_more(self, case: tuple[str, bytes, str]) -> None:
        once = check(case[0], case[1]).content

        assert check(case[0], once).content == once


class TestNames:
    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ("../../etc/passwd.txt", "passwd.txt"),
            ("..\\..\\windows\\a.txt", "a.txt"),
            ("a\0b.txt", "ab.txt"),
            ("a\r\nSet-Cookie: x=1.txt", "aSet-Cookie: x=1.txt"),
            ("عکس\u202egpj.txt", "عکسgpj.txt"),
            ("نامه\u200cام.txt", "نامه\u200cام.txt"),
            (".txt", "file.txt"),
            ("  a .txt", "a.txt"),
        ],
    )
    def test_only_the_last_part_remains_without_disguise(self, given: str, kept: str) -> None:
        assert uploads.safe_name(given) == kept

    def test_a_long_persian_name_keeps_its_extension(self) -> None:
        name = uploads.safe_name("نامهٔ بلند " * 30 + ".pdf")

        assert len(name) <= uploads.NAME_LENGTH + 4
        assert name.endswith(".pdf")


@pytest.fixture
def kept(world: World, settings, tmp_path: Path):
    """A file of a request, on disk."""
    settings.MEDIA_ROOT = tmp_path
    request = world.triaged("health")
    file = check("عکس خانه.png", files.png())
    stored_as = uploads.keep(file)
    return intake.attach(
        request,
        name=file.name,
        stored_as=stored_as,
        content_type=file.content_type,
        size=len(file.content),
        sha256=file.sha256,
        by=Applicant(request.pk),
        at=SATURDAY,
    )


class TestStoring:
    def test_the_name_on_disk_tells_nothing(self, kept, tmp_path: Path) -> None:
        (path,) = [path for path in tmp_path.rglob("*") if path.is_file()]

        assert "عکس" not in str(path)
        assert path.suffix == ""
        assert path.stat().st_mode & 0o077 == 0

    def test_two_files_of_one_content_lie_apart(self, settings, tmp_path: Path) -> None:
        settings.MEDIA_ROOT = tmp_path
        file = check("a.png", files.png())

        assert uploads.keep(file) != uploads.keep(file)


class TestDownload:
    def test_is_an_attachment_that_no_browser_runs(self, kept, world: World, client) -> None:
        client.force_login(world.person["reza"])

        answer = client.get(f"/requests/files/{kept.pk}")

        assert b"".join(answer.streaming_content) == files.png()
        assert answer["Content-Disposition"].startswith("attachment;")
        assert "filename*=utf-8''" in answer["Content-Disposition"]
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert "no-store" in answer["Cache-Control"]

    @pytest.mark.parametrize("who", ["farhad", "sara", "mina"])
    def test_does_not_exist_for_those_of_other_places_and_centres(self, kept, world: World, client, who: str) -> None:
        client.force_login(world.person[who])

        assert client.get(f"/requests/files/{kept.pk}").status_code == 404

    def test_does_not_exist_for_a_centre_that_was_only_asked(self, kept, world: World, client) -> None:
        client.force_login(world.person["zahra"])

        assert client.get(f"/requests/files/{kept.pk}").status_code == 404

    def test_is_refused_to_an_account_without_a_role(self, kept, world: World, client) -> None:
        client.force_login(world.person["stranger"])

        assert client.get(f"/requests/files/{kept.pk}").status_code == 403

    def test_a_file_lost_from_disk_is_not_found_instead_of_an_error(self, kept, world: World, client) -> None:
        uploads.path_of(kept.stored_as).unlink()
        client.force_login(world.person["reza"])

        assert client.get(f"/requests/files/{kept.pk}").status_code == 404


class TestAtTheDoor:
    DATA = {"place": "تیس", "text": "دارو می‌خواهم", "key": "k" * 20}

    def test_the_file_is_kept_with_its_request(self, world: World, client, settings, tmp_path: Path) -> None:
        settings.MEDIA_ROOT = tmp_path

        client.post(
            "/ask",
            self.DATA | {"file": SimpleUploadedFile("a.png", files.png(extra=files.chunk(b"tEXt", files.WHERE)))},
        )

        from hamafza.intake.models import Attachment

        attachment = Attachment.objects.get()
        assert attachment.request.text == "دارو می‌خواهم"
        assert uploads.path_of(attachment.stored_as).read_bytes() == files.png()

    def test_sent_twice_it_is_kept_once(self, world: World, client, settings, tmp_path: Path) -> None:
        settings.MEDIA_ROOT = tmp_path
        from hamafza.intake.models import Attachment

        for _ in range(2):
            client.post("/ask", self.DATA | {"file": SimpleUploadedFile("a.png", files.png())})

        assert Attachment.objects.count() == 1

    def test_a_bad_file_says_so_and_nothing_is_written(self, world: World, client) -> None:
        answer = client.post("/ask", self.DATA | {"file": SimpleUploadedFile("a.svg", b"<svg/>")})

        from hamafza.intake.models import Request

        assert answer.status_code == 422
        assert "این فایل را نمی‌توان پذیرفت" in answer.content.decode()
        assert "دارو می‌خواهم" in answer.content.decode()
        assert not Request.objects.exists()
