"""Reading a directory in the shape of HSDS (Open Referral): a file in, entries out. Writes nothing."""

from hamafza.network.hsds.entries import Entry, entries_of
from hamafza.network.hsds.plan import Line, Plan, plan_of
from hamafza.network.hsds.tables import BadDirectory, read

__all__ = ["BadDirectory", "Entry", "Line", "Plan", "entries_of", "plan_of", "read"]
