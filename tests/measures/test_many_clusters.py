"""More clusters than are drawn one by one: thrown together at random they tell the same spread."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array

from analysis.measures import intervals


def test_groups_of_clusters_vary_like_clusters(monkeypatch):
    random = np.random.default_rng(5)
    amounts = csr_array(random.poisson(0.3, size=(6000, 4)) * random.gamma(2, 1, size=(6000, 1)))
    alone = intervals.bootstrap_totals(amounts, 3000, 1)
    monkeypatch.setattr(intervals, "GROUPS", 1500)
    grouped = intervals.bootstrap_totals(amounts, 3000, 1)
    expected = np.sqrt(6000 * amounts.toarray().var(axis=0))
    np.testing.assert_allclose(alone.std(axis=0), expected, rtol=0.06)
    np.testing.assert_allclose(grouped.std(axis=0), expected, rtol=0.08)
    np.testing.assert_allclose(grouped.mean(axis=0), np.asarray(amounts.sum(axis=0)).ravel(), rtol=0.01)


def test_every_cluster_is_in_one_group_of_a_common_size(monkeypatch):
    monkeypatch.setattr(intervals, "GROUPS", 7)
    groups = intervals._grouped(np.ones((23, 1)), np.random.default_rng(0))
    assert (
        sorted(np.asarray(groups.toarray() if hasattr(groups, "toarray") else groups).ravel().tolist())
        == [3.0] * 5 + [4.0] * 2
    )
