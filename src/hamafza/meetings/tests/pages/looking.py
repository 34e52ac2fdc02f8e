"""A page as a person sees it."""

import re
from typing import Any

from django.test import Client

from hamafza.meetings.tests.telling import on
from tests.cast import World

NOW = on(2026, 10, 27, 12)
HTMX = {"HTTP_HX_REQUEST": "true"}


def of(world: World, who: str) -> Client:
    client = Client()
    client.force_login(world.person[who])
    return client


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))
