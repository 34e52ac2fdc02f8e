from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "hamafza.config"
    label = "config"
