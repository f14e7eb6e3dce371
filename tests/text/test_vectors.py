"""Vectors: the published toy table, the same vectors every time, sentences as borders, refusals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.tables import DictionaryError, LanguageError, TableError
from analysis.text.vectors import fit_vectors, ppmi, read_vectors, truncated_svd

PAIRS = np.array([[0, 4, 1], [4, 0, 2], [1, 2, 0]])
ARTICLES = pd.DataFrame(
    {"title": "", "text": ["Rudal mengancam kota. Damai menenangkan warga.", "Rudal mengancam pulau. Damai menenangkan desa."] * 5},
    index=pd.Index([f"a{i}" for i in range(10)], name="article_id"),
).assign(language="id")  # fmt: skip


def test_ppmi_as_published():
    flat = ppmi(PAIRS, smoothing=1).toarray()
    assert [flat[0, 1], flat[1, 2], flat[0, 2]] == pytest.approx([0.900464, 0.637430, 0], abs=1e-6)
    smooth = ppmi(PAIRS).toarray()
    wanted = [0.980712, 0.914954, 0.467678, 0.717678]
    assert [smooth[0, 1], smooth[1, 0], smooth[1, 2], smooth[2, 1]] == pytest.approx(wanted, abs=1e-6)


def test_singular_values_as_published():
    vectors, values = truncated_svd(ppmi(PAIRS), 3)
    assert values.tolist() == pytest.approx([1.215261, 1.027552, 0], abs=1e-6)
    assert (np.take_along_axis(vectors, np.abs(vectors).argmax(axis=0)[None], axis=0)[0, :2] > 0).all()


def test_the_sparse_and_the_dense_way_agree():
    from scipy.sparse import csr_array

    generator = np.random.default_rng(0)
    table = generator.poisson(0.05, (600, 600)).astype(float)
    sparse, values = truncated_svd(csr_array(table), 5)
    dense = np.linalg.svd(table, compute_uv=False)
    assert values.tolist() == pytest.approx(dense[:5].tolist(), rel=1e-8)
    assert np.allclose(sparse, truncated_svd(csr_array(table), 5)[0])


def test_the_same_articles_give_the_same_vectors():
    one, two = (fit_vectors(ARTICLES, min_count=2, dims=4) for _ in range(2))
    assert one.version == two.version
    assert np.array_equal(one.matrix, two.matrix)
    assert one.small


def test_words_of_two_sentences_are_no_company():
    vectors = fit_vectors(ARTICLES, min_count=5, dims=10)
    near = vectors.neighbours("rudal", 3).set_index("term")["similarity"]
    assert near.get("damai", 0) < 0.5


def test_saved_and_read(tmp_path):
    vectors = fit_vectors(ARTICLES, min_count=2, dims=4)
    again = read_vectors(vectors.save(tmp_path / "mine"))
    assert again.version == vectors.version
    assert np.array_equal(again.matrix, vectors.matrix)
    assert list(again.terms) == list(vectors.terms)


def test_refusals(tmp_path):
    with pytest.raises(LanguageError, match="fitting vectors works within one language"):
        fit_vectors(ARTICLES.assign(language=["id"] * 9 + ["en"]))
    with pytest.raises(TableError, match="no two words stand together"):
        fit_vectors(ARTICLES, min_count=500)
    with pytest.raises(TableError, match="'bulan' has no vector"):
        fit_vectors(ARTICLES, min_count=2).neighbours("bulan")
    (tmp_path / "x.npz").write_text("no", encoding="utf-8")
    with pytest.raises(DictionaryError, match=r"x.npz: no vectors in it"):
        read_vectors(tmp_path / "x.npz")
