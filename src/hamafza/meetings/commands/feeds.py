"""One's own calendar address for other programs."""

from datetime import datetime

from hamafza.kernel import codes
from hamafza.kernel.actors import Actor
from hamafza.kernel.clock import local
from hamafza.kernel.commands import command
from hamafza.meetings.models import Feed
from hamafza.people.models import Person


@command(rule=lambda by, person, at: by == person)
def open_feed(person: Person, *, by: Actor, at: datetime) -> Feed:
    """A new secret address; the one before opens nothing any more. `.token` is readable now only."""
    Feed.objects.filter(person=person, revoked_at=None).update(revoked_at=at)
    token = codes.new_token()
    feed = Feed.objects.create(person=person, token_hash=codes.hashed(token), created_at=at)
    feed.token = token
    return feed


@command(rule=lambda by, feed, at: by == feed.person)
def close_feed(feed: Feed, *, by: Actor, at: datetime) -> Feed:
    """Nobody reads her calendar by this address from now on."""
    feed.revoked_at = feed.revoked_at or at
    feed.save(update_fields=["revoked_at"])
    return feed


@command(rule=None)
def note_feed_use(feed: Feed, *, by: Actor, at: datetime) -> Feed:
    """It was read today; whoever holds the secret may. Once a day is enough."""
    feed.last_used_on = local(at).date()
    feed.save(update_fields=["last_used_on"])
    return feed
