"""English: word lists under `data/en/` and the few facts that are not words."""

from __future__ import annotations

from pathlib import Path

from analysis.languages.language import Language, word_list
from analysis.languages.pairs import factors, numbers, pairs, sets

_LISTS = Path(__file__).parent / "data" / "en"

LANGUAGE = Language(
    code="en",
    name="English",
    timezone="UTC",
    stopwords=frozenset(word_list(_LISTS / "stopwords.txt")),
    months={month: int(number) for month, number in pairs(_LISTS / "months.tsv").items()},
    weekdays=frozenset(word_list(_LISTS / "weekdays.txt")),
    time_zones={
        "gmt": 0,
        "utc": 0,
        "bst": 1,
        "cet": 1,
        "cest": 2,
        "msk": 3,
        "sgt": 8,
        "hkt": 8,
        "kst": 9,
        "jst": 9,
        "est": -5,
        "edt": -4,
        "cst": -6,
        "cdt": -5,
        "pst": -8,
        "pdt": -7,
    },
    abbreviations=frozenset(word_list(_LISTS / "abbreviations.txt")),
    person_titles=frozenset(word_list(_LISTS / "person_titles.txt")),
    negators=pairs(_LISTS / "negators.tsv"),
    intensifiers=numbers(_LISTS / "intensifiers.tsv"),
    diminishers=numbers(_LISTS / "diminishers.tsv"),
    intensifiers_after=frozenset(word_list(_LISTS / "intensifiers_after.txt")),
    clause_breaks=frozenset(word_list(_LISTS / "clause_breaks.txt")),
    reversers=factors(_LISTS / "reversers.tsv"),
    movements=numbers(_LISTS / "movements.tsv"),
    quantities=numbers(_LISTS / "quantities.tsv"),
    irrealis=numbers(_LISTS / "irrealis.tsv"),
    contrasts=pairs(_LISTS / "contrasts.tsv"),
    correlatives=sets(_LISTS / "correlatives.tsv"),
    corrections=frozenset(word_list(_LISTS / "corrections.txt")),
    masked_names=word_list(_LISTS / "masked_names.txt"),
    judging_verbs=frozenset(word_list(_LISTS / "judging_verbs.txt")),
    passive_marks=frozenset(word_list(_LISTS / "passive_marks.txt")),
    passive_openers=frozenset(word_list(_LISTS / "passive_openers.txt")),
    reporting_verbs=pairs(_LISTS / "reporting_verbs.tsv"),
    source_prepositions=frozenset(word_list(_LISTS / "source_prepositions.txt")),
    media_cues=frozenset(word_list(_LISTS / "media_cues.txt")),
    pronouns=frozenset(word_list(_LISTS / "pronouns.txt")),
    lemma_exceptions=pairs(_LISTS / "lemma_exceptions.tsv"),
    stemmer="english",
    hyphenated_words=True,
)
