"""What other areas ask."""

from hamafza.gatherings.queries.life import cycles_missed, held_since

__all__ = ["cycles_missed", "held_since"]
