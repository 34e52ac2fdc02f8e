"""Who knocks, and how often she may."""

from typing import Any

import pytest
from django.test import RequestFactory

from hamafza.kernel import limits


class TestCaller:
    @pytest.mark.parametrize(
        ("proxies", "forwarded", "caller"),
        [
            (0, "1.1.1.1", "10.0.0.9"),  # no proxy of ours: the header is a forgery
            (1, "6.6.6.6, 1.1.1.1", "1.1.1.1"),  # what the visitor forged stands further left
            (2, "6.6.6.6, 1.1.1.1, 10.0.0.1", "1.1.1.1"),
            (1, "", "10.0.0.9"),
            (2, "1.1.1.1", "10.0.0.9"),
        ],
    )
    def test_is_the_address_that_our_outermost_proxy_saw(
        self, settings: Any, proxies: int, forwarded: str, caller: str
    ) -> None:
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
        request = RequestFactory().get("/", headers={"X-Forwarded-For": forwarded}, REMOTE_ADDR="10.0.0.9")

        assert limits.caller(request) == caller


class TestWait:
    @pytest.mark.django_db
    @pytest.mark.parametrize("shared", [True, False])
    def test_welcomes_the_limit_and_refuses_the_next(self, shared: bool) -> None:
        knocks = [limits.wait(f"door-{shared}", "x", limit=3, seconds=10_000_000, shared=shared) for _ in range(4)]

        assert knocks[:3] == [0, 0, 0]
        assert 0 < knocks[3] <= 10_000_000
