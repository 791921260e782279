"""Lists of the review: calls with their state, draws."""

from collections.abc import Sequence
from datetime import tzinfo

from callqa.cli.call_table import ID_DIGITS, moment
from callqa.cli.console import print_table, standard_output
from callqa.domain.listing import Page
from callqa.service.sampling import Drawing
from callqa.store.samples import LoggedSample


def print_reviews(page: Page, zone: tzinfo | None) -> None:
    """Print calls with where they are in review."""
    rows = [
        (
            each.call_id[:ID_DIGITS],
            moment(each.started_at, zone),
            each.agent or "",
            "" if each.score is None else f"{each.score:.1f}",
            each.review_state.replace("_", " "),
            each.assigned_to or "",
            (each.drawn or "").replace("_", " "),
        )
        for each in page.rows
    ]
    print_table(("call", "started", "agent", "score", "state", "with", "drawn"), rows)
    standard_output().print(f"{len(page.rows)} of {page.total} calls")


def print_drawing(drawing: Drawing) -> None:
    """Print the calls of a draw, and what repeats it."""
    rows = [
        (
            each.call_id[:ID_DIGITS],
            each.agent or "",
            ", ".join(part or "unknown" for part in each.stratum),
            f"{each.inclusion:.1%}",
            each.reviewer or "",
        )
        for each in drawing.calls
    ]
    print_table(("call", "agent", "drawn for", "chance", "to"), rows)
    standard_output().print(
        f"{len(drawing.calls)} of {drawing.candidates} calls drawn ({drawing.plan}, "
        f"seed {drawing.seed}), logged as draw {drawing.sample}"
    )


def print_draws(logged: Sequence[LoggedSample], zone: tzinfo | None) -> None:
    """Print the log of draws."""
    rows = [
        (
            str(each.id),
            moment(each.at, zone),
            each.who,
            each.plan["kind"],
            str(each.plan["n"]),
            f"{each.calls} of {each.plan['candidates']}",
            str(each.seed),
            " ".join(each.plan["where"]),
        )
        for each in logged
    ]
    print_table(("draw", "made", "by", "plan", "n", "calls", "seed", "where"), rows)
