"""The outbox's part of the beat: the morning digest, the post, and forgetting."""

from datetime import datetime

from hamafza.kernel.ticking import every_tick
from hamafza.notices import digest, relay, silence


@every_tick(order=80)
def morning(at: datetime) -> int:
    return 0 if silence.reigns() else digest.write(at)


@every_tick(order=90)
def outbox(at: datetime) -> int:
    return 0 if silence.reigns() else relay.relay(at)


@every_tick(order=95)
def forgotten(at: datetime) -> int:
    return 0 if silence.reigns() else relay.forget(at)
