"""Rows of a file lose the signs that only disguise, as at every other door: CSV and XLSX, heading, cell and name of the file."""

import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hamafza.intake.models import ImportFile, Request
from hamafza.kernel.cleaning import clean
from tests.cast import World

SIGNS = "\u202e\u2066\u202a\ufeff\u0085"
ROWS = [
    [f"شرح{SIGNS} درخواست", "نام", "شناسه"],
    [f"سقف{SIGNS} خانه‌ام ریخته است", f"گل{SIGNS}نار", f"A{SIGNS}1"],
]


def csv() -> bytes:
    return "\n".join(",".join(row) for row in ROWS).encode()


def xlsx() -> bytes:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(("make", "ending"), [(csv, "csv"), (xlsx, "xlsx")])
def test_nothing_disguised_is_kept(world: World, client: Client, make: Any, ending: str) -> None:
    client.force_login(world.person["reza"])
    upload = SimpleUploadedFile(f"نامه{SIGNS}.{ending}", make())
    client.post("/requests/import/", {"file": upload, "place": "چابهار"})
    file = ImportFile.objects.select_related("batch").get()
    columns = {name: str(column) for name, column in file.mapping.items()}
    client.post(f"/requests/import/{file.pk}/", columns)

    client.post(f"/requests/import/{file.pk}/run")

    made = Request.objects.get()
    kept = [made.text, made.title, made.applicant_name, made.external_id, file.batch.file_name, *file.headings]
    assert kept == [clean(text) for text in kept]
    assert (made.text, made.applicant_name, made.external_id) == ("سقف خانه‌ام ریخته است", "گلنار", "A1")
