from importlib import import_module

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class IntakeConfig(AppConfig):
    name = "hamafza.intake"
    label = "intake"

    def ready(self) -> None:
        import_module("hamafza.intake.tasks")
        import_module("hamafza.intake.holdings")
        _register_pages()


def _register_pages() -> None:
    from hamafza.kernel.clock import now
    from hamafza.network.access import Reach, reach
    from hamafza.ui import navigation

    def may_open(action: str) -> navigation.Permission:
        def allowed(request: HttpRequest) -> bool:
            return request.user.is_authenticated and reach(request.user, action, now()) != Reach()

        return allowed

    people = _("مردم")
    navigation.register(people, _("درخواست‌ها"), "intake:list", 100, may_open("request.see"))
    short = pgettext_lazy("dock", "ثبت")  # elsewhere the same word saves what was typed
    navigation.register(people, _("ثبت درخواست تازه"), "intake:new", 101, may_open("request.receive"), short=short)
    navigation.register(people, _("نامه‌ها"), "intake:letters", 102, may_open("request.receive"))
    navigation.register(people, _("ورود از فایل"), "intake:imports", 103, may_open("request.import"))
