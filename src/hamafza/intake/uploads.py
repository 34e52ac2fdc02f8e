"""Files that people send: checked, cleaned, kept under random names, given back as downloads only.

The extension, the first bytes and the whole structure must tell the same story (SECURITY V5).
There is no virus scanner here: what may carry a program is refused instead.
"""

import hashlib
import secrets
import unicodedata
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Protocol

from django.conf import settings
from django.http import FileResponse
from django.utils.translation import gettext_lazy as _

from hamafza.intake.cleaning import jpeg, pdf, plain, png, webp
from hamafza.intake.cleaning.odd import Odd
from hamafza.intake.models import Attachment
from hamafza.kernel.errors import Refused

LIMIT = 5 * 1024 * 1024
NAME_LENGTH = 100
KINDS = {
    "jpg": ("image/jpeg", jpeg.clean),
    "jpeg": ("image/jpeg", jpeg.clean),
    "png": ("image/png", png.clean),
    "webp": ("image/webp", webp.clean),
    "pdf": ("application/pdf", pdf.clean),
    "txt": ("text/plain", plain.clean),
}
ACCEPTED = ",".join(f".{extension}" for extension in KINDS)


class BadFile(Refused):
    """The file cannot be taken; what was written stays."""

    field = "file"
    message = _("این فایل را نمی‌توان پذیرفت. عکس (JPEG، PNG، WebP)، PDF یا متن سادهٔ سالم بفرستید.")


class TooBig(BadFile):
    message = _("این فایل از ۵ مگابایت بزرگ‌تر است. عکس کوچک‌تری بفرستید، یا درخواست را بی‌عکس ثبت کنید.")


class EmptyFile(BadFile):
    message = _("این فایل خالی است. شاید فرستادنش نیمه‌کاره مانده باشد؛ دوباره برگزینیدش.")


class Upload(Protocol):
    """What Django hands over."""

    name: str | None
    size: int | None

    def read(self) -> bytes: ...


@dataclass(frozen=True)
class Checked:
    """A clean file that is not stored yet."""

    name: str
    content_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def check(upload: Upload) -> Checked:
    """The file without its hidden parts. Raises TooBig, EmptyFile, BadFile."""
    if (upload.size or 0) > LIMIT:
        raise TooBig
    content = upload.read()
    if not content:
        raise EmptyFile
    name = safe_name(upload.name or "")
    kind = KINDS.get(PurePosixPath(name).suffix[1:].lower())
    if kind is None or plain.is_test_virus(content):
        raise BadFile
    content_type, clean = kind
    try:
        return Checked(name, content_type, clean(content))
    except Odd as odd:
        raise BadFile from odd


def keep(file: Checked) -> str:
    """Write the file down and answer the name under which it lies."""
    stored_as = secrets.token_hex(24)
    path = path_of(stored_as)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as out:
        out.write(file.content)
    path.chmod(0o600)
    return stored_as


def path_of(stored_as: str) -> Path:
    """Two letters of the name are its folder, so that no folder grows without end."""
    return Path(settings.MEDIA_ROOT) / "requests" / stored_as[:2] / stored_as


def response(attachment: Attachment) -> FileResponse:
    """The file as a download that no browser opens as a page of ours. The caller has checked the right."""
    file: IO[bytes] = path_of(attachment.stored_as).open("rb")
    answer = FileResponse(file, as_attachment=True, filename=attachment.name, content_type=attachment.content_type)
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def safe_name(name: str) -> str:
    """The last part of a name, without control and direction characters, not too long, its extension kept."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    # ZWNJ is a letter of Persian words; the other format characters only disguise.
    shown = "".join(char for char in last if char == "\u200c" or unicodedata.category(char)[0] != "C")
    stem, dot, extension = shown.strip().rstrip(" .").rpartition(".")
    return f"{stem.strip()[:NAME_LENGTH] or 'file'}{dot}{extension}" if dot else shown
