"""Points as a person gives them on the command line."""

from collections.abc import Sequence

from callqa.errors import UsageError

NOT_APPLICABLE = "na"


def points_of(text: str, question: str) -> float | None:
    """Return points, or ``None`` for ``na``: the question does not apply.

    Raises
    ------
    UsageError
        It is neither.
    """
    if text.strip().lower() == NOT_APPLICABLE:
        return None
    try:
        return float(text)
    except ValueError as error:
        raise UsageError(
            f"{text!r} is no number of points.",
            subject=question,
            remedy="Write a number, or na where the question does not apply.",
        ) from error


def answers_of(terms: Sequence[str]) -> dict[str, float | None]:
    """Return points by question from ``QUESTION=POINTS`` each.

    Raises
    ------
    UsageError
        A term is not of this form, or a question is answered twice.
    """
    answers: dict[str, float | None] = {}
    for term in terms:
        question, sign, text = (part.strip() for part in term.partition("="))
        if not sign or not question:
            raise UsageError("is no answer.", subject=term, remedy="Write it as QUESTION=POINTS.")
        if question in answers:
            raise UsageError("is answered twice.", subject=question)
        answers[question] = points_of(text, question)
    return answers
