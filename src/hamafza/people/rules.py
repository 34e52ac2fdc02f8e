"""Who may keep accounts."""

from datetime import datetime

from hamafza.kernel.actors import Actor, System
from hamafza.people.models import Person


def is_admin(by: Actor, subject: object, at: datetime) -> bool:
    """A living admin account, or the system's own hand (installation, demo)."""
    return isinstance(by, System) or (isinstance(by, Person) and by.is_active and by.is_admin)


def is_self_or_admin(by: Actor, subject: Person, at: datetime) -> bool:
    return by == subject or is_admin(by, subject, at)
