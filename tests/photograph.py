"""The small province is built by commands once a session; later tests get a photograph of its rows.

Forty commands take half a second; the rows they leave are put back in ten milliseconds.
"""

import pickle
from typing import Any

from django.apps import apps
from django.db import models

from tests import cast

_kept: bytes | None = None


def world() -> cast.World:
    """The province of `tests/cast.py`, built or put back into the empty database of this test."""
    global _kept
    if any(model._default_manager.exists() for model in _models()):
        return cast.build()  # something stands here already: no photograph would be true
    if _kept is None:
        built = cast.build()
        _kept = pickle.dumps((built, [list(model._default_manager.all()) for model in _models()]))
    else:
        for rows in pickle.loads(_kept)[1]:  # noqa: S301 - our own bytes, of this very process
            _put_back(rows)
    return pickle.loads(_kept)[0]  # noqa: S301


def _models() -> list[Any]:
    """Every model of the house, upstream first, so that each row finds what it points to."""
    areas = [config.name for config in apps.get_app_configs() if config.name.startswith("hamafza.")]
    return [model for name in reversed(areas) for model in apps.get_app_config(name.split(".")[1]).get_models()]


def _put_back(rows: list[models.Model]) -> None:
    if rows:
        type(rows[0])._default_manager.bulk_create(rows)
