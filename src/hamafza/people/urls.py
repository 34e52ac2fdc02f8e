from django.urls import path

from hamafza.people.views import account, keys

app_name = "people"
urlpatterns = [
    path("me", account.me, name="me"),
    path("keys/", keys.keys, name="keys"),
    path("keys/new", keys.new, name="new_key"),
    path("keys/<int:pk>/revoke", keys.revoke, name="revoke_key"),
]
