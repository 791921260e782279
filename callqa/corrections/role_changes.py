"""Who the voices of a call are."""

from dataclasses import replace

from callqa.corrections.lookup import speaker_in_call
from callqa.domain.edits import NameSpeaker, SetRole
from callqa.domain.hearing import Hearing
from callqa.domain.recording import grade
from callqa.domain.sentence import Sentence
from callqa.domain.speech import PARTIES, Role, Speaker
from callqa.errors import EditRefused

OTHER_PARTY: dict[Role, Role] = {"agent": "customer", "customer": "agent", "other": "other"}


def swap_roles(hearing: Hearing) -> Hearing:
    """Make agents customers and customers agents; voices in role ``other`` stay what they are.

    Raises
    ------
    EditRefused
        Nobody in the call is an agent or a customer.
    """
    if not any(each.role in PARTIES for each in hearing.speakers):
        raise EditRefused(
            "no voice of this call is an agent or a customer.",
            subject="roles",
            remedy="Set the role of each voice instead.",
        )
    return _with_speakers(
        hearing,
        tuple(
            _told(each, OTHER_PARTY[each.role]) if each.role in PARTIES else each
            for each in hearing.speakers
        ),
    )


def set_role(hearing: Hearing, change: SetRole) -> Hearing:
    """Give one voice a role; who sets the role it has confirms it.

    Raises
    ------
    EditRefused
        There is no such voice.
    """
    chosen = speaker_in_call(hearing, change.speaker)
    return _with_speakers(
        hearing,
        tuple(_told(each, change.role) if each is chosen else each for each in hearing.speakers),
    )


def name_speaker(hearing: Hearing, change: NameSpeaker) -> Hearing:
    """Give one voice a person's name, or take it away.

    Raises
    ------
    EditRefused
        There is no such voice.
    """
    chosen = speaker_in_call(hearing, change.speaker)
    name = change.name.strip() or None
    speakers = (replace(each, name=name) if each is chosen else each for each in hearing.speakers)
    return replace(hearing, speakers=tuple(speakers))


def _told(speaker: Speaker, role: Role) -> Speaker:
    reasons = (Sentence("role.by_reviewer"),)
    return replace(speaker, role=role, role_confidence=1.0, role_reasons=reasons)


def _with_speakers(hearing: Hearing, speakers: tuple[Speaker, ...]) -> Hearing:
    """Return `hearing` with roles a person has set: beyond doubt, and the grade without it."""
    agent_channel = next((each.channel for each in speakers if each.role == "agent"), None)
    health = hearing.health
    if hearing.role_doubt is not None:
        health = grade(health.findings, not_measurable=hearing.basis == "unreliable")
    return replace(
        hearing,
        speakers=speakers,
        layout=replace(hearing.layout, agent_channel=agent_channel),
        health=health,
        role_doubt=None,
    )
