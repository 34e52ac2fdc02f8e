"""For the watchman: short, open to him alone of all guards, and honest when the database is away."""

import pytest
from django.db import OperationalError, connection
from django.test import Client


def test_says_ok_without_an_account(db: None, client: Client) -> None:
    answer = client.get("/health")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert "Set-Cookie" not in answer.headers


def test_asks_the_database_and_reads_nothing_of_anybody(db: None, client: Client, django_assert_num_queries) -> None:
    with django_assert_num_queries(1) as asked:
        client.get("/health")

    assert asked.captured_queries[0]["sql"] == "SELECT 1"


@pytest.mark.parametrize("language", ["fa", "en"])
def test_without_a_database_it_says_so_and_when_to_come_back(db: None, client: Client, language: str) -> None:
    def away(*_: object) -> None:
        raise OperationalError("server closed the connection")

    with connection.execute_wrapper(away):
        answer = client.get("/health", headers={"Accept-Language": language})

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert answer.json()["error"] == "database_unavailable"
    assert "server closed" not in answer.content.decode()
