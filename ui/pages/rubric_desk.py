"""The draft of a rubric on the desk: edited, undone, kept over a restart."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from callqa.errors import RubricError
from callqa.service.rubric_draft import Path as Place
from callqa.service.rubric_draft import RubricDraft
from ui.kept import Kept

_MOST_STEPS = 200


@dataclass(frozen=True, slots=True)
class Step:
    """A state of the desk that undo can return to."""

    draft: RubricDraft
    locked: frozenset[int]


class RubricDesk(QObject):
    """Holds the draft; every edit is a step that can be undone.

    Parameters
    ----------
    kept
        Where the draft is kept while the window is closed.
    store
        Name of the store that the draft is for.
    """

    changed = Signal()
    """The draft is another."""

    refused = Signal(object)
    """A `RubricError`: an edit that the draft cannot take."""

    def __init__(self, kept: Kept, store: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kept = kept
        self._key = f"rubric_draft:{store}"
        self._steps: list[Step] = []
        self._at = -1
        self.base_text = ""
        self.base_name = ""

    @property
    def draft(self) -> RubricDraft:
        """The draft as it is."""
        return self._steps[self._at].draft

    @property
    def locked(self) -> frozenset[int]:
        """Indexes of sections whose weight stays when others change."""
        return self._steps[self._at].locked

    @property
    def is_open(self) -> bool:
        """Whether there is a draft at all."""
        return self._at >= 0

    @property
    def is_edited(self) -> bool:
        """Whether the draft differs from what it was begun with."""
        return self.is_open and self.draft.text != self.base_text

    @property
    def can_undo(self) -> bool:
        """Whether there is a step back."""
        return self._at > 0

    @property
    def can_redo(self) -> bool:
        """Whether there is a step that was undone."""
        return self._at < len(self._steps) - 1

    def begin(self, text: str, name: str) -> None:
        """Begin a draft from the text of a rubric; `name` says what it is based on.

        Raises
        ------
        RubricError
            The text is no rubric by its keys and kinds of values; the draft stays as it was.
        """
        draft = RubricDraft.read(text, name)
        self.base_text, self.base_name = draft.text, name
        self._steps, self._at = [Step(draft, frozenset())], 0
        self._told()

    def take_up(self) -> bool:
        """Take up the draft that was kept, and tell whether there was one."""
        kept = self._kept.get(self._key)
        if not isinstance(kept, dict):
            return False
        words = {name: kept.get(name) for name in ("text", "base_text", "base_name")}
        texts = {name: each for name, each in words.items() if isinstance(each, str)}
        if len(texts) < len(words):
            return False
        try:
            draft = RubricDraft.read(texts["text"])
        except RubricError:
            return False
        self.base_text, self.base_name = texts["base_text"], texts["base_name"]
        self._steps, self._at = [Step(draft, frozenset())], 0
        self.changed.emit()
        return True

    def edit(self, change: Callable[[RubricDraft], RubricDraft], keep_locks: bool = True) -> bool:
        """Make the draft another, and tell whether it took the change."""
        try:
            draft = change(self.draft)
        except RubricError as error:
            self.refused.emit(error)
            return False
        if draft.text != self.draft.text:
            self._push(Step(draft, self.locked if keep_locks else frozenset()))
        return True

    def set_values(self, place: Place, values: dict[str, object]) -> None:
        """Set values of a part."""
        self.edit(lambda draft: draft.with_values(place, values))

    def lock(self, section: int, on: bool) -> None:
        """Keep the weight of a section when others change, or no longer."""
        locked = self.locked | {section} if on else self.locked - {section}
        self._steps[self._at] = Step(self.draft, locked)
        self.changed.emit()

    def undo(self) -> None:
        """Take the last step back."""
        if self.can_undo:
            self._at -= 1
            self._told()

    def redo(self) -> None:
        """Take a step again that was undone."""
        if self.can_redo:
            self._at += 1
            self._told()

    def adopted(self) -> None:
        """Note that the draft is in force now: it has no more changes of its own."""
        self.begin(self.draft.text, f"{self.draft.rubric.id} {self.draft.rubric.version}")

    def _push(self, step: Step) -> None:
        self._steps = [*self._steps[: self._at + 1], step][-_MOST_STEPS:]
        self._at = len(self._steps) - 1
        self._told()

    def _told(self) -> None:
        if self.is_edited:
            self._kept.set(
                self._key,
                {
                    "text": self.draft.text,
                    "base_text": self.base_text,
                    "base_name": self.base_name,
                },
            )
        else:
            self._kept.set(self._key, None)
        self.changed.emit()
