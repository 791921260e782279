from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callqa.domain.span import Span, clock, gaps, intersection, merged, subtracted, total_s

TENTHS = st.integers(min_value=0, max_value=120)


@st.composite
def spans(draw: st.DrawFn) -> list[Span]:
    pairs = draw(st.lists(st.tuples(TENTHS, st.integers(min_value=1, max_value=30)), max_size=12))
    return [Span(float(start), float(start + length)) for start, length in pairs]


def instants(parts: list[Span] | tuple[Span, ...]) -> set[int]:
    """The unit cells covered: the definition of a set of time on whole numbers."""
    return {cell for span in parts for cell in range(int(span.start_s), int(span.end_s))}


def is_tidy(parts: tuple[Span, ...]) -> bool:
    follows = pairwise(parts)
    return all(p.end_s > p.start_s for p in parts) and all(a.end_s <= b.start_s for a, b in follows)


@given(spans())
def test_merging_keeps_the_time_and_leaves_no_overlap(some: list[Span]) -> None:
    joined = merged(some)

    assert is_tidy(joined)
    assert instants(joined) == instants(some)
    assert merged(joined) == joined


@given(spans(), st.integers(min_value=0, max_value=5))
def test_merging_bridges_every_gap_up_to_the_bridge(some: list[Span], bridge: int) -> None:
    joined = merged(some, float(bridge))

    assert all(b.start_s - a.end_s > bridge for a, b in pairwise(joined))
    assert instants(some) <= instants(joined)


@given(spans(), spans())
def test_intersection_is_the_time_in_both(left: list[Span], right: list[Span]) -> None:
    shared = intersection(merged(left), merged(right))

    assert is_tidy(shared)
    assert instants(shared) == instants(left) & instants(right)
    assert shared == intersection(merged(right), merged(left))


@given(spans(), spans())
def test_subtraction_is_the_time_in_one_and_not_in_the_other(
    some: list[Span], cut: list[Span]
) -> None:
    kept = subtracted(merged(some), merged(cut))

    assert is_tidy(kept)
    assert instants(kept) == instants(some) - instants(cut)


@given(spans(), spans())
def test_shared_and_kept_time_add_up(some: list[Span], cut: list[Span]) -> None:
    whole, holes = merged(some), merged(cut)

    assert total_s(intersection(whole, holes)) + total_s(subtracted(whole, holes)) == total_s(whole)


@given(spans(), TENTHS, TENTHS)
def test_gaps_are_the_rest_of_a_window(some: list[Span], one: int, other: int) -> None:
    start, end = min(one, other), max(one, other)

    free = gaps(merged(some), float(start), float(end))

    assert is_tidy(free)
    assert instants(free) == set(range(start, end)) - instants(some)


@given(spans(), spans())
def test_overlap_of_two_spans_is_what_they_share(left: list[Span], right: list[Span]) -> None:
    for a in left:
        for b in right:
            assert a.overlap_s(b) == len(instants([a]) & instants([b]))


def test_time_without_spans_is_zero_seconds() -> None:
    assert total_s(()) == 0.0
    assert isinstance(total_s(()), float)


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (-0.5, "0:00"),
        (0.0, "0:00"),
        (59.999, "0:59"),
        (61.0, "1:01"),
        (3599.9, "59:59"),
        (7325.0, "2:02:05"),
    ],
)
def test_a_time_reads_as_on_a_player(seconds: float, shown: str) -> None:
    assert clock(seconds) == shown
