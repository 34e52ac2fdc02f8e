from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    name = "hamafza.meetings"
    label = "meetings"

    def ready(self) -> None:
        from hamafza.ui import navigation

        import_module("hamafza.meetings.tasks")
        import_module("hamafza.meetings.sources")
        import_module("hamafza.meetings.holdings")
        group = _("نشست و گزارش")
        navigation.register(group, _("نشست‌ها"), "meetings:list", 150, _serves)
        navigation.register(group, _("اقدام‌های من"), "meetings:actions", 160, _serves)


def _serves(request: Any) -> bool:
    """Whoever has a role may be invited or be given an action; asks nothing that the page has not read already."""
    from hamafza.kernel.clock import now
    from hamafza.network.access import grants_of

    return request.user.is_authenticated and (request.user.is_admin or bool(grants_of(request.user, now())))
