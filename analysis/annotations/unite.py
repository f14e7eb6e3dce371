"""One name for one actor over a whole collection: long and short forms, acronyms in brackets, listed names."""

from __future__ import annotations

import re

import pandas as pd

from analysis.annotations.gazetteer import shipped
from analysis.annotations.rules import rules

SURE = 0.8
"""Part of the full names with a word that one of them must have for the word alone to stand for it."""
_BRACKET = re.compile(r"\s*\([^()]*\)?$")


def unite_names(
    found: pd.DataFrame, articles: pd.DataFrame, *, who: str = "speaker", sure: float = SURE
) -> pd.DataFrame:
    """Bring the names of speakers or actors together over the articles of one language.

    `Putin` becomes `Vladimir Putin` where a list knows him or where nearly all full names of the collection that
    begin or end with Putin are his; `BPS` and `Badan Pusat Statistik (BPS)` become one. A short name that several
    full names share stays as it is.

    Parameters
    ----------
    found : `quotations(articles)` or `actors(articles)`; articles : article table of one language.
    who : column of the names (speaker, actor). `sure` : least share of the most frequent full name.

    Returns
    -------
    `found` with the names in `who` replaced, and as_written: the name before.

    Examples
    --------
    >>> articles = pd.DataFrame({"language": ["en", "en"]}, index=["a", "b"])
    >>> quotes = pd.DataFrame({"article_id": ["a", "b", "b"], "speaker": ["Haruka Minamoto", "Minamoto", None]})
    >>> unite_names(quotes, articles)["speaker"].tolist()[:2]
    ['Haruka Minamoto', 'Haruka Minamoto']
    """
    codes = articles["language"].dropna().unique()
    listed = shipped(str(codes[0])) if len(codes) else None
    forms = rules(str(codes[0])).legal_forms if len(codes) else frozenset()
    counts = found[who].dropna().astype("str").value_counts()
    known, fixed, persons = {}, set(), set(found.loc[_may_be_person(found), who].dropna().astype("str"))
    for name in counts.index:
        bare = _without_form(_BRACKET.sub("", str(name)), forms) or str(name)
        whole = [
            one
            for one in (listed.find(bare) if listed is not None else [])
            if one.end - one.start == len(bare) and one.actor
        ]
        known[str(name)] = whole[0].actor if whole else bare
        if whole:
            fixed.add(whole[0].actor)
        if str(name) not in persons or (whole and whole[0].kind != "person"):
            persons.discard(known[str(name)])
        else:
            persons.add(known[str(name)])
    totals: dict[str, int] = {}
    for name, count in counts.items():
        one = known[str(name)]
        totals[one] = totals.get(one, 0) + int(count)
    stands_for = _short_forms({name: n for name, n in totals.items() if name in persons}, fixed, sure)
    united = {name: stands_for.get(one, one) for name, one in known.items()}
    names = found[who].astype("object")
    whole_names = names.map(united).where(names.notna(), None)
    if "kind" in found and names.notna().any():
        whole_names = _places_in_full(whole_names, found, fixed, sure)
    return found.assign(**{who: whole_names.astype("str"), "as_written": found[who]})


def _without_form(name: str, forms: frozenset[str]) -> str:
    """A firm's name without its legal form: `PT Aneka Tambang (Persero) Tbk` is Aneka Tambang."""
    words = name.split()
    while words and words[0].strip("(),.").lower() in forms:
        words.pop(0)
    while words and words[-1].strip("(),.").lower() in forms:
        words.pop()
    return " ".join(words)


def _places_in_full(names: pd.Series, found: pd.DataFrame, fixed: set[str], sure: float) -> pd.Series:
    """`North` as the listed place (`North Korea`) that nearly all longer names of the collection with that beginning are."""
    place = (found["kind"] == "place") & names.notna()
    longer = names[place & names.str.contains(" ", regex=False).eq(True)]
    full: dict[str, str] = {}
    for first, same in longer.groupby(longer.str.split().str[0]):
        counts = same.value_counts()
        if counts.index[0] in fixed and counts.iloc[0] >= sure * counts.sum():
            full[str(first)] = str(counts.index[0])
    return names.where(~place | names.isin(fixed), names.map(lambda name: full.get(name, name)))


def _may_be_person(found: pd.DataFrame) -> pd.Series:
    return found["kind"] == "person" if "kind" in found else pd.Series(True, index=found.index)


def _short_forms(totals: dict[str, int], fixed: set[str], sure: float) -> dict[str, str]:
    """What each name stands for: of names of two words and more that begin or end alike, the most frequent; of one
    word, the full name that nearly always goes with it."""
    rank = {name: (name in fixed, count, len(name), name) for name, count in totals.items()}
    stands_for: dict[str, str] = {}
    edges: dict[str, list[str]] = {}
    for name in totals:
        words = name.lower().split()
        for size in range(1, len(words)):
            for part in {" ".join(words[:size]), " ".join(words[-size:])}:
                edges.setdefault(part, []).append(name)
    for name in sorted(totals, key=lambda one: (len(one.split()), one)):
        longer = edges.get(name.lower(), [])
        if " " in name:
            for other in longer:
                best = max((name, other), key=lambda one: rank[one])
                stands_for[other if best == name else name] = best
    full = {name: _followed(name, stands_for) for name in totals}
    for name in totals:
        holders: dict[str, int] = {}
        for other in edges.get(name.lower(), []) if " " not in name and name not in fixed else []:
            holders[full[other]] = holders.get(full[other], 0) + totals[other]
        best = max(sorted(holders), key=lambda one: (one in fixed, holders[one]), default="")
        if best and holders[best] >= sure * sum(holders.values()):
            full[name] = best
    return full


def _followed(name: str, steps: dict[str, str]) -> str:
    seen = {name}
    while name in steps and steps[name] not in seen:
        name = steps[name]
        seen.add(name)
    return name
