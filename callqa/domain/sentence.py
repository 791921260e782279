"""A sentence for a person, kept as a code and its parameters until it is shown."""

from collections.abc import Mapping

Value = str | int | float


class Sentence:
    """A code in the catalogue and the values that fill its template.

    Not a dataclass on purpose: the result JSON shows the sentence itself in the reader's
    language, and the codec turns code and values into it.

    Examples
    --------
    >>> Sentence("role.own_name", name="Emily")
    Sentence('role.own_name', name='Emily')
    """

    __slots__ = ("code", "values")

    code: str
    values: Mapping[str, Value]

    def __init__(self, code: str, /, **values: Value) -> None:
        object.__setattr__(self, "code", code)
        object.__setattr__(self, "values", values)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a Sentence does not change: {name}")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sentence):
            return NotImplemented
        return (self.code, self.values) == (other.code, other.values)

    def __hash__(self) -> int:
        return hash((self.code, tuple(sorted(self.values.items()))))

    def __repr__(self) -> str:
        values = "".join(f", {key}={value!r}" for key, value in self.values.items())
        return f"Sentence({self.code!r}{values})"

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (self.code, dict(self.values))


def _rebuild(code: str, values: dict[str, Value]) -> Sentence:
    return Sentence(code, **values)
