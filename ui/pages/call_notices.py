"""What a person should know of the open call before anything else, as messages over the page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from PySide6.QtCore import QObject, Signal

from callqa.domain.edits import Edit
from callqa.domain.speech import PARTIES
from callqa.service.opened_call import OpenedCall
from ui import formats
from ui.i18n import counted, sentence, text
from ui.itemmodels.review_steps import ReviewStanding
from ui.widgets.banner import Banner

NoticeAct = Literal["", "find", "reopen", "swap", "history", "again"]

_ENOUGH = "hearing.min_role_confidence"


@dataclass(frozen=True, slots=True)
class Notice:
    """One message; `act` is what can be done about it."""

    tone: Literal["urgent", "coach", "info"]
    words: str
    act: NoticeAct = ""
    act_words: str = ""


class CallNotices(QObject):
    """Shows the messages of the open call; one that was closed stays so until another call."""

    acted = Signal(str)
    """The `NoticeAct` of a message."""

    def __init__(self, banners: Sequence[Banner]) -> None:
        super().__init__(banners[0])
        self._banners = tuple(banners)
        self._opened: OpenedCall | None = None
        self._standing: ReviewStanding | None = None
        self._lost: tuple[Edit, ...] = ()
        self._shown: tuple[Notice, ...] = ()
        self._closed: set[str] = set()
        self._is_busy = False
        for number, banner in enumerate(self._banners):
            banner.acted.connect(partial(self._act, number))
            banner.dismissed.connect(partial(self._close, number))

    def clear(self) -> None:
        """Begin with another call."""
        self._opened, self._lost, self._closed = None, (), set()
        self._is_busy = False

    def show_call(self, opened: OpenedCall, standing: ReviewStanding | None) -> None:
        """Show what is to be said of a call."""
        self._opened, self._standing = opened, standing
        self._show()

    def show_lost(self, lost: tuple[Edit, ...]) -> None:
        """Say which corrections count no more."""
        self._lost = lost
        self._show()

    def show_busy(self, *, is_busy: bool) -> None:
        """Offer to send a change again that the store was too busy to take, or no longer."""
        if is_busy != self._is_busy:
            self._is_busy = is_busy
            self._show()

    def _show(self) -> None:
        if self._opened is None:
            return
        found = notices_of(self._opened, self._standing, self._lost)
        if self._is_busy:
            words, again = text("edits.not_saved"), text("edits.try_again")
            found = (Notice("urgent", words, "again", again), *found)
        self._shown = tuple(each for each in found if each.words not in self._closed)
        for number, banner in enumerate(self._banners):
            if number < len(self._shown):
                notice = self._shown[number]
                banner.show_message(notice.tone, notice.words, notice.act_words)
            else:
                banner.hide()

    def _act(self, number: int) -> None:
        self.acted.emit(self._shown[number].act)

    def _close(self, number: int) -> None:
        self._closed.add(self._shown[number].words)
        self._show()


def notices_of(
    opened: OpenedCall, standing: ReviewStanding | None, lost: Sequence[Edit]
) -> tuple[Notice, ...]:
    """Return what is to be said of a call, the most important first.

    `standing` is ``None`` where there is nothing to review; `lost` are corrections that count no
    more.
    """
    return tuple(_notices(opened, standing, lost))


def _notices(
    opened: OpenedCall, standing: ReviewStanding | None, lost: Sequence[Edit]
) -> Iterator[Notice]:
    shown = opened.shown
    if shown.blind is not None:
        yield Notice("info", text("call.blind", title=shown.blind))
    if opened.recording is None:
        yield Notice("coach", text("call.no_recording"), "find", text("call.find"))
    if shown.document is None:
        yield Notice("info", text("call.words_removed"))
    if standing is not None and shown.blind is None:
        yield from _standing_notice(opened, standing)
    if lost:
        words = counted("call.lost", len(lost))
        yield Notice("coach", words, "history", text("call.show_history"))
    if standing is not None and standing.is_own and (why := _role_doubt(opened)):
        yield Notice("coach", text("call.role_doubt", why=why), "swap", text("call.swap"))


def _standing_notice(opened: OpenedCall, standing: ReviewStanding) -> Iterator[Notice]:
    if "reopen" in standing.steps:
        summary = opened.shown.summary
        who, at = summary.reviewed_by or formats.DASH, formats.moment(summary.reviewed_at)
        words = text("call.signed", who=who, at=at)
        yield Notice("info", words, "reopen", text("review.reopen"))
    elif (
        not standing.is_own and standing.assigned_to and standing.state in ("assigned", "in_review")
    ):
        yield Notice("info", text("call.with_another", who=standing.assigned_to))


def _role_doubt(opened: OpenedCall) -> str:
    """Return why it is not sure who the agent is, empty where it is or a person has said it."""
    document = opened.shown.document
    if document is None:
        return ""
    enough = float(document.provenance.settings.get(_ENOUGH, 0.0))
    parties = [each for each in document.speakers if each.role in PARTIES]
    unsure = [each for each in parties if each.role_confidence < enough]
    reasons = [sentence(each) for one in unsure for each in one.role_reasons]
    return reasons[0] if reasons else text("call.role_arbitrary") if unsure else ""
