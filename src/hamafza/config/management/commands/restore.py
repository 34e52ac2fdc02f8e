"""`./hamafza restore FILE [--check] [--replace]`."""

import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from hamafza.config import backups
from hamafza.config.management.commands.backup import backup_folder
from hamafza.kernel import clock
from hamafza.kernel.models import AuditLine


class Command(BaseCommand):
    help = "Verifies a backup and puts it back. Refuses to replace data unless told to; all sign in again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--check", action="store_true", help="only verify; change nothing")
        parser.add_argument(
            "--replace",
            action="store_true",
            help="put it in place of data that is here; a backup of that is kept",
        )
        parser.add_argument("--identity", type=Path, help="the age key file of an encrypted backup")

    def handle(self, *, file: Path, check: bool, replace: bool, identity: Path | None, **options: Any) -> None:
        try:
            with tempfile.TemporaryDirectory(prefix="hamafza-restore-") as folder:
                manifest = backups.verify(file, Path(folder), identity=identity)
                self.report(manifest)
                if check:
                    return
                if in_use():
                    if not replace:
                        raise CommandError(
                            "پایگاه داده خالی نیست؛ برای جایگزینی --replace را بیفزایید. / "
                            "The database is not empty; add --replace to put the backup in its place."
                        )
                    kept = backup_folder() / f"before-restore-{clock.local(clock.now()):%Y%m%d-%H%M%S}.tar.gz"
                    backups.make(kept, at=clock.now())
                    self.stdout.write(f"کنار گذاشته شد / kept: {kept}")
                backups.put_back(Path(folder))
        except (backups.BackupRefused, OSError) as error:
            raise CommandError(f"بازیابی نشد. / Not restored: {error}") from error
        call_command("migrate", verbosity=0)
        self.stdout.write("بازیابی شد؛ همه باید دوباره وارد شوند. / Restored; everyone must sign in again.")

    def report(self, manifest: backups.Manifest) -> None:
        for table, count in manifest.rows.items():
            if count:
                self.stdout.write(f"{count:>9}  {table}")
        for name, (seq, link) in manifest.chains.items():
            self.stdout.write(f"{seq:>9}  chain {name} {link[:16]}…")
        self.stdout.write(f"{manifest.file_count:>9}  files")


def in_use() -> bool:
    """Whether anybody has worked here: an account or one line of audit."""
    tables = connection.introspection.table_names()
    people = get_user_model()
    return any(model._meta.db_table in tables and model._default_manager.exists() for model in (people, AuditLine))
