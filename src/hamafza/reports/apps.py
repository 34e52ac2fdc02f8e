from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "hamafza.reports"
    label = "reports"

    def ready(self) -> None:
        from hamafza.ui import navigation

        import_module("hamafza.reports.tasks")
        import_module("hamafza.reports.sources")
        import_module("hamafza.reports.holdings")
        import_module("hamafza.reports.signs")
        navigation.register(_("نشست و گزارش"), _("گزارش‌ها"), "reports:list", 170, _may)


def _may(request: Any) -> bool:
    from hamafza.kernel.clock import now
    from hamafza.network.access import Reach, reach

    return request.user.is_authenticated and reach(request.user, "report.see", now()) != Reach()
