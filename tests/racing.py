"""Many at once for one thing, for tests on either database: threads with connections of their own."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, connections

from tests import cast


@contextmanager
def committed_world(tmp_path: Path) -> Iterator[cast.World]:
    """The cast, committed. SQLite's tests share one connection in memory; a race needs a file."""
    if connection.vendor != "sqlite":
        yield cast.build()
        return
    path = tmp_path / "race.sqlite3"
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    held, memory = connection.connection, connection.settings_dict["NAME"]
    connection.connection = None
    connection.settings_dict["NAME"] = str(path)
    try:
        yield cast.build()
    finally:
        _hang_up()
        connection.settings_dict["NAME"] = memory
        connection.connection = held


def at_once(acts: list[Callable[[], object]]) -> list[object]:
    """Run all together; each gives its result or what it raised."""
    results: list[object] = [None] * len(acts)
    ready = threading.Barrier(len(acts))

    def run(number: int) -> None:
        try:
            ready.wait()
            results[number] = acts[number]()
        except Exception as error:  # the outcome of a race is judged by the test
            results[number] = error
        finally:
            _hang_up()
            connections["default"].close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def _hang_up() -> None:
    if connection.connection is not None:
        connection.connection.close()
        connection.connection = None
