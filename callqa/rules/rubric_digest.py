"""What tells one content of a rubric from another."""

import hashlib
import json
from typing import Any

from msgspec import NODEFAULT, Struct
from msgspec.structs import FieldInfo, fields

from callqa.rules.rubric import Rubric


def rubric_digest(rubric: Rubric) -> str:
    """Return the SHA-256 of `rubric`'s content as 64 hexadecimal digits.

    Comments, spacing, the order of keys and defaults written out make no difference; every id,
    text, number and order of sections, questions and bands does. A key added to the types later
    leaves the digest of a rubric that does not use it unchanged.
    """
    canonical = json.dumps(
        _content(rubric), sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def _content(value: Any) -> Any:
    if isinstance(value, Struct):
        return {
            each.encode_name: _content(own)
            for each in fields(value)
            if (own := getattr(value, each.name)) != _default(each)
        }
    if isinstance(value, tuple):
        return [_content(each) for each in value]
    if isinstance(value, dict):
        return {name: _content(each) for name, each in value.items()}
    return value


def _default(field: FieldInfo) -> Any:
    return field.default if field.default_factory is NODEFAULT else field.default_factory()
