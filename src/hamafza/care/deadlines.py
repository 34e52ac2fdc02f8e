"""How long each waiting thing may wait."""

from datetime import timedelta

STEP_DAYS = 7  # working days for the head, and again for the second signature
AGAIN_AFTER = timedelta(days=60)  # after «not yet» the ladder is silent for so long
FEELING_OPEN = timedelta(days=30)
THANKS_OWED = timedelta(days=60)
QUIET, SILENT = timedelta(days=14), timedelta(days=30)
DUTY = 24  # hours a month
PER_HOP = 90  # minutes: nobody measures a finished hop, so it counts by this estimate, and the page says so
