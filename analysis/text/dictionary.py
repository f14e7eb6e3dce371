"""Dictionaries: patterns sorted into categories (frames, actors, labels), and their passports."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from analysis.tables import DictionaryError
from analysis.text.passport import instrument_path, read_passport, read_words, shipped


@dataclass(frozen=True)
class Dictionary:
    """Categories of patterns.

    Attributes
    ----------
    name, language, version : as the passport says.
    categories : category -> tuple of patterns (globs, several words; capitals in a pattern count).
    passport : dict; `passport["labels"][category]` may hold `id`, `en`, `question_id`, `question_en`, `kind`.

    Examples
    --------
    >>> Dictionary("mine", "id", "1", {"threat": ("rudal*", "senjata")})
    Dictionary('mine', id, 1 categories, 2 patterns)
    """

    name: str
    language: str
    version: str
    categories: dict[str, tuple[str, ...]]
    passport: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_categories(self.name, self.categories)

    @property
    def trained(self) -> bool:
        """True for frames learned from hand codes, False for word lists."""
        return False

    def label(self, category: str, code: str = "en") -> str:
        """Name of a category for people, in Indonesian or English."""
        return str(self.passport.get("labels", {}).get(category, {}).get(code, category))

    def __repr__(self) -> str:
        patterns = sum(len(group) for group in self.categories.values())
        return f"Dictionary({self.name!r}, {self.language}, {len(self.categories)} categories, {patterns} patterns)"


def check_categories(name: str, categories: dict[str, tuple[str, ...]]) -> None:
    """Refuse a dictionary that is empty or says one thing twice.

    Raises
    ------
    DictionaryError
        Naming the category and the pattern.
    """
    if not categories:
        raise DictionaryError(f"dictionary {name}: it has no categories.")
    for category, patterns in categories.items():
        if not patterns:
            raise DictionaryError(f"dictionary {name}: category {category!r} has no patterns.")
        seen: set[str] = set()
        for pattern in patterns:
            if not re.search(r"\w", pattern):
                raise DictionaryError(
                    f"dictionary {name}: {pattern!r} in {category!r} would match every word."
                )
            if pattern in seen:
                raise DictionaryError(f"dictionary {name}: {pattern!r} stands twice in {category!r}.")
            seen.add(pattern)


def read_dictionary(path_or_name: str | Path) -> Dictionary:
    """Read a dictionary: a shipped name (`"id/visit"`) or a file.

    File forms: quanteda YAML (`.yml`, `.yaml`), LIWC (`.dic`), Lexicoder (`.lcd`), two columns category and
    pattern (`.tsv`); frames trained on codes (`.npz`). A passport of the same name with the ending `.toml` is read with it.

    Raises
    ------
    DictionaryError
        For a name that is neither, a form that is not known, or a dictionary that contradicts itself.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import mkdtemp
    >>> path = Path(mkdtemp()) / "mine.yml"
    >>> _ = path.write_text("threat:\\n- rudal*\\n- senjata\\npeace: [damai]\\n", encoding="utf-8")
    >>> read_dictionary(path).categories
    {'threat': ('rudal*', 'senjata'), 'peace': ('damai',)}
    """
    path = instrument_path(path_or_name, "dictionaries")
    if path is None:
        known = ", ".join(shipped("dictionaries"))
        raise DictionaryError(
            f"no dictionary {str(path_or_name)!r}: no such file, none in dictionaries/ of the working folder, and the "
            f"shipped ones are {known}."
        )
    if path.suffix.lower() == ".npz":
        from analysis.text.frame_model import (
            read_frame_model,  # a model is a dictionary, so it imports this module
        )

        return read_frame_model(path)
    readers = {".yml": _yaml, ".yaml": _yaml, ".dic": _liwc, ".lcd": _lexicoder, ".tsv": _tsv}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise DictionaryError(f"{path.name}: a dictionary ends in {', '.join(readers)}.")
    passport = read_passport(path, DictionaryError)
    return Dictionary(
        name=str(passport["name"]),
        language=str(passport["language"]),
        version=str(passport["version"]),
        categories=reader(path),
        passport=passport,
    )


_SAFE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The reader in C where PyYAML has it; the same nodes."""


class _Plain(_SAFE):
    """YAML in which every scalar is text (`no` is a word) and no key stands twice."""


def _mapping(loader: _Plain, node: yaml.MappingNode) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        if key in found:
            raise DictionaryError(f"category {key!r} stands twice, in line {key_node.start_mark.line + 1}.")
        found[key] = loader.construct_object(value_node, deep=True)
    return found


def _text(loader: _Plain, node: yaml.ScalarNode) -> str:
    return str(node.value)


_Plain.yaml_implicit_resolvers = {}
_Plain.add_constructor("tag:yaml.org,2002:map", _mapping)
_Plain.add_constructor("tag:yaml.org,2002:str", _text)


def _yaml(path: Path) -> dict[str, tuple[str, ...]]:
    try:
        tree = yaml.load(read_words(path, DictionaryError), Loader=_Plain)
    except yaml.YAMLError as error:
        raise DictionaryError(f"{path.name}: {str(error).splitlines()[0]}.") from None
    if not isinstance(tree, dict):
        raise DictionaryError(f"{path.name}: a dictionary is written as `category:` and a list of patterns.")
    found: dict[str, tuple[str, ...]] = {}
    for category, patterns in _flat(tree, ""):
        if category in found:
            raise DictionaryError(f"{path.name}: category {category!r} stands twice.")
        found[category] = patterns
    return found


def _flat(tree: dict[str, Any], above: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Nested categories become `outer/inner`."""
    for name, value in tree.items():
        full = f"{above}/{name}" if above else name
        if isinstance(value, dict):
            yield from _flat(value, full)
        elif isinstance(value, list) and all(isinstance(item, dict) for item in value) and value:
            for item in value:
                yield from _flat(item, full)
        else:
            patterns = value if isinstance(value, list) else [value]
            nested = [item for item in patterns if not isinstance(item, str)]
            if nested:
                raise DictionaryError(f"category {full!r} mixes patterns with categories: {nested[0]!r}.")
            yield full, tuple(str(pattern).strip() for pattern in patterns if str(pattern).strip())


def _liwc(path: Path) -> dict[str, tuple[str, ...]]:
    parts = re.split(r"^%.*$", read_words(path, DictionaryError), maxsplit=2, flags=re.M)
    if len(parts) < 3:
        raise DictionaryError(f"{path.name}: a LIWC dictionary names its categories between two lines of %.")
    names: dict[str, str] = {}
    for line in parts[1].splitlines():
        code, *name = line.split(maxsplit=1)[:2] or [""]
        if code and not name:
            raise DictionaryError(f"{path.name}: category {code!r} has no name.")
        if code:
            names[code] = name[0].strip()
    found: dict[str, list[str]] = {name: [] for name in names.values()}
    for line in parts[2].splitlines():
        cells = line.split("\t") if "\t" in line else line.split()
        for code in cells[1:]:
            if code.strip() and code.strip() not in names:
                raise DictionaryError(
                    f"{path.name}: {cells[0]!r} names category {code!r}, which has no name."
                )
            if code.strip():
                found[names[code.strip()]].append(cells[0].strip())
    return {name: tuple(patterns) for name, patterns in found.items()}


def _lexicoder(path: Path) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    current = ""
    for number, line in enumerate(read_words(path, DictionaryError).splitlines(), start=1):
        entry = line.strip()
        if entry.startswith("+"):
            current = entry[1:].strip()
            found.setdefault(current, [])
        elif entry and not current:
            raise DictionaryError(f"{path.name}, line {number}: {entry!r} stands before any +category.")
        elif entry:
            found[current].append(entry)
    return {name: tuple(patterns) for name, patterns in found.items()}


def _tsv(path: Path) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for number, line in enumerate(read_words(path, DictionaryError).splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        category, tab, pattern = line.partition("\t")
        if not tab:
            raise DictionaryError(f"{path.name}, line {number}: no tab between category and pattern.")
        found.setdefault(category.strip(), []).append(pattern.strip())
    return {name: tuple(patterns) for name, patterns in found.items()}
