"""Persian first, by choice of the reader only."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


class TestLanguage:
    def test_is_persian_even_on_a_phone_set_to_english(self, client: Client) -> None:
        response = client.get("/ui/", headers={"Accept-Language": "en-US,en"})

        assert response["Content-Language"] == "fa"

    def test_is_english_after_the_switch(self, client: Client) -> None:
        client.post("/language", {"language": "en", "next": "/ui/"})

        assert client.get("/ui/")["Content-Language"] == "en"

    def test_is_persian_when_the_cookie_holds_nonsense(self, client: Client) -> None:
        client.cookies["hamafza_language"] = "xx"

        assert client.get("/ui/")["Content-Language"] == "fa"
