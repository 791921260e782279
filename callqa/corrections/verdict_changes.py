"""What reviewers change about a verdict: the points of a question, and flags."""

from collections.abc import Iterable

from callqa.domain.edits import Change, DismissFlag, OverridePoints


def overrides(changes: Iterable[Change]) -> dict[str, float | None]:
    """Return the points that people gave, by question; the last word on a question counts.

    ``None``: the question does not apply.
    """
    return {each.question: each.points for each in changes if isinstance(each, OverridePoints)}


def dismissed_flags(changes: Iterable[Change]) -> frozenset[str]:
    """Return the codes of the flags that people took off the call."""
    return frozenset(each.code for each in changes if isinstance(each, DismissFlag))
