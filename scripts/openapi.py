"""Write docs/openapi.json from the code; `--check` fails when the file is not what the code says."""

import json
import os
import sys
from pathlib import Path

import django

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "openapi.json"


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hamafza.config.settings")
    django.setup()
    from hamafza.config.api import api

    text = json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), ensure_ascii=False, indent=1, default=str) + "\n"
    if "--check" in sys.argv:
        current = DOCUMENT.exists() and DOCUMENT.read_text(encoding="utf-8") == text
        print("openapi.json is current" if current else "docs/openapi.json is old; run python scripts/openapi.py")
        return int(not current)
    DOCUMENT.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
