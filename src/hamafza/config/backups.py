"""One file that holds everything: the database, what people uploaded, and a manifest that proves both.

The secret key is not inside: whoever finds a backup must not also hold its key.
"""

import hashlib
import json
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.db import connection

from hamafza.config.snapshots import Chains, Rows, snapshots

MANIFEST = "manifest.json"
FILES = "files"


class BackupRefused(Exception):
    """Says in one line why nothing was done."""


@dataclass(frozen=True)
class Manifest:
    """What a backup claims to hold; restore believes none of it unseen."""

    made_at: str
    engine: str
    rows: Rows
    chains: Chains
    sha256: dict[str, str]

    @property
    def row_count(self) -> int:
        return sum(self.rows.values())

    @property
    def file_count(self) -> int:
        return len(self.sha256) - 1


def make(target: Path, *, at: datetime, recipient: str | None = None) -> Manifest:
    """Write the backup, whole or not at all, readable by its owner only; `recipient`: an age key."""
    if recipient and not shutil.which("age"):
        raise BackupRefused("age is not installed (apt-get install age)")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
        store = snapshots()
        copy = Path(folder, store.member)
        rows, chains = store.save(copy)
        members = {store.member: copy, **_uploaded()}
        sums = {name: _sha256(path) for name, path in members.items()}
        manifest = Manifest(at.isoformat(), connection.vendor, rows, chains, sums)
        packed = Path(folder, "packed")
        with tarfile.open(packed, "w:gz") as tar:
            claims = Path(folder, MANIFEST)
            claims.write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
            for name, path in {MANIFEST: claims, **members}.items():
                tar.add(path, name, recursive=False)
        if recipient:
            _age("--encrypt", "--recipient", recipient, source=packed, result=Path(folder, "sealed"))
            packed = Path(folder, "sealed")
        packed.chmod(0o600)
        packed.replace(target)
    return manifest


def verify(source: Path, folder: Path, *, identity: Path | None = None) -> Manifest:
    """Unpack into an empty folder and hold every claim against what is there."""
    if identity:
        _age("--decrypt", "--identity", str(identity), source=source, result=folder / "opened")
        source = folder / "opened"
    unpacked = folder / "unpacked"
    try:
        _unpack(source, unpacked)
        manifest = Manifest(**json.loads((unpacked / MANIFEST).read_text()))
    except (tarfile.TarError, OSError, TypeError, ValueError, EOFError) as error:
        raise BackupRefused(f"not a backup of Hamafza: {error}") from error
    found = {p.relative_to(unpacked).as_posix(): _sha256(p) for p in unpacked.rglob("*") if p.is_file()}
    found.pop(MANIFEST)
    if found != manifest.sha256:
        odd = sorted(set(found.items()) ^ set(manifest.sha256.items()))[0][0]
        raise BackupRefused(f"{odd} is not what the manifest says")
    if manifest.engine != connection.vendor:
        raise BackupRefused(f"this is a backup of {manifest.engine}, the database here is {connection.vendor}")
    store = snapshots()
    try:
        counted = store.check(unpacked / store.member)
    except ValueError as error:
        raise BackupRefused(str(error)) from error
    if counted and counted != (manifest.rows, manifest.chains):
        raise BackupRefused("the rows or the chain are not those of the manifest")
    return manifest


def put_back(folder: Path) -> None:
    """Load what `verify` unpacked, in place of what is here. Everyone must sign in again."""
    store = snapshots()
    try:
        store.load(folder / "unpacked" / store.member)
    except ValueError as error:
        raise BackupRefused(str(error)) from error
    media, fresh = Path(settings.MEDIA_ROOT), folder / "unpacked" / FILES
    fresh.mkdir(exist_ok=True)
    if media.exists():
        shutil.move(media, folder / "replaced")
    media.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(fresh, media)


def _uploaded() -> dict[str, Path]:
    media = Path(settings.MEDIA_ROOT)
    found = sorted(p for p in media.rglob("*") if p.is_file() and not p.is_symlink())
    return {f"{FILES}/{path.relative_to(media).as_posix()}": path for path in found}


def _unpack(source: Path, folder: Path) -> None:
    # By hand: tarfile's own filters came with 3.11.4, and Debian 12 has 3.11.2.
    with tarfile.open(source, "r:gz") as tar:
        for member in tar:
            path = PurePosixPath(member.name)
            if not member.isfile() or path.is_absolute() or ".." in path.parts:
                raise BackupRefused(f"{member.name} may not be in a backup")
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            content = tar.extractfile(member)
            assert content is not None
            with target.open("wb") as file:
                shutil.copyfileobj(content, file)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _age(*options: str, source: Path, result: Path) -> None:
    run = subprocess.run(
        ["age", *options, "--output", str(result), str(source)], capture_output=True, text=True, check=False
    )
    if run.returncode:
        raise BackupRefused(run.stderr.strip() or "age failed")
