"""Word lists and trained frames by name: one's own, those trained into the store, and the shipped ones."""

from __future__ import annotations

from pathlib import Path

from analysis.corpus.store import ArticleStore
from analysis.languages import known_languages
from analysis.tables import DictionaryError
from analysis.text.dictionary import Dictionary, read_dictionary
from analysis.text.lexicon import Lexicon, read_lexicon
from analysis.text.passport import instrument_path, shipped


def find_dictionary(name: str, language: str, store: ArticleStore | None = None) -> Dictionary | None:
    """The list of this name for the articles of one language; None where it exists for other languages only.

    Parameters
    ----------
    name : `visit` for the list `LANGUAGE/visit` of the working folder or of this package, the name under which
        `media-coverage train frames` put a model into the store, or the path of either.
    language : code of the articles' language.

    Raises
    ------
    DictionaryError
        For a name that no language and no store knows.

    Examples
    --------
    >>> find_dictionary("visit", "id").language, find_dictionary("loaded", "id")
    ('id', None)
    """
    trained = Path(store.path) / "instruments" / f"{name}.npz" if store is not None else None
    listed = f"{language}/{name}"
    if Path(name).suffix and Path(name).is_file():
        found = read_dictionary(name)
    elif instrument_path(listed, "dictionaries") is not None:
        found = read_dictionary(listed)
    elif trained is not None and trained.is_file():
        found = read_dictionary(trained)
    elif any(instrument_path(f"{code}/{name}", "dictionaries") is not None for code in known_languages()):
        return None
    else:
        raise DictionaryError(
            f"no list or model of frames {name!r}: the store has {_trained(store)}, the shipped lists are "
            f"{', '.join(sorted({one.split('/')[1] for one in shipped('dictionaries')}))}."
        )
    return found if found.language in (language, "und") else None


def find_lexicon(language: str, name: str = "news") -> Lexicon | None:
    """The lexicon of this name for a language, of the working folder or of this package; None where there is none.

    Examples
    --------
    >>> find_lexicon("id").language, find_lexicon("xx")
    ('id', None)
    """
    listed = f"{language}/{name}"
    return read_lexicon(listed) if instrument_path(listed, "lexicons") is not None else None


def _trained(store: ArticleStore | None) -> str:
    if store is None:
        return "none"
    return ", ".join(sorted(path.stem for path in (Path(store.path) / "instruments").glob("*.npz"))) or "none"
