"""The life of centres on one's first page: asked to lead, centres without a head or asleep, successors who wait."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from hamafza.desks import addresses
from hamafza.desks.rows import Action, Row, grey
from hamafza.people.models import Person
from hamafza.succession import queries as succession


def asked(person: Person) -> Iterator[Row]:
    """Would she lead a centre for a month?"""
    for one in succession.offers_waiting(person):
        acting = one.acting
        yield Row(
            key=f"acting:{acting.pk}",
            title=_("یک ماه سرپرستی %(centre)s") % {"centre": acting.centre.name},
            href=addresses.acting(acting.pk),
            note=_("این کانون مدیر ندارد؛ نخستین کسی که بپذیرد، سرپرست می‌شود"),
            due_at=acting.due_at or one.at,
            opened_at=one.at,
            action=Action(_("پاسخ می‌دهم"), addresses.acting(acting.pk)),
            chip=_("سرپرستی"),
        )


def leaderless(person: Person, at: datetime) -> Iterator[Row]:
    """Without a head until she finds one."""
    for one in succession.actings_waiting(person):
        yield Row(
            key=f"acting:{one.pk}",
            title=_("%(centre)s مدیر ندارد") % {"centre": one.centre.name},
            href=addresses.acting(one.pk),
            note=grey(one.get_state_display(), one.centre.place),
            due_at=one.due_at or one.since_at,
            opened_at=one.since_at,
            action=Action(_("یافتن مدیر"), addresses.acting(one.pk)),
            chip=_("سرپرستی"),
        )


def seeming(person: Person, at: datetime) -> Iterator[Row]:
    """Asleep or awake again until she looks."""
    for seems in succession.checks_waiting(person):
        yield Row(
            key=f"check:{seems.pk}",
            title=seems.centre.name,
            href=addresses.check(seems.pk),
            note=grey(seems.get_kind_display(), seems.centre.place),
            due_at=seems.due_at or seems.opened_at,
            opened_at=seems.opened_at,
            action=Action(_("دیدن و گفتن"), addresses.check(seems.pk)),
            chip=_("زندگی کانون"),
        )


def successors(person: Person, at: datetime) -> Iterator[Row]:
    """Two months in the same stage: when is the next?"""
    for one in succession.stale_successors(person, at):
        yield Row(
            key=f"successor:{one.pk}",
            title=_("گام بعد %(name)s") % {"name": one.name},
            href=addresses.successor(one.pk),
            note=grey(one.get_state_display(), one.over),
            due_at=one.due_at or at,
            opened_at=one.since_at,
            action=Action(_("دیدن راه او"), addresses.successor(one.pk)),
            chip=_("جانشین"),
        )
