from django.apps import AppConfig


class UiConfig(AppConfig):
    """The base page and the parts every area builds its pages from."""

    name = "hamafza.ui"
    label = "ui"
    default_auto_field = "django.db.models.BigAutoField"
