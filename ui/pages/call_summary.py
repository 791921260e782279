"""What the summary strip says of the open call: its score, its flags and four measures."""

from callqa.domain.judgement import Flag
from callqa.domain.sentence import Sentence
from callqa.service.opened_call import OpenedCall
from callqa.settings import Settings
from ui.i18n import sentence, text
from ui.itemmodels.key_measures import key_measures
from ui.widgets.scorecard_head import verdict_of
from ui.widgets.summary_strip import SummaryStrip


def show_summary(strip: SummaryStrip, opened: OpenedCall, settings: Settings) -> None:
    """Show a call in the strip; of one that is scored blind, nothing that tells the verdict."""
    shown, card = opened.shown, opened.card
    document, blind = shown.document, shown.blind is not None
    total = card.total if card else None
    machine = card.machine_total if card else None
    strip.show_score(total, verdict_of(card) if card else "not_scored", machine, blind=blind)
    if blind:
        none = text("call.blind_flags")
    elif card is None:
        none = sentence(Sentence("report.empty_notice"))
    else:
        none = sentence(Sentence("report.no_flags"))
    strip.show_flags(_flags_of(opened), none)
    kept = document or (None if blind else shown.judgement)
    band = (settings.talk.agent_ratio_low, settings.talk.agent_ratio_high)
    strip.show_measures(key_measures(kept.measures if kept else None, band))


def _flags_of(opened: OpenedCall) -> tuple[Flag, ...]:
    # The card has them also where what was heard is not in the store any more.
    if opened.shown.document is not None:
        return opened.shown.document.flags
    return opened.card.flags if opened.card else ()
