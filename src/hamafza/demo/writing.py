"""How the story is written down: whole or not at all; on PostgreSQL in pieces, and a broken one is known as such."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from hamafza.demo.queries import unfinished
from hamafza.kernel import clock, rows
from hamafza.kernel.models import OnceKey

Keep = Callable[[], None]


@contextmanager
def written() -> Iterator[Keep]:
    """What happens inside is kept at the end; what it yields may be called now and then, when a piece is done.

    PostgreSQL keeps every version of a row until its transaction ends. A story of a hundred thousand steps in one
    transaction reads through all of them at every step: an hour's work instead of minutes.
    """
    if not rows.locks() or connection.in_atomic_block:  # a test's own transaction is never kept
        with transaction.atomic():
            yield lambda: None
        return
    OnceKey.objects.create(scope="demo", key="unfinished", fingerprint="", subject_pk=0, at=clock.now())
    transaction.set_autocommit(False)
    try:
        yield _keep
        unfinished().delete()
        _keep()
    finally:
        transaction.rollback()
        transaction.set_autocommit(True)


def _keep() -> None:
    transaction.commit()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    transaction.commit()
