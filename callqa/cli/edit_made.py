"""An edit is made, and the command says what it changed."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from callqa.cli.workspace import open_workspace, write_json

if TYPE_CHECKING:
    from callqa.domain.edits import Change
    from callqa.service.editing import Edited


def make_edit(
    call: str,
    change: "Change",
    what: str,
    place: tuple[str | None, Path | None],
    as_json: bool,
    *,
    new_agent: bool = False,
) -> None:
    """Make a change to a call in a store, given with the settings file, and say what changed."""
    reviews = open_workspace(*place).reviews
    print_edited(reviews.edit(call, change, new_agent=new_agent), what, as_json)


def print_edited(edited: "Edited", what: str, as_json: bool) -> None:
    """Say what an edit changed, the score with it; `what` names its subject."""
    from callqa.cli.review_card import edit_row, score_words
    from callqa.domain.edits import Undo

    edit = edited.edit
    scores = score_words(edited.score_before), score_words(edited.score_after)
    if as_json:
        row = edit_row(edit)
        write_json(
            {"edit": row, "score_before": edited.score_before, "score_after": edited.score_after}
        )
        return
    before = f"{edit.before} -> " if edit.before else ""
    effect = f"{before}{edit.after}"
    if isinstance(edit.change, Undo) and edit.before == edit.after:
        effect = f"{edit.after} stands as before"
    typer.echo(f"{edit.call_id[:12]}: {what}: {effect}")
    typer.echo(f"score {scores[0]} -> {scores[1]}  (edit {edit.id[:8]})")
