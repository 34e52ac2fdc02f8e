"""`./hamafza engine NAME INPUT...`: every engine from a shell, files in, files out, without Django."""

import argparse
import io
import os
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

from hamafza_engines.frame import BadInput, Exit, MissingExtra, Within

_HERE = Path(__file__).parent
_SECONDS = 10.0
_ENDINGS = """exit codes: 0 done, 1 our fault, 2 bad input, 3 stopped by time or Ctrl-C (the best is written),
4 infeasible, 5 a library is missing (./hamafza extras)"""


def main(words: list[str] | None = None) -> int:
    """Hand the words to the engine that the first one names; return how it ended (frame.Exit)."""
    _speak_utf8()
    try:
        return _main(sys.argv[1:] if words is None else words)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whoever read us has gone; nothing to say at exit
        return Exit.DONE


def _main(words: list[str]) -> int:
    if not words or words[0] in ("-h", "--help"):
        print(_overview(), file=sys.stdout if words else sys.stderr)
        return Exit.DONE if words else Exit.BAD_INPUT
    if words[0] not in names():
        say(f"{_overview()}\n\n«{words[0]}» is no engine")
        return Exit.BAD_INPUT
    command = import_module(f"hamafza_engines.{words[0]}._command")
    return _guarded(command, _parser(command).parse_args(words[1:]))


def names() -> list[str]:
    """Return the engines that have a door to the shell."""
    return sorted(door.parent.name for door in _HERE.glob("*/_command.py"))


def say(line: str) -> None:
    """Tell the person at the terminal; the answer itself goes to the output."""
    print(line, file=sys.stderr, flush=True)


def _guarded(command: ModuleType, asked: argparse.Namespace) -> int:
    """Run, and turn every fault into one line and a code: nobody mends a table by a traceback."""
    try:
        with Within(asked.seconds).catching_interrupt() as stop:
            code = int(command.run(asked, stop, say))
        sys.stdout.flush()
        return code
    except BadInput as fault:
        say(fault.say(asked.lang))
        return Exit.BAD_INPUT
    except MissingExtra as fault:
        say(fault.say(asked.lang))
        return Exit.EXTRA_MISSING
    except KeyboardInterrupt:
        say({"fa": "قطع شد؛ چیزی نوشته نشد.", "en": "interrupted; nothing was written."}[asked.lang])
        return Exit.STOPPED
    except BrokenPipeError:
        raise
    except Exception as fault:
        if os.environ.get("HAMAFZA_TRACE"):
            raise
        what = f"{type(fault).__name__}: {str(fault)[:200]}"
        say({
            "fa": f"خطای خود برنامه است، نه شما — {what} (شرح: HAMAFZA_TRACE=1)",
            "en": f"this is our fault, not yours — {what} (details: HAMAFZA_TRACE=1)",
        }[asked.lang])  # fmt: skip
        return Exit.OUR_FAULT


def _parser(command: ModuleType) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=f"hamafza engine {command.NAME}", description=command.SUMMARY, epilog=_ENDINGS
    )
    command.add_arguments(parser)
    alone = getattr(command, "TEXT", False)
    parser.add_argument(
        "input", nargs="*" if alone else "+",
        help="a text (or - for standard input), or files: CSV, TSV, JSON, XLSX, Parquet" if alone
        else "files: CSV, TSV, JSON, XLSX, Parquet",
    )  # fmt: skip
    parser.add_argument("-o", "--output", type=Path, help="where to write; its extension is the format")
    parser.add_argument("--explain", metavar="ID", help="why this one, why not that")
    seconds = getattr(command, "SECONDS", _SECONDS)
    limit = "no limit" if seconds is None else f"{seconds:g}"
    parser.add_argument("--seconds", type=float, default=seconds, help=f"limit of the search ({limit})")
    parser.add_argument("--seed", type=int, default=0, help="the same seed gives the same plan (0)")
    parser.add_argument("--lang", choices=("fa", "en"), default="fa", help="language of the summary (fa)")
    return parser


def _overview() -> str:
    doors = [import_module(f"hamafza_engines.{name}._command") for name in names()]
    lines = [f"  {door.NAME:<12}{door.SUMMARY}" for door in doors]
    return "\n".join(["usage: hamafza engine NAME INPUT... [-o OUT] [--help]", "", *lines, "", _ENDINGS])


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    sys.exit(main())
