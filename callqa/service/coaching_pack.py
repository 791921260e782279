"""The moments to talk over with an agent, put together with their sound and words."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection

from callqa.catalogue import say
from callqa.domain.coaching import CoachingItem
from callqa.domain.hearing import Hearing
from callqa.domain.sentence import Sentence
from callqa.errors import CallError
from callqa.report import coaching_pack as page
from callqa.report.atomic import write_atomically
from callqa.service.blindness import require_sight
from callqa.service.coached_call import coached_call
from callqa.service.context import Context
from callqa.service.follow_up import follow_up_of
from callqa.service.local_zone import centre_zone
from callqa.store.listing import get_summary


def pack_item(
    context: Context, connection: Connection, item: CoachingItem, language: str
) -> page.PackItem:
    """Return an item with the sound and the words of its moment, and its follow-up.

    A recording that cannot be played is told of in the item.

    Raises
    ------
    ReviewRefused
        The person scores the call blind at present.
    """
    coached = coached_call(context, connection, item.call_id, needs_flags=False)
    require_sight(context, connection, coached.stored)
    summary = get_summary(connection, coached.stored.row)
    clip, no_clip = _clip(coached.stored.path, item, language)
    return page.PackItem(
        item=item,
        started_at=coached.stored.started_at,
        customer=summary.customer,
        file=Path(coached.stored.path or "").name,
        quotes=_quotes(coached.hearing, item) if coached.hearing else (),
        clip=clip,
        no_clip=no_clip,
        follow_up=_follow_up(context, connection, item),
        language=summary.language,
    )


def write_pack(
    context: Context, title: str, items: Sequence[page.PackItem], path: Path, language: str
) -> None:
    """Write a coaching pack in a language.

    Raises
    ------
    OutputFailed
        The page cannot be written.
    """
    zone = centre_zone(context)
    made = page.CoachingPack(title, tuple(items), context.now(), context.user.login, zone)
    write_atomically(path, page.render_coaching_pack(made, language).encode("utf-8"))


def _clip(path: str | None, item: CoachingItem, language: str) -> tuple[bytes | None, str]:
    """Return the sound of a moment, or why there is none."""
    from callqa.audio.clips import cut_clip

    if path is None:
        return None, say(Sentence("coach.no_link"), language)
    if item.end_s <= item.start_s:
        return None, say(Sentence("coach.no_moment"), language)
    try:
        return cut_clip(Path(path), item.start_s, item.end_s), ""
    except CallError as error:
        return None, str(error)


def _quotes(hearing: Hearing, item: CoachingItem) -> tuple[page.Quote, ...]:
    return tuple(
        page.Quote(turn.start_s, hearing.role_of(turn.speaker), turn.text)
        for turn in hearing.turns
        if turn.start_s < item.end_s and turn.end_s > item.start_s and turn.text
    )


def _follow_up(
    context: Context, connection: Connection, item: CoachingItem
) -> page.FollowUp | None:
    if item.measure is None:
        return None
    found = follow_up_of(context, connection, item, None)
    if found.since.n == 0:
        return None
    return page.FollowUp(found.since, found.before, found.change)
