"""What a process loads once, loaded before somebody waits for it."""

from sqlalchemy import select

from callqa.lexicon import load_pack, match
from callqa.service.context import Context
from callqa.service.editing import edit_call as edit_call
from callqa.service.opened_call import opened_call as opened_call
from callqa.service.rubric_in_force import judging_in_force
from callqa.store.tables import calls


def warm_up(context: Context) -> None:
    """Load the code that opens and edits a call, the rubric in force, and the phrases needed.

    The phrases are those of the languages that are spoken in the calls of the store.
    """
    with context.store.writing() as connection:
        judging_in_force(connection, context)
    with context.store.reading() as connection:
        languages = connection.execute(select(calls.c.language).distinct()).scalars().all()
    for each in languages:
        pack = load_pack(each)
        if pack is not None:
            match((), {}, pack)
