"""The moments of a call are its findings, flags and notes, as reports name them."""

from dataclasses import replace

import pytest

from callqa.corrections.event_changes import event_in
from callqa.corrections.event_types import EVENT_TYPES, events_of
from callqa.domain.edits import AddNote
from callqa.domain.listing import CallFilter, Sort
from callqa.report.wording import Wording
from callqa.service.workspace import Workspace
from ui import i18n
from ui.itemmodels.event_classes import CLASSES, choices_for
from ui.itemmodels.moments import moments_of


def shown(workspace, agent):
    """Return the call of a sample by a part of its recording's name."""
    rows = workspace.calls.list(CallFilter(), Sort()).rows
    return workspace.calls.show(next(each.call_id for each in rows if agent in (each.path or "")))


@pytest.fixture
def bad_call(workspace: Workspace):
    return shown(workspace, "02_").document


def test_a_moment_with_a_finding_names_it_as_corrections_find_it(bad_call):
    moments = moments_of(bad_call, bad_call.flags, ())

    named = [each for each in moments if each.ref is not None]
    found = sum(len(events_of(bad_call.measures, kind)) for kind in EVENT_TYPES)
    assert len(named) == found
    for each in named:
        event = event_in(bad_call.measures, each.ref)
        assert EVENT_TYPES[each.ref.kind].class_of(event) == each.class_


def test_moments_stand_in_order_of_time(bad_call):
    starts = [each.start_s for each in moments_of(bad_call, bad_call.flags, ())]

    assert starts == sorted(starts)


def test_a_note_without_a_time_is_no_moment(bad_call):
    notes = (AddNote("here", 12.0), AddNote("about all of it"))

    moments = moments_of(bad_call, (), notes)

    assert [each.detail for each in moments if each.kind == "note"] == ["here"]


def test_a_flag_is_a_moment_where_its_evidence_begins(bad_call):
    flags = {each.code: each for each in moments_of(bad_call, bad_call.flags, ()) if each.code}

    threat = flags["unanswered_threat"]
    assert threat.class_ == "urgent"
    assert threat.start_s == bad_call.flags[0].evidence[0].start_s
    assert threat.role == "customer"


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_the_window_calls_findings_what_the_reports_call_them(bad_call, language):
    i18n.use_language(language)
    wording = Wording(language)

    titles = {each.title for each in moments_of(bad_call, (), ())}

    assert wording("kind_interruption") in titles
    assert wording("volume_loud") in titles
    assert wording("situation_aggressive_customer") in titles


def test_a_call_scored_blind_has_no_findings(bad_call):
    assert moments_of(replace(bad_call, measures=None), (), ()) == ()


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_no_two_classes_of_a_kind_have_the_same_key(bad_call, language):
    i18n.use_language(language)

    for kind in CLASSES:
        moment = next(
            (m for m in moments_of(bad_call, (), ()) if m.ref and m.ref.kind == kind), None
        )
        keys = [each.key for each in choices_for(moment)]
        assert len(keys) == len(set(keys))


def test_classes_are_those_that_corrections_take(bad_call):
    for kind, classes in CLASSES.items():
        assert classes == EVENT_TYPES[kind].classes(bad_call)
