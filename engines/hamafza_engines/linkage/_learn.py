"""Learning the weights from the registers themselves: u from random pairs, m by EM on two blocks."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from zlib import crc32

from hamafza_engines.frame import need
from hamafza_engines.linkage._fields import BY_NAME
from hamafza_engines.linkage._model import Levels, Model
from hamafza_engines.linkage._prepare import Columns
from hamafza_engines.linkage._splink import at_work, comparison, plain_table, registered
from hamafza_engines.linkage._types import Backend

_RANDOM_ROWS = 600  # a side: 360,000 random pairs
_EM_PAIRS = 1_000_000
_TRUST = 0.8  # how far what EM found is believed against the fixed weights
# Two blocks that have no field in common, so that every field is learnt in one of them.
_BLOCKS = (("nid",), ("birth", "first"), ("birth", "last"), ("birth",), ("first", "last"), ("last", "mobile"))


def learn(
    model: Model, left: Columns, right: Columns | None, *, backend: Backend, blocks: Sequence[tuple[str, ...]]
) -> Model:
    """Return the model with chance levels of these registers, and same levels found by EM."""
    splink = need("splink", extra="linkage")
    fields = model.fields
    sample = [plain_table(_some(columns), fields) for columns in (left, right) if columns is not None]
    whole = [plain_table(columns, fields) for columns in (left, right) if columns is not None]
    settings = splink.SettingsCreator(
        link_type="link_only" if right is not None else "dedupe_only",
        comparisons=_comparisons(model),
        blocking_rules_to_generate_predictions=[],
        unique_id_column_name="place",
        probability_two_random_records_match=model.prior,
        max_iterations=20,
    )
    with at_work(backend) as api:
        chance = _chance(splink.Linker(registered(api, sample), settings, log_level=None), model)
    model = replace(model, chance=chance)
    with at_work(backend) as api:
        linker = splink.Linker(
            registered(api, whole), replace(settings, comparisons=_comparisons(model)), log_level=None
        )
        for block in blocks:
            linker.training.estimate_parameters_using_expectation_maximisation(
                splink.block_on(*(name if name == "nid" else _sound(name) for name in block)),
                estimate_without_term_frequencies=True,
                max_pairs=_EM_PAIRS,
            )
        found = _read(linker, "m_probability")
    return replace(model, same=_believed(model, found))


def training_blocks(model: Model, left: Columns, right: Columns | None) -> list[tuple[str, ...]]:
    """Return two blocks of fields that are well filled in both registers; fewer when there are none."""
    filled = {
        name
        for name in model.fields
        if all(_filled(columns[name]) > 0.3 for columns in (left, right) if columns is not None)
    }
    fitting = [block for block in _BLOCKS if filled.issuperset(block)]
    for first in fitting:
        for second in fitting:
            if not set(first) & set(second):
                return [first, second]
    return []


def _filled(column: list[str | None]) -> float:
    return 1 - column.count(None) / len(column) if column else 0.0


def _sound(name: str) -> str:
    return f"{name}_sound" if f"{name}_sound" in BY_NAME[name].columns else name


def _some(columns: Columns) -> Columns:
    """Return a sample of the rows that does not hang on their order."""
    rows = list(zip(*columns.values(), strict=True))
    marks = sorted(range(len(rows)), key=lambda place: (crc32(repr(rows[place]).encode()), place))
    kept = marks[:_RANDOM_ROWS]
    return {name: [column[place] for place in kept] for name, column in columns.items()}


def _chance(linker: Any, model: Model) -> dict[str, Levels]:
    linker.training.estimate_u_using_random_sampling(
        max_pairs=2 * _RANDOM_ROWS**2, seed=0, min_count_per_level=None, num_chunks=1
    )
    found = _read(linker, "u_probability")
    chance = {}
    for name in model.fields:
        fixed = model.chance[name]
        if name in ("nid", "mobile"):
            chance[name] = fixed  # made to be unique: no sample is large enough to see two alike
            continue
        seen = [found[name].get(level) for level in BY_NAME[name].levels]
        # Among random pairs are a few true ones; below what they make, the fixed value is better known.
        lowest = [max(model.prior * same, 2e-6) for same in model.same[name]]
        chance[name] = _whole(
            [
                u - model.prior * m if u is not None and u > 3 * low else min(f, max(u or 0.0, 3 * low))
                for u, f, m, low in zip(seen, fixed, model.same[name], lowest, strict=True)
            ]
        )
    return chance


def _comparisons(model: Model) -> list[dict[str, Any]]:
    return [comparison(name, model.same[name], model.chance[name], training=True) for name in model.fields]


def _read(linker: Any, what: str) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for compared in linker.misc.save_model_to_json()["comparisons"]:
        found[compared["output_column_name"]] = {
            level["label_for_charts"]: level[what]
            for level in compared["comparison_levels"]
            if isinstance(level.get(what), float)
        }
    return found


def _believed(model: Model, found: Mapping[str, Mapping[str, float]]) -> dict[str, Levels]:
    """Mix what EM found with the fixed weights; a field on which EM went astray keeps the fixed ones."""
    believed = {}
    for name in model.fields:
        levels, fixed = BY_NAME[name].levels, model.same[name]
        learnt = [found[name].get(level, fixed[place]) for place, level in enumerate(levels)]
        astray = learnt[-1] < 0.3 or learnt[-1] < 2 * model.chance[name][-1] and name != "gender"
        mixed = (
            fixed if astray else [_TRUST * x + (1 - _TRUST) * f for x, f in zip(learnt, fixed, strict=True)]
        )
        believed[name] = _whole(list(mixed))
    return believed


def _whole(levels: list[float]) -> Levels:
    """Return probabilities that sum to one, rounded so that the order of summing does not show."""
    total = sum(levels)
    return tuple(round(level / total, 9) or 1e-9 for level in levels)
