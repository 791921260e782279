"""What every page is."""

from typing import ClassVar

from PySide6.QtWidgets import QWidget

from ui.session import Session


class Page(QWidget):
    """One page of the window.

    key : names it in the rail, in `Session.page_wanted` and in what is kept
    """

    key: ClassVar[str] = ""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.setObjectName(self.key)

    def entered(self) -> None:
        """Bring the page up to date; called each time it is shown."""

    def calls_beside(self, call_id: str) -> tuple[str, ...]:
        """Return the calls among which this one is shown, in their order, for going on to others.

        A page that shows no list of calls returns none.
        """
        return ()
