"""The addresses of signing in, one by one: what is not here (sign-up, e-mail, reset by e-mail) does not exist.

The names are allauth's, which looks for them.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as key
from allauth.usersessions import views as sessions
from django.urls import path

from hamafza.people.guards import open_to_all, signed_in
from hamafza.people.views import account as own

urlpatterns = [
    path("login/", open_to_all("the way in")(account.login), name="account_login"),
    path("logout/", open_to_all("the way out")(own.logout), name="account_logout"),
    path(
        "inactive/",
        open_to_all("says that the account is closed")(account.account_inactive),
        name="account_inactive",
    ),
    path("reauthenticate/", signed_in(account.reauthenticate), name="account_reauthenticate"),
    path("password/change/", own.change_password, name="account_change_password"),
    path("sessions/", signed_in(sessions.list_usersessions), name="usersessions_list"),
    path("2fa/", signed_in(mfa.index), name="mfa_index"),
    path("2fa/authenticate/", open_to_all("the second step in")(mfa.authenticate), name="mfa_authenticate"),
    path("2fa/reauthenticate/", signed_in(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("2fa/totp/activate/", signed_in(totp.activate_totp), name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", signed_in(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", signed_in(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "2fa/recovery-codes/generate/",
        signed_in(recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/download/",
        signed_in(recovery.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("2fa/webauthn/", signed_in(key.list_webauthn), name="mfa_list_webauthn"),
    path("2fa/webauthn/add/", signed_in(key.add_webauthn), name="mfa_add_webauthn"),
    path(
        "2fa/webauthn/login/",
        open_to_all("the way in with a passkey")(key.login_webauthn),
        name="mfa_login_webauthn",
    ),
    path(
        "2fa/webauthn/reauthenticate/",
        signed_in(key.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("2fa/webauthn/keys/<int:pk>/remove/", signed_in(key.remove_webauthn), name="mfa_remove_webauthn"),
    path("2fa/webauthn/keys/<int:pk>/edit/", signed_in(key.edit_webauthn), name="mfa_edit_webauthn"),
]
