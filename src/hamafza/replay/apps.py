from django.apps import AppConfig


class ReplayConfig(AppConfig):
    name = "hamafza.replay"
    label = "replay"
