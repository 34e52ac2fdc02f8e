"""How allauth behaves in this house: nobody signs up by herself; accounts are opened by the network."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAccounts(DefaultAccountAdapter):
    """Accounts are opened by `people.commands.open_account` only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
