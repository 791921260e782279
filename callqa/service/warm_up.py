"""What a process loads once, loaded before somebody waits for it."""

from sqlalchemy import select

from callqa.lexicon import load_pack, match
from callqa.service.context import Context
from callqa.service.editing import edit_call as edit_call
from callqa.service.opened_call import opened_call as opened_call
from callqa.service.rubric_in_force import judging_in_force
from callqa.service.sound_cache import PEAKS, SOLOS
from callqa.store.rubrics import rubric_in_force
from callqa.store.tables import calls


def warm_up(context: Context) -> None:
    """Load the code that opens and edits a call, the rubric in force, and the phrases needed.

    The phrases are those of the languages that are spoken in the calls of the store. Nothing is
    written into the store. What is too old in the caches of sound is removed: a day after somebody
    listened to one party, perhaps nobody does it again.
    """
    for folder in (PEAKS, SOLOS):
        folder.tidy()
    with context.store.reading() as connection:
        if rubric_in_force(connection) is not None:
            judging_in_force(connection, context)
        languages = connection.execute(select(calls.c.language).distinct()).scalars().all()
    for each in languages:
        pack = load_pack(each)
        if pack is not None:
            match((), {}, pack)
