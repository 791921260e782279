"""The JSON Schema of a result, generated from its types.

``python -m callqa.report.schema`` writes it into the package; a test fails while the file there
is not what the types say.

A key is never renamed or removed within version 1, but keys may be added, so objects stay open
(no ``additionalProperties: false``) and a reader ignores what it does not know. Every key that
the types have is always written, hence all are required.
"""

import inspect
from pathlib import Path
from typing import Any

import msgspec

from callqa.domain.sentence import Sentence
from callqa.report.atomic import write_atomically
from callqa.report.document import Analysis

FILE_NAME = "analysis-1.schema.json"
PACKAGED = Path(__file__).resolve().parents[1] / "schema" / FILE_NAME
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def analysis_schema() -> dict[str, Any]:
    """Return the schema of `Analysis` as JSON-ready dicts."""
    (root,), components = msgspec.json.schema_components(
        [Analysis], schema_hook=_sentence_schema, ref_template="#/$defs/{name}"
    )
    return {
        "$schema": DIALECT,
        "$id": f"urn:callqa:{FILE_NAME.removesuffix('.schema.json')}",
        "title": "Result of one call",
        **root,
        "$defs": {name: _tidied(each) for name, each in sorted(components.items())},
    }


def encoded_schema() -> bytes:
    """Return the schema file's content."""
    return msgspec.json.format(msgspec.json.encode(analysis_schema()), indent=2) + b"\n"


def _sentence_schema(kind: type) -> dict[str, Any]:
    if kind is Sentence:
        return {"type": "string", "description": "A sentence in the reader's language."}
    raise NotImplementedError(kind.__name__)


def _tidied(component: dict[str, Any]) -> dict[str, Any]:
    tidy = dict(component)
    if "description" in tidy:
        first, *_ = inspect.cleandoc(tidy["description"]).split("\n\n")
        tidy["description"] = " ".join(first.split())
    if "properties" in tidy:
        tidy["required"] = list(tidy["properties"])
        tidy["properties"] = {
            name: {key: value for key, value in each.items() if key != "default"}
            for name, each in tidy["properties"].items()
        }
    return tidy


if __name__ == "__main__":
    write_atomically(PACKAGED, encoded_schema())
