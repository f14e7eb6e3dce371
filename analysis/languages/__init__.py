"""What we know about a language, as data: one module per language and its word lists beside it.

A new language is a module `analysis/languages/<code>.py` that binds `LANGUAGE`, and a folder of word lists
`analysis/languages/data/<code>/`. Nothing else in the package names a language.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from pathlib import Path

from analysis.languages.language import Language, word_list

__all__ = ["DATA", "Language", "known_languages", "language", "word_list"]

DATA = Path(__file__).parent / "data"


@cache
def known_languages() -> tuple[str, ...]:
    """Codes of the languages that have a module, such as `('en', 'id')`."""
    modules = (module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)]))
    return tuple(sorted(name for name in modules if len(name) in (2, 3)))


@cache
def language(code: str) -> Language:
    """Return what is known about a language; an unknown code gives a `Language` with empty lists."""
    if code not in known_languages():
        return Language(code=code, name=code)
    return importlib.import_module(f"analysis.languages.{code}").LANGUAGE
