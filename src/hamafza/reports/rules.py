"""Who may do what: the unit writes, whoever stands one level up reads, sends back and accepts. Never one's own."""

from datetime import datetime

from hamafza.kernel.actors import Actor
from hamafza.network.access import may, reach
from hamafza.reports.models import Report
from hamafza.reports.states import Level

may_write = may("report.write")


def above(report: Report) -> str:
    """The place whose officers accept it: a centre's county, a county's province, a province's nation."""
    level = {Level.CENTRE: 2, Level.COUNTY: 1, Level.PROVINCE: 0}[Level(report.level)]
    return report.place.ancestor_path(level)


def may_accept(by: Actor, report: Report, at: datetime) -> bool:
    """One level up or higher, and not whoever sent it."""
    within = reach(by, "report.accept", at)
    covers = within.everything or any(above(report).startswith(path) for path in within.paths)
    return covers and by != report.submitted_by


def may_share(by: Actor, report: Report, at: datetime) -> bool:
    """Whoever may accept reports from one level up, even one she sent: she names the officials and takes links back."""
    within = reach(by, "report.accept", at)
    return within.everything or any(above(report).startswith(path) for path in within.paths)


may_call = may("report.accept")  # over the campaign's county or province
may_name = may("report.accept")  # over the official's place
may_ask = may("report.ask")  # over the province
