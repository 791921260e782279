import numpy as np
import pytest

from callqa.figures.intervals import Estimate, estimate_mean
from callqa.figures.ranking import Rank, rank_groups


def scores(mean: float, n: int = 12, step: float = 1.0) -> Estimate:
    return estimate_mean(mean + step * (i - (n - 1) / 2) for i in range(n))


def test_groups_far_apart_have_one_rank_each() -> None:
    ranks = rank_groups({"Ann": scores(60), "Ben": scores(90), "Cem": scores(75)})

    assert ranks == {"Ann": Rank(3, 3, 3), "Ben": Rank(1, 1, 3), "Cem": Rank(2, 2, 3)}


def test_groups_that_overlap_share_a_range_of_ranks() -> None:
    ranks = rank_groups({"Ann": scores(80), "Ben": scores(81), "Cem": scores(60)})

    assert ranks == {"Ann": Rank(1, 2, 3), "Ben": Rank(1, 2, 3), "Cem": Rank(3, 3, 3)}


def test_a_group_between_two_may_overlap_both_while_they_do_not_overlap() -> None:
    ranks = rank_groups({"Ann": scores(85), "Ben": scores(81.5, step=2.0), "Cem": scores(78)})

    assert ranks == {"Ann": Rank(1, 2, 3), "Ben": Rank(1, 3, 3), "Cem": Rank(2, 3, 3)}


def test_groups_with_nine_calls_are_not_ranked_and_do_not_count() -> None:
    ranks = rank_groups({"Ann": scores(90, n=9), "Ben": scores(80, n=10)})

    assert ranks == {"Ben": Rank(1, 1, 1)}


def test_ten_perfect_calls_do_not_settle_the_first_rank() -> None:
    ranks = rank_groups({"Ann": estimate_mean([100.0] * 10), "Ben": scores(96)})

    assert ranks["Ann"] == Rank(1, 2, 2)


def test_nobody_to_rank_gives_no_ranks() -> None:
    assert rank_groups({}) == {}


@pytest.mark.parametrize("spacing", [0.0, 2.0])
def test_the_whole_ranking_is_right_in_95_of_100_cases(spacing: float) -> None:
    rng = np.random.default_rng(11)
    truth = [75.0 - spacing * i for i in range(12)]
    wrong = 0
    for _ in range(400):
        ranks = rank_groups(
            {
                str(i): estimate_mean(rng.normal(mean, 6, 20).tolist())
                for i, mean in enumerate(truth)
            }
        )
        if spacing:
            wrong += any(not ranks[str(i)].best <= i + 1 <= ranks[str(i)].worst for i in range(12))
        else:
            wrong += any(each != Rank(1, 12, 12) for each in ranks.values())

    assert wrong / 400 <= 0.05
