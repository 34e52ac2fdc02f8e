"""Who may write a story, who may approve it, and whose word it needs."""

from datetime import datetime

from hamafza.kernel.actors import Actor, Applicant
from hamafza.network.access import may
from hamafza.public.models import Story

may_write = may("story.write")
_may_approve = may("story.approve")


def may_edit(by: Actor, story: Story, at: datetime) -> bool:
    """Whoever may write of this request; who has left may be followed by another."""
    return may_write(by, story, at)


def may_approve(by: Actor, story: Story, at: datetime) -> bool:
    """A second person, of the county or above."""
    return by != story.written_by and _may_approve(by, story, at)


def may_refuse(by: Actor, story: Story, at: datetime) -> bool:
    return may_edit(by, story, at) or _may_approve(by, story, at)


def may_take_back(by: Actor, story: Story, at: datetime) -> bool:
    """What is in print leaves at the word of anybody who may put it there, her own included."""
    return _may_approve(by, story, at)


def is_hers(by: Actor, story: Story, at: datetime) -> bool:
    """Her word is asked of her alone."""
    return isinstance(by, Applicant) and by.request_id == story.need.request_id
