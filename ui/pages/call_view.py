"""The open call in its widgets: what each of them is shown, and how they keep in step."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject

from callqa.domain.edits import AddNote, Change
from callqa.domain.span import Span
from callqa.service.opened_call import OpenedCall
from ui.itemmodels.measure_bands import Band
from ui.itemmodels.moment import KINDS, Moment, MomentKind
from ui.itemmodels.moments import moments_of
from ui.itemmodels.review_steps import ReviewStanding
from ui.pages.call_notices import CallNotices
from ui.pages.call_parts import TABS, CallParts
from ui.pages.call_sound import CallSound
from ui.pages.call_summary import show_summary
from ui.session import Session
from ui.widgets.call_header import HeaderFacts
from ui.widgets.timeline_facts import Outline, TimelineFacts, timeline_facts

_JUST_LEFT_S = 0.75
"""Who steps back right after a moment began wants the one before."""


class CallView(QObject):
    """Shows a call, and after an edit only what differs in it."""

    def __init__(self, session: Session, parts: CallParts) -> None:
        super().__init__(parts)
        self._session = session
        self._parts = parts
        self._opened: OpenedCall | None = None
        self._moments: tuple[Moment, ...] = ()
        self._peaks: Outline | None = None
        self._bands: Mapping[str, Band] = {}
        self._place: tuple[int, int] | None = None
        self.sound = CallSound(session, parts)
        self.notices = CallNotices(parts.banners)
        self._pending: dict[str, Callable[[], None]] = {}
        self.chosen: Moment | None = None

    def show_new(
        self, opened: OpenedCall, place: tuple[int, int] | None, bands: Mapping[str, Band]
    ) -> None:
        """Show another call from its start."""
        self._opened = None
        self._peaks = None
        self.notices.clear()
        self._parts.notes.clear()
        self._bands = bands
        self.sound.open(opened)
        self._choose(None)
        self._show(opened, place)

    def show_again(self, opened: OpenedCall, place: tuple[int, int] | None) -> None:
        """Show the open call as it is now; what is the same stays as it is."""
        self.sound.follow(opened)
        self._show(opened, place)

    def set_standing(self, standing: ReviewStanding | None, *, is_editable: bool) -> None:
        """Let the call be changed or only looked at, and say why."""
        parts = self._parts
        for each in (parts.transcript, parts.scorecard, parts.events, parts.flags, parts.history):
            each.set_editable(is_editable)
        parts.notes.set_editable(is_editable)
        self._show_header(is_editable=is_editable)
        if self._opened is not None:
            self.notices.show_call(self._opened, standing)

    def show_peaks(self, call_id: str, peaks: Outline) -> None:
        """Draw the sound of the call, if it is still the one that is open."""
        if self._opened is not None and self._opened.call_id == call_id:
            self._peaks = peaks
            self._parts.timeline.set_peaks(peaks)

    def go_to(self, at_s: float) -> None:
        """Move the playhead, and show what is said there."""
        self._session.player.seek(at_s)
        self._parts.transcript.go_to(at_s)

    def go_to_question(self, question: str) -> None:
        """Show a question of the scorecard."""
        self._parts.show_tab("scorecard")
        self.fill_tab()
        self._parts.scorecard.go_to(question)

    def step_moment(self, by: int) -> None:
        """Choose the next moment of the kinds that are shown, or the one before."""
        kinds = {*self._parts.timeline.legend.kinds, "note"}
        at_s = self._session.player.position_s
        shown = [each for each in self._moments if each.kind in kinds]
        chosen = self.chosen
        if chosen in shown and abs(chosen.start_s - at_s) < _JUST_LEFT_S:
            place = shown.index(chosen) + by
            found = shown[place] if 0 <= place < len(shown) else None
        elif by > 0:
            found = next((each for each in shown if each.start_s > at_s), None)
        else:
            earlier = [each for each in shown if each.start_s < at_s - _JUST_LEFT_S]
            found = earlier[-1] if earlier else None
        if found is not None:
            self._choose(found)
            self.go_to(found.start_s)

    def put_back(self, change: Change | None) -> None:
        """Put what was typed back where it was typed: the change was not made."""
        if isinstance(change, AddNote):
            self._parts.show_tab("notes")
            self._parts.notes.put_back(change.text)
        self._show_words()

    def _show(self, opened: OpenedCall, place: tuple[int, int] | None) -> None:
        before, self._opened = self._opened, opened
        self._place = place
        shown, parts = opened.shown, self._parts
        document = shown.document
        old = before.shown.document if before else None
        is_other = before is None or _marks(before) != _marks(opened)
        if is_other:
            self._moments = moments_of(document, document.flags, shown.notes) if document else ()
        moments = self._moments
        settings = self._session.workspace.context.settings
        show_summary(parts.summary, opened, settings)
        speakers = document.speakers if document else ()
        if document is not None and (
            old is None or (old.speakers, old.speech) != (document.speakers, document.speech)
        ):
            parts.timeline.show_call(timeline_facts(document))
            if self._peaks is not None:
                parts.timeline.set_peaks(self._peaks)
            parts.timeline.set_position(self._session.player.position_s)
            is_other = True
        elif document is None and before is None:
            parts.timeline.show_call(TimelineFacts(shown.summary.duration_s, ()))
        parts.events.set_call(speakers, shown.summary.duration_s)
        if is_other:
            parts.timeline.show_moments(moments)
            parts.events.show_moments(moments)
            self._choose(_same(self.chosen, moments))
        if is_other or old is None or document is None or old.turns != document.turns:
            self._show_words()
        if before is None or old != document:
            self._later("measures", lambda: parts.measures.show_call(document, self._bands))
        self._show_review(opened, before)

    def _show_words(self) -> None:
        document = self._opened.shown.document if self._opened else None
        measures = document.measures if document else None
        settings = self._session.workspace.context.settings
        self._parts.transcript.set_uncertain_below(settings.report.uncertain_probability)
        self._parts.transcript.show_call(
            document.turns if document else (),
            document.speakers if document else (),
            measures.phrases if measures else (),
            self._moments,
            measures.redaction.spans if measures else (),
        )

    def _show_review(self, opened: OpenedCall, before: OpenedCall | None) -> None:
        parts, card, document = self._parts, opened.card, opened.shown.document
        speakers = document.speakers if document else ()
        parts.scorecard.setEnabled(card is not None)
        parts.hide_verdicts(hidden=opened.shown.blind is not None)
        if card is not None and (before is None or before.card != card):
            sections = opened.shown.judgement.scorecard.sections if opened.shown.judgement else ()
            questions = {each.id: each.text for each in card.lines}
            self._later("scorecard", lambda: parts.scorecard.show_card(card, sections, speakers))
            self._later("notes", lambda: parts.history.show_log(card.edits, card.steps, questions))
        if before is None or before.card != card:
            flags = card.flags if card else ()
            dismissed = card.dismissed if card else {}
            self._later("flags", lambda: parts.flags.show_flags(flags, dismissed, speakers))
        if before is None or before.shown.notes != opened.shown.notes:
            parts.notes.show_notes(opened.shown.notes)
        may_coach = self._session.workspace.context.may("coach") and card is not None
        parts.coaching.show_items(opened.coaching, may_add=may_coach)

    def fill_tab(self) -> None:
        """Fill the tab that is in front with what changed while it was not."""
        if fill := self._pending.pop(TABS[self._parts.tabs.currentIndex()], None):
            fill()

    def _later(self, tab: str, fill: Callable[[], None]) -> None:
        """Fill a tab when it is in front: who looks at another need not wait for it."""
        self._pending[tab] = fill
        self.fill_tab()

    def _show_header(self, *, is_editable: bool) -> None:
        opened = self._opened
        if opened is not None:
            document = opened.shown.document
            self._parts.header.show_call(
                HeaderFacts(
                    call=opened.shown.summary,
                    health=document.health if document else None,
                    legs=opened.legs,
                    place=self._place,
                    is_editable=is_editable,
                )
            )

    def _choose(self, moment: Moment | None) -> None:
        self.chosen = moment
        parts = self._parts
        parts.timeline.choose(moment)
        parts.events.choose(moment)
        span = Span(moment.start_s, moment.end_s) if moment else None
        has_length = span is not None and span.duration_s > 0
        parts.player_bar.set_event(span if has_length else None)

    def moment_in_list(self, moment: Moment) -> None:
        """Take up a moment that was chosen in the list."""
        self._choose(moment)
        self.go_to(moment.start_s)

    def moment_on_timeline(self, moment: Moment) -> None:
        """Take up a moment that was chosen on the time line, and show what is said of it."""
        self._choose(moment)
        self.go_to(moment.start_s)
        if moment.kind == "flag":
            self.show_flag(moment.code)
        else:
            self._parts.show_tab("notes" if moment.kind == "note" else "events")

    def show_flag(self, code: str) -> None:
        """Show a flag, and move the playhead to what it rests on."""
        self._parts.show_tab("flags")
        self.fill_tab()
        self._parts.flags.go_to(code)
        found = next((each for each in self._moments if code and each.code == code), None)
        if found is not None:
            self._choose(found)
            self.go_to(found.start_s)

    def play(self, start_s: float, end_s: float) -> None:
        """Play a stretch, and show what is said in it."""
        self._session.player.play_span(start_s, end_s)
        self._parts.transcript.go_to(start_s)

    def kinds_changed(self, kinds: frozenset[MomentKind]) -> None:
        """List the kinds that the time line shows, and remember them."""
        self._parts.events.set_kinds(kinds)
        self._session.kept.set("call_kinds", [each for each in KINDS if each in kinds])

    def restore_kinds(self) -> None:
        """Show the kinds that were shown last time."""
        kept = self._session.kept.get("call_kinds")
        if isinstance(kept, list):
            kinds = frozenset(each for each in KINDS if each in kept)
            self._parts.timeline.set_kinds(kinds)
            self._parts.events.set_kinds(kinds)


def _same(moment: Moment | None, moments: Sequence[Moment]) -> Moment | None:
    """Return the moment that is now where another was, also where its class changed."""
    if moment is None:
        return None
    same = (moment.kind, moment.start_s, moment.role, moment.code)
    return next((m for m in moments if (m.kind, m.start_s, m.role, m.code) == same), None)


def _marks(opened: OpenedCall) -> tuple[object, ...]:
    """Return all that moments are made of."""
    document, notes = opened.shown.document, opened.shown.notes
    if document is None:
        return (notes,)
    turns = len(document.turns)
    return notes, document.flags, document.speakers, document.measures, turns
