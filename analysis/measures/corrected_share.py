"""Corrected share: what people would say of all articles, from the machine's label and a drawn sample of codes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from analysis.measures.intervals import Z95, benjamini_hochberg, cluster_of, key_frame
from analysis.tables import TableError, result_table

FEWEST = 5
"""Codes in a stratum below which its share is not taken from that stratum alone."""
DRAWS = 50_000


def draw_for_coding(
    scores: pd.DataFrame,
    *,
    by: pd.Series | pd.DataFrame,
    clusters: pd.Series,
    per_stratum: int = 25,
    column: str = "present",
    seed: int = 0,
) -> pd.DataFrame:
    """Articles to be coded by hand, drawn within group and machine label.

    Parameters
    ----------
    scores : `score_frames(articles)`, one drawing per frame. `by` : group of each article; `clusters` : syndication
        cluster of each: one article of a cluster is drawn, the first of its group.
    per_stratum : texts drawn of each group and label, all where there are fewer (10 at least, 25 are comfortable).

    Returns
    -------
    DataFrame with by-keys, frame, article_id, machine, probability (with which it was drawn), stratum_texts (texts in
    its stratum); in a drawn order that tells the coder nothing. Hide machine and outlet from the coders.

    Examples
    --------
    >>> scores = pd.DataFrame({"article_id": list("abcd"), "frame": "threat", "present": [True, True, False, False]})
    >>> outlet = pd.Series("X", index=list("abcd"), name="outlet")
    >>> drawn = draw_for_coding(scores, by=outlet, clusters=pd.Series(list("abcd"), index=list("abcd")), per_stratum=1)
    >>> drawn[["machine", "probability"]].sort_values("machine").to_numpy().tolist()
    [[False, 0.5], [True, 0.5]]
    """
    units, keys = _units(scores, by, clusters, column)
    texts = units[units["first"]].copy()
    generator = np.random.default_rng(seed)
    texts["lot"] = generator.random(len(texts))
    strata = texts.groupby([*keys, "machine"], sort=True)
    texts["stratum_texts"] = strata["lot"].transform("size")
    texts["rank"] = strata["lot"].rank()
    drawn = texts[texts["rank"] <= per_stratum].copy()
    drawn["probability"] = np.minimum(per_stratum / drawn["stratum_texts"], 1.0)
    drawn = drawn.sort_values(["frame", "lot"], kind="stable").reset_index(drop=True)
    return drawn[[*keys, "article_id", "machine", "probability", "stratum_texts"]]


def corrected_share(
    scores: pd.DataFrame,
    codes: pd.DataFrame,
    *,
    by: pd.Series | pd.DataFrame,
    clusters: pd.Series,
    column: str = "present",
    draws: int = DRAWS,
    seed: int = 0,
) -> pd.DataFrame:
    """Share of articles that people would say have the frame.

    How to read it: match_rate is how often the list fired; value is what coders would have said of all articles, and the
    interval how far that could be off for want of codes.

    Parameters
    ----------
    scores, by, clusters, column : as in `draw_for_coding`.
    codes : article_id (or unit_id), frame (or variable), code (0 or 1), probability (of having been drawn); several
        coders of one article are averaged.

    Returns
    -------
    Result table: by-keys, frame, measure `corrected_share`, value, low, high, n (coded texts), unit, of; se, match_rate,
    articles, coded_yes, coded_no, true_yes, true_no, method (`stratified`, `ppi++` or none), reason (why there is no
    value).

    Raises
    ------
    TableError
        For codes without a probability: a convenience sample corrects nothing.

    Notes
    -----
    p = sum_h W_h x_h / n_h over the strata machine yes and machine no of the group; W_h and the rates count articles. Interval:
    what the N_h - n_h texts without a code may hold, drawn from Binomial(N_h - n_h, Beta(x_h + 1/2, n_h - x_h + 1/2)): the
    variance of sampling without replacement, and a stratum that was coded whole has no error. No assumption on error rates, which may differ by outlet (Cochran 1977, ch. 5A; Brown, Cai and DasGupta 2001).
    A stratum with fewer than 5 codes: PPI++ of the group where all its articles were equally likely to be drawn.

    Examples
    --------
    >>> scores = pd.DataFrame({"article_id": list("abcd"), "frame": "threat", "present": [True, True, False, False]})
    >>> outlet = pd.Series(list("XXXX"), index=list("abcd"), name="outlet")
    >>> codes = pd.DataFrame({"article_id": list("abcd"), "frame": "threat", "code": [1, 0, 0, 0], "probability": 1.0})
    >>> found = corrected_share(scores, codes, by=outlet, clusters=outlet.index.to_series(), draws=100)
    >>> found[["match_rate", "coded_yes", "true_yes"]].to_numpy().tolist()
    [[0.5, 2.0, 1.0]]
    """
    table, _ = _estimates(scores, codes, by, clusters, column, draws, seed)
    return table


def corrected_difference(
    scores: pd.DataFrame,
    codes: pd.DataFrame,
    *,
    by: pd.Series,
    clusters: pd.Series,
    column: str = "present",
    draws: int = DRAWS,
    seed: int = 0,
) -> pd.DataFrame:
    """Differences of corrected shares between all pairs of groups.

    Returns
    -------
    Result table: frame, group_a, group_b, measure `corrected_difference`, value (a - b), low, high (percentiles of the
    differences of draws), n (coded texts of both), unit, of; match_difference, p, q, distinguishable.

    Examples
    --------
    >>> scores = pd.DataFrame({"article_id": list("abcd"), "frame": "threat", "present": [True, True, False, False]})
    >>> outlet = pd.Series(list("XYXY"), index=list("abcd"), name="outlet")
    >>> codes = pd.DataFrame({"article_id": list("abcd"), "frame": "threat", "code": [1, 0, 0, 0], "probability": 1.0})
    >>> found = corrected_difference(scores, codes, by=outlet, clusters=outlet.index.to_series(), draws=100)
    >>> found[["group_a", "group_b"]].to_numpy().tolist()
    [['X', 'Y']]
    """
    table, drawn = _estimates(scores, codes, by, clusters, column, draws, seed)
    name = str(by.name)
    rows = []
    for frame, part in table.groupby("frame", sort=True):
        for i, j in combinations(part.index, 2):
            a, b = table.loc[i], table.loc[j]
            gap = drawn[i] - drawn[j]
            low, high = np.percentile(gap, [2.5, 97.5]) if np.isfinite(gap).all() else (np.nan, np.nan)
            tail = min((gap > 0).mean(), (gap < 0).mean()) if np.isfinite(gap).all() else np.nan
            rows.append((frame, a[name], b[name], a["value"] - b["value"], low, high, a["n"] + b["n"],
                         a["match_rate"] - b["match_rate"], min(2 * tail + 1 / draws, 1.0)))  # fmt: skip
    columns = ["frame", "group_a", "group_b", "value", "low", "high", "n", "match_difference", "p"]
    found = pd.DataFrame(rows, columns=columns)
    found["q"] = benjamini_hochberg(found["p"].to_numpy(dtype=float))
    outside = (found["low"] > 0) | (found["high"] < 0)
    found["distinguishable"] = outside & (found["q"] < 0.05)
    return result_table(
        found,
        keys=["frame", "group_a", "group_b"],
        measure="corrected_difference",
        unit="share",
        of=f"{name} a minus b",
    )


def _units(
    scores: pd.DataFrame, by: pd.Series | pd.DataFrame, clusters: pd.Series, column: str
) -> tuple[pd.DataFrame, list[str]]:
    """A row per article and frame with its group, its text and its machine label; the keys."""
    kept = scores[scores[column].notna()]
    distinct = pd.Index(kept["article_id"].unique())
    keys = key_frame(by, distinct)
    place = distinct.get_indexer(pd.Index(kept["article_id"]))
    units = keys.iloc[place].reset_index(drop=True)
    units["frame"] = kept["frame"].to_numpy()
    units["article_id"] = kept["article_id"].to_numpy()
    units["cluster"] = cluster_of(clusters, distinct)[place]
    units["machine"] = kept[column].astype(bool).to_numpy()
    names = [*keys.columns, "frame"]
    units["first"] = ~units.duplicated([*names, "cluster"])
    return units, names


def tidy_codes(codes: pd.DataFrame) -> pd.DataFrame:
    """Codes as article_id, frame, code (mean of the coders, 0 to 1) and probability.

    Raises
    ------
    TableError
        For a missing column, a code that is not 0 or 1, and for codes without a probability.
    """
    table = codes.rename(columns={"unit_id": "article_id", "variable": "frame"})
    for name in ("article_id", "frame", "code", "probability"):
        if name not in table:
            raise TableError(
                f"codes lack the column {name!r}; they need article_id, frame, code and probability."
            )
    if table["probability"].isna().any():
        raise TableError(
            f"{int(table['probability'].isna().sum())} codes have no probability of having been drawn: a convenience "
            "sample corrects no share. Draw the articles with draw_for_coding."
        )
    code = pd.to_numeric(table["code"], errors="coerce")
    wrong = table["code"][~code.isin([0, 1])]
    if len(wrong):
        raise TableError(f"code is 0 or 1; {len(wrong)} are not, first: {wrong.iloc[0]!r}.")
    table = table.assign(code=code.astype(float))
    return table.groupby(["article_id", "frame"], as_index=False, sort=True).agg(
        code=("code", "mean"), probability=("probability", "first")
    )


def _estimates(
    scores: pd.DataFrame,
    codes: pd.DataFrame,
    by: pd.Series | pd.DataFrame,
    clusters: pd.Series,
    column: str,
    draws: int,
    seed: int,
) -> tuple[pd.DataFrame, np.ndarray]:
    coded = tidy_codes(codes)
    units, keys = _units(scores, by, clusters, column)
    units = units.merge(coded, on=["article_id", "frame"], how="left")
    units = units[units["frame"].isin(coded["frame"])]
    generator = np.random.default_rng(seed)
    rows, drawn = [], []
    for key, part in units.groupby(keys, sort=True):
        row, sample = _group(part, draws, generator)
        rows.append({**dict(zip(keys, key, strict=True)), **row})
        drawn.append(sample)
    table = pd.DataFrame(rows, columns=[*keys, *(rows[0].keys() - set(keys) if rows else [])])
    order = ["value", "low", "high", "n", "se", "match_rate", "articles", "coded_yes", "coded_no", "true_yes",
             "true_no", "method", "reason"]  # fmt: skip
    table = result_table(
        table[[*keys, *order]], keys=keys, measure="corrected_share", unit="share of articles", of="articles"
    )
    return table, np.array(drawn)


def _stratum(whole: pd.DataFrame, coded: pd.DataFrame, articles: int) -> Stratum:
    """The articles of one machine label, and the coded text of each cluster that has one."""
    texts = whole["cluster"].nunique()
    code = coded.set_index("cluster")["code"]
    yes = whole["cluster"].map(code)
    return Stratum(
        weight=len(whole) / articles,
        texts=texts,
        coded=len(coded),
        yes=float(code.sum()),
        known=float(yes.sum() / len(whole)) if len(whole) else np.nan,
        left=float(yes.isna().mean()) if len(whole) else np.nan,
        rate=float(yes.mean()) if len(coded) else np.nan,
    )


def _group(
    part: pd.DataFrame, draws: int, generator: np.random.Generator
) -> tuple[dict[str, object], np.ndarray]:
    texts = part.drop_duplicates("cluster")
    known = part[part["code"].notna()].drop_duplicates("cluster")
    sides = {}
    for side in (True, False):
        sides[side] = _stratum(part[part["machine"] == side], known[known["machine"] == side], len(part))
    row: dict[str, object] = {
        "value": np.nan, "low": np.nan, "high": np.nan, "n": len(known), "se": np.nan,
        "match_rate": float(part["machine"].mean()), "articles": len(part), "coded_yes": sides[True].coded,
        "coded_no": sides[False].coded, "true_yes": sides[True].yes, "true_no": sides[False].yes, "method": "none", "reason": "",
    }  # fmt: skip
    nothing = np.full(draws, np.nan)
    short = [one for one in sides.values() if one.texts and one.coded < min(FEWEST, one.texts)]
    if not short:
        value, se, low, high, sample = stratified_share(
            list(sides.values()), draws=draws, generator=generator
        )
        row.update(value=value, se=se, low=low, high=high, method="stratified")
        return row, sample
    if len(known) < 2 * FEWEST or known["probability"].nunique() > 1:
        row["reason"] = "too few codes"
        return row, nothing
    rest = texts.loc[~texts["cluster"].isin(known["cluster"]), "machine"].to_numpy(dtype=float)
    if not len(rest):
        rest = texts["machine"].to_numpy(dtype=float)
    value, se, low, high = prediction_powered(
        known["code"].to_numpy(dtype=float), known["machine"].to_numpy(dtype=float), rest
    )
    row.update(value=value, se=se, low=max(low, 0.0), high=min(high, 1.0), method="ppi++")
    return row, np.clip(generator.normal(value, se, draws), 0, 1)


@dataclass(frozen=True)
class Stratum:
    """The articles of a group that have one machine label.

    weight : their share of the group's articles. texts, coded, yes : distinct texts in it, coded ones, those coded yes.
    Where texts have several articles: known : share of the stratum's articles that have a coded yes, left : share of those
    without a code, rate : share of yes among its coded articles.
    """

    weight: float
    texts: int
    coded: int
    yes: float
    known: float = np.nan
    left: float = np.nan
    rate: float = np.nan

    def articles(self) -> tuple[float, float, float]:
        """known, left and rate; where they are not given each text is one article."""
        if not np.isnan(self.rate):
            return self.known, self.left, self.rate
        return self.yes / self.texts, 1 - self.coded / self.texts, self.yes / self.coded


def stratified_share(
    strata: list[Stratum], *, draws: int = DRAWS, generator: np.random.Generator
) -> tuple[float, float, float, float, np.ndarray]:
    """Stratified share, and what the texts without a code may hold, drawn in each stratum.

    Parameters
    ----------
    strata : their weights add up to 1.

    Returns
    -------
    value, se, low, high, draws of the share.

    Examples
    --------
    >>> strata = [Stratum(0.3, 90, 20, 15), Stratum(0.7, 210, 20, 3)]
    >>> found = stratified_share(strata, generator=np.random.default_rng(0))
    >>> round(found[0], 4), round(found[1], 4)
    (0.33, 0.0605)
    """
    value, variance = 0.0, 0.0
    sample = np.zeros(draws)
    for one in strata:
        n, rest = one.coded, one.texts - one.coded
        if not n:
            continue
        known, left, rate = one.articles()
        value += one.weight * (known + left * rate)
        sample += one.weight * known
        if rest <= 0:
            continue
        variance += one.weight**2 * (1 - n / one.texts) * rate * (1 - rate) / max(n - 1, 1)
        chance = generator.beta(one.yes + 0.5, n - one.yes + 0.5, draws)
        sample += one.weight * left * generator.binomial(rest, chance) / rest
    low, high = np.percentile(sample, [2.5, 97.5])
    if high - low < 1e-12:
        low = high = np.nan
    return value, float(np.sqrt(variance)), float(min(low, value)), float(max(high, value)), sample


def prediction_powered(
    code: np.ndarray, machine: np.ndarray, rest: np.ndarray, *, power: float | None = None
) -> tuple[float, float, float, float]:
    """PPI++ of a mean: the machine's mean of all, mended by what the coded articles say (power 1: PPI, 0: codes alone).

    Parameters
    ----------
    code, machine : of the coded articles, a simple random sample; rest : machine of the others.

    Returns
    -------
    value, se, low, high (95 %, normal).

    Notes
    -----
    power * mean(rest) + mean(code - power * machine), power = cov(code, machine) / ((1 + n / N) var(machine)) clipped to
    0..1 (Angelopoulos, Bates et al. 2023, Science 382; Angelopoulos, Duchi and Zrnic 2023).

    Examples
    --------
    >>> code, machine = np.array([1.0, 0, 1, 0]), np.array([1.0, 0, 0, 0])
    >>> prediction_powered(code, machine, np.array([1.0, 1, 0, 0]), power=0)[0]
    0.5
    """
    n, more = len(code), len(rest)
    if power is None:
        spread = np.concatenate([machine, rest]).var(ddof=1)
        shared = float(np.mean((code - code.mean()) * (machine - machine.mean())))
        power = 0.0 if spread == 0 else float(np.clip(shared / ((1 + n / more) * spread), 0, 1))
    value = float(power * rest.mean() + (code - power * machine).mean())
    se = float(np.sqrt(power**2 * rest.var() / more + (code - power * machine).var() / n))
    return value, se, value - Z95 * se, value + Z95 * se
