"""`./hamafza bench NAME`: runs one measurement of `benchmarks/`; without a name it lists them."""

import subprocess
import sys
from argparse import REMAINDER, ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Measures; see benchmarks/*/run.py."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", nargs="?")
        parser.add_argument("more", nargs=REMAINDER, help="goes to the measurement as it is")

    def handle(self, *, name: str | None, more: list[str], **options: Any) -> None:
        scripts = {path.parent.name: path for path in sorted(folder().glob("*/run.py"))}
        if name is None:
            for each, path in scripts.items():
                self.stdout.write(f"{each:12} {first_line(path)}")
            return
        if name not in scripts:
            raise CommandError(f"{name}: نداریم؛ هست / unknown; there are: {', '.join(scripts) or '-'}")
        code = subprocess.run([sys.executable, str(scripts[name]), *more]).returncode
        if code:
            raise CommandError(f"{name} ended with {code}", returncode=code)


def folder() -> Path:
    return Path(settings.ROOT) / "benchmarks"


def first_line(path: Path) -> str:
    return path.read_text(encoding="utf-8").split('"""', 2)[1].split("\n", 1)[0]
