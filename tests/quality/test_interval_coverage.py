"""The 90 % intervals hold about 90 % of the truths of simulated bloggers (docs/verdict.md)."""

from dataclasses import replace

import pytest

from bench.verdict_coverage import measure
from kolvet.policy import load_policy

BLOGGERS = 120
LEAST, MOST = 0.82, 0.98
"""85 to 95 %, give or take what chance does to so few bloggers."""


@pytest.fixture(scope="module")
def coverage():
    policy = load_policy()
    quick = replace(policy, bootstrap=replace(policy.bootstrap, draws=400))
    return measure(BLOGGERS, 3, quick)


def test_the_interval_of_the_critical_share_holds_the_truth_as_often_as_it_says(coverage):
    assert LEAST <= coverage.share <= MOST
    assert coverage.share_width < 0.35


def test_the_interval_of_the_index_holds_the_truth_as_often_as_it_says(coverage):
    assert LEAST <= coverage.index <= MOST
    assert coverage.index_width < 35
