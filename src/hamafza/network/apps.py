from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "hamafza.network"
    label = "network"
