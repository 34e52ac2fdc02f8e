"""Files on their way in: counted as they come, and cut off where their page's limit is passed.

What is too big is neither kept in memory nor on disk. The form still learns that a file came and how big it was, so
that its own refusal stands beside the field, with everything that was typed before it.
"""

import io
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

V = TypeVar("V", bound=Callable[..., Any])
MEGABYTE = 1024 * 1024
PATIENCE = 4 * MEGABYTE  # read on and thrown away: a browser that is cut off in mid-sentence shows no answer at all


def takes_files(upto: int) -> Callable[[V], V]:
    """Say of a view how big a file it takes; a view that says nothing takes none."""

    def say(view: V) -> V:
        view.takes_files = upto  # type: ignore[attr-defined]
        return view

    return say


class LimitedFile(FileUploadHandler):
    """Stands before Django's own handlers and lets through as many bytes as the page takes."""

    request: Any
    limit = 0

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, boundary: Any, *more: Any) -> None:
        self.end = b"\r\n--" + boundary + b"--\r\n"

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.limit = getattr(getattr(self.request.resolver_match, "func", None), "takes_files", 0)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if start + len(raw_data) <= self.limit:
            return raw_data
        if start > self.limit + PATIENCE:
            self.request._stream = io.BytesIO(self.end)  # nothing more is read from the line
        return None

    def file_complete(self, file_size: int) -> "UploadedFile[Any] | None":
        if file_size <= self.limit:
            return None  # the next handlers have it
        for other in self.request.upload_handlers:
            other.upload_interrupted()  # what they kept of it goes
        return UploadedFile(io.BytesIO(), self.file_name, self.content_type, file_size)
