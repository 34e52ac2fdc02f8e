"""With whom a report lies: whoever writes it, then whoever reads it one level up."""

from datetime import datetime

from hamafza.network import queries as network
from hamafza.people.models import Person
from hamafza.reports.models import Report
from hamafza.reports.states import Level


def writer_of(report: Report, at: datetime) -> Person:
    """A centre's secretary, a county's or a province's coordinator, as they are there now."""
    if report.centre:
        return network.responsible_for_centre(report.centre, at)
    if report.level == Level.COUNTY:
        return network.coordinator_of(report.place, at)
    return network.provincial_coordinator(report.place, at)


def reader_of(report: Report, at: datetime) -> Person:
    """One level up, and not whoever sent it; where one person is both, the next level up."""
    ladder = [network.coordinator_of(report.place, at)] if report.level == Level.CENTRE else []
    ladder += [network.provincial_coordinator(report.place, at)] if report.level != Level.PROVINCE else []
    ladder += network.admins(at)
    fit = [one for one in ladder if one != report.submitted_by]
    return fit[0] if fit else ladder[-1]
