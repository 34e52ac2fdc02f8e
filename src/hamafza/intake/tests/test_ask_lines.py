"""The engine may miss a danger in new words; the lines stand on the page in any case."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("line", ["123", "115", "110", "1480"])
def test_the_emergency_lines_stand_below_the_form(client: Client, line: str) -> None:
    text = client.get("/ask").content.decode()

    assert text.index(f'href="tel:{line}"') > text.index("enctype=")
