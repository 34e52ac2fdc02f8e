"""`python -m hamafza <command>`: the one door to Django's commands and ours."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run one management command with our settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hamafza.config.settings")
    execute_from_command_line(["hamafza", *sys.argv[1:]])


if __name__ == "__main__":
    main()
