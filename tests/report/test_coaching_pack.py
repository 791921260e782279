import io
import re
import wave
from base64 import b64decode
from dataclasses import replace

import pytest

from callqa.report.coaching_pack import Quote, render_coaching_pack
from tests.report.period_demo import coaching_pack
from tests.report.test_html import Page


def wav(seconds: float = 0.5) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(range(256)) * int(seconds * 62.5))
    return out.getvalue()


@pytest.fixture(scope="module")
def page() -> str:
    return render_coaching_pack(coaching_pack(wav()))


def test_the_pack_plays_without_network_or_script(page: str) -> None:
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; media-src data:"
    assert f'content="{policy}"' in page
    assert not {"script", "link", "img", "iframe", "object", "form"} & set(Page(page).tags)
    without_sound = re.sub(r'src="data:audio/wav;base64,[^"]*"', "", page)
    assert not re.search(r"https?://|@import|url\((?!#)|src=", without_sound)


def test_the_sound_in_the_pack_is_the_clip(page: str) -> None:
    clips = re.findall(r'<audio controls [^>]*src="data:audio/wav;base64,([^"]+)"', page)

    assert [b64decode(each, validate=True) for each in clips] == [wav()] * 2
    assert page.count('aria-label="Moment ') == 2


def test_good_moments_come_first_and_have_the_same_parts(page: str) -> None:
    text = Page(page).text

    assert text.index("Good moments") < text.index("Moments to work on")
    assert page.index('<section class="praise">') < page.index('<section class="improve">')
    assert page.count('<article class="moment"') == 3
    assert 'id="item-1"' in page
    assert page.index('id="item-1"') < page.index('<section class="improve">')


def test_a_moment_shows_call_words_advice_and_what_was_agreed(page: str) -> None:
    text = Page(page).text

    # 12:05 UTC on 2 April is 14:05 in Paris.
    for expected in (
        "2026-04-02 14:05",
        "+44 20 7946 0018",
        "at 0:21\N{EN DASH}0:27",
        "You should have checked the table before you signed the form.",
        "Practise one sentence of acknowledgement",
        "Answer in one breath",
        "Say back what happened before I ask for the order number.",
        "2026-04-30",
        "agreed",
    ):
        assert expected in text


def test_the_follow_up_compares_calls_since_with_calls_before(page: str) -> None:
    text = Page(page).text

    # Twelve calls before sum to 350, eleven since to 850.
    assert "Calls before 29 8 to 50 12" in text
    assert "Calls since 77 54 to 100 11" in text
    assert "Since against before: ▲ +48.1 points better" in text


def test_a_missing_clip_says_why(page: str) -> None:
    assert "No sound: The recording cannot be found: there is no such file." in Page(page).text


def test_an_item_without_agreement_says_so_and_leaves_room_on_paper(page: str) -> None:
    text = Page(page).text

    assert "not agreed yet" in text
    assert "no date yet" in text
    assert page.count('class="write"') == 2


def test_words_of_the_call_have_their_language_and_direction(page: str) -> None:
    assert '<span dir="auto" lang="he">' in page


def test_nothing_from_a_call_is_markup() -> None:
    attack = "<script>alert(1)</script>\"'&"
    pack = coaching_pack(None)
    items = tuple(
        replace(
            each,
            item=replace(each.item, title=attack, tip=attack, role_play=attack, commitment=attack),
            customer=attack,
            file=attack,
            quotes=(Quote(1.0, "other", attack),),
            no_clip=attack,
            language='"><script>',
        )
        for each in pack.items
    )

    seen = Page(render_coaching_pack(replace(pack, title=attack, made_by=attack, items=items)))

    assert "script" not in seen.tags
    assert seen.text.count("alert(1)") > 3 * 6


def test_a_pack_without_moments_says_so() -> None:
    assert (
        "There is no moment in this pack."
        in Page(render_coaching_pack(replace(coaching_pack(None), items=()))).text
    )
