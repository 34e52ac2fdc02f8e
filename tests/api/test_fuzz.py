"""A few hundred calls from our own document, in the suite; `scripts/fuzz_api.py` makes thousands in CI."""

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import positive_data_acceptance

from hamafza.config.wsgi import application
from tests.api.conftest import token_of
from tests.cast import World

EXAMPLES = 15
pytestmark = pytest.mark.usefixtures("one_connection")


def fuzz(world: World, examples: int, only: str = "") -> int:
    """Every operation, `examples` times each; raises at the first answer that breaks the contract."""
    document = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    headers = {"Authorization": f"Bearer {token_of(world, 'reza')}"}
    calls = 0
    for found in document.get_all_operations():
        operation = found.ok()
        if only and operation.path != only:
            continue

        @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def check(case: schemathesis.Case) -> None:
            nonlocal calls
            calls += 1
            case.call_and_validate(headers=headers, excluded_checks=[positive_data_acceptance])

        check()
    return calls


@pytest.mark.slow  # some two hundred calls
def test_no_call_breaks_the_contract(world: World, settings: object) -> None:
    settings.API_PER_MINUTE = 10**9
    world.triaged("health")
    world.request()

    assert fuzz(world, EXAMPLES) >= 150


@pytest.mark.slow  # the fuzzer itself is on trial
def test_a_planted_fault_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("hamafza.network.api.Domain.objects.all", broken)

    with pytest.raises((FailureGroup, ZeroDivisionError)):
        fuzz(world, 3, only="/api/v1/domains")
