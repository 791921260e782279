import json
from dataclasses import replace
from typing import Any

import jsonschema
import msgspec
import pytest

from callqa.report.document import analysis, encode
from callqa.report.schema import PACKAGED, encoded_schema
from tests.report.demo import hard_call, long_call, said, silent_call

CONTRACT_KEYS = [
    "schema",
    "status",
    "call_id",
    "language",
    "recording",
    "health",
    "layout",
    "speakers",
    "speech",
    "turns",
    "measures",
    "scorecard",
    "flags",
    "provenance",
]


def decoded(content: bytes) -> Any:
    return json.loads(content.decode("utf-8"))


def closed(schema: Any) -> Any:
    """Return `schema` with every object closed, so that an undocumented key is an error."""
    if isinstance(schema, dict):
        shut = {key: closed(value) for key, value in schema.items()}
        if "properties" in shut and "enum" not in shut:
            shut["additionalProperties"] = False
        return shut
    return [closed(each) for each in schema] if isinstance(schema, list) else schema


def test_keys_are_those_of_the_contract_in_its_order() -> None:
    document = decoded(encode(analysis(*hard_call())))

    assert list(document) == CONTRACT_KEYS
    assert document["schema"] == "callqa/analysis/1"
    assert document["status"] == "done"


def test_a_recording_without_speech_is_empty_and_not_judged() -> None:
    _, verdict = hard_call()

    for judgement in (None, verdict):
        document = decoded(encode(analysis(silent_call(), judgement)))

        assert document["status"] == "empty"
        assert document["measures"] is None
        assert document["scorecard"] is None
        assert document["flags"] == []


def test_sentences_are_written_out() -> None:
    document = decoded(encode(analysis(*hard_call())))

    assert document["flags"][2]["reason"] == "The limit was given without another way."
    assert document["speakers"][0]["role_reasons"] == ["says the company's name first"]


def test_numbers_carry_no_more_digits_than_they_mean() -> None:
    heard, verdict = hard_call()
    talk = replace(verdict.measures.talk, overlap_s=0.1 + 0.2, silence_s=-0.0)
    verdict = replace(verdict, measures=replace(verdict.measures, talk=talk))

    document = decoded(encode(analysis(heard, verdict)))

    assert document["measures"]["talk"]["overlap_s"] == 0.3
    assert str(document["measures"]["talk"]["silence_s"]) == "0.0"
    assert document["measures"]["raised_volume"][0]["rise_db"] == 7.81
    assert document["language"]["probability"] == 0.9912
    assert document["provenance"]["timings_s"]["decode"] == 0.412


def test_settings_keep_every_digit() -> None:
    heard, verdict = hard_call()
    settings = {"health.clipping_share": 0.000123456}
    heard = replace(heard, provenance=replace(heard.provenance, settings=settings))

    document = decoded(encode(analysis(heard, verdict)))

    assert document["provenance"]["settings"] == settings


def test_without_indent_the_document_is_one_line() -> None:
    content = encode(analysis(*hard_call()), indent=0)

    assert content.count(b"\n") == 1
    assert content.endswith(b"\n")


def test_words_of_any_script_survive() -> None:
    heard, verdict = hard_call()
    turn = replace(heard.turns[0], text="שלום 😀 <script>")
    document = decoded(encode(analysis(replace(heard, turns=(turn,)), verdict)))

    assert document["turns"][0]["text"] == "שלום 😀 <script>"


def test_an_unknown_type_is_not_written() -> None:
    heard, verdict = hard_call()
    recording = replace(heard.recording, agent=object())  # type: ignore[arg-type]

    with pytest.raises(NotImplementedError):
        encode(analysis(replace(heard, recording=recording), verdict))


def test_the_schema_in_the_package_is_that_of_the_types() -> None:
    assert PACKAGED.read_bytes() == encoded_schema(), "run: python -m callqa.report.schema"


@pytest.mark.parametrize("of", ["hard", "long", "empty"])
def test_results_satisfy_the_schema_and_hold_nothing_undocumented(of: str) -> None:
    heard, verdict = {
        "hard": hard_call,
        "long": lambda: long_call(300.0),
        "empty": lambda: (silent_call(), None),
    }[of]()
    schema = msgspec.json.decode(PACKAGED.read_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)

    document = decoded(encode(analysis(heard, verdict)))

    jsonschema.validate(document, schema)
    jsonschema.validate(document, closed(schema))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("status",), "failed"),
        (("measures", "talk", "basis"), "guessed"),
        (("flags", 0, "severity"), "minor"),
        (("turns", 0, "start_s"), "0:01"),
        (("health", "reason"), None),
    ],
)
def test_the_schema_refuses_what_no_result_may_say(path: tuple[Any, ...], value: Any) -> None:
    document = decoded(encode(analysis(*hard_call())))
    *way, last = path
    place = document
    for step in way:
        place = place[step]
    place[last] = value

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, msgspec.json.decode(PACKAGED.read_bytes()))


def test_the_schema_requires_every_key_and_lets_later_ones_be() -> None:
    schema = msgspec.json.decode(PACKAGED.read_bytes())
    document = decoded(encode(analysis(*hard_call())))
    document["measures"]["talk"]["added_later"] = 1

    jsonschema.validate(document, schema)

    del document["recording"]["agent"]
    with pytest.raises(jsonschema.ValidationError, match="agent"):
        jsonschema.validate(document, schema)


def test_a_sentence_of_an_unknown_code_is_a_mistake() -> None:
    heard, verdict = hard_call()
    flag = replace(verdict.flags[0], title=type(said(""))("demo.no_such"))

    with pytest.raises(KeyError):
        encode(analysis(heard, replace(verdict, flags=(flag,))))
