from importlib import import_module
from typing import Any
from urllib.parse import urlencode

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "hamafza.reports"
    label = "reports"

    def ready(self) -> None:
        from hamafza.network import links
        from hamafza.ui import navigation

        import_module("hamafza.reports.tasks")
        import_module("hamafza.reports.sources")
        links.register(40, _("گزارش‌های این کانون"), "report.see", _of_centre)
        import_module("hamafza.reports.holdings")
        import_module("hamafza.reports.signs")
        navigation.register(_("نشست و گزارش"), _("گزارش‌ها"), "reports:list", 170, _may)


def _may(request: Any) -> bool:
    from hamafza.kernel.clock import now
    from hamafza.network.access import Reach, reach

    return request.user.is_authenticated and reach(request.user, "report.see", now()) != Reach()


def _of_centre(centre: Any) -> str:
    return f"{reverse('reports:list')}?{urlencode({'view': 'all', 'q': centre.name})}"
