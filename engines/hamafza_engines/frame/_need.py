"""Heavy libraries come in where they are used, and their lack has a remedy."""

from importlib import import_module
from types import ModuleType

from hamafza_engines.frame._faults import MissingExtra


def need(module: str, *, extra: str) -> ModuleType:
    """Import a library of an extra, or raise MissingExtra, which says how to install it.

    >>> need("json", extra="siting").dumps([1])
    '[1]'
    """
    try:
        return import_module(module)
    except ImportError as fault:
        raise MissingExtra(module, extra) from fault
