"""A bundle of paper letters, typed at one go."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from hamafza.intake.commands.doors import receive
from hamafza.intake.models import ImportBatch
from hamafza.intake.states import Door
from hamafza.kernel.actors import Actor
from hamafza.kernel.commands import command
from hamafza.kernel.errors import Refused


class NoLetters(Refused):
    message = _("هنوز نامه‌ای نوشته نشده است. دست‌کم یک سطر را پر کنید.")


@command(rule=None)
def receive_letters(*, letters: Sequence[dict[str, Any]], file_name: str, by: Actor, at: datetime) -> ImportBatch:
    """Take in all of them or none; together they can be undone like a file.

    Raises NoLetters, EmptyRequest, TooLong.

    No rule of its own: each letter passes that of `receive` at its own place.
    """
    if not letters:
        raise NoLetters
    batch = ImportBatch.objects.create(
        file_name=file_name[:120], place=letters[0]["place"], by=by.ref, at=at, rows=len(letters)
    )
    for letter in letters:
        words = {name: value for name, value in letter.items() if name != "place"}
        receive(letter["place"], door=Door.LETTER, batch=batch, by=by, at=at, **words)
    return batch
