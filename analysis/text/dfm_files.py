"""Document-feature matrices on disk: one file for each part of a collection, read back as one matrix."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.tables import TableError
from analysis.text.dfm import Dfm


def _as_bytes(words: Sequence[str]) -> np.ndarray:
    return np.frombuffer("\n".join(words).encode(), dtype=np.uint8)


def _as_words(data: np.ndarray) -> list[str]:
    return data.tobytes().decode().split("\n") if len(data) else []


def write_dfm(dfm: Dfm, path: Path) -> None:
    """Write a matrix to a file, whole or not at all.

    Parameters
    ----------
    dfm : terms and article ids without line ends.
    """
    counts = dfm.counts
    small = np.uint16 if counts.nnz == 0 or counts.data.max() <= np.iinfo(np.uint16).max else np.int32
    unfinished = path.with_suffix(f".{os.getpid()}.part")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with unfinished.open("wb") as handle:
            np.savez(
                handle,
                borders=counts.indptr.astype(np.int64),
                columns=counts.indices.astype(np.int32),
                counts=counts.data.astype(small),
                n_tokens=dfm.n_tokens,
                terms=_as_bytes(dfm.terms.tolist()),
                article_id=_as_bytes([str(name) for name in dfm.article_id]),
                language=np.array(dfm.language or ""),
            )
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def read_dfms(paths: Sequence[Path]) -> Dfm:
    """Read matrices of several parts as one.

    Parameters
    ----------
    paths : files of `write_dfm`, in the order of their articles.

    Returns
    -------
    Dfm with the terms of all parts, sorted: the same as counting all articles at once.

    Raises
    ------
    TableError
        For parts of several languages.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> from analysis.text.dfm import count_terms
    >>> from analysis.text.tokens import tokenize
    >>> folder = Path(mkdtemp())
    >>> for name, text in (("a", "uji rudal"), ("b", "rudal lagi")):
    ...     articles = pd.DataFrame({"title": "", "text": [text]}, index=[name])
    ...     write_dfm(count_terms(tokenize(articles)), folder / f"{name}.npz")
    >>> dfm = read_dfms([folder / "a.npz", folder / "b.npz"])
    >>> dfm.terms.tolist(), dfm.counts.toarray().tolist()
    (['lagi', 'rudal', 'uji'], [[0, 1, 1], [1, 1, 0]])
    """
    from scipy.sparse import csr_array

    terms, numbers = _united(paths)
    rows, ids, n_tokens, languages = [np.zeros(1, dtype=np.int64)], [], [], set()
    for path in paths:
        with np.load(path) as part:
            rows.append(rows[-1][-1] + part["borders"][1:])
            n_tokens.append(part["n_tokens"])
            ids += _as_words(part["article_id"])
            languages.add(str(part["language"]))
    if len(languages) > 1:
        raise TableError(f"terms are counted within one language; these parts are of {sorted(languages)}.")
    borders = np.concatenate(rows)
    columns, counts = (np.empty(borders[-1], dtype=np.int32) for _ in range(2))
    done = 0
    for path, number in zip(paths, numbers, strict=True):
        with np.load(path) as part:
            held = part["columns"]
            np.take(number, held, out=columns[done : done + len(held)])
            counts[done : done + len(held)] = part["counts"]
            done += len(held)
    if borders[-1] < np.iinfo(np.int32).max:
        borders = borders.astype(np.int32)
    matrix = csr_array((counts, columns, borders), shape=(len(borders) - 1, len(terms)), copy=False)
    words = np.concatenate(n_tokens) if n_tokens else np.zeros(0, dtype=np.int64)
    return Dfm(
        matrix, pd.Index(ids, dtype="str", name="article_id"), terms, words, next(iter(languages), "") or None
    )


def _united(paths: Sequence[Path]) -> tuple[np.ndarray, list[np.ndarray]]:
    """All terms, sorted, and for each file the place of its terms among them (int32)."""
    import pyarrow as pa
    import pyarrow.compute as pc

    parts = []
    for path in paths:
        with np.load(path) as part:
            parts.append(pa.array(_as_words(part["terms"]), pa.large_string()))
    coded = pa.chunked_array(parts, pa.large_string()).dictionary_encode()
    known = coded.chunk(0).dictionary if coded.num_chunks else pa.array([], pa.large_string())
    order = pc.sort_indices(known).to_numpy()
    place = np.empty(len(order), dtype=np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    numbers = [place[chunk.indices.to_numpy()] for chunk in coded.chunks]
    return np.array([*known.take(pa.array(order)).to_pylist(), None], dtype=object)[:-1], numbers
