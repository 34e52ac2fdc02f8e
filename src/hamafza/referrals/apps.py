from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReferralsConfig(AppConfig):
    name = "hamafza.referrals"
    label = "referrals"

    def ready(self) -> None:
        from hamafza.ui import navigation

        import_module("hamafza.referrals.reactions")
        import_module("hamafza.referrals.tasks")
        import_module("hamafza.referrals.holdings")
        import_module("hamafza.referrals.signs")
        people = _("مردم")
        navigation.register(people, _("ارجاع‌ها"), "referrals:inbox", 110, _may("referral.see"), short=_("ارجاع‌ها"))
        navigation.register(people, _("آخرین در"), "referrals:last_doors", 120, _may("referral.last_door"))


def _may(action: str) -> Any:
    """Whether this person may open it at all, by the same matrix as the page itself."""
    from hamafza.kernel.clock import now
    from hamafza.network.access import Reach, reach

    return lambda request: reach(request.user, action, now()) != Reach()
