from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ShiftsConfig(AppConfig):
    name = "hamafza.shifts"
    label = "shifts"

    def ready(self) -> None:
        from django.urls import reverse

        from hamafza.network import links
        from hamafza.shifts import states
        from hamafza.ui import navigation
        from hamafza.volunteers import mine, service

        for name in ("tasks", "handover"):
            import_module(f"hamafza.shifts.{name}")
        deeds = import_module("hamafza.shifts.queries.minutes").deeds
        service.register(states.SERVICE, _("نوبت خدمت"), deeds)
        mine.register(20, _("نوبت‌های من"), lambda token: reverse("shifts:mine", args=[token]))
        links.register(20, _("هفتهٔ نوبت‌ها"), "shift.see", lambda centre: f"/shifts/week?centre={centre.code}")
        navigation.register(_("خدمت"), _("نوبت‌ها"), "shifts:list", 220, _may)


def _may(request: Any) -> bool:
    from hamafza.kernel.clock import now
    from hamafza.network.access import Reach, reach

    return request.user.is_authenticated and reach(request.user, "shift.see", now()) != Reach()
