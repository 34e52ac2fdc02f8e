from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CareConfig(AppConfig):
    name = "hamafza.care"
    label = "care"

    def ready(self) -> None:
        from hamafza.care import deeds
        from hamafza.network import links
        from hamafza.ui import navigation
        from hamafza.volunteers import mine, service

        import_module("hamafza.care.tasks")
        import_module("hamafza.care.reactions")
        import_module("hamafza.care.held")
        service.register(deeds.KIND, _("ارجاع‌های به‌نتیجه‌رسیده (برآورد)"), deeds.of_referrals)
        mine.register(60, _("ساعت‌های من"), lambda token: f"/v/{token}/hours")
        mine.register(70, _("پلهٔ بعدی من"), lambda token: f"/v/{token}/ladder")
        mine.register(80, _("چطور بود؟"), lambda token: f"/v/{token}/felt")
        mine.register(90, _("سپاس‌ها و گواهی‌ها"), lambda token: f"/v/{token}/letters")
        title = _("ساعت‌ها و حال داوطلبان")
        links.register(60, title, "care.see", lambda centre: f"/care/hours?centre={centre.pk}")
        group = _("خدمت")
        navigation.register(group, title, "care:people", 230, _cares, under=("/care",))
        navigation.register(group, _("سپاس"), "care:thanks", 240, _cares, under=("/care/letters",))


def _cares(request: Any) -> bool:
    """Whoever answers for a centre or a place; asks nothing that the page has not read already."""
    from hamafza.kernel.clock import now
    from hamafza.network.access import reach
    from hamafza.network.guards import NOTHING

    return request.user.is_authenticated and reach(request.user, "care.see", now()) != NOTHING
