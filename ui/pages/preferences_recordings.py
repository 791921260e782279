"""Recognition and recordings: how calls are heard, and what is known about them beforehand."""

from pathlib import PurePath

from callqa.domain.listing import CallFilter, Sort
from callqa.errors import UsageError
from callqa.service.filename_patterns import find_groups, propose_pattern
from callqa.settings import Scalar
from ui.i18n import text
from ui.pages.preferences_section import Section
from ui.widgets.preference_pattern import PatternFacts, PatternTrial

_MOST_NAMES = 200


class RecognitionSection(Section):
    """Profile, language and vocabulary."""

    def build(self) -> None:
        card = self.add_card(text("preferences.recognition"))
        keys = ("hearing.profile", "hearing.language", "hearing.vocabulary", "hearing.diarizer")
        self.add_rows(card, keys)


class RecordingsSection(Section):
    """The agent's channel, the file-name pattern with a live test, and the call list."""

    def build(self) -> None:
        channel = self.add_card(text("preferences.channel"))
        self.add_rows(channel, ("hearing.agent_channel", "hearing.min_role_confidence"))
        details = self.add_card(text("preferences.details"), text("preferences.details_about"))
        self.add_rows(details, ("intake.filename_pattern",))
        self.trial = PatternTrial()
        self.trial.name_changed.connect(lambda _name: self._try())
        self.trial.proposal_wanted.connect(self._propose)
        details.content.addWidget(self.trial)
        self.add_rows(details, ("intake.call_list",))
        self._names: tuple[str, ...] = ()
        self.desk.changed.connect(self._changed)

    def entered(self) -> None:
        super().entered()
        calls = self.session.workspace.calls

        def work() -> tuple[str, ...]:
            page = calls.list(CallFilter(), Sort(), limit=_MOST_NAMES)
            names = (PurePath(each.path).name for each in page.rows if each.path)
            return tuple(dict.fromkeys(names))

        self.session.bridge.read(self, work, self._take_names)

    def _take_names(self, names: tuple[str, ...]) -> None:
        self._names = names
        self.trial.show_names(names)
        self._try()

    def _changed(self, key: str, _value: Scalar) -> None:
        if key == "intake.filename_pattern":
            self._try()

    def _try(self) -> None:
        pattern = self.desk.settings.intake.filename_pattern
        if not pattern:
            self.trial.show_found(None)
            return
        try:
            groups = find_groups(pattern, self.trial.name)
        except UsageError as error:
            self.trial.show_found(PatternFacts(mistake=f"{error.what} {error.remedy}".strip()))
        else:
            self.trial.show_found(PatternFacts(groups))

    def _propose(self) -> None:
        pattern = propose_pattern(self._names)
        if pattern:
            self.desk.save("intake.filename_pattern", pattern)
        else:
            self.say(text("preferences.pattern_no_proposal"))
