from importlib import import_module

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "hamafza.referrals"
    label = "referrals"

    def ready(self) -> None:
        import_module("hamafza.referrals.reactions")
        import_module("hamafza.referrals.tasks")
