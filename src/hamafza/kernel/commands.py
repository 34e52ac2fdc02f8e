"""`@command`: the only door through which anything is written.

One transaction that holds the lock, the rule check, the work with the reactions it sets off, the audit line, the
journal lines and the outbox rows. Either all of it is there, or none.
"""

import functools
import hashlib
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction

from hamafza.kernel import chain, rows
from hamafza.kernel.cleaning import clean
from hamafza.kernel.errors import AlreadyUsed, NotAllowed
from hamafza.kernel.models import AuditLine, OnceKey
from hamafza.kernel.moves import subject_of

R = TypeVar("R")
Rule = Callable[[Any, Any, datetime], bool]


@dataclass(frozen=True)
class Once:
    """The sender's key for one act; `content` is what was sent, so that another content under it is refused."""

    key: str
    content: str

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(self.content.encode()).hexdigest()


@dataclass
class _Running:
    """What the outermost command gathers until its end."""

    locked: set[tuple[type, Any]] = field(default_factory=set)
    chained: dict[str, list[models.Model]] = field(default_factory=dict)


_running: ContextVar[_Running | None] = ContextVar("running", default=None)


def chain_later(name: str, line: models.Model) -> None:
    """Keep a line for its hash chain until the command ends, so that the chain's lock is held for a moment only."""
    running = _running.get()
    if running is None:
        raise RuntimeError("chained lines are written by commands only")
    running.chained.setdefault(name, []).append(line)


def command(
    *, rule: Rule | None, keep: Sequence[str] = (), lock: str = ""
) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """Make a function a command: `fn(subject?, *, by, at, ...)`.

    rule: who may, as predicate of (actor, subject, at); None only where the caller's rule covers it or all may.
    keep: names of keyword arguments (coded values, never personal) copied into the audit line.
    lock: what is locked before the subject, in one order for all: "need.request" is the request, its need, the hop.
    """

    def make(fn: Callable[..., R]) -> Callable[..., R]:
        verb = f"{fn.__module__.split('.')[1]}.{fn.__name__}"

        @functools.wraps(fn)
        def run(*args: Any, once: Once | None = None, **sent: Any) -> Any:
            kwargs = {name: _sound(name, value) for name, value in sent.items()}
            subject = args[0] if args else None
            by, at = kwargs["by"], kwargs["at"]
            outer = _running.get()
            running = outer or _Running()
            token = _running.set(running)
            try:
                with transaction.atomic(savepoint=outer is None):
                    if once and (known := _answered(fn, verb, once)):
                        return known
                    if isinstance(subject, models.Model):
                        _lock(subject, lock, running)
                    if rule is not None and not rule(by, subject, at):
                        raise NotAllowed
                    result = fn(*args, **kwargs)
                    details = {name: kwargs[name] for name in keep if kwargs.get(name) is not None}
                    _audit(verb, subject if subject is not None else result, by, at, details)
                    if once:
                        _remember(verb, once, result, at)
                    if outer is None:
                        _close(running)
                    return result
            except IntegrityError:
                # The same key ran beside us and won: its answer is ours. Anything else is a real fault.
                if once and outer is None and (known := _answered(fn, verb, once)):
                    return known
                raise
            finally:
                _running.reset(token)

        run.__hamafza_command__ = verb  # type: ignore[attr-defined]
        return run

    return make


def _sound(name: str, value: Any) -> Any:
    """Whatever the door, no text is kept with signs that only disguise; a pass-word stays as it was typed."""
    return clean(value) if type(value) is str and name != "password" else value


def _lock(subject: models.Model, path: str, running: _Running) -> None:
    """Lock the rows and read them afresh, in place, each once per command: what is on the path first, then the subject."""
    for thing in reversed(_way_to(subject, path, running)):
        if thing.pk is not None and _name(thing) not in running.locked:
            rows.read_again(thing)
            running.locked.add(_name(thing))


def _name(thing: models.Model) -> tuple[type, Any]:
    return thing._meta.model, thing.pk


def _way_to(subject: models.Model, path: str, running: _Running) -> list[models.Model]:
    """The subject, and what stands on the path from it: "need.request" gives [hop, need, request]."""
    way = [subject]
    for name in path.split(".") if path else []:
        loaded = name in way[-1]._state.fields_cache
        way.append(getattr(way[-1], name))
        if not loaded and not rows.locks():  # read just now, by the one writer: it is as fresh as can be
            running.locked.add(_name(way[-1]))
    return way


def _audit(verb: str, thing: Any, by: Any, at: datetime, details: dict[str, Any]) -> None:
    subject = subject_of(thing) if isinstance(thing, models.Model) else ""
    chain_later("audit", AuditLine(at=at, by=by.ref, verb=verb, subject=subject, details=details))


def _close(running: _Running) -> None:
    """Append what was gathered, always in the same order of chains."""
    for name in sorted(running.chained):
        lines = running.chained[name]
        chain.append(name, type(lines[0]), lines)


def _answered(fn: Callable[..., Any], verb: str, once: Once) -> models.Model | None:
    known = OnceKey.objects.filter(scope=verb, key=once.key).first()
    if known is None:
        return None
    if known.fingerprint != once.fingerprint:
        raise AlreadyUsed
    model: type[models.Model] = fn.__annotations__["return"]
    return model._default_manager.get(pk=known.subject_pk)


def _remember(verb: str, once: Once, result: Any, at: datetime) -> None:
    OnceKey.objects.create(scope=verb, key=once.key, fingerprint=once.fingerprint, subject_pk=result.pk, at=at)
