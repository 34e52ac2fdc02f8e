"""`./hamafza tick`: one pass of deadlines and outbox, for cron."""

from typing import Any

from django.core.management.base import BaseCommand

from hamafza.kernel import clock
from hamafza.kernel.ticking import tick


class Command(BaseCommand):
    help = "One pass of what time does: deadlines, questions, the digest and the outbox. Prints the counts."

    def handle(self, **options: Any) -> None:
        for name, moved in tick(clock.now()).items():
            self.stdout.write(f"{name} {moved}")
