from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicConfig(AppConfig):
    name = "hamafza.public"
    label = "public"

    def ready(self) -> None:
        from hamafza.public.queries.posters import published
        from hamafza.reports import posted
        from hamafza.ui import navigation

        import_module("hamafza.public.tasks")
        import_module("hamafza.public.reactions")
        import_module("hamafza.public.held")
        posted.register(published)
        navigation.register(_("نشست و گزارش"), _("داستان‌ها"), "public:stories", 190, _may_see)


def _may_see(request: Any) -> bool:
    from hamafza.kernel.clock import now
    from hamafza.network.access import reach
    from hamafza.network.guards import NOTHING

    return request.user.is_authenticated and reach(request.user, "story.see", now()) != NOTHING
