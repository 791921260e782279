"""Calibration: sessions, blind scoring, agreement, and which questions are proven."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from callqa.domain.listing import CallFilter
from callqa.service.calibrating import CalibrationReport
from callqa.service.calibration_session import Session as Sitting
from callqa.service.calibration_session import Sheet
from ui import dialogs
from ui.bridge import Task
from ui.formats import moment, number
from ui.i18n import text
from ui.itemmodels.calibration import COLUMNS, AgreementModel
from ui.pages.agents_agreement import (
    Overview,
    label_of,
    names_on,
    progress_of,
    read_calibration,
    row_of,
)
from ui.session import Session
from ui.widgets.calibration_new import CalibrationNew
from ui.widgets.calibration_sheet import CalibrationSheet, SheetQuestion
from ui.widgets.card import Card
from ui.widgets.figure_table import FigureTable

_WIDTHS = {"people": 17, "alpha": 8, "error": 12, "drift": 27, "machine": 18, "proven": 15}


class CalibrationView(QWidget):
    """Sessions on the left; on the right proof, agreement, the own sheet or a new session."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._leads = session.workspace.context.may("lead_calibration")
        self._overview = Overview((), (), ())
        self._tasks: list[Task] = []
        self.sessions = QListWidget()
        self.sessions.setAccessibleName(text("calibration.sessions"))
        self.sessions.setWordWrap(True)
        self.sessions.setSpacing(4)
        self.sessions.currentRowChanged.connect(self._show_session)
        self.model = AgreementModel()
        self.table = FigureTable(text("calibration.agreement"), self.model, COLUMNS, _WIDTHS)
        self.sheet = CalibrationSheet()
        self.sheet.scored.connect(self.score)
        self.sheet.call_wanted.connect(lambda call: session.call_wanted.emit(call, None))
        self._heading = QLabel()
        self._heading.setTextFormat(Qt.TextFormat.PlainText)
        self._heading.setProperty("role", "heading")
        self._told = QLabel()
        self._told.setTextFormat(Qt.TextFormat.PlainText)
        self._told.setProperty("role", "soft")
        self._told.setWordWrap(True)
        self._close = QPushButton(text("calibration.close"))
        self._close.setToolTip(text("calibration.close_tip"))
        self._close.clicked.connect(lambda _on=False: self._end())
        self._new = QPushButton(text("calibration.new"))
        self._new.setToolTip(text("calibration.new_tip"))
        self._new.clicked.connect(lambda _on=False: self._begin())
        if not self._leads:
            self._new.hide()
        self._stack = QStackedWidget()
        self._form: CalibrationNew | None = None
        self._lay_out()

    def refresh(self, session: int | None = None) -> None:
        """Read the sessions anew; the one of this number is then shown."""
        self.leave()
        held = session if session is not None else self._held
        workspace = self._session.workspace
        self._tasks.append(
            self._session.bridge.read(
                self, lambda: read_calibration(workspace), lambda found: self._show(found, held)
            )
        )

    def leave(self) -> None:
        """Drop what is being read; what was typed on a sheet is written."""
        if self._stack.currentWidget() is self.sheet:
            self.sheet.keep()
        for each in self._tasks:
            each.cancel()
        self._tasks = []

    def score(self, call: str, answers: dict[str, float | None]) -> None:
        """Write the person's answers on a call."""
        workspace, held = self._session.workspace, self._held
        if held is not None:
            self._session.bridge.write(
                self,
                lambda: workspace.calibrations.score(held, call, answers),
                lambda _progress: self.refresh(held),
            )

    def draw(self, title: str, reviewers: tuple[str, ...], count: int) -> None:
        """Open a session on calls drawn at random from those that nobody has looked at."""
        workspace = self._session.workspace
        self._session.bridge.write(
            self,
            lambda: workspace.calibrations.draw(title, reviewers, CallFilter(), count),
            self._opened,
        )

    @property
    def _held(self) -> int | None:
        item = self.sessions.currentItem()
        found = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        return int(found) if found else None

    def _opened(self, sitting: Sitting) -> None:
        self._session.said.emit(
            text("calibration.said_opened", title=sitting.title, n=number(len(sitting.calls)))
        )
        self.refresh(sitting.id)

    def _show(self, found: Overview, held: int | None) -> None:
        self._overview = found
        self.sessions.blockSignals(True)
        self.sessions.clear()
        proof = QListWidgetItem(text("calibration.proof"))
        self.sessions.addItem(proof)
        row = 0
        for number_of_row, each in enumerate(found.sessions, start=1):
            item = QListWidgetItem(label_of(each))
            item.setData(Qt.ItemDataRole.UserRole, each.id)
            self.sessions.addItem(item)
            if each.id == held:
                row = number_of_row
        self.sessions.setCurrentRow(row)
        self.sessions.blockSignals(False)
        self._show_session(row)

    def _show_session(self, row: int) -> None:
        self._drop_form()
        sitting = self._overview.sessions[row - 1] if row > 0 else None
        self._close.setVisible(self._leads and sitting is not None and sitting.closed_at is None)
        if sitting is None:
            self._show_proof()
        elif sitting.closed_at is not None:
            self._read_report(sitting)
        elif self._takes_part(sitting):
            self._read_sheet(sitting)
        else:
            self._tell(sitting.title, text("calibration.open_not_yours", who=progress_of(sitting)))
            self._stack.setCurrentWidget(self._nothing)

    def _show_proof(self) -> None:
        rows = self._overview.questions
        proven = sum(each.proven for each in rows)
        human = sum(each.human for each in rows)
        self._tell(
            text("calibration.proof"),
            text(
                "calibration.proof_told",
                proven=number(proven),
                provisional=number(len(rows) - proven - human),
                human=number(human),
            ),
        )
        self.model.show_rows(rows)
        for column in ("people", "alpha", "error", "drift"):
            self.table.setColumnHidden(COLUMNS.index(column), True)
        self._stack.setCurrentWidget(self.table)

    def _read_report(self, sitting: Sitting) -> None:
        workspace = self._session.workspace
        self._tell(
            sitting.title,
            text(
                "calibration.closed_told",
                n=number(len(sitting.calls)),
                rubric=sitting.rubric,
                at=moment(sitting.closed_at),
            ),
        )
        self._tasks.append(
            self._session.bridge.read(
                self, lambda: workspace.calibrations.report(sitting.id), self._show_report
            )
        )

    def _show_report(self, report: CalibrationReport) -> None:
        proofs = {each.question: each for each in self._overview.questions}
        self.model.show_rows([row_of(each, proofs.get(each.question)) for each in report.questions])
        for column in ("people", "alpha", "error", "drift"):
            self.table.setColumnHidden(COLUMNS.index(column), False)
        self._stack.setCurrentWidget(self.table)

    def _read_sheet(self, sitting: Sitting) -> None:
        workspace = self._session.workspace
        self._tell(sitting.title, text("calibration.open_told", who=progress_of(sitting)))

        def work() -> tuple[Sheet, dict[str, str]]:
            sheet = workspace.calibrations.sheet(sitting.id)
            return sheet, names_on(workspace, sheet)

        self._tasks.append(self._session.bridge.read(self, work, self._show_sheet))

    def _show_sheet(self, found: tuple[Sheet, dict[str, str]]) -> None:
        sheet, names = found
        questions = [SheetQuestion(each.id, each.text, each.points) for each in sheet.questions]
        self.sheet.show_sheet(questions, sheet.answers, names)
        self._stack.setCurrentWidget(self.sheet)

    def _takes_part(self, sitting: Sitting) -> bool:
        login = self._session.workspace.context.user.login
        return any(each.login == login for each in sitting.reviewers)

    def _tell(self, heading: str, told: str) -> None:
        self._heading.setText(heading)
        self._told.setText(told)

    def _begin(self) -> None:
        self._drop_form()
        self._form = form = CalibrationNew(self._overview.reviewers)
        form.wanted.connect(self.draw)
        form.left.connect(lambda: self._show_session(self.sessions.currentRow()))
        self._tell(text("calibration.new"), "")
        self._close.hide()
        self._stack.addWidget(form)
        self._stack.setCurrentWidget(form)
        form.title.setFocus()

    def _drop_form(self) -> None:
        if self._form is not None:
            self._stack.removeWidget(self._form)
            self._form.deleteLater()
            self._form = None

    def _end(self) -> None:
        sitting = self._overview.sessions[self.sessions.currentRow() - 1]
        late = ", ".join(f"{each.login} {each.answered}/{each.asked}" for each in sitting.late)
        what = text("calibration.close_what")
        if late:
            what = f"{text('calibration.close_late', who=late)} {what}"
        question = text("calibration.close_question", title=sitting.title)
        if dialogs.confirmed(self, question, what, text("calibration.close")):
            workspace = self._session.workspace
            self._session.bridge.write(
                self,
                lambda: workspace.calibrations.close(sitting.id, early=bool(late)),
                lambda closed: self.refresh(closed.id),
            )

    def _lay_out(self) -> None:
        left = Card(text("calibration.sessions"))
        left.top.addWidget(self._new)
        left.content.addWidget(self.sessions, 1)
        right = Card()
        right.top.insertWidget(0, self._heading)
        right.top.addWidget(self._close)
        right.content.addWidget(self._told)
        self._nothing = QWidget()
        for each in (self.table, self.sheet, self._nothing):
            self._stack.addWidget(each)
        right.content.addWidget(self._stack, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(left)
        split.addWidget(right)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 4)
        split.setChildrenCollapsible(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(split)
