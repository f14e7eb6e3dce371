"""What a corpus keeps of its labels and sources is what the articles alone would give."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import analysis as mc
from analysis.annotations.sources import sources
from analysis.annotations.unite import unite_names

TEXTS = [
    '"Kami siap membantu," kata Presiden Rusia Vladimir Putin. Invasi ke Ukraina berlanjut.',
    '"Kami menang," ujar Putin. Perang di Ukraina, bukan "operasi militer khusus".',
    "Menurut pejabat itu, konflik Ukraina belum selesai.",
    "Kota tenang.",
]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    table = pd.DataFrame(
        {
            "title": [f"Berita {i}" for i in range(8)],
            "text": TEXTS * 2,
            "outlet": [*"BA"] * 4,
            "date": "2024-06-18",
        }
    )
    table.to_csv(tmp_path / "raw.csv")
    mc.ingest([tmp_path / "raw.csv"], tmp_path / "store", language="id", progress=False)
    return tmp_path / "store"


def test_sources_are_those_of_the_united_quotations(store: Path):
    for _ in ("scored", "read again"):
        chosen = mc.open_corpus(store)
        said = chosen.sources()
        pd.testing.assert_frame_equal(
            said, sources(unite_names(chosen.quotes, chosen.articles), chosen.articles)
        )
        assert (said["speaker"] == "Vladimir Putin").sum() == 4
    foreign = chosen.sources(home="Rusia")
    assert not foreign["origin"].equals(said["origin"])


def test_labels_are_those_of_the_articles(store: Path):
    for query in ("", "perang OR konflik", ""):
        chosen = mc.open_corpus(store, query=query)
        labels = chosen.dictionary("labels")
        assert labels is not None
        alone = mc.label_hits(chosen.articles, labels, quotes=chosen.quotes)
        assert len(alone)
        pd.testing.assert_frame_equal(chosen.label_hits(labels), alone)


def test_variants_of_tone_are_those_of_the_articles(store: Path):
    pairs = pd.DataFrame({"group_a": ["A"], "group_b": ["B"]})
    for _ in ("scored", "read again"):
        chosen = mc.open_corpus(store)
        options = {"by": chosen.outlet, "clusters": chosen.clusters}
        alone = mc.tone_robustness(chosen.articles, **options)
        assert len(alone) == 1
        pd.testing.assert_frame_equal(chosen.tone_robustness(pairs), alone)
    assert not len(chosen.tone_robustness(pairs.iloc[:0]))


def test_a_corpus_from_which_no_outlet_is_left_out_is_itself(store: Path):
    chosen = mc.open_corpus(store)
    part, left_out = chosen.fit_for("voices")
    assert part is chosen
    assert not len(left_out)
