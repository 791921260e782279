import pytest

from callqa.domain.recording import CallDetails, Language
from callqa.domain.speech import Role, SpeechSpan, Turn, Word
from callqa.lexicon import load_pack
from callqa.speech.roles import assign_roles
from callqa.speech.scene import Scene, Voice

PACK = load_pack("en")
AGENT = "Thank you for calling Blue River, my name is Daniel, how can I help you?"
CUSTOMER = "Hello, my order has not arrived and I have been waiting for two weeks."


def turn(index: int, speaker: str, text: str) -> Turn:
    start_s = 10.0 * index
    words = [
        Word(word, start_s + 0.3 * at, start_s + 0.3 * at + 0.25, 0.9)
        for at, word in enumerate(text.split())
    ]
    return Turn(index, speaker, start_s, words[-1].end_s, text, tuple(words))


def scene(voices: list[Voice]) -> Scene:
    return Scene(
        kind="two_channel" if voices[0].alone else "mono",
        voices=tuple(voices),
        speech=tuple(SpeechSpan(at, at + 5.0, each.id) for at, each in enumerate(voices)),
        words=(),
        language=Language("en", 1.0),
        music={},
        heard={},
        bleeds=(),
        second_voice_at_s={},
        basis="channel" if voices[0].alone else "diarized",
        basis_reason=None,
    )


def roles_of(
    heard: Scene, turns: list[Turn], details: CallDetails | None = None, channel: str = "auto"
) -> dict[str, Role]:
    speakers = assign_roles(heard, turns, PACK, details or CallDetails(), channel)
    return {each.id: each.role for each in speakers}


TWO_CHANNELS = scene([Voice("S1", 0, alone=True), Voice("S2", 1, alone=True)])
ONE_CHANNEL = scene([Voice("S1", 0, alone=False), Voice("S2", 0, alone=False)])


@pytest.mark.parametrize("heard", [TWO_CHANNELS, ONE_CHANNEL])
@pytest.mark.parametrize(("agent", "customer"), [("S1", "S2"), ("S2", "S1")])
def test_words_decide_whoever_is_on_which_channel(heard: Scene, agent: str, customer: str) -> None:
    turns = [turn(0, agent, AGENT), turn(1, customer, CUSTOMER)]

    assert roles_of(heard, turns) == {agent: "agent", customer: "customer"}


@pytest.mark.parametrize(("agent", "customer"), [("S1", "S2"), ("S2", "S1")])
def test_who_speaks_first_does_not_decide(agent: str, customer: str) -> None:
    turns = [turn(0, customer, "Hello?"), turn(1, agent, AGENT), turn(2, customer, CUSTOMER)]

    assert roles_of(TWO_CHANNELS, turns) == {agent: "agent", customer: "customer"}


def test_the_channel_that_the_site_states_goes_before_the_words() -> None:
    turns = [turn(0, "S1", AGENT), turn(1, "S2", CUSTOMER)]

    assert roles_of(TWO_CHANNELS, turns, channel="2") == {"S1": "customer", "S2": "agent"}


def test_a_name_from_the_call_list_decides_where_words_do_not() -> None:
    turns = [turn(0, "S1", "Hi Emily, it is me."), turn(1, "S2", "Good to hear you.")]

    assert roles_of(ONE_CHANNEL, turns, CallDetails(agent="Emily Stone"))["S2"] == "agent"


def test_both_people_on_the_agents_channel_are_agents() -> None:
    heard = scene(
        [Voice("S1", 0, alone=True), Voice("S2", 0, alone=True), Voice("S3", 1, alone=True)]
    )
    turns = [turn(0, "S1", AGENT), turn(1, "S3", CUSTOMER), turn(2, "S2", "This is Mark.")]

    assert roles_of(heard, turns) == {"S1": "agent", "S2": "agent", "S3": "customer"}


def test_a_recorded_announcement_is_neither_party() -> None:
    heard = scene([Voice(name, 0, alone=False) for name in ("S1", "S2", "S3")])
    turns = [
        turn(0, "S1", "Your call is important to us. This call may be recorded. Press one now."),
        turn(1, "S2", AGENT),
        turn(2, "S3", CUSTOMER),
    ]

    assert roles_of(heard, turns) == {"S1": "other", "S2": "agent", "S3": "customer"}


def test_a_confident_role_has_reasons_and_an_unclear_one_says_so() -> None:
    clear = assign_roles(
        TWO_CHANNELS, [turn(0, "S1", AGENT), turn(1, "S2", CUSTOMER)], PACK, CallDetails(), "auto"
    )
    unclear = assign_roles(
        TWO_CHANNELS, [turn(0, "S1", "Yes."), turn(1, "S2", "No.")], PACK, CallDetails(), "auto"
    )

    assert all(each.role_confidence > 0.95 for each in clear)
    assert clear[0].role_reasons
    assert all(each.role_confidence <= 0.6 for each in unclear)
