"""What every engine shares: a clock, faults with a remedy, tables in and out, progress, violations.

Standard library only; XLSX and Parquet ask for their library when such a file comes.

>>> need("json", extra="siting").loads("[1]")
[1]
>>> Row({"amount": "۱٬۲۰۰"}, number=2).integer("amount", low=0)
1200
"""

from hamafza_engines.frame._clock import Within
from hamafza_engines.frame._faults import BadInput, Exit, MissingExtra
from hamafza_engines.frame._need import need
from hamafza_engines.frame._progress import Progress
from hamafza_engines.frame._read import read_table
from hamafza_engines.frame._row import Cell, Row, as_number, as_text, fold
from hamafza_engines.frame._texts import read_all, row_called, text_column, text_or_tables
from hamafza_engines.frame._violation import Violation
from hamafza_engines.frame._write import as_csv, write_table, write_whole

__all__ = [
    "BadInput",
    "Cell",
    "Exit",
    "MissingExtra",
    "Progress",
    "Row",
    "Violation",
    "Within",
    "as_csv",
    "as_number",
    "as_text",
    "fold",
    "need",
    "read_all",
    "read_table",
    "row_called",
    "text_column",
    "text_or_tables",
    "write_table",
    "write_whole",
]
