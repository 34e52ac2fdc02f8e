"""`./hamafza createadmin`: the first administrator, who then makes the others in the page."""

import getpass
import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hamafza.kernel import clock
from hamafza.kernel.actors import System
from hamafza.kernel.errors import Refused
from hamafza.people import commands as people


class Command(BaseCommand):
    help = "Makes an administrator. What HAMAFZA_ADMIN_{USERNAME,NAME,PASSWORD} do not say is asked."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--username", default=os.environ.get("HAMAFZA_ADMIN_USERNAME"))
        parser.add_argument("--name", default=os.environ.get("HAMAFZA_ADMIN_NAME"))

    def handle(self, *, username: str | None, name: str | None, **options: Any) -> None:
        try:
            username = username or input("نام کاربری / user name: ").strip()
            name = name or input("نام و نام خانوادگی / full name: ").strip()
            # Never as an argument: those are seen by every process of the machine.
            password = os.environ.get("HAMAFZA_ADMIN_PASSWORD") or asked_password()
            people.open_account(
                username=username,
                full_name=name,
                password=password,
                is_admin=True,
                by=System("createadmin"),
                at=clock.now(),
            )
        except (Refused, EOFError) as error:
            raise CommandError(f"ساخته نشد. / Not made: {error}") from error
        self.stdout.write(f"{username}: مدیر سامانه ساخته شد. / The administrator is made.")


def asked_password() -> str:
    first = getpass.getpass("گذرواژه / pass-word: ")
    if first != getpass.getpass("دوباره / again: "):
        raise CommandError("دو گذرواژه یکی نیستند. / The two pass-words differ.")
    return first
