"""What stands on and between the tokens of a stream: marks that end a clause, capitals, sentences, questions."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from analysis.text.sentences import sentence_starts
from analysis.text.tokens import Tokens

_STOP = re.compile(r"[.,;:!?…()\"“”«»—]")
_DASHES = ("-", "–", "—")


@dataclass(frozen=True)
class Typography:
    """Codings parallel to the token stream.

    Attributes
    ----------
    parted : bool, a clause ends by a mark, a line break or the end of the title or text between this token and the next.
    capital : bool, the token begins with a capital; `shouted` : it is all capitals.
    sentence : int64, number of its sentence, counted over the whole stream.
    opens : bool, the first token of its sentence.
    asked : bool, its sentence is a question.
    """

    parted: np.ndarray
    capital: np.ndarray
    shouted: np.ndarray
    sentence: np.ndarray
    opens: np.ndarray
    asked: np.ndarray


def typography(tokens: Tokens, code: str, abbreviations: frozenset[str] = frozenset()) -> Typography:
    """Read the marks around each token.

    Parameters
    ----------
    tokens : Tokens; `code` : their language; `abbreviations` : words whose full stop ends nothing.

    Examples
    --------
    >>> import pandas as pd
    >>> from analysis.text.tokens import tokenize
    >>> articles = pd.DataFrame({"title": [""], "text": ["Aman, kata Ani. Betul?"]}, index=["a"])
    >>> found = typography(tokenize(articles), "id")
    >>> found.parted.tolist(), found.sentence.tolist(), found.asked.tolist()
    ([True, False, True, True], [0, 0, 0, 1], [False, False, False, True])
    """
    cut, size = tokens.pieces, len(tokens.ids)
    if not size:
        none = np.zeros(0, dtype=bool)
        return Typography(none, none, none, np.zeros(0, dtype=np.int64), none, none)
    stop, bare_stop, capital, shouted = (flags[tokens.inner] for flags in _token_marks(tokens))
    before, asks = _piece_marks(tokens)
    short = np.array([word in abbreviations or "." in word for word in tokens.types], dtype=bool)[tokens.ids]
    parted = np.where(short, bare_stop, stop)
    piece = tokens.piece
    broken = np.cumsum(before[cut.kind] | cut.after_line)
    in_body = cut.start >= tokens.body_start[cut.text]
    here, there = piece[:-1], piece[1:]
    parted[:-1] |= broken[there] > broken[here]
    parted[:-1] |= (cut.text[here] != cut.text[there]) | (in_body[here] != in_body[there])
    parted[-1] = True
    number = np.cumsum(sentence_starts(cut, tokens.body_start, [code] * len(tokens))) - 1
    questions = np.bincount(number, weights=asks[cut.kind], minlength=number[-1] + 1) > 0
    sentence = number[piece]
    return Typography(
        parted=parted,
        capital=capital,
        shouted=shouted,
        sentence=sentence,
        opens=np.diff(sentence, prepend=-1) > 0,
        asked=questions[sentence],
    )


def _token_marks(tokens: Tokens) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """For each token of each distinct piece: a mark after it; one beside its full stop; a capital; all capitals."""
    kinds, cuts = tokens.pieces.kinds, tokens.cuts
    flags = np.zeros((4, len(cuts.start)), dtype=bool)
    owner = np.repeat(np.arange(len(kinds)), cuts.count)
    starts, ends = cuts.start.tolist(), cuts.end.tolist()
    lower = [kind.isalpha() and kind.islower() for kind in kinds]
    last = (np.cumsum(cuts.count) - 1).tolist()
    for place, kind in enumerate(owner.tolist()):
        piece = kinds[kind]
        if lower[kind]:
            continue
        low, high = starts[place], ends[place]
        if high < len(piece):
            gap = piece[high : len(piece) if place == last[kind] else starts[place + 1]]
            if gap:
                flags[0, place] = _STOP.search(gap) is not None
                flags[1, place] = _STOP.search(gap.removeprefix(".")) is not None
        if piece[low].isupper():
            flags[2, place] = True
            flags[3, place] = high - low > 1 and piece[low:high].isupper()
    return flags[0], flags[1], flags[2], flags[3]


def _piece_marks(tokens: Tokens) -> tuple[np.ndarray, np.ndarray]:
    """For each distinct piece: a mark stands before its first token (or it is one); it asks."""
    kinds, cuts = tokens.pieces.kinds, tokens.cuts
    before, asks = np.zeros(len(kinds), dtype=bool), np.zeros(len(kinds), dtype=bool)
    for place, kind in enumerate(kinds):
        if kind.isalnum():
            continue
        if cuts.count[place] == 0:
            before[place] = kind in _DASHES or _STOP.search(kind) is not None
        elif cuts.start[cuts.first[place]]:
            before[place] = _STOP.search(kind[: cuts.start[cuts.first[place]]]) is not None
        asks[place] = "?" in kind
    return before, asks
