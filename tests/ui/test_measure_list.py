"""The measures of a call: all that the report has, where they should be, and to be heard."""

from dataclasses import replace

import pytest

from callqa.domain.listing import CallFilter, Sort
from callqa.report.figures import measure_groups as reported
from callqa.report.moments import moments as reported_moments
from callqa.report.places import Places
from callqa.report.wording import Wording
from callqa.service.workspace import Workspace
from ui.itemmodels.measure_bands import Band, bands_of
from ui.itemmodels.measure_rows import measure_groups, why_unreliable
from ui.widgets.evidence_chip import EvidenceChip
from ui.widgets.measure_list import MeasureList


@pytest.fixture
def document(workspace: Workspace):
    rows = workspace.calls.list(CallFilter(), Sort()).rows
    call_id = next(each.call_id for each in rows if "02_" in (each.path or ""))
    return workspace.calls.show(call_id).document


def rows_of(document, bands=None):
    return {row.key: row for group in measure_groups(document, bands or {}) for row in group.rows}


def test_every_measure_of_the_report_is_there_by_its_name(document):
    places, wording = Places(document.turns, document.speakers), Wording()
    found = list(reported_moments(document, places, wording))
    names = {row.name for group in reported(document, found, places, wording) for row in group.rows}

    assert names <= {row.name for row in rows_of(document).values()}


def test_counts_are_those_of_the_parties(document):
    row = rows_of(document)["measure_interruption"]

    assert (row.agent, row.customer) == ("3", "0")
    assert [each.start_s for each in row.evidence] == [21.41, 27.746, 45.442]


def test_the_bands_are_those_of_the_rubric_in_force(workspace, document):
    bands = bands_of(workspace.rubrics.in_force().questions)

    assert bands["talk.agent_ratio"] == Band(0.35, 0.65)
    row = rows_of(document, bands)["interruption_rate"]
    assert row.band == Band(None, 0.0)
    assert row.band_words == "wanted at most 0: above"


def test_what_cannot_be_measured_says_so_and_why(document):
    talk = replace(document.measures.talk, basis="unreliable", agent_ratio=None)
    unsure = replace(document, measures=replace(document.measures, talk=talk))

    row = rows_of(unsure)["agent_ratio"]

    assert row.agent == "not measurable"
    assert row.band is None
    assert "Who spoke when is not reliable" in why_unreliable(unsure)


def test_a_time_plays(qtbot, document):
    measures = MeasureList()
    qtbot.addWidget(measures)
    measures.show_call(document)
    chip = next(
        each for each in measures.findChildren(EvidenceChip) if each.evidence.start_s == 27.746
    )

    with qtbot.waitSignal(measures.play_wanted) as wanted:
        chip.click()

    assert wanted.args == [27.746, pytest.approx(28.766)]


def test_a_call_without_a_result_is_not_blank(qtbot):
    measures = MeasureList()
    qtbot.addWidget(measures)

    measures.show_call(None)

    assert measures.groups == ()
    measures.show()
    assert measures._empty.isVisible()
