from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class DesksConfig(AppConfig):
    name = "hamafza.desks"
    label = "desks"

    def ready(self) -> None:
        from importlib import import_module

        from hamafza.ui import navigation, person

        import_module("hamafza.desks.tasks")
        captions = import_module("hamafza.desks.captions")
        person.describe_with(captions.describe)
        navigation.register("", _("امروز"), "desks:home", 0, permission=_is_signed_in, badge=_waiting, short=_("امروز"))
        navigation.register("", _("پیام‌های من"), "desks:inbox", 10, permission=_is_signed_in)


def _is_signed_in(request: HttpRequest) -> bool:
    return request.user.is_authenticated


def _waiting(request: HttpRequest) -> int:
    """The count of the last look at «امروز», kept in the session, so that no other page pays for it."""
    return int(request.session.get("waiting", 0))
