"""What changed since an earlier report: new articles, changed articles and a changed method, told apart."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.corpus.store import ArticleStore
from analysis.tables import RESULT_COLUMNS, ParameterError

_BESIDE_KEYS = frozenset(RESULT_COLUMNS) - {"measure"}


@dataclass(frozen=True)
class Changes:
    """The parts of a difference between two runs.

    Attributes
    ----------
    articles : article_id, change (new, edited, gone) of every article that is not as it was.
    method : what (parameter, instrument, package ...), name, before, after.
    results : keys, measure, before, method, data, after. `method` is old data measured today less `before`;
        `data` is `after` less old data measured today: so before + method + data = after.
    """

    articles: pd.DataFrame
    method: pd.DataFrame
    results: pd.DataFrame

    def counts(self) -> dict[str, int]:
        """How many articles are new, edited, gone, and how many parts of the method changed."""
        found = self.articles["change"].value_counts()
        kinds = {name: int(found.get(name, 0)) for name in ("new", "edited", "gone")}
        return {**kinds, "method": len(self.method)}


def article_changes(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Articles that are new, edited (another version) or gone; both tables are article tables.

    Examples
    --------
    >>> old = pd.DataFrame({"version": ["1", "1"]}, index=pd.Index(["a", "b"], name="article_id"))
    >>> new = pd.DataFrame({"version": ["1", "2", "1"]}, index=pd.Index(["a", "b", "c"], name="article_id"))
    >>> article_changes(old, new).to_numpy().tolist()
    [['b', 'edited'], ['c', 'new']]
    """
    both = (
        before[["version"]]
        .rename(columns={"version": "version_before"})
        .join(after["version"].rename("version_after"), how="outer")
    )
    change = pd.Series("same", index=both.index, dtype="object")
    change[both["version_before"] != both["version_after"]] = "edited"
    change[both["version_before"].isna()] = "new"
    change[both["version_after"].isna()] = "gone"
    changed = change[change != "same"].sort_index()
    return pd.DataFrame({"article_id": changed.index.astype("str"), "change": changed.to_numpy()})


def method_changes(before: dict[str, dict[str, str]], after: dict[str, dict[str, str]]) -> pd.DataFrame:
    """What of a method differs: what, name, before, after; "" where one of them has none.

    Examples
    --------
    >>> method_changes({"package": {"numpy": "2.0"}}, {"package": {"numpy": "2.1"}}).to_numpy().tolist()
    [['package', 'numpy', '2.0', '2.1']]
    """
    rows = []
    for what in sorted(set(before) | set(after)):
        old, new = before.get(what, {}), after.get(what, {})
        for name in sorted(set(old) | set(new)):
            if old.get(name, "") != new.get(name, ""):
                rows.append((what, name, old.get(name, ""), new.get(name, "")))
    return pd.DataFrame(rows, columns=["what", "name", "before", "after"])


def changes(
    previous: dict[str, Any],
    store: ArticleStore,
    measure: Callable[[pd.DataFrame], pd.DataFrame],
    *,
    method: dict[str, dict[str, str]],
    as_of: Any = None,
    choose: Callable[[pd.DataFrame], pd.DataFrame] | None = None,
) -> Changes:
    """Tell new data from a new method by measuring the old data (`as_of` the previous run) with today's method.

    Parameters
    ----------
    previous : what `remember` made of the earlier run. `store` : the store of both runs.
    measure : article table -> result table, with today's method. `method` : today's, as in `remember`.
    as_of : when today's data are read; default now. `choose` : keeps the articles that the report is about.

    Notes
    -----
    before + method + data = after holds in every row; a row that one of the runs has not is NaN there.
    """
    chosen = choose or (lambda articles: articles)
    old, new = chosen(store.read(as_of=previous["as_of"])), chosen(store.read(as_of=as_of))
    return compare(previous, old, new, measure(old), measure(new), method=method)


def compare(
    previous: dict[str, Any],
    old: pd.DataFrame,
    new: pd.DataFrame,
    retold: pd.DataFrame,
    last: pd.DataFrame,
    *,
    method: dict[str, dict[str, str]],
) -> Changes:
    """The changes between two runs, of which everything is measured already.

    Parameters
    ----------
    previous : what `remember` made of the earlier run. `old`, `new` : article tables of then and of today.
    retold, last : result tables of `old` and of `new`, both with today's `method`.
    """
    keys = keys_of(last)
    first = pd.DataFrame(previous["results"], columns=[*keys, "value"])
    table = first.set_index(keys)[["value"]].rename(columns={"value": "before"})
    for name, result in (("retold", _text_keys(retold)), ("after", _text_keys(last))):
        table = table.join(result.set_index(keys)["value"].rename(name), how="outer")
    table["method"], table["data"] = table["retold"] - table["before"], table["after"] - table["retold"]
    results = table[["before", "method", "data", "after"]].reset_index()
    return Changes(article_changes(old, new), method_changes(previous["method"], method), results)


def keys_of(result: pd.DataFrame) -> list[str]:
    """The key columns of a result table: those before `value`, with the measure."""
    at = list(result.columns).index("value")
    return [name for name in result.columns[:at] if name not in _BESIDE_KEYS]


def remember(
    path: str | Path,
    result: pd.DataFrame,
    *,
    as_of: Any,
    fingerprint: str,
    method: dict[str, dict[str, str]],
    **beside: Any,
) -> Path:
    """Keep of a run what a later one is compared with, named by its fingerprint.

    Parameters
    ----------
    path : folder. `result` : result table. `as_of` : when the store was read. `fingerprint` : of data and method.
    method : what (parameter, instrument, package) -> name -> version or content hash.
    beside : what else a later run wants to know.
    """
    rows = _text_keys(result)[[*keys_of(result), "value"]].to_dict("records")
    kept = Path(path) / f"{_named(fingerprint)}.json"
    kept.parent.mkdir(parents=True, exist_ok=True)
    content = {"as_of": str(as_of), "fingerprint": fingerprint, "method": method, "results": rows, **beside}
    fresh = kept.with_suffix(".part")
    fresh.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    fresh.replace(kept)
    return kept


def recall(path: str | Path, fingerprint: str) -> dict[str, Any] | None:
    """The earlier run of that fingerprint; None where none is asked for, so that its section is absent.

    Raises
    ------
    ParameterError
        Where a run is asked for that was not kept.
    """
    if not fingerprint:
        return None
    kept = Path(path) / f"{_named(fingerprint)}.json"
    if not kept.is_file():
        raise ParameterError(f"previous: no run {fingerprint!r} is kept in {path}.")
    return dict(json.loads(kept.read_text(encoding="utf-8")))


def _text_keys(result: pd.DataFrame) -> pd.DataFrame:
    """Keys as text, as they are kept; values stay exact."""
    return result.astype(dict.fromkeys(keys_of(result), "str"))


def _named(fingerprint: str) -> str:
    if not fingerprint.isalnum():
        raise ParameterError(f"{fingerprint!r} is no fingerprint of a run.")
    return fingerprint
