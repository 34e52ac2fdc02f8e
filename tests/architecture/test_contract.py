"""The contract can fail: in a skeleton of the same shape, each planted breach is named."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from scripts.map import ROOT, river

FILES = ["urls", "views", "api", "admin", "reactions", "forms", "commands"]
FILES += ["advice", "queries", "rules", "models", "states", "events"]
NAMED = [  # by the contract, one by one
    "src/hamafza/people/urls_signing_in.py",
    "src/hamafza/network/urls_officers.py",
    "src/hamafza/public/urls_directory.py",
    "engines/hamafza_engines/__main__.py",
]
BREACHES = {
    "src/hamafza/intake/commands.py": "from hamafza.referrals import commands",
    "src/hamafza/demo/commands.py": "from hamafza.replay import commands",
    "src/hamafza/people/rules.py": "from hamafza.people import commands",
    "src/hamafza/referrals/queries.py": "from hamafza.intake import reactions",
    "src/hamafza/feedback/commands.py": "from hamafza_engines import routing",
    "engines/hamafza_engines/triage/__init__.py": "import django.db",
    "engines/hamafza_engines/siting/__init__.py": "from hamafza_engines import allocation",
    "engines/hamafza_engines/frame/__init__.py": "from hamafza_engines import persian",
}
ENGINES = "allocation frame linkage persian rostering routing shares siting triage".split()


@pytest.fixture
def skeleton(tmp_path: Path) -> Path:
    packages = [f"src/hamafza/{area}" for area in river()] + ["src/hamafza", "engines/hamafza_engines"]
    packages += [f"engines/hamafza_engines/{name}" for name in ENGINES]
    for package in packages:
        (tmp_path / package).mkdir(parents=True, exist_ok=True)
        (tmp_path / package / "__init__.py").touch()
    for area in river():
        for name in FILES:
            (tmp_path / "src/hamafza" / area / f"{name}.py").touch()
    for file in NAMED:
        (tmp_path / file).touch()
    (tmp_path / ".importlinter").write_text((ROOT / ".importlinter").read_text())
    return tmp_path


def lint(folder: Path) -> str:
    tool = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run(
        [tool, "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": "src:engines"},
        capture_output=True,
        text=True,
        check=False,
    )
    return run.stdout


@pytest.mark.slow  # starts the checker
def test_a_sound_skeleton_passes(skeleton: Path) -> None:
    assert ", 0 broken" in lint(skeleton)


@pytest.mark.slow  # starts the checker
def test_each_planted_breach_is_named(skeleton: Path) -> None:
    for file, line in BREACHES.items():
        (skeleton / file).write_text(line)

    said = lint(skeleton)

    for file in BREACHES:
        module = re.sub(r"(/__init__)?\.py$", "", file.split("/", 1)[1]).replace("/", ".")
        assert f"{module} -> " in said


@pytest.mark.slow  # starts the checker
def test_a_folder_without_a_place_in_the_river_is_named(skeleton: Path) -> None:
    (skeleton / "src/hamafza/utils").mkdir()
    (skeleton / "src/hamafza/utils/__init__.py").touch()

    assert "- hamafza.utils" in lint(skeleton)
