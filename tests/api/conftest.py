"""A client that speaks JSON with a token, and nothing remembered of earlier knocks."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from hamafza.kernel.clock import now
from hamafza.people import commands as people
from tests.cast import World

Call = Callable[..., Any]


@pytest.fixture(autouse=True)
def forget_knocks() -> None:
    caches["local"].clear()


def token_of(world: World, name: str) -> str:
    """A live token of someone of the cast."""
    person, at = world.person[name], now()
    return people.open_token(person, name="test", until=at + timedelta(days=9), by=person, at=at).token


@pytest.fixture
def call(world: World) -> Call:
    """call("POST", "/requests", {...}, who="reza", key="k") → the answer."""
    tokens: dict[str, str] = {}
    client = Client()

    def run(method: str, path: str, body: Any = None, who: str | None = "reza", key: str = "", **headers: str) -> Any:
        if who:
            tokens[who] = tokens.get(who) or token_of(world, who)
            headers["Authorization"] = f"Bearer {tokens[who]}"
        if key:
            headers["Idempotency-Key"] = key
        data = json.dumps(body) if body is not None else ""
        return client.generic(method, f"/api/v1{path}", data, content_type="application/json", headers=headers)

    return run
