"""How the widgets of the call page are joined with each other and with the page."""

from typing import TYPE_CHECKING

from callqa.domain.edits import Undo

if TYPE_CHECKING:
    from ui.pages.call import CallPage


def wire(page: "CallPage") -> None:
    """Connect what the widgets say with what the page does."""
    _wire_sound(page)
    _wire_changes(page)
    _wire_moments(page)
    _wire_header(page)


def _wire_sound(page: "CallPage") -> None:
    parts, view, player = page.parts, page.view, page.session.player
    player.moved.connect(view.sound.show_position)
    player.state_changed.connect(view.sound.log_hearing)
    parts.timeline.sought.connect(player.seek)
    parts.transcript.sought.connect(player.seek)
    for widget in (
        parts.transcript,
        parts.scorecard,
        parts.events,
        parts.measures,
        parts.flags,
        parts.notes,
        parts.summary,
        parts.coaching,
    ):
        widget.play_wanted.connect(view.play)
    bar = parts.player_bar
    bar.previous_wanted.connect(lambda: view.step_moment(-1))
    bar.next_wanted.connect(lambda: view.step_moment(1))
    bar.solo_wanted.connect(view.sound.hear_party)


def _wire_changes(page: "CallPage") -> None:
    parts = page.parts
    for changing in (parts.transcript, parts.scorecard, parts.events, parts.flags, parts.notes):
        changing.change_wanted.connect(page.edits.apply)
    for asking in (parts.transcript, parts.events, parts.flags):
        asking.coaching_wanted.connect(page.coach_moment)
    parts.history.undo_wanted.connect(lambda edit: page.edits.apply(Undo(edit)))
    parts.coaching.add_wanted.connect(page.coach_here)


def _wire_moments(page: "CallPage") -> None:
    parts, view = page.parts, page.view
    parts.timeline.moment_chosen.connect(view.moment_on_timeline)
    parts.events.moment_chosen.connect(view.moment_in_list)
    parts.timeline.kinds_changed.connect(view.kinds_changed)
    parts.summary.flag_chosen.connect(view.show_flag)
    parts.summary.score_chosen.connect(lambda: parts.show_tab("scorecard"))
    parts.tabs.currentChanged.connect(lambda _place: view.fill_tab())
    view.restore_kinds()


def _wire_header(page: "CallPage") -> None:
    header, wanted = page.parts.header, page.session.call_wanted
    header.back_wanted.connect(page.go_back)
    header.previous_wanted.connect(lambda: page.step_call(-1))
    header.next_wanted.connect(lambda: page.step_call(1))
    header.agent_wanted.connect(page.session.agent_wanted)
    header.swap_wanted.connect(page.swap_roles)
    header.details_wanted.connect(page.edit_details)
    header.leg_wanted.connect(lambda call_id: wanted.emit(call_id, None))
    page.parts.coaching.agent_wanted.connect(page.show_agent)
