from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SuccessionConfig(AppConfig):
    name = "hamafza.succession"
    label = "succession"

    def ready(self) -> None:
        from hamafza.network import links
        from hamafza.ui import navigation

        for part in ("tasks", "holdings", "mine"):
            import_module(f"hamafza.succession.{part}")
        links.register(60, _("چه کسانی فردا این کانون را می‌گردانند"), "succession.see", _of_centre)
        group = _("شبکه")
        navigation.register(group, _("جانشین‌پروری"), "succession:list", 312, _may)
        navigation.register(group, _("زندگی کانون‌ها"), "succession:checks", 314, _may)
        navigation.register(group, _("تحویل‌های کار"), "succession:handovers", 316, _hands_over)


def _of_centre(centre: Any) -> str:
    from django.urls import reverse

    return reverse("succession:centre", args=[centre.code])


def _may(request: Any) -> bool:
    from hamafza.kernel.clock import now
    from hamafza.network.access import Reach, reach

    return request.user.is_authenticated and reach(request.user, "succession.see", now()) != Reach()


def _hands_over(request: Any) -> bool:
    from hamafza.kernel.clock import now
    from hamafza.network.access import Reach, reach

    return request.user.is_authenticated and reach(request.user, "succession.hand_over", now()) != Reach()
