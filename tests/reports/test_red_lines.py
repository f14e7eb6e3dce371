"""What no page may say: a difference without its interval, a percentage from few articles, a cause, a motive, a tone without words."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest
from lxml import html

WORDING = Path(__file__).parents[2] / "analysis" / "reports" / "wording"
CODES = ("en", "id")
COMPARES = {
    "en": r"\b(more|less|fewer|larger|smaller|higher|lower|greater)\b.*\bthan\b|\btimes as (often|frequent)\b|percentage points|\bdifference between\b",
    "id": r"\blebih (sering|besar|kecil|banyak|sedikit|positif|negatif|tinggi|rendah)\b.*\b(daripada|berbanding)\b|\bkali sesering\b|poin persentase|\bperbedaan antara\b",
}
DENIES = {
    "en": r"^(No|None)\b[^.;]*|\bfewer than \d+ articles\b[^.;]*|[^.;]*\b(cannot be told apart|can be told apart|no word can be shown)\b[^.;]*|\bmore than once\b",
    "id": r"^Tidak (ada|satu)\b[^.;]*|\bkurang dari \d+ artikel\b[^.;]*|[^.;]*\bdapat dibedakan\b[^.;]*|\blebih dari sekali\b",
}
INTERVAL = {"en": r"[\d%] (to|–) [×−-]?\d", "id": r"[\d%] (sampai|–) [×−-]?\d"}
WHY = {
    "en": r"\b(because|caused?|causes|due to|owing to|in order to|so as to|leads? to|led to|drives?|driven by|wants? to|intends?|intended|aims? to|tr(y|ies) to|deliberate\w*|motives?|bias\w*|agenda|propaganda|pro-\w+|anti-\w+|partisan|unfair\w*)\b",
    "id": r"\b(karena|sebab\w*|disebabkan|akibat\w*|mengakibatkan|menyebabkan|demi|agar|bertujuan|bermaksud|berniat|ingin|sengaja|motif\w*|bias|memihak|keberpihakan|agenda|propaganda|pro-\w+|anti-\w+|tidak adil)\b",
}
TONE = {"en": r"\d per 100\b", "id": r"\d per 100\b"}
WEIGHED = r"\w \([−-]?\d+[.,]\d\)"


def said_by(tree: html.HtmlElement) -> list[str]:
    """The sentences that the report says itself, without what it quotes: answers, summary, what its charts show."""
    spoken = tree.xpath('//p[@class="answer"] | //section[@class="summary"]//li')
    return [one.text_content() for one in spoken] + tree.xpath("//main//figure/@aria-label")


def plain(sentence: str) -> str:
    """A sentence without quoted words, and without listed words with their numbers."""
    return re.sub(r"[\w\s_-]+ \([−-]?\d+[.,]?\d*%?\)", "", re.sub(r"“[^”]*”", "", sentence))


def breaches(tree: html.HtmlElement, code: str, sizes: dict[str, int], left: int) -> list[str]:
    """Everything on a page that crosses a red line.

    sizes : articles of each outlet. left : articles of the page in all.
    """
    found = []
    for sentence in said_by(tree):
        claim = re.sub(DENIES[code], "", sentence)
        if re.search(COMPARES[code], claim) and not re.search(INTERVAL[code], claim):
            found.append(f"a difference without its interval: {sentence}")
        if re.search(WHY[code], plain(sentence), re.I):
            found.append(f"a cause or motive: {sentence}")
        if re.search(TONE[code], sentence) and not tone_has_words(tree, sentence):
            found.append(f"a tone without its words: {sentence}")
        if re.search(r"\d%|percentage point|poin persentase", claim):
            small = [name for name, size in sizes.items() if name in sentence and size < 20]
            if small or left < 20:
                found.append(f"a percentage from few articles: {sentence}")
    return found + small_cells(tree, sizes, left)


def tone_has_words(tree: html.HtmlElement, sentence: str) -> bool:
    """Weighed words stand in the sentence, or the page has a section of words behind the difference it speaks of."""
    behind = tree.xpath('//section[@id="s-tone_shift"]//p[@class="answer"]')
    return bool(re.search(WEIGHED, sentence)) or any(
        re.search(r"\w \(\d+%\)", one.text_content()) for one in behind
    )


def small_cells(tree: html.HtmlElement, sizes: dict[str, int], left: int) -> list[str]:
    """Percentages in a table or chart that belong to an outlet, or a page, with fewer than 20 articles."""
    found = []
    for row in tree.xpath("//main//tbody/tr"):
        text = " ".join(cell.text_content() for cell in row)
        few = left < 20 or any(one.text_content() in sizes and sizes[one.text_content()] < 20 for one in row)
        if few and re.search(r"\d%", text):
            found.append(f"a percentage from few articles: {text}")
    drawn = " ".join(tree.xpath("//main//figure//text()"))
    if left < 20 and re.search(r"\d%", drawn):
        found.append("a percentage from few articles in a chart")
    return found


def test_no_page_crosses_a_red_line(page: SimpleNamespace):
    assert breaches(page.tree, page.code, page.sizes, page.left) == []


def test_what_is_known_about_each_instrument_stands_under_its_numbers(page: SimpleNamespace):
    limits = [one.text_content() for one in page.tree.xpath('//p[@class="limits"]')]
    assert limits
    assert not [one for one in limits if re.search(r"[:–] ?–\.?$", one)]


def test_the_search_for_breaches_sees_the_sentences(page: SimpleNamespace):
    said = " ".join(said_by(page.tree))
    assert len(said) > 200
    assert re.search(r"\d", said)


BROKEN = {
    "en": {
        "a difference without its interval": "“Economic” fires more often at A than at B: in 29 of 30 articles against 6 of 36.",
        "a cause or motive": "Sorot Kini wants to please its readers, 12 articles say.",
        "a tone without its words": "At A own words weigh 0.56 per 100 (0.15 – 0.97), over 26 articles.",
        "a percentage from few articles": "At Tiny it is 3 of 9 (33%; 12% – 60%).",
    },
    "id": {
        "a difference without its interval": "“Ekonomi” lebih sering terpicu di A daripada di B: dalam 29 dari 30 artikel berbanding 6 dari 36.",
        "a cause or motive": "Sorot Kini menulis demikian karena pembacanya.",
        "a tone without its words": "Di A kata sendiri berbobot 0,56 per 100 (0,15 – 0,97), dalam 26 artikel.",
        "a percentage from few articles": "Di Tiny jumlahnya 3 dari 9 (33%; 12% – 60%).",
    },
}


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("rule", list(BROKEN["en"]))
def test_a_broken_page_is_found_out(code: str, rule: str):
    body = f'<main><p class="answer">{BROKEN[code][rule]}</p></main>'
    found = breaches(html.fromstring(body), code, {"Tiny": 9, "A": 30, "B": 36}, 75)
    assert [one.partition(":")[0] for one in found] == [rule]


def test_a_cell_and_a_chart_of_a_small_collection_are_found_out():
    body = "<main><table><tbody><tr><th>Tiny</th><td>33%</td></tr></tbody></table><figure><svg><text>40%</text></svg></figure></main>"
    assert len(breaches(html.fromstring(body), "en", {"Tiny": 9}, 75)) == 1
    assert len(breaches(html.fromstring(body), "en", {}, 9)) == 2


def templates(code: str) -> dict[str, str]:
    """Every sentence that a report can say, by its place in the wording."""
    texts = tomllib.loads((WORDING / f"{code}.toml").read_text(encoding="utf-8"))["answer"]
    return {f"{section}.{name}": text for section, part in texts.items() for name, text in part.items()}


@pytest.mark.parametrize("code", CODES)
def test_every_sentence_that_compares_has_room_for_its_interval(code: str):
    for name, text in templates(code).items():
        claim = re.sub(DENIES[code].replace(r"\d+", r"(\d+|\{few\})"), "", text)
        if re.search(COMPARES[code], claim):
            assert "{low}" in text, name
            assert "{high}" in text, name
        if "{value}" in text:
            assert "{interval}" in text or "{low}" in text, name


@pytest.mark.parametrize("code", CODES)
def test_no_sentence_that_a_report_can_say_knows_why(code: str):
    for name, text in templates(code).items():
        if not name.startswith("changes."):  # which part of its own method moved a figure, a report does know
            assert not re.search(WHY[code], plain(text), re.I), name


def test_both_languages_can_say_the_same():
    assert set(templates("en")) == set(templates("id"))
    for name, text in templates("en").items():
        fields = set(re.findall(r"\{(\w+)\}", text))
        assert fields == set(re.findall(r"\{(\w+)\}", templates("id")[name])), name
