"""The form in which a language is described."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path


@cache
def word_list(path: Path) -> tuple[str, ...]:
    """Read a word list: one entry a line, `#` starts a comment, blank lines are skipped."""
    lines = (line.split("#", 1)[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
    return tuple(line for line in lines if line)


@dataclass(frozen=True)
class Language:
    """What the toolkit knows about one language. All words are lower case.

    Attributes
    ----------
    code, name
        ISO 639-1 code; name in English.
    timezone
        IANA zone of outlets in this language unless the outlet table says otherwise.
    stopwords
        Function words left out of word rankings. Negators are never among them.
    months, weekdays
        Word -> month number 1..12 (with abbreviations); set of weekday words.
    time_zones
        Zone abbreviation -> hours from UTC (`{"wib": 7}`).
    abbreviations
        Words that keep their full stop inside a sentence (`"dr."` as `"dr"`).
    person_titles
        Words before a person's name (`presiden`, `menteri`, `dr`, `pak`).
    negators, intensifiers, diminishers
        Negator -> kind (`plain`, `weak`, `phrase`, ...; `none` for `not only`, which turns nothing); intensifier ->
        factor (1.25), diminisher -> factor (0.5).
    intensifiers_after
        The intensifiers that may also stand after the word they strengthen (`buruk sekali`).
    clause_breaks
        Words that end the reach of a negator (`tetapi`, `but`).
    reversers
        Word that turns what follows (`reduce`, `threaten`) -> factor over a bad word, factor over a good word.
    movements, quantities
        Word of movement (`rise`) -> 1 or -1; quantity (`unemployment`) -> weight of its rise, below 0 where bad.
    irrealis
        Marker of what is not so or not yet (`would`, `if`) -> share of their weight that the words after it keep.
    contrasts
        Contrast (`but`, `although`) -> the side that weighs less: `before` or `after`.
    correlatives
        First word of a pair that judges nothing (`baik ... maupun`) -> the second.
    corrections
        Words after which stands what holds (`bukan ... melainkan`).
    masked_names
        Names made of words that judge elsewhere (`Perang Dunia`); capitals count.
    head_first
        True where the first word of a compound counts (`bantuan bencana`, help in disaster, is help).
    judging_verbs
        Verbs whose weight falls on the one they are done to (`criticise`).
    passive_marks, passive_openers, passive_prefix
        Words before the doer of a passive (`by`), words that make the verb after them one (`was`), its prefix (`di`).
    reporting_verbs
        Surface form -> stance: `neutral`, `insisting`, `doubting`, `accusing`.
    source_prepositions
        Words that open an attribution (`menurut`, `according to`).
    media_cues
        Words that credit another outlet, not a person (`dilansir`, `dikutip dari`).
    pronouns
        Pronouns and clitics that stand for a person.
    lemma_exceptions
        Surface form -> lemma, or the form itself where stemming would be wrong.
    stemmer
        Name of the Snowball algorithm, or "" if there is none.
    hyphenated_words
        True where hyphens join one word (reduplication in Indonesian).
    """

    code: str
    name: str
    timezone: str = "UTC"
    stopwords: frozenset[str] = frozenset()
    months: Mapping[str, int] = field(default_factory=dict)
    weekdays: frozenset[str] = frozenset()
    time_zones: Mapping[str, int] = field(default_factory=dict)
    abbreviations: frozenset[str] = frozenset()
    person_titles: frozenset[str] = frozenset()
    negators: Mapping[str, str] = field(default_factory=dict)
    intensifiers: Mapping[str, float] = field(default_factory=dict)
    diminishers: Mapping[str, float] = field(default_factory=dict)
    intensifiers_after: frozenset[str] = frozenset()
    clause_breaks: frozenset[str] = frozenset()
    reversers: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    movements: Mapping[str, float] = field(default_factory=dict)
    quantities: Mapping[str, float] = field(default_factory=dict)
    irrealis: Mapping[str, float] = field(default_factory=dict)
    contrasts: Mapping[str, str] = field(default_factory=dict)
    correlatives: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    corrections: frozenset[str] = frozenset()
    masked_names: tuple[str, ...] = ()
    head_first: bool = False
    judging_verbs: frozenset[str] = frozenset()
    passive_marks: frozenset[str] = frozenset()
    passive_openers: frozenset[str] = frozenset()
    passive_prefix: str = ""
    reporting_verbs: Mapping[str, str] = field(default_factory=dict)
    source_prepositions: frozenset[str] = frozenset()
    media_cues: frozenset[str] = frozenset()
    pronouns: frozenset[str] = frozenset()
    lemma_exceptions: Mapping[str, str] = field(default_factory=dict)
    stemmer: str = ""
    hyphenated_words: bool = True
