"""What can go wrong on the way in, said so that a person can mend it; and how a command ends."""

from enum import IntEnum

_SHOWN = 40  # letters of a bad value; a cell may hold a whole book


class Exit(IntEnum):
    """What the exit code of `./hamafza engine` says."""

    DONE = 0  # proved, or complete
    OUR_FAULT = 1
    BAD_INPUT = 2
    STOPPED = 3  # by time or Ctrl-C, with a gap; the result is written
    INFEASIBLE = 4
    EXTRA_MISSING = 5


class BadInput(ValueError):
    """A value that cannot be used: the field, the row as a person counts it, the value, and what to do.

    >>> raise BadInput("amount", "abc", "write a whole number of 0 or more", row=7)
    Traceback (most recent call last):
    hamafza_engines.frame._faults.BadInput: row 7, amount: 'abc' — write a whole number of 0 or more
    """

    def __init__(
        self, field: str, value: object, remedy: str, row: int | None = None, *, remedy_fa: str = ""
    ) -> None:
        self.field, self.value, self.remedy, self.row = field, value, remedy, row
        self.remedy_fa = remedy_fa
        super().__init__(self.say("en"))

    def __reduce__(self) -> tuple[object, ...]:
        return (_again, (self.field, self.value, self.remedy, self.row, self.remedy_fa))

    def in_row(self, row: int) -> "BadInput":
        """Return the fault with the row it came from; one that knows its row keeps it."""
        if self.row is not None:
            return self
        return type(self)(self.field, self.value, self.remedy, row, remedy_fa=self.remedy_fa)

    def say(self, language: str) -> str:
        """Return the sentence in Persian («fa») or English («en»)."""
        shown = _short(self.value)
        if language == "fa":
            row = f"سطر {self.row}، " if self.row is not None else ""
            return f"{row}«{self.field}»: مقدار {shown} پذیرفته نشد — {self.remedy_fa or self.remedy}"
        row = f"row {self.row}, " if self.row is not None else ""
        return f"{row}{self.field}: {shown} — {self.remedy}"


class MissingExtra(ImportError):
    """A library that this engine needs is not installed; the message says which command installs it."""

    def __init__(self, module: str, extra: str) -> None:
        self.module, self.extra = module, extra
        super().__init__(self.say("en"), name=module)

    def __reduce__(self) -> tuple[object, ...]:
        return (MissingExtra, (self.module, self.extra))

    def say(self, language: str) -> str:
        """Return the sentence in Persian («fa») or English («en»)."""
        if language == "fa":
            return f"این کار به «{self.module}» نیاز دارد که نصب نیست؛ نصب: ./hamafza extras {self.extra}"
        return (
            f"this needs {self.module}, which is not installed; install it by: ./hamafza extras {self.extra}"
        )


def _short(value: object) -> str:
    if isinstance(value, str) and len(value) > _SHOWN:
        value = value[:_SHOWN] + "…"
    shown = repr(value)
    return shown if len(shown) <= 4 * _SHOWN else shown[: 4 * _SHOWN] + "…"


def _again(field: str, value: object, remedy: str, row: int | None, remedy_fa: str) -> BadInput:
    return BadInput(field, value, remedy, row, remedy_fa=remedy_fa)
