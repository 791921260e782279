"""The history of the rubric, shown from what the store keeps of each version."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from callqa.service.rubric_draft import RubricDraft
from callqa.service.rubric_versions import changes_between, note_of
from callqa.service.rubrics import AdoptedRubric
from ui.formats import moment
from ui.i18n import text
from ui.pages.rubric_adopting import change_lines
from ui.widgets.rubric_history import HistoryDialog, VersionFacts


def history_dialog(
    owner: QWidget, adopted: Sequence[AdoptedRubric], *, may_change: bool
) -> HistoryDialog:
    """Return the dialog that shows every version, the latest first."""
    by_row = {each.row: each for each in adopted}

    def changes(old: int, new: int) -> list[str]:
        before, after = (RubricDraft.read(by_row[row].text).rubric for row in (old, new))
        return change_lines(changes_between(before, after))

    facts = [
        VersionFacts(
            each.row,
            f"{each.id} {each.version}",
            text("rubric.adopted_by", at=moment(each.adopted_at), by=each.adopted_by),
            note_of(each.text, each.version),
            each.in_force,
        )
        for each in adopted
    ]
    return HistoryDialog(facts, changes, may_change=may_change, parent=owner)
