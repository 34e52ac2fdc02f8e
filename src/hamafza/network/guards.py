"""Every address says who may open it: `@guarded("request.triage")` or `@open_to_all("why")`. A test finds those that do not."""

import functools
from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from hamafza.kernel import clock
from hamafza.network.access import Reach, reach
from hamafza.people.guards import View, open_to_all, signed_in

__all__ = ["guarded", "open_to_all", "signed_in"]

NOTHING = Reach()


def guarded(action: str) -> Callable[[View], View]:
    """Signed in, and with some reach for `action`; the view narrows it to things by `visible_to`."""

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def inner(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            if reach(request.user, action, clock.now()) == NOTHING:
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guard = login_required(inner)
        guard.guard = action  # type: ignore[attr-defined]
        return guard

    return wrap
