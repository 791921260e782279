"""Build the sample calls: recordings and their truth, from the scripts in `scripts/`.

    python sample_calls/make_samples.py --out DIR

Deterministic: every script has a seed. Needs `sample_calls/requirements.txt`, not the product.
"""

import argparse
import json
import logging
from pathlib import Path

from maker.clips import make_clips
from maker.placement import place, render
from maker.script import read_script
from maker.telephone import write_recording
from maker.truth import make_truth
from maker.voices import VoiceBank

_HERE = Path(__file__).resolve().parent
_log = logging.getLogger("make_samples")


def build(script_path: Path, out: Path) -> float:
    """Build one call into `out`; return its length in seconds."""
    script = read_script(script_path)
    clips = make_clips(script, VoiceBank(script.seed))
    timeline = place(script, clips)
    truth = make_truth(script, timeline)
    write_recording(out / script.audio, render(script, timeline), script.codec)
    text = json.dumps(truth, indent=1, ensure_ascii=False)
    (out / f"{script.name}.truth.json").write_text(text + "\n", encoding="utf-8")
    return timeline.duration_s


def main() -> None:
    """Build all calls, or those named."""
    parser = argparse.ArgumentParser(description="Build the sample calls and their truth.")
    parser.add_argument("--out", type=Path, default=_HERE, help="folder to write to")
    parser.add_argument("names", nargs="*", help="scripts to build (default: all)")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    arguments.out.mkdir(parents=True, exist_ok=True)
    for path in sorted((_HERE / "scripts").glob("*.toml")):
        if not arguments.names or path.stem in arguments.names:
            _log.info("%s: %.1f s", path.stem, build(path, arguments.out))


if __name__ == "__main__":
    main()
