"""A file over the limit, at every door that takes one: cut off on its way, refused beside its field, nothing typed lost."""

import io
from typing import Any

import pytest
from django.test import Client

from hamafza.intake.models import Attachment, Request
from hamafza.kernel import clock
from hamafza.kernel.arriving import MEGABYTE, PATIENCE
from tests.cast import World

EDGE = "----edge"
BIG = 60 * MEGABYTE


class Line(io.RawIOBase):
    """A body that is made as it is read, so that the test knows how much was read of it."""

    def __init__(self, before: bytes, size: int) -> None:
        self.before, self.left, self.taken = io.BytesIO(before), size, 0
        self.after = io.BytesIO(f"\r\n--{EDGE}--\r\n".encode())

    def read(self, size: int = -1) -> bytes:
        got = self.before.read(size)
        if not got and self.left:
            got = b"x" * min(size if size > 0 else self.left, self.left)
            self.left -= len(got)
        got = got or self.after.read(size)
        self.taken += len(got)
        return got


def send(client: Client, path: str, size: int, name: str, **typed: str) -> tuple[Any, Line]:
    parts = [f'--{EDGE}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in typed.items()]
    parts.append(f'--{EDGE}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n')
    before = "".join(parts).encode()
    line = Line(before, size)
    length = len(before) + size + len(f"\r\n--{EDGE}--\r\n")
    extra: dict[str, Any] = {
        "wsgi.input": line,
        "CONTENT_LENGTH": str(length),
        "CONTENT_TYPE": f"multipart/form-data; boundary={EDGE}",
    }
    return client.generic("POST", path, **extra), line


def tracked(world: World, client: Client) -> Request:
    request = world.triaged("health", at=clock.now())
    client.post("/t", {"code": request.code, "digits": request.phone[-4:]})
    return request


DOORS = {
    "/ask": ("photo.jpg", 5 * MEGABYTE, "", {"place": "تیس", "text": "سقف خانه ریخته است"}),
    "/requests/new": ("photo.jpg", 5 * MEGABYTE, "reza", {"place": "تیس", "text": "سقف خانه ریخته است"}),
    "/t/word": ("photo.jpg", 5 * MEGABYTE, "tracked", {"text": "سقف خانه ریخته است"}),
    "/requests/import/": ("list.csv", 10 * MEGABYTE, "reza", {"place": "چابهار"}),
    "/centres/import": ("list.json", 10 * MEGABYTE, "parvin", {"place": "چابهار"}),
}


@pytest.fixture(params=DOORS)
def door(request: Any, world: World, client: Client) -> Any:
    name, limit, who, typed = DOORS[request.param]
    if who == "tracked":
        tracked(world, client)
    elif who:
        client.force_login(world.person[who])
    return request.param, name, limit, typed


def test_is_cut_off_on_its_way(door: Any, client: Client) -> None:
    path, name, limit, typed = door

    answer, line = send(client, path, BIG, name, **typed)

    assert answer.status_code == 422
    assert limit < line.taken < limit + PATIENCE + MEGABYTE


def test_is_refused_beside_its_field_and_what_was_typed_stands(door: Any, client: Client) -> None:
    path, name, limit, typed = door

    answer, line = send(client, path, limit + 1, name, **typed)

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "مگابایت" in text[text.index('id="id_file_error"') :][:400]
    assert all(words in text for words in typed.values())
    assert line.left == 0  # a little too much is read to its end, so that the browser hears the answer


def test_of_the_very_limit_is_let_through_to_the_door(door: Any, client: Client) -> None:
    path, name, limit, typed = door

    answer, _line = send(client, path, limit, name, **typed)

    assert "بزرگ‌تر" not in answer.content.decode()


def test_keeps_nothing(world: World, client: Client) -> None:
    before = Request.objects.count()

    send(client, "/ask", BIG, "photo.jpg", place="تیس", text="سقف")

    assert (Request.objects.count(), Attachment.objects.count()) == (before, 0)


def test_a_page_without_a_file_field_takes_none(world: World, client: Client) -> None:
    client.force_login(world.person["zahra"])

    answer, line = send(client, "/account/me", BIG, "photo.jpg", full_name="زهرا", mobile="09150000000")

    assert answer.status_code in {302, 303}
    assert line.taken < PATIENCE + MEGABYTE
