"""A NUL in an address reaches no view."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from hamafza.kernel.addresses import NoNulMiddleware
from tests.cast import World


def seen(request: HttpRequest) -> HttpResponse:
    return HttpResponse(repr(dict(request.GET.lists())))


@pytest.mark.parametrize(
    ("typed", "reaches"),
    [
        ("", "{}"),
        ("q=a", "{'q': ['a']}"),
        ("q=%00", "{'q': ['']}"),
        ("q=a%00b&q=c%00", "{'q': ['ab', 'c']}"),
        ("q=%%0000", "{'q': ['']}"),
        ("q=%2500", "{'q': ['%00']}"),  # three signs that a person may well look for
        ("%00q=a\0b", "{'q': ['ab']}"),
        ("q=%D8%B3%00", "{'q': ['س']}"),
    ],
)
def test_the_view_sees_the_words_without_it(typed: str, reaches: str) -> None:
    request = RequestFactory().get("/", QUERY_STRING=typed)

    assert NoNulMiddleware(seen)(request).content.decode() == reaches


@pytest.mark.parametrize(
    "address", ["/directory?q=%00", "/ask/places?q=%00", "/search?q=%00", "/referrals/?words=%00&after=%00"]
)
def test_the_lists_answer_on_both_databases(world: World, client: Client, address: str) -> None:
    client.force_login(world.person["reza"])

    assert client.get(address).status_code == 200
