from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GatheringsConfig(AppConfig):
    name = "hamafza.gatherings"
    label = "gatherings"

    def ready(self) -> None:
        from hamafza.network import links
        from hamafza.ui import navigation

        for part in ("tasks", "parts", "signs"):
            import_module(f"hamafza.gatherings.{part}")
        links.register(
            15, _("گردهمایی‌ها"), "gathering.see", lambda centre: f"/gatherings/?view=all&centre={centre.code}"
        )
        navigation.register(_("خدمت"), _("گردهمایی‌ها"), "gatherings:list", 210, _serves)


def _serves(request: Any) -> bool:
    """Whoever reaches a gathering by a role; asks nothing that the page has not read already."""
    from hamafza.kernel.clock import now
    from hamafza.network.access import Reach, reach

    return request.user.is_authenticated and reach(request.user, "gathering.see", now()) != Reach()
