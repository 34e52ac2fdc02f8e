from collections.abc import Callable
from importlib import import_module

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class NetworkConfig(AppConfig):
    name = "hamafza.network"
    label = "network"

    def ready(self) -> None:
        from hamafza.ui import navigation

        import_module("hamafza.network.lying")
        import_module("hamafza.network.signs")
        group = _("شبکه")
        navigation.register(
            group, _("کانون‌ها"), "network:centres", 300, permission=reaches("centre.see"), short=_("کانون‌ها")
        )
        navigation.register(group, _("پوشش عرصه‌ها"), "network:matrix", 310, permission=reaches("network.see_matrix"))
        navigation.register(
            group, _("پوشش بعدازظهر"), "network:afternoon", 311, permission=reaches("network.see_matrix")
        )
        navigation.register(group, _("همکاران و نقش‌ها"), "officers:officers", 320, permission=reaches("centre.see"))
        navigation.register(
            group, _("گام دوم گم‌شده"), "officers:factors", 325, permission=reaches("network.reset_factor")
        )
        navigation.register(group, _("تقویم و مهلت‌ها"), "network:calendar", 330, permission=reaches("centre.see"))


def reaches(action: str) -> Callable[[HttpRequest], bool]:
    """Is there anything this person reaches with `action`?"""

    def asks(request: HttpRequest) -> bool:
        from hamafza.kernel import clock
        from hamafza.network.access import reach
        from hamafza.network.guards import NOTHING

        return reach(request.user, action, clock.now()) != NOTHING  # type: ignore[arg-type]

    return asks
