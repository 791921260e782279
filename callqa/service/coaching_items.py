"""Coaching items as a person may see and change them."""

from sqlalchemy import Connection

from callqa.domain.coaching import CoachingItem, CoachingKind, CoachingState
from callqa.errors import UsageError
from callqa.service.blindness import sees_item
from callqa.service.coached_call import CoachedCall
from callqa.service.context import Context
from callqa.store.calibrations import blind_call_ids
from callqa.store.coaching import item_at, list_items, put_item
from callqa.store.people import all_agents, find_agent

OPEN_STATES: tuple[CoachingState, ...] = ("open", "agreed")


def new_item(
    context: Context,
    coached: CoachedCall,
    kind: CoachingKind,
    title: str,
    start_s: float,
    end_s: float,
) -> CoachingItem:
    """Return an item that is not written yet."""
    return CoachingItem(
        id=0,
        call_id=coached.stored.call_id,
        agent=coached.agent,
        kind=kind,
        origin="by_hand",
        title=title,
        tip="",
        role_play="",
        start_s=start_s,
        end_s=end_s,
        state="open",
        created_by=context.user.login,
        created_at=context.now(),
    )


def write_item(
    context: Context, connection: Connection, coached: CoachedCall, item: CoachingItem
) -> CoachingItem:
    """Write a new item of a call and return it with its number; the access log says so."""
    row = put_item(connection, item, coached.stored.row, coached.stored.agent)
    context.log(connection, "coach: added", item.call_id)
    return known_item(context, connection, row)


def known_item(
    context: Context, connection: Connection, item: int, *, to_change: bool = False
) -> CoachingItem:
    """Return an item that the person may see.

    Raises
    ------
    UsageError
        There is none, or it is another's item of a call that the person scores blind.
    """
    found = item_at(connection, item, to_change=to_change)
    if found is None or not sees_item(
        blind_call_ids(connection, context.user.login), context, found
    ):
        raise unknown_item(item)
    return found


def open_item(context: Context, connection: Connection, item: int) -> CoachingItem:
    """Return an item that is to be changed; others wait until the transaction ends.

    Raises
    ------
    UsageError
        The person sees no such item, or it is closed.
    """
    found = known_item(context, connection, item, to_change=True)
    if found.state not in OPEN_STATES:
        raise UsageError(
            f"is {found.state} already.", subject=f"item {item}", remedy="Add a new one."
        )
    return found


def agent_asked(context: Context, connection: Connection, agent: str | None) -> str | None:
    """Return the name of the agent whose items the person may see of those asked for.

    ``None`` stands for all agents.

    Raises
    ------
    NotAllowed
        The person coaches nobody and asks for another's items.
    UsageError
        There is no such agent.
    """
    if not context.may("coach"):
        context.require("see_own_calls")
        own = context.user.agent or ""
        if agent is not None and find_agent(connection, agent) != find_agent(connection, own):
            context.require("coach")
        return own
    if agent is None:
        return None
    row = find_agent(connection, agent)
    if row is None:
        raise UsageError(
            "is no agent of this store.", subject=agent, remedy="See 'callqa people list'."
        )
    return all_agents(connection)[row].name


def unknown_item(item: int) -> UsageError:
    """Return the error about an item that is not there, or not for this person."""
    return UsageError(
        "there is no such coaching item.", subject=str(item), remedy="See 'callqa coach list'."
    )


def refuse_twice(connection: Connection, coached: CoachedCall, flag: str) -> None:
    """Refuse a flag that is an item of its call already.

    Raises
    ------
    UsageError
        It is one, and was not dropped.
    """
    for each in list_items(connection, call=coached.stored.row):
        if each.origin == flag and each.state != "dropped":
            raise UsageError(
                f"is coaching item {each.id} of this call already.",
                subject=flag,
                remedy="See 'callqa coach list'.",
            )
