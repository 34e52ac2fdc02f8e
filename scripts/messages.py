"""Keep the English catalogues true without gettext on the machine: `./hamafza messages [--check]`.

Persian is the msgid. Each area's words are gathered from its Python and templates; entries nobody uses any
more go, missing ones are written empty, and the .mo is compiled. With --check nothing is written: a word
without English, an entry without use, a placeholder lost in translation or an old .mo fails.
"""

import argparse
import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

AREAS = Path(__file__).resolve().parents[1] / "src" / "hamafza"
CATALOGUE = Path("locale", "en", "LC_MESSAGES", "django.po")
LAZY = {f"{name}_lazy": spec for name, spec in DEFAULT_KEYWORDS.items() if name.endswith("gettext")}
KEYWORDS = DEFAULT_KEYWORDS | LAZY | {"gettext_noop": None}
# The same at every run, so that a file changes only when a word does.
WRITTEN = datetime(2000, 1, 1, tzinfo=UTC)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")

Key = tuple[str | tuple[str, str], str | None]  # msgid (a pair when it has a plural) and context


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("areas", nargs="*", help="default: all")
    given = parser.parse_args()
    if not settings.configured:
        settings.configure(USE_I18N=True)
    faults = []
    for area in sorted(path for path in AREAS.iterdir() if path.is_dir()):
        if not given.areas or area.name in given.areas:
            faults += bring_up_to_date(area, write=not given.check)
    for fault in faults:
        print(fault)
    if faults and given.check:
        print(f"{len(faults)} faults; `./hamafza messages` writes what a machine can.")
    return int(bool(faults))


def bring_up_to_date(area: Path, *, write: bool) -> list[str]:
    """The area's faults; when writing, those that remain afterwards."""
    used, path = words_of(area), area / CATALOGUE
    if not used and not path.exists():
        return []
    old = read(path)
    fresh = Catalog(locale="en", fuzzy=False, creation_date=WRITTEN, revision_date=WRITTEN)
    fresh.header_comment = "# The English of this area; Persian is the msgid. Kept by `./hamafza messages`."
    for msgid, context in sorted(used, key=str):
        known = old.get(msgid if isinstance(msgid, str) else msgid[0], context)
        kept = known.string if known and known.id == msgid else None
        fresh.add(msgid, kept or ("" if isinstance(msgid, str) else ("", "")), context=context)
    faults = [fault for message in fresh if message.id for fault in faults_of(message, area.name)]
    if write:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(po(fresh))
        path.with_suffix(".mo").write_bytes(mo(fresh))
        return faults
    unused = [message.id for message in old if message.id and (message.id, message.context) not in used]
    faults += [f"{area.name}: nobody says «{words}» any more" for words in unused]
    compiled = path.with_suffix(".mo")
    if not compiled.exists() or compiled.read_bytes() != mo(fresh):
        faults.append(f"{area.name}: {compiled.name} is not what {path.name} and the code say")
    return faults


def faults_of(message: Message, area: str) -> Iterator[str]:
    persian = message.id if isinstance(message.id, str) else " | ".join(message.id)
    english = message.string if isinstance(message.string, str) else " | ".join(message.string)
    if not english.strip(" |"):
        yield f"{area}: no English for «{persian}»"
    elif set(PLACEHOLDER.findall(persian)) != set(PLACEHOLDER.findall(english)):
        yield f"{area}: other placeholders in «{persian}» → «{english}»"


def words_of(area: Path) -> set[Key]:
    """Every translatable text of an area, in its Python and its templates."""
    found: set[Key] = set()
    for path in area.rglob("*.py"):
        if not {"migrations", "tests"} & set(path.relative_to(area).parts):
            found |= gathered(path.read_text())
    for path in area.glob("templates/**/*"):
        if path.is_file():
            # templatize blanks out all but the texts; the indentation left would stop Python's tokenizer.
            source = templatize(path.read_text(), origin=str(path))
            found |= gathered(re.sub(r"(?m)^[ \t]+", "", source))
    return found


def gathered(source: str) -> set[Key]:
    found: set[Key] = set()
    for _line, words, _comments, context in extract("python", io.BytesIO(source.encode()), KEYWORDS):
        if isinstance(words, tuple):
            words = words[:2] if len(words) > 1 else words[0]
        if words and any(words):
            found.add((words, context))
    return found


def read(path: Path) -> Catalog:
    if not path.exists():
        return Catalog(locale="en")
    with path.open("rb") as file:
        return read_po(file, locale="en")


def po(catalogue: Catalog) -> bytes:
    out = io.BytesIO()
    write_po(out, catalogue, width=0, sort_output=True, omit_header=False)
    return out.getvalue()


def mo(catalogue: Catalog) -> bytes:
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
