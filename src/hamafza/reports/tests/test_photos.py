"""Photos with the narrative: few, described, agreed, clean of where they were taken, and locked with their edition."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from hamafza.intake import uploads
from hamafza.intake.tests import files
from hamafza.kernel.errors import MoveRefused, NotAllowed
from hamafza.reports import commands as reports
from hamafza.reports import document, drawing, queries
from hamafza.reports.models import Photo, Receipt, Report
from hamafza.reports.states import State
from hamafza.reports.tests.telling import DAY, brought
from tests.cast import SATURDAY, World

AT = SATURDAY + 3 * DAY


@pytest.fixture(autouse=True)
def three_days_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hamafza.kernel.clock.timezone.now", lambda: AT)


def sends(client: Client, world: World, report: Report, who: str = "zahra", **other: Any) -> Any:
    client.force_login(world.person[who])
    picture = SimpleUploadedFile(other.pop("name", "a.png"), other.pop("content", files.png(30, 20)))
    said = {"photo-file": picture, "photo-alt": "سالن پس از رنگ", "photo-agreed": "on"} | other
    return client.post(f"/reports/{report.pk}/photos", {key: value for key, value in said.items() if value is not None})


def put(report: Report, world: World, n: int = 1) -> Photo:
    stored_as = uploads.keep(uploads.Checked("a.png", "image/png", files.png(30, 20)))
    return reports.add_photo(
        report, alt=f"عکس {n}", agreed=True, stored_as=stored_as, content_type="image/png", by=world.person["zahra"],
        at=AT,
    )  # fmt: skip


class TestAPhoto:
    def test_stands_on_the_page_with_its_words(self, client: Client, world: World) -> None:
        report = brought(world, State.DUE)

        assert sends(client, world, report).status_code == 303

        photo = Photo.objects.get()
        page = client.get(f"/reports/{report.pk}/").content.decode()
        answer = client.get(f"/reports/photos/{photo.pk}")
        assert f'src="/reports/photos/{photo.pk}" alt="سالن پس از رنگ"' in page
        assert (answer.status_code, answer["Content-Type"], answer["X-Content-Type-Options"]) == (
            200, "image/png", "nosniff",
        )  # fmt: skip

    def test_stands_on_paper_in_its_own_colours(self, world: World) -> None:
        report = brought(world, State.DUE)
        bare = document.pages(report)
        stored_as = uploads.keep(uploads.Checked("a.png", "image/png", files.png(30, 20)))
        reports.add_photo(
            report,
            alt="سالن",
            agreed=True,
            stored_as=stored_as,
            content_type="image/png",
            by=world.person["zahra"],
            at=AT,
        )

        paper = document.pdf(report)

        assert document.pages(report) != bare
        assert b"/Subtype /Image" in paper or b"/Subtype/Image" in paper

        uploads.path_of(stored_as).unlink()  # lost: the paper comes without it
        assert document.pages(report) == bare

    def test_keeps_nothing_of_where_it_was_taken(self, client: Client, world: World) -> None:
        sends(client, world, brought(world, State.DUE), name="a.jpg", content=files.jpeg(extra=files.exif(1)))

        kept = uploads.path_of(Photo.objects.get().stored_as).read_bytes()
        assert b"Exif" not in kept and files.WHERE not in kept

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"photo-agreed": None}, "بی این نشان نمی‌توان"),
            ({"photo-alt": " "}, "photo-alt_error"),
            ({"content": b"not a picture"}, "این فایل را نمی‌توان پذیرفت"),
            ({"name": "a.txt", "content": b"words"}, "این فایل عکس سالمی نیست"),
        ],
    )
    def test_that_lacks_something_is_refused(
        self, client: Client, world: World, wrong: dict[str, Any], words: str
    ) -> None:
        answer = sends(client, world, brought(world, State.DUE), **wrong)

        page = answer.content.decode()
        assert answer.status_code == 422 and words in page
        assert ("سالن پس از رنگ" in page) is ("photo-alt" not in wrong)
        assert not Photo.objects.exists()

    def test_is_one_of_four(self, client: Client, world: World) -> None:
        report = brought(world, State.DUE)
        for n in range(4):
            put(report, world, n)

        answer = sends(client, world, report)

        assert answer.status_code == 422 and "چهار عکس دارد" in answer.content.decode()
        assert [one.alt for one in queries.photos_of(report)] == ["عکس 0", "عکس 1", "عکس 2", "عکس 3"]

    def test_goes_with_its_file(self, client: Client, world: World, django_capture_on_commit_callbacks: Any) -> None:
        report = brought(world, State.DUE)
        photo = put(report, world)
        client.force_login(world.person["zahra"])

        with django_capture_on_commit_callbacks(execute=True):
            assert client.post(f"/reports/photos/{photo.pk}/remove").status_code == 303

        assert not Photo.objects.exists() and not uploads.path_of(photo.stored_as).exists()

    @pytest.mark.parametrize("who", ["sara", "stranger", "karim"])
    def test_does_not_exist_for_others(self, client: Client, world: World, who: str) -> None:
        photo = put(brought(world, State.DUE), world)
        client.force_login(world.person[who])

        assert client.get(f"/reports/photos/{photo.pk}").status_code in {403, 404}
        assert client.post(f"/reports/photos/{photo.pk}/remove").status_code in {403, 404}

    def test_of_another_unit_is_not_put(self, world: World) -> None:
        with pytest.raises(NotAllowed):
            reports.add_photo(
                brought(world, State.DUE), alt="سالن", agreed=True, stored_as="x", content_type="image/png",
                by=world.person["sara"], at=AT,
            )  # fmt: skip

    def test_is_locked_with_what_was_sent(self, client: Client, world: World) -> None:
        report = brought(world, State.DUE)
        photo = put(report, world)
        report = brought(world, State.SUBMITTED)

        with pytest.raises(MoveRefused):
            reports.remove_photo(report, photo=photo.pk, by=world.person["zahra"], at=AT)
        answer = sends(client, world, report)
        assert answer.status_code == 422
        assert str(MoveRefused.message) in answer.content.decode()  # there is no form any more, the reason is
        assert queries.photos_of(report) == [photo]

    @pytest.mark.parametrize("wrong", [{"alt": ""}, {"agreed": False}, {"gone_in": 1}])
    def test_is_whole_in_the_database_too(self, world: World, wrong: dict[str, Any]) -> None:
        photo = put(brought(world, State.DUE), world)

        with pytest.raises(IntegrityError), transaction.atomic():
            Photo.objects.filter(pk=photo.pk).update(**wrong)


class TestATurnedPhoto:
    @pytest.mark.parametrize("way_up", range(1, 9))
    def test_fills_its_frame_on_paper(self, way_up: int) -> None:
        size, matrix = drawing.turned(way_up).split(" transform=")
        width, height = (
            int(part) for part in size.replace("width=", "").replace("height=", "").replace('"', "").split()
        )
        a, b, c, d, e, f = (int(part) for part in drawing.TURNS[way_up].split())
        corners = [(a * x + c * y + e, b * x + d * y + f) for x in (0, width) for y in (0, height)]

        assert drawing.TURNS[way_up] in matrix
        assert sorted(corners) == [(0, 0), (0, 300), (400, 0), (400, 300)]

    @pytest.mark.parametrize(
        ("way_up", "top_left"),
        [(1, (0, 0)), (2, (400, 0)), (3, (400, 300)), (4, (0, 300)), (5, (0, 0)), (6, (400, 0)), (7, (400, 300)),
         (8, (0, 300))],
    )  # fmt: skip
    def test_has_its_first_corner_where_exif_says(self, way_up: int, top_left: tuple[int, int]) -> None:
        assert tuple(int(part) for part in drawing.TURNS[way_up].split()[4:]) == top_left

    @pytest.mark.parametrize(("turn", "matrix"), [(1, "1 0 0 1 0 0"), (6, "0 1 -1 0 400 0"), (9, "1 0 0 1 0 0")])
    def test_keeps_its_turn_from_camera_to_paper(self, client: Client, world: World, turn: int, matrix: str) -> None:
        report = brought(world, State.DUE)
        sends(client, world, report, name="a.jpg", content=files.jpeg(extra=files.exif(turn)))

        assert f"matrix({matrix})" in drawing.photos(queries.photos_of(report))[0]["picture"]

    def test_of_another_kind_lies_as_it_does(self, world: World) -> None:
        report = brought(world, State.DUE)
        put(report, world)

        assert "matrix(1 0 0 1 0 0)" in drawing.photos(queries.photos_of(report))[0]["picture"]


class TestALink:
    def test_shows_the_photos_of_its_own_edition(self, client: Client, world: World) -> None:
        report = brought(world, State.DUE)
        photo = put(report, world)
        report = brought(world, State.ACCEPTED)
        reports.unlock(report, reason="جا ماند", by=world.person["nader"], at=AT)
        reports.remove_photo(report, photo=photo.pk, by=world.person["zahra"], at=AT)
        later = put(report, world, 2)
        link = f"/r/{queries.token_of(Receipt.objects.order_by('pk')[0])}"

        before = client.get(f"{link}/photos/{photo.pk}").status_code
        client.post(link)

        assert before == 303
        assert f'{link}/photos/{photo.pk}" alt="عکس 1"' in client.get(link).content.decode()
        assert client.get(f"{link}/photos/{photo.pk}").status_code == 200
        assert client.get(f"{link}/photos/{later.pk}").status_code == 404
        assert client.get(f"/r/wrong/photos/{photo.pk}").status_code == 410
        assert queries.photos_of(report) == [later]
