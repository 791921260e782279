"""A change as a document of plain values, as stores and files keep it, and back."""

from typing import Any

import msgspec

from callqa.domain.edits import CHANGES, Change
from callqa.errors import RecordUnreadable

_NAMES = {kind: name for name, kind in CHANGES.items()}


def change_to_document(change: Change) -> dict[str, Any]:
    """Return ``{"kind": its name in CHANGES, "values": its fields}``.

    The fields stand apart because an added finding has a kind of its own.
    """
    return {"kind": _NAMES[type(change)], "values": msgspec.to_builtins(change)}


def change_from_document(document: dict[str, Any]) -> Change:
    """Return the change that `change_to_document` was given.

    Raises
    ------
    RecordUnreadable
        The kind is unknown to this version, or the document is damaged.
    """
    name = document.get("kind")
    kind = CHANGES.get(str(name))
    if kind is None:
        raise RecordUnreadable(
            f"{name!r} is a kind of edit that this version does not know: a newer one wrote it.",
            subject="edit",
            remedy="Install the newer CallQA.",
        )
    try:
        return msgspec.convert(document.get("values"), kind)
    except msgspec.ValidationError as error:
        raise RecordUnreadable(
            f"a stored {name} cannot be read: {error}",
            subject="edit",
            remedy="Restore the store from a backup.",
        ) from error
