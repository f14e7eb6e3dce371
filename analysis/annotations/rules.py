"""The word lists that the span finders need, made ready once per language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from analysis.languages import DATA, language, word_list


@dataclass(frozen=True)
class Rules:
    """What the quotation and name finders know about one language (all words lower case but `media`).

    `suffixes` are clitic pronouns (`-nya` without its hyphen); `prepositions` are word tuples that open an
    attribution; `titles` are word tuples. `sources` are words for people and papers that may speak without a name;
    `purpose_verbs` are followed by what is asked or promised, which `purposes` open; behind `passives` and
    `noun_markers` a reporting verb is none; `finite` words show that a clause has a verb.
    """

    code: str
    verbs: Mapping[str, str]
    pronouns: frozenset[str]
    suffixes: tuple[str, ...]
    titles: frozenset[tuple[str, ...]]
    prepositions: frozenset[tuple[str, ...]]
    media: frozenset[str]
    media_cues: frozenset[str]
    complementisers: frozenset[str]
    stops: frozenset[str]
    open_verbs: frozenset[str]
    subjects: frozenset[str]
    role_words: frozenset[str]
    heads: frozenset[str]
    places: frozenset[str]
    office_words: frozenset[str]
    particles: frozenset[str]
    abbreviations: frozenset[str]
    calendar: frozenset[str]
    function_words: frozenset[str]
    openers: frozenset[str]
    sources: frozenset[str]
    media_leads: frozenset[str]
    purpose_verbs: frozenset[str]
    purposes: frozenset[str]
    passives: frozenset[str]
    noun_markers: frozenset[str]
    finite: frozenset[str]
    given_names: frozenset[str]
    unnamed: frozenset[str]
    home_words: frozenset[str]
    passive_forms: frozenset[str]
    active_forms: frozenset[str]
    no_voice_forms: frozenset[str]
    agent_prepositions: frozenset[str]
    not_actors: frozenset[str]
    place_sorts: frozenset[str]
    firm_words: frozenset[str]
    legal_forms: frozenset[str]
    place_prepositions: frozenset[str]
    hearer_verbs: frozenset[str]


@cache
def rules(code: str) -> Rules:
    """Rules of a language; one without word lists has empty rules, and only its quotation marks are read."""
    known = language(code)

    def words(name: str) -> frozenset[str]:
        path = DATA / code / f"{name}.txt"
        return frozenset(word_list(path)) if path.exists() else frozenset()

    return Rules(
        code=code,
        verbs=known.reporting_verbs,
        pronouns=frozenset(word for word in known.pronouns if not word.startswith("-")),
        suffixes=tuple(sorted(word[1:] for word in known.pronouns if word.startswith("-"))),
        titles=frozenset(tuple(title.replace(".", "").split()) for title in known.person_titles),
        prepositions=frozenset(tuple(phrase.split()) for phrase in known.source_prepositions),
        media=words("media_names"),
        media_cues=known.media_cues,
        complementisers=words("complementisers"),
        stops=words("phrase_stops"),
        open_verbs=words("open_clause_verbs"),
        subjects=words("reported_subjects"),
        role_words=words("role_words"),
        heads=words("organisation_heads"),
        places=words("place_names"),
        office_words=words("place_names") | words("role_words") | words("organisation_heads"),
        particles=words("name_particles"),
        abbreviations=known.abbreviations,
        calendar=known.weekdays | frozenset(known.months),
        function_words=known.stopwords,
        openers=frozenset(phrase.split()[0] for phrase in known.source_prepositions),
        sources=words("source_words"),
        media_leads=words("media_leads"),
        purpose_verbs=words("purpose_verbs"),
        purposes=words("purpose_words"),
        passives=words("passive_words"),
        noun_markers=words("noun_markers"),
        finite=words("finite_words"),
        given_names=words("given_names"),
        unnamed=words("unnamed_words"),
        home_words=words("home_words"),
        passive_forms=words("passive_forms"),
        active_forms=words("active_forms"),
        no_voice_forms=words("not_passive") | words("not_active"),
        agent_prepositions=words("agent_prepositions"),
        place_sorts=words("place_sorts"),
        firm_words=words("firm_words"),
        legal_forms=words("legal_forms"),
        place_prepositions=words("place_prepositions"),
        hearer_verbs=words("hearer_verbs"),
        not_actors=words("demonyms") | words("plain_acronyms"),
    )
