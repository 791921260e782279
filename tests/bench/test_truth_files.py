from pathlib import Path

from callqa.bench.truth_files import Utterance, read_rttm, read_srt, read_stm


def written(folder: Path, text: str) -> Path:
    path = folder / "truth"
    path.write_text(text, encoding="utf-8")
    return path


def test_rttm_speech_of_one_recording_is_read_in_order_of_time(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "SPEAKER one 1 4.500 1.250 <NA> <NA> bob <NA> <NA>\n"
        "SPEAKER two 1 0.000 9.000 <NA> <NA> eve <NA> <NA>\n"
        "NON-SPEECH one 1 0.100 0.200 <NA> noise <NA> <NA> <NA>\n"
        "SPEAKER one 1 1.000 2.000 <NA> <NA> ann <NA> <NA>\n",
    )

    assert read_rttm(path, "one") == (Utterance(1.0, 3.0, "ann"), Utterance(4.5, 5.75, "bob"))
    assert len(read_rttm(path)) == 3


def test_stm_lines_give_speaker_times_and_words(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        ";; a comment\n"
        "call 1 Ann 0.50 2.25 Hello, who is there?\n"
        "call 1 Bob 2.50 3.00 <o,f0,male> Me.\n",
    )

    assert read_stm(path) == (
        Utterance(0.5, 2.25, "Ann", "Hello, who is there?"),
        Utterance(2.5, 3.0, "Bob", "Me."),
    )


def test_srt_texts_keep_their_lines_and_lose_the_speaker(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "1\n00:00:01,250 --> 00:00:03,000\n[CSR] Good morning.\nHow can I help?\n\n"
        "2\n01:02:03,500 --> 01:02:04,000\n[Customer] My line is dead.\n\n"
        "3\n01:02:05,000 --> 01:02:06,000\nSince Monday.\n",
    )

    assert read_srt(path) == (
        Utterance(1.25, 3.0, "CSR", "Good morning. How can I help?"),
        Utterance(3723.5, 3724.0, "Customer", "My line is dead."),
        Utterance(3725.0, 3726.0, "Customer", "Since Monday."),
    )
