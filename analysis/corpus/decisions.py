"""What was decided by hand in a working folder: dated lines in small files that survive re-runs and upgrades."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from analysis.tables import ParameterError, working_folder

EXCLUDED, NAMES, ROLES, QUERIES = (
    "decisions/excluded.tsv",
    "decisions/names.tsv",
    "decisions/roles.tsv",
    "query.txt",
)
AS_FOUND = "-"
"""In a line of roles: what the machine found stands."""
ROLE_VALUES = {
    "naming": ("named", "body", "role_only", "anonymous", AS_FOUND),
    "origin": ("domestic", "foreign", "unknown", AS_FOUND),
}


@dataclass(frozen=True)
class Decisions:
    """The decisions that hold for a store.

    Attributes
    ----------
    excluded : article (article_id or address), date, reason. `names` : name, actor, date, reason; a name stands for an actor.
    roles : speaker, role, naming, origin, date, reason; `-` leaves what was found.
    """

    excluded: pd.DataFrame
    names: pd.DataFrame
    roles: pd.DataFrame = field(default_factory=pd.DataFrame)

    def keep(self, articles: pd.DataFrame) -> pd.Series:
        """True by article_id for articles that nobody excluded.

        Examples
        --------
        >>> excluded = pd.DataFrame({"article": ["a"], "date": ["2024-06-18"], "reason": ["a listing"]})
        >>> found = pd.DataFrame({"url": ["https://x.example/1", None]}, index=["a", "b"])
        >>> Decisions(excluded, pd.DataFrame()).keep(found).tolist()
        [False, True]
        """
        out = set(self.excluded["article"])
        return pd.Series(
            ~(articles.index.isin(out) | articles["url"].isin(out).to_numpy()), index=articles.index
        )

    def actors(self) -> dict[str, str]:
        """The actor that each name stands for."""
        return dict(zip(self.names["name"], self.names["actor"], strict=True)) if len(self.names) else {}

    def put_roles(self, said: pd.DataFrame) -> pd.DataFrame:
        """`said` (speaker, role, naming, origin) with the roles decided by hand.

        Examples
        --------
        >>> roles = pd.DataFrame({"speaker": ["Ani"], "role": ["-"], "naming": ["-"], "origin": ["foreign"]})
        >>> said = pd.DataFrame({"speaker": ["Ani"], "role": ["staf"], "naming": ["named"], "origin": ["unknown"]})
        >>> Decisions(pd.DataFrame(), pd.DataFrame(), roles).put_roles(said).to_numpy().tolist()
        [['Ani', 'staf', 'named', 'foreign']]
        """
        decided = (
            self.roles.drop_duplicates("speaker").set_index("speaker") if len(self.roles) else self.roles
        )
        for column in ("role", "naming", "origin") if len(decided) else ():
            given = said["speaker"].map(decided[column].where(decided[column] != AS_FOUND).dropna())
            said = said.assign(**{column: said[column].where(given.isna(), given).astype("str")})
        return said

    def said(self) -> list[tuple[str, int, str, str, str]]:
        """file, decisions, first and last date, content hash: of each file that decides anything."""
        rows = []
        for name, table in ((EXCLUDED, self.excluded), (NAMES, self.names), (ROLES, self.roles)):
            if len(table):
                content = hashlib.sha256(
                    table.sort_values(table.columns.tolist()).to_csv().encode()
                ).hexdigest()[:8]
                rows.append((name, len(table), str(table["date"].min()), str(table["date"].max()), content))
        return rows


def read_decisions(store: str | Path) -> Decisions:
    """The decisions of the working folder in which a store lies; none where it lies in no such folder.

    Raises
    ------
    ParameterError
        For a line that lacks a day or a reason, a name that stands for two actors, a speaker with two roles; with the file.
    """
    folder = working_folder(Path(store))
    excluded = _lines(folder, EXCLUDED, ("article", "date", "reason"))
    names = _lines(folder, NAMES, ("name", "actor", "date", "reason"))
    roles = _lines(folder, ROLES, ("speaker", "role", "naming", "origin", "date", "reason"))
    for file, column, wrong in (
        (NAMES, names["name"], "stands for two actors"),
        (ROLES, roles["speaker"], "has two roles"),
    ):
        twice = column[column.duplicated()]
        if len(twice):
            raise ParameterError(f"{file}: {twice.iloc[0]!r} {wrong}.")
    for kind, values in ROLE_VALUES.items():
        odd = roles.loc[~roles[kind].isin(values), kind]
        if len(odd):
            raise ParameterError(f"{ROLES}: {kind} is {', '.join(values)}; got {odd.iloc[0]!r}.")
    return Decisions(excluded, names, roles)


def named_query(query: str, store: str | Path) -> str:
    """The query itself, or for `@name` the one of that name in `query.txt` of the working folder.

    Raises
    ------
    ParameterError
        Naming the queries there are.
    """
    if not query.strip().startswith("@"):
        return query
    folder = working_folder(Path(store))
    path = folder / QUERIES if folder else None
    text = path.read_text(encoding="utf-8-sig") if path and path.is_file() else ""
    lines = [line.split("=", 1) for line in text.splitlines() if "=" in line and not line.startswith("#")]
    known = {name.strip(): found.strip() for name, found in lines}
    wanted = query.strip()[1:]
    if wanted not in known:
        raise ParameterError(
            f"query: {QUERIES} has no query {wanted!r}; it has {', '.join(sorted(known)) or 'none'}."
        )
    return known[wanted]


def _lines(folder: Path | None, name: str, columns: tuple[str, ...]) -> pd.DataFrame:
    path = folder / name if folder else None
    rows = []
    if path and path.is_file():
        for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
            cells = [cell.strip() for cell in line.split("\t")]
            if not line.strip() or line.startswith("#") or tuple(cells) == columns:
                continue
            if len(cells) != len(columns) or not all(cells):
                raise ParameterError(f"{name}, line {number}: wants {', '.join(columns)}, parted by tabs.")
            day = cells[columns.index("date")]
            try:
                dt.date.fromisoformat(day)
            except ValueError:
                raise ParameterError(
                    f"{name}, line {number}: {day!r} is not a day such as 2024-06-18."
                ) from None
            rows.append(cells)
    return pd.DataFrame(rows, columns=list(columns), dtype="object")
