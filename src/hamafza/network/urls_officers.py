"""Officers, their absences, and who may do what."""

from django.urls import path

from hamafza.network.views import factors, officers, rights

app_name = "officers"
urlpatterns = [
    path("network/officers", officers.listing, name="officers"),
    path("network/officers/new", officers.new, name="new"),
    path("network/officers/<int:pk>/", officers.officer, name="officer"),
    path("network/officers/<int:pk>/grant", officers.grant, name="grant"),
    path("network/officers/<int:pk>/absence", officers.absence, name="absence"),
    path("network/officers/<int:pk>/password", officers.password, name="password"),
    path("network/officers/<int:pk>/close", officers.close, name="close"),
    path("network/officers/<int:pk>/reopen", officers.reopen, name="reopen"),
    path("network/officers/<int:pk>/second-factor", factors.ask, name="ask_factor"),
    path("network/second-factors", factors.factors, name="factors"),
    path("network/second-factors/<int:pk>", factors.answer, name="answer_factor"),
    path("network/grants/<int:pk>/revoke", officers.revoke, name="revoke"),
    path("network/absences/<int:pk>/end", officers.end_absence, name="end_absence"),
    path("network/mine", officers.mine, name="mine"),
    path("network/rights", rights.rights, name="rights"),
]
