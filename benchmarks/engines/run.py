"""What the engines cost beside their peers: same work, same run, CPU seconds; a table, JSON and a picture.

    ./hamafza bench engines [NAME...] [--full] [--readme]

Each engine's `measure(sizes, say)` runs product and peers in turns. Full sizes take long; small ones a minute or two.
"""

import argparse
import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT / "engines")]

from report import conditions, picture, readme, table  # noqa: E402

RESULTS = HERE / "results"


def main() -> int:
    """Measure the engines named (all without a name), and say what came out."""
    asked = arguments()
    unknown = set(asked.names) - set(names())
    if unknown:
        say(f"{', '.join(sorted(unknown))}: no such benchmark; there are: {', '.join(names())}")
        return 2
    wanted, code = asked.names or names(), 0
    if not asked.readme and len(wanted) == 1:
        keep(wanted[0], "full" if asked.full else "small")
    elif not asked.readme:  # a process each, so that nobody pays for what another has loaded
        more = ["--full"] if asked.full else []
        code = max(subprocess.run([sys.executable, __file__, name, *more]).returncode for name in wanted)
    readme.write(ROOT / "engines" / "README.md", RESULTS)
    return code


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="hamafza bench engines", description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(names()))
    parser.add_argument("--full", action="store_true", help="up to the largest sizes")
    parser.add_argument("--readme", action="store_true", help="only write the tables into engines/README.md again")
    return parser.parse_args()


def names() -> list[str]:
    """Return the engines that have a benchmark here."""
    engines = {path.parent.name for path in (ROOT / "engines" / "hamafza_engines").glob("*/__init__.py")}
    return sorted(path.stem for path in HERE.glob("*.py") if path.stem in engines)


def keep(name: str, sizes: str) -> None:
    """Measure one engine; print its table and keep the figures and the picture."""
    measured = load(name).measure(sizes, say)
    found = {"engine": name, "sizes": sizes, **conditions.now(), **measured}
    RESULTS.mkdir(exist_ok=True)
    kept = json.dumps(found, ensure_ascii=False, indent=1, default=str)
    (RESULTS / f"{name}.json").write_text(kept + "\n", "utf-8")
    (RESULTS / f"{name}.svg").write_text(picture.draw(found), "utf-8")
    print(table.markdown(found), flush=True)


def load(name: str) -> ModuleType:
    """Import `benchmarks/engines/<name>.py`, whatever else bears that name."""
    spec = importlib.util.spec_from_file_location(f"benchmark_of_{name}", HERE / f"{name}.py")
    assert spec and spec.loader, name
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def say(line: str) -> None:
    """Tell how far it is."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
