from hypothesis import given
from hypothesis import strategies as st

from callqa.rules.arithmetic import as_points, shared_out


@given(
    st.integers(0, 10_000),
    st.lists(st.floats(0.0, 100.0), min_size=1, max_size=12).filter(lambda each: sum(each) > 0.01),
)
def test_shares_add_up_and_lie_within_one_unit_of_the_exact_share(
    units: int, weights: list[float]
) -> None:
    shares = shared_out(units, weights)

    assert sum(shares) == units
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share - units * weight / sum(weights)) < 1.0 + 1e-6
        assert weight > 0 or share == 0


def test_nothing_is_shared_out_where_nothing_has_weight() -> None:
    assert shared_out(10_000, (0.0, 0.0)) == (0, 0)


@given(st.integers(0, 10_000))
def test_points_stand_for_whole_hundredths(units: int) -> None:
    assert f"{as_points(units):.2f}" == f"{units // 100}.{units % 100:02d}"
