import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from callqa.figures.alpha import krippendorff_alpha
from callqa.figures.kappa import cohen_kappa, mean_kappa
from callqa.figures.ratings import Points, Scale

# The worked examples of K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011).
BINARY = ["0100000010", "1110010000"]
CATEGORIES = ["112243335441", "212223335444"]
FOUR_OBSERVERS = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."]


def columns(rows: list[str]) -> list[list[Points]]:
    """Return the answers to each call; a dot is a missing one."""
    assert len({len(row) for row in rows}) == 1
    return [[float(row[i]) for row in rows if row[i] != "."] for i in range(len(rows[0]))]


@pytest.mark.parametrize(
    ("rows", "scale", "alpha"),
    [
        (BINARY, "nominal", 0.095),
        (CATEGORIES, "nominal", 0.692),
        (FOUR_OBSERVERS, "nominal", 0.743),
        (FOUR_OBSERVERS, "interval", 0.849),
    ],
)
def test_alpha_is_that_of_the_published_examples(
    rows: list[str], scale: Scale, alpha: float
) -> None:
    assert krippendorff_alpha(columns(rows), scale) == pytest.approx(alpha, abs=0.0005)


def test_alpha_is_1_where_all_agree_and_answers_differ_between_calls() -> None:
    assert krippendorff_alpha([[1.0, 1.0], [3.0, 3.0, 3.0]], "interval") == 1.0


def test_alpha_of_systematic_disagreement_is_negative() -> None:
    alpha = krippendorff_alpha([[0.0, 1.0]] * 5, "nominal")

    assert alpha is not None
    assert alpha < 0


def test_alpha_of_a_single_answer_is_not_defined() -> None:
    assert krippendorff_alpha([[5.0, 5.0], [5.0, 5.0]], "interval") is None


def test_alpha_without_two_answers_to_a_call_is_not_defined() -> None:
    assert krippendorff_alpha([[5.0], [4.0], []], "nominal") is None


def test_does_not_apply_is_an_answer_on_the_nominal_scale_and_missing_on_the_interval_scale() -> (
    None
):
    calls: list[list[Points]] = [[1.0, None], [1.0, 1.0], [2.0, 2.0]]

    assert krippendorff_alpha(calls, "interval") == 1.0
    assert krippendorff_alpha(calls, "nominal") == pytest.approx(1 - 5 * 2 / 22)


def test_alpha_of_answers_by_chance_is_near_0() -> None:
    calls = np.random.default_rng(1).integers(0, 5, size=(4000, 3)).astype(float).tolist()

    assert krippendorff_alpha(calls, "interval") == pytest.approx(0, abs=0.03)
    assert krippendorff_alpha(calls, "nominal") == pytest.approx(0, abs=0.03)


def test_kappa_of_a_textbook_table_is_two_fifths() -> None:
    pairs: list[tuple[Points, Points]] = (
        [(1, 1)] * 20 + [(1, 0)] * 5 + [(0, 1)] * 10 + [(0, 0)] * 15
    )

    assert cohen_kappa(pairs, "nominal") == pytest.approx(0.4)


codes = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=60)


@pytest.mark.parametrize(("scale", "weights"), [("nominal", None), ("interval", "linear")])
@given(codes.filter(lambda pairs: len({answer for pair in pairs for answer in pair}) > 1))
def test_kappa_is_that_of_scikit_learn(
    scale: Scale, weights: str | None, pairs: list[tuple[int, int]]
) -> None:
    left, right = zip(*pairs, strict=True)

    expected = cohen_kappa_score(left, right, labels=range(5), weights=weights)

    assert cohen_kappa([(float(a), float(b)) for a, b in pairs], scale) == pytest.approx(expected)


def test_kappa_is_not_defined_where_both_always_give_the_same_answer() -> None:
    assert cohen_kappa([(5.0, 5.0)] * 30, "nominal") is None
    assert cohen_kappa([(5.0, 5.0)] * 30, "interval") is None


def test_kappa_is_0_where_only_one_of_two_varies() -> None:
    assert cohen_kappa([(5.0, 5.0), (5.0, 0.0)], "nominal") == 0.0


def test_kappa_of_points_leaves_out_what_one_says_does_not_apply() -> None:
    pairs: list[tuple[Points, Points]] = [(0.0, 0.0), (5.0, 5.0)]

    assert cohen_kappa([*pairs, (None, 5.0), (None, None)], "interval") == 1.0
    assert cohen_kappa([(None, 5.0)], "interval") is None


def test_kappa_of_three_people_is_the_mean_over_pairs() -> None:
    rows = np.random.default_rng(4).integers(0, 3, size=(3, 40))
    answers = {
        name: {str(i): float(points) for i, points in enumerate(row)}
        for name, row in zip("abc", rows, strict=True)
    }

    expected = np.mean([cohen_kappa_score(rows[i], rows[j]) for i, j in ((0, 1), (0, 2), (1, 2))])

    assert mean_kappa(answers, "nominal") == pytest.approx(expected)


def test_kappa_of_people_without_a_call_in_common_is_not_defined() -> None:
    assert mean_kappa({"a": {"1": 5.0}, "b": {"2": 5.0}}, "nominal") is None
