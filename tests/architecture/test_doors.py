"""Commands are the only writers, and news is heard."""

import inspect
from types import ModuleType

import pytest
from scripts.map import modules, river

from hamafza.kernel import bus

AREAS = [area for area in river() if area != "kernel"]  # the kernel's commands.py makes commands, it holds none


def own_functions(module: ModuleType) -> list[tuple[str, object]]:
    members = inspect.getmembers(module, inspect.isfunction)
    return [(name, fn) for name, fn in members if fn.__module__ == module.__name__ and name[0] != "_"]


@pytest.mark.parametrize("area", AREAS)
def test_every_public_function_in_commands_is_a_command(area: str) -> None:
    bare = [
        f"{module.__name__}.{name}"
        for module in modules(area, "commands")
        for name, function in own_functions(module)
        if not hasattr(function, "__hamafza_command__")
    ]

    assert bare == []


@pytest.mark.parametrize("area", AREAS)
def test_every_command_says_in_a_sentence_what_it_means(area: str) -> None:
    silent = [
        f"{module.__name__}.{name}"
        for module in modules(area, "commands")
        for name, function in own_functions(module)
        if not inspect.getdoc(function)
    ]

    assert silent == []


@pytest.mark.parametrize("area", AREAS)
def test_every_event_has_a_reaction_or_a_reason(area: str) -> None:
    """The reason stands in the event's docstring: "Nobody reacts: ..."."""
    heard = bus.subscriptions()
    unheard = [
        name
        for events in modules(area, "events")
        for name, event in inspect.getmembers(events, inspect.isclass)
        if event.__module__ == events.__name__
        and not heard.get(event)
        and "Nobody reacts" not in (inspect.getdoc(event) or "")
    ]

    assert unheard == []
