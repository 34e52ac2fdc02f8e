"""Names in the order of the Persian alphabet, پ چ ژ گ in their place, whatever the database sorts by of itself."""

from django.db.models import F
from django.db.models.functions import Collate

PERSIAN = "fa-x-icu"  # PostgreSQL's own; SQLite is taught it (`kernel/sqlite.py`)


def by_alphabet(name: str) -> Collate:
    """The field as it is sorted and compared: `order_by(by_alphabet("name"), "pk")`."""
    return Collate(F(name), PERSIAN)
