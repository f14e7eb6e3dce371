"""Keyness: published numbers, the trap of the talkative article, swap, copies, refusals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array
from scipy.stats import chi2_contingency

from analysis.measures.keyness import distinctive_words, g2, keyness, log_ratio, monroe_z
from analysis.tables import TableError, check_result
from analysis.text.dfm import Dfm, count_terms
from analysis.text.tokens import tokenize


def one(function, a: float, b: float, n1: float = 60_000, n2: float = 90_000) -> float:
    return float(function(np.array([a]), np.array([b]), n1, n2)[0])


@pytest.mark.parametrize(
    ("a", "b", "likelihood", "ratio"),
    [(120, 80, 32.4817157350373, 1.1699250014423124), (12, 0, 21.9924176993947, 5.169925001442312), (5, 40, -18.638764334294684, -2.415037499278844)],
)  # fmt: skip
def test_the_published_numbers(a: int, b: int, likelihood: float, ratio: float):
    assert one(g2, a, b) == pytest.approx(likelihood, abs=1e-6)
    assert one(log_ratio, a, b) == pytest.approx(ratio, abs=1e-9)
    table = [[a, b], [60_000 - a, 90_000 - b]]
    assert abs(one(g2, a, b)) == pytest.approx(
        chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic, abs=1e-8
    )


def test_the_toy_of_quanteda():
    d1, d2 = list("aaabbccccccdefghh"), list("aabccddddefh")
    expected = {
        "a": 0.004751,
        "b": 0.091242,
        "c": 1.274238,
        "d": -3.779441,
        "e": -0.0649,
        "g": 1.093291,
        "h": 0.091242,
    }
    for letter, value in expected.items():
        assert one(g2, d1.count(letter), d2.count(letter), len(d1), len(d2)) == pytest.approx(value, abs=1e-6)


def test_monroe_with_the_published_priors():
    y1, y2 = np.array([12, 30, 8, 50]), np.array([25, 10, 20, 45])
    pooled = 10 * (y1 + y2) / (y1 + y2).sum()
    assert pooled == pytest.approx([1.85, 2.0, 1.4, 4.75])
    assert monroe_z(y1, y2, pooled) == pytest.approx([-2.440083, 3.571882, -2.427072, 0.931232], abs=1e-6)
    even = np.full(4, 0.01)
    assert monroe_z(y1, y2, even) == pytest.approx([-2.544603, 3.696380, -2.523846, 0.976322], abs=1e-6)


def dfm_of(rows: list[list[int]], sizes: list[int], terms: list[str]) -> Dfm:
    ids = pd.Index([f"x{i:02}" for i in range(len(rows))], name="article_id")
    return Dfm(csr_array(np.array(rows)), ids, np.array(terms, dtype=object), np.array(sizes))


def own(dfm: Dfm) -> pd.Series:
    return pd.Series(dfm.article_id, index=dfm.article_id)


def test_one_talkative_article_makes_no_keyword():
    """Methods 1.6: G2 says 22.4 in favour of A; the bootstrap over articles cannot tell; B says it in 8 texts."""
    rows = [[40]] + [[0]] * 19 + [[1]] * 8 + [[0]] * 12
    dfm = dfm_of(rows, [800] + [500] * 39, ["kata"])
    target = pd.Series([True] * 20 + [False] * 20, index=dfm.article_id)
    found = check_result(keyness(dfm, target, clusters=own(dfm))).iloc[0]
    assert found["g2"] == pytest.approx(22.4012, abs=5e-5)
    assert found["value"] == pytest.approx(2.279, abs=5e-4)
    assert (found["low"], found["high"]) == (pytest.approx(-4.52, abs=0.3), pytest.approx(4.09, abs=0.3))
    assert (found["n"], found["count"], found["count_ref"]) == (1, 40, 8)
    assert not found["key"]


def corpus(seed: int = 2) -> tuple[Dfm, pd.Series]:
    """Twelve articles a side; `sanksi` belongs to the first side, `damai` to the second, `dan` to both."""
    generator = np.random.default_rng(seed)
    first = np.column_stack([generator.poisson(m, 12) for m in (6, 1, 20)])
    second = np.column_stack([generator.poisson(m, 12) for m in (1, 6, 20)])
    rows = np.vstack([first, second])
    dfm = dfm_of(rows.tolist(), (rows.sum(axis=1) + 70).tolist(), ["sanksi", "damai", "dan"])
    return dfm, pd.Series([True] * 12 + [False] * 12, index=dfm.article_id)


def test_real_habits_are_key_and_shared_words_are_not():
    dfm, target = corpus()
    found = check_result(keyness(dfm, target, clusters=own(dfm))).set_index("term")
    assert found.index.tolist() == ["sanksi", "dan", "damai"]
    assert found["key"].to_dict() == {"sanksi": True, "dan": False, "damai": True}
    assert (found["p"] < 0.05).to_dict() == {"sanksi": True, "dan": False, "damai": True}
    for term in found.index:
        row = found.loc[term]
        assert row["low"] < row["value"] < row["high"]
        assert row["value"] == pytest.approx(np.log2(row["per_million"] / row["per_million_ref"]))
    assert found["low"]["sanksi"] > 0
    assert found["high"]["damai"] < 0


def test_distinctive_words_are_the_key_terms_of_each_group_and_of_no_single_group():
    dfm, target = corpus()
    outlet = target.map({True: "A", False: "B"}).rename("outlet")
    found = check_result(distinctive_words(dfm, by=outlet, clusters=own(dfm)))
    assert found[["outlet", "term"]].to_numpy().tolist() == [["A", "sanksi"], ["B", "damai"]]
    alone = keyness(dfm, target, clusters=own(dfm)).set_index("term").loc["sanksi"]
    assert found.iloc[0][["value", "low", "count"]].tolist() == alone[["value", "low", "count"]].tolist()
    assert (found["q"] >= found["p"]).all()
    assert len(distinctive_words(dfm, by=outlet[outlet == "A"], clusters=own(dfm))) == 0


def test_swapping_the_sides_turns_every_sign():
    dfm, target = corpus()
    there = keyness(dfm, target, clusters=own(dfm)).set_index("term")
    back = keyness(dfm, ~target, clusters=own(dfm)).set_index("term").loc[there.index]
    for name in ("value", "z", "g2"):
        assert back[name].to_numpy() == pytest.approx(-there[name].to_numpy())
    assert back["count"].tolist() == there["count_ref"].tolist()
    assert back["n"].tolist() == there["n"].tolist()
    assert back["low"].to_numpy() == pytest.approx(-there["high"].to_numpy(), abs=0.2)


def test_the_same_seed_gives_the_same_table_in_any_order():
    dfm, target = corpus()
    order = np.random.default_rng(0).permutation(24)
    mixed = Dfm(dfm.counts[order], dfm.article_id[order], dfm.terms, dfm.n_tokens[order])
    first = keyness(dfm, target, clusters=own(dfm))
    pd.testing.assert_frame_equal(keyness(mixed, target, clusters=own(dfm)), first, rtol=1e-9)
    pd.testing.assert_frame_equal(keyness(dfm, target, clusters=own(dfm)), first, check_exact=True)
    other = keyness(dfm, target, clusters=own(dfm), seed=5)
    assert (other["low"] != first["low"]).any()


def test_copies_change_neither_n_nor_the_interval():
    dfm, target = corpus()
    ids = pd.Index([*dfm.article_id, *(f"{name}-copy" for name in dfm.article_id)], name="article_id")
    twice = Dfm(csr_array(np.vstack([dfm.counts.toarray()] * 2)), ids, dfm.terms, np.tile(dfm.n_tokens, 2))
    clusters = pd.Series([*dfm.article_id, *dfm.article_id], index=ids)
    one_, two = (
        keyness(dfm, target, clusters=own(dfm)).set_index("term"),
        keyness(twice, pd.Series([*target, *target], index=ids), clusters=clusters).set_index("term"),
    )
    assert two["n"].to_dict() == one_["n"].to_dict()
    assert two["value"].to_numpy() == pytest.approx(one_["value"].to_numpy())
    assert two["low"].to_numpy() == pytest.approx(one_["low"].to_numpy(), abs=0.1)


def test_few_texts_and_rare_terms():
    dfm, target = corpus()
    few = target & (dfm.article_id < "x07") | ~target & (dfm.article_id < "x20")
    part = Dfm(dfm.counts[few.to_numpy()], dfm.article_id[few], dfm.terms, dfm.n_tokens[few.to_numpy()])
    found = keyness(part, target, clusters=own(dfm))
    assert found[["low", "high"]].isna().all(axis=None)
    assert not found["key"].any()
    total = int(dfm.counts.toarray()[:, 0].sum())
    assert "sanksi" in set(keyness(dfm, target, clusters=own(dfm), min_count=total)["term"])
    assert "sanksi" not in set(keyness(dfm, target, clusters=own(dfm), min_count=total + 1)["term"])


def test_a_side_without_words_is_refused_and_so_is_a_target_that_is_no_choice():
    articles = pd.DataFrame(
        {"title": "", "text": ["aman", ""]}, index=pd.Index(["a", "b"], name="article_id")
    )
    dfm = count_terms(tokenize(articles))
    for wanted, side in ((["b"], "target"), (["a"], "reference")):
        target = pd.Series(dfm.article_id.isin(wanted), index=dfm.article_id)
        with pytest.raises(TableError) as caught:
            keyness(dfm, target, clusters=own(dfm))
        assert (
            str(caught.value)
            == f"keyness needs words on both sides; the {side} has none. Choose another target."
        )
    with pytest.raises(TableError, match="target is True or False for each article, such as"):
        keyness(dfm, pd.Series(["A", "B"], index=dfm.article_id), clusters=own(dfm))
    with pytest.raises(TableError, match="target has no value for 1 articles, first: 'b'"):
        keyness(dfm, pd.Series([True], index=["a"]), clusters=own(dfm))
