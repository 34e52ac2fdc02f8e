"""Every address says who may open it; these two need no role. The third, `guarded`, lies in network, which knows roles."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse

View = Callable[..., HttpResponse]


def signed_in(view: Any) -> Any:
    """Any account: one's own pages."""
    guard = login_required(view)
    guard.guard = "signed_in"
    return guard


def open_to_all(why: str) -> Callable[[Any], Any]:
    """No account needed; `why` is read by the auditor and by the test."""

    def wrap(view: Any) -> Any:
        view.guard = f"open: {why}"
        return view

    return wrap
