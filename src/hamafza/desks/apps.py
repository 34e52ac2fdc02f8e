from django.apps import AppConfig


class DesksConfig(AppConfig):
    name = "hamafza.desks"
    label = "desks"
