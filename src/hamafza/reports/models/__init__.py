"""A report with its remarks and editions; who is to read it; what units type."""

from hamafza.reports.models.campaigns import Campaign
from hamafza.reports.models.numbers import Typed, TypedWanted
from hamafza.reports.models.photos import Photo
from hamafza.reports.models.readers import Official, Receipt, ReceiptQuerySet
from hamafza.reports.models.report import Edition, Opened, Remark, Report, ReportQuerySet

__all__ = [
    "Campaign",
    "Edition",
    "Official",
    "Opened",
    "Photo",
    "Receipt",
    "ReceiptQuerySet",
    "Remark",
    "Report",
    "ReportQuerySet",
    "Typed",
    "TypedWanted",
]
