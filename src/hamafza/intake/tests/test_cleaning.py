"""The cleaners against files broken by chance: a clean file or a refusal, and never a crash of the house."""

import random
import struct
import zlib
from collections.abc import Callable
from contextlib import suppress

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hamafza.intake.cleaning import jpeg, pdf, plain, png, webp
from hamafza.intake.cleaning.odd import PIXELS, Odd, check_size
from hamafza.intake.models import Request
from hamafza.intake.tests import files
from tests.cast import World

OLD_FRAME = b"\0\0\0\x9d\x01\x2a\x08\0\x08\0\0\0"
GOOD: dict[Callable[[bytes], bytes], list[bytes]] = {
    jpeg.clean: [files.jpeg(), files.jpeg(extra=files.exif(6))],
    png.clean: [files.png(), files.png(9, 3, extra=files.chunk(b"tEXt", files.WHERE))],
    webp.clean: [
        files.webp(),
        files.webp((b"VP8 ", OLD_FRAME)),
        files.webp((b"VP8X", b"\x0c" + b"\0" * 9), (b"VP8L", b"\x2f\1\x40\0\0\0"), (b"EXIF", files.WHERE)),
    ],
    pdf.clean: [files.pdf(), files.pdf(files.folded(b"<< /Type /Page >>"))],
    plain.clean: ["نامه‌ای کوتاه".encode()],
}
CASES = [(clean, content) for clean, contents in GOOD.items() for content in contents]
NAMES = [f"{clean.__module__.rsplit('.', 1)[-1]}-{len(content)}" for clean, content in CASES]


def broken(content: bytes, dice: random.Random) -> bytes:
    """A few bytes changed, lost or slipped in."""
    spoilt = bytearray(content)
    for _ in range(dice.randint(1, 4)):
        at = dice.randrange(len(spoilt) + 1)
        match dice.randrange(3):
            case 0:
                spoilt[at : at + 1] = bytes([dice.choice([0, 1, 2, 8, 254, 255, dice.randrange(256)])])
            case 1:
                del spoilt[at : at + dice.randint(1, 6)]
            case _:
                spoilt[at:at] = dice.randbytes(dice.randint(1, 4))
    return bytes(spoilt)


@pytest.mark.parametrize(("clean", "content"), CASES, ids=NAMES)
class TestByChance:
    def test_a_whole_file_comes_in_and_cleaning_it_again_changes_nothing(
        self, clean: Callable[[bytes], bytes], content: bytes
    ) -> None:
        once = clean(content)

        assert clean(once) == once
        assert files.WHERE not in once

    def test_cut_anywhere_it_is_clean_or_refused(self, clean: Callable[[bytes], bytes], content: bytes) -> None:
        for end in range(1, len(content)):
            self.try_out(clean, content[:end])

    @pytest.mark.parametrize("seed", range(4))
    def test_spoilt_anyhow_it_is_clean_or_refused(
        self, clean: Callable[[bytes], bytes], content: bytes, seed: int
    ) -> None:
        dice = random.Random(seed)
        for _ in range(150):
            self.try_out(clean, broken(content, dice))

    def try_out(self, clean: Callable[[bytes], bytes], content: bytes) -> None:
        with suppress(Odd):
            assert clean(content)


class TestAnOldWebp:
    def test_with_half_a_frame_is_refused(self) -> None:
        for length in range(len(OLD_FRAME) - 2):
            with pytest.raises(Odd):
                webp.clean(files.webp((b"VP8 ", OLD_FRAME[:length])))

    def test_with_half_a_frame_is_told_at_the_public_door(self, world: World, client: Client) -> None:
        file = SimpleUploadedFile("a.webp", files.webp((b"VP8 ", OLD_FRAME[:8])))

        answer = client.post("/ask", {"place": "تیس", "text": "دارو", "key": "k" * 24, "file": file})

        assert answer.status_code == 422
        assert answer.context["form"].errors["file"]
        assert not Request.objects.exists()

    @pytest.mark.parametrize(
        ("width", "height", "fits"),
        [(1, 1, True), (0, 8, False), (8, 0, False), (0x3FFF, 3000, True), (0x3FFF, 0x3FFF, False)],
    )
    def test_says_its_size_in_fourteen_bits(self, width: int, height: int, fits: bool) -> None:
        scaled = struct.pack("<HH", width | 0x4000, height | 0xC000)  # the upper two bits tell of scaling
        content = files.webp((b"VP8 ", OLD_FRAME[:6] + scaled + b"\0\0"))

        if fits:
            assert webp.clean(content) == content
        else:
            with pytest.raises(Odd):
                webp.clean(content)


class TestSizes:
    @pytest.mark.parametrize(
        ("width", "height", "fits"),
        [(1, 1, True), (0, 5, False), (5, 0, False), (PIXELS, 1, True), (1, PIXELS, True), (PIXELS + 1, 1, False),
         (10_000, 5_000, True), (10_000, 5_001, False)],
    )  # fmt: skip
    def test_are_those_of_a_picture_that_can_be_shown(self, width: int, height: int, fits: bool) -> None:
        if fits:
            check_size(width, height)
        else:
            with pytest.raises(Odd):
                check_size(width, height)

    @pytest.mark.parametrize(("rows", "fits"), [(1, True), (2, True), (3, False), (50, False)])
    def test_of_a_png_bound_what_it_unfolds_to(self, rows: int, fits: bool) -> None:
        """Two rows of two grey dots: three bytes each, and not one more."""
        content = files.png(2, 2, data=zlib.compress(b"\0\x80\x80" * rows))

        if fits:
            assert png.clean(content) == content
        else:
            with pytest.raises(Odd):
                png.clean(content)

    @pytest.mark.parametrize("depth", [0, 3, 5, 9, 32])
    def test_of_a_png_have_a_depth_that_exists(self, depth: int) -> None:
        header = struct.pack(">IIBBBBB", 2, 2, depth, 0, 0, 0, 0)
        content = files.png().replace(
            files.chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 2, 8, 0, 0, 0, 0)), files.chunk(b"IHDR", header)
        )

        with pytest.raises(Odd):
            png.clean(content)


class TestPlainText:
    @pytest.mark.parametrize(
        "text", ["سلام", "خط\nدیگر\r\nو\tفاصله", "۱ < ۲ و a<b", "نامهٔ <پیوست>", "در میان #! و PK", "نشانی: x@y.ir"]
    )
    def test_of_people_comes_in_as_it_is(self, text: str) -> None:
        assert plain.clean(text.encode()) == text.encode()

    def test_loses_only_the_mark_of_its_bytes(self) -> None:
        assert plain.clean(b"\xef\xbb\xbf" + "سلام".encode()) == "سلام".encode()

    @pytest.mark.parametrize(
        "content",
        [b"#!/bin/sh", b"MZ\x90", b"PK\x03", b"%PDF-1.4", b"a\0b", b"a\x1b[31m", b"a\x7f", b"\xff\xfe", b"\xd8",
         b"< script>", b"x <IFRAME src=1>", b"<?XML version", b"<!DocType html>", b"<a href=x>", b"< body"],
    )  # fmt: skip
    def test_of_programs_stays_out(self, content: bytes) -> None:
        with pytest.raises(Odd):
            plain.clean(content)
