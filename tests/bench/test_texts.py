"""Labelled texts are read as their README says, and scored against counts made by hand."""

from pathlib import Path

import pytest

from callqa.bench.texts.consultations import read_consultation
from callqa.bench.texts.esconv import Answer, read_answers
from callqa.bench.texts.scripts import read_script, script_figures
from callqa.bench.texts.sentences import Labelled, read_sentences, tally
from callqa.bench.texts.spoken import Line
from callqa.lexicon import load_pack

SCRIPT = """\
about = "A late parcel."
situations = ["unmet_expectation"]
may_be = ["service_failure"]

[[turn]]
who = "agent"
start_s = 0.0
end_s = 3.0
text = "Good morning, how can I help?"

[[turn]]
who = "customer"
start_s = 3.5
end_s = 8.0
text = "I'm really upset, nobody came."

[[turn]]
who = "agent"
start_s = 8.5
end_s = 12.0
text = "I'm so sorry about that."

[[opportunity]]
turns = [1]
outcome = "given"
acknowledge = false
apologise = true
act = false

[[deescalation]]
turns = [1]
outcome = "unchanged"
"""


def test_sentences_are_read_with_what_must_and_what_may_be_found(tmp_path: Path) -> None:
    path = tmp_path / "sentences_en.tsv"
    path.write_text(
        "# role\tsentence\tlabels\ttempts\n"
        "agent\tI'm sorry, it is late.\tapologise (acknowledge)\n"
        "customer\tNo.\t-\tthreat distress\n",
        encoding="utf-8",
    )

    assert read_sentences(path) == (
        Labelled(
            "agent",
            "I'm sorry, it is late.",
            wanted=frozenset({"apologise"}),
            may_be=frozenset({"acknowledge"}),
            tempts=frozenset(),
        ),
        Labelled(
            "customer",
            "No.",
            wanted=frozenset(),
            may_be=frozenset(),
            tempts=frozenset({"threat", "distress"}),
        ),
    )


def test_what_is_found_missed_and_wrong_is_counted_by_category() -> None:
    pack = load_pack("en")
    assert pack is not None
    nothing = frozenset[str]()
    apology = frozenset({"apologise"})
    sentences = (
        Labelled("agent", "I am so sorry about that.", apology, nothing, nothing),
        Labelled("agent", "The invoice is from March.", apology, nothing, nothing),
        Labelled("agent", "I do apologise for the delay.", nothing, nothing, apology),
        Labelled("agent", "I do apologise for the wait.", nothing, apology, nothing),
    )

    counts = tally(sentences, pack, {"apologise"})

    assert (counts.precision("apologise"), counts.recall("apologise")) == (0.5, 0.5)
    assert (counts.precision(), counts.recall("threat")) == (0.5, None)


def test_a_script_is_read_with_the_times_of_its_moments(tmp_path: Path) -> None:
    path = tmp_path / "dev_unmet_expectation_well.toml"
    path.write_text(SCRIPT, encoding="utf-8")

    script = read_script(path)

    assert [line.role for line in script.lines] == ["agent", "customer", "agent"]
    assert (script.situations, script.may_be) == ({"unmet_expectation"}, {"service_failure"})
    (moment,) = script.opportunities
    assert (moment.start_s, moment.end_s, moment.outcome) == (3.5, 8.0, "given")
    assert (moment.acknowledge, moment.apologise, moment.act) == (False, True, False)
    assert [each.outcome for each in script.deescalations] == ["unchanged"]


@pytest.mark.models
def test_the_figures_of_a_script_follow_its_labels(tmp_path: Path) -> None:
    (tmp_path / "scripts").mkdir()
    right = tmp_path / "scripts" / "dev_one.toml"
    right.write_text(SCRIPT, encoding="utf-8")
    wrong = tmp_path / "scripts" / "dev_two.toml"
    wrong.write_text(SCRIPT.replace('outcome = "given"', 'outcome = "missed"'), encoding="utf-8")

    values = {each.measure: each.value for each in script_figures(tmp_path)}

    assert values["seen: empathy opportunities: F1"] == 1.0
    assert values["seen: empathy outcomes: F1"] == 0.5
    assert values["seen: situations: recall"] == 0.0


def test_an_answer_of_a_growing_chat_is_read_once_with_its_own_label(tmp_path: Path) -> None:
    path = tmp_path / "chat.tsv"
    first = "1.0 0 0 Hello. EOS 1.0 1 1 [Questions] How are you? "
    rows = [first, first, f"{first} EOS 0.0 0 2 Bad. EOS 1.0 1 3 [Reflection of feelings] Oh dear."]
    path.write_text("\r\n".join(rows), encoding="utf-8")

    assert read_answers(path) == (
        Answer("Questions", "How are you?"),
        Answer("Reflection of feelings", "Oh dear."),
    )


def test_a_consultation_is_read_from_both_parties_in_order(tmp_path: Path) -> None:
    def tier(start: float, end: float, text: str) -> str:
        return f'xmin = {start} \n xmax = {end} \n text = "{text}" \n'

    doctor = tmp_path / "one_doctor.TextGrid"
    doctor.write_text(tier(0, 2, "Hello<UNIN/>.") + tier(2, 5, ""), encoding="utf-8")
    patient = tmp_path / "one_patient.TextGrid"
    patient.write_text(tier(1.5, 4, "Hi, my knee hurts."), encoding="utf-8")

    assert read_consultation(doctor) == (
        Line(0.0, 2.0, "agent", "Hello."),
        Line(1.5, 4.0, "customer", "Hi, my knee hurts."),
    )
