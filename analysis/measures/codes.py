"""Tables of hand codes: read from a file, and those that concern given scores."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.tables import TableError

NEEDED = {"article_id": "unit_id", "frame": "variable", "code": "code"}
"""Columns of a table of codes, and their names in `agreement`."""


def read_codes(path: str | Path) -> pd.DataFrame:
    """Read a table of hand codes (CSV or XLSX).

    Returns
    -------
    DataFrame with article_id and frame (text), code as it stands, and what else the file has (coder, probability).

    Raises
    ------
    TableError
        For a file that is not there or is no table, and for a missing column.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> path = Path(mkdtemp()) / "codes.csv"
    >>> _ = path.write_text("article_id,frame,code,coder\\n12,threat,1,Ani\\n")
    >>> read_codes(path).to_numpy().tolist()
    [['12', 'threat', 1, 'Ani']]
    """
    path = Path(path)
    if not path.is_file():
        raise TableError(f"no file {str(path)!r}; give a table with article_id, frame, code and coder.")
    texts = dict.fromkeys([*NEEDED, *NEEDED.values()], str)
    del texts["code"]
    try:
        table = (
            pd.read_excel(path, dtype=texts)
            if path.suffix.lower() == ".xlsx"
            else pd.read_csv(path, dtype=texts)
        )
    except (ValueError, UnicodeDecodeError, OSError) as reason:
        raise TableError(
            f"{path.name}: not a table of codes ({reason}); save it as CSV in UTF-8 or XLSX."
        ) from None
    table = table.rename(columns={other: name for name, other in NEEDED.items() if name not in table})
    missing = [name for name in NEEDED if name not in table]
    if missing:
        raise TableError(
            f"{path.name}: no column {missing[0]!r}; codes need article_id, frame and code (0 or 1)."
        )
    return table


def codes_of(codes: pd.DataFrame | None, scores: pd.DataFrame) -> pd.DataFrame:
    """The codes of the articles and frames that `scores` has; an empty table for None.

    Examples
    --------
    >>> codes = pd.DataFrame({"article_id": ["a", "b"], "frame": "threat", "code": [1, 0]})
    >>> codes_of(codes, pd.DataFrame({"article_id": ["b"], "frame": ["threat"]})).to_numpy().tolist()
    [['b', 'threat', 0]]
    """
    if codes is None:
        return pd.DataFrame(columns=list(NEEDED))
    known = pd.MultiIndex.from_frame(scores[["article_id", "frame"]].astype("str"))
    asked = pd.MultiIndex.from_frame(codes[["article_id", "frame"]].astype("str"))
    return codes[asked.isin(known)].reset_index(drop=True)
