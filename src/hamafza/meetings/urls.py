"""Meetings and actions."""

app_name = "meetings"
urlpatterns: list[object] = []
