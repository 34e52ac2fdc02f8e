from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VolunteersConfig(AppConfig):
    name = "hamafza.volunteers"
    label = "volunteers"

    def ready(self) -> None:
        from hamafza.network import links
        from hamafza.ui import navigation

        import_module("hamafza.volunteers.tasks")
        import_module("hamafza.volunteers.held")
        navigation.register(_("خدمت"), _("داوطلبان"), "volunteers:list", 200, _serves)
        see = "volunteer.see"
        links.register(10, _("داوطلبان"), see, lambda centre: f"/volunteers/?view=all&centre={centre.code}")
        links.register(11, _("پیش‌بینی مهارت‌ها"), see, lambda centre: f"/volunteers/forecast?centre={centre.code}")


def _serves(request: Any) -> bool:
    """Whoever keeps volunteers somewhere; asks nothing that the page has not read already."""
    from hamafza.kernel.clock import now
    from hamafza.network.access import reach
    from hamafza.network.guards import NOTHING

    return request.user.is_authenticated and reach(request.user, "volunteer.see", now()) != NOTHING
