"""`./hamafza backup [FILE] [--encrypt RECIPIENT]`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from hamafza.config import backups
from hamafza.kernel import clock


class Command(BaseCommand):
    help = "Writes the database and the uploaded files into one .tar.gz with a manifest, as people work on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="default: backups/ in the data folder")
        parser.add_argument("--encrypt", metavar="RECIPIENT", help="an age public key")

    def handle(self, *, file: Path | None, encrypt: str | None, **options: Any) -> None:
        at = clock.now()
        file = file or backup_folder() / f"hamafza-{clock.local(at):%Y%m%d-%H%M%S}.tar.gz{'.age' if encrypt else ''}"
        try:
            manifest = backups.make(file, at=at, recipient=encrypt)
        except (backups.BackupRefused, ValueError, OSError) as error:
            raise CommandError(f"پشتیبان گرفته نشد. / No backup was made: {error}") from error
        size = file.stat().st_size / 1e6
        self.stdout.write(f"{file}  {size:.1f} MB  rows: {manifest.row_count}  files: {manifest.file_count}")
        self.stdout.write(
            "کلید سامانه در این فایل نیست؛ جدا نگهش دارید. / The key (secret) is not inside; keep it apart."
        )


def backup_folder() -> Path:
    return Path(settings.DATA) / "backups"
