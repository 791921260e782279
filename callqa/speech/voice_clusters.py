"""Join the local voices of all windows into the speakers of the call.

Two local speakers of one window are different people: the segmentation has heard them together.
That is used twice, as a constraint when windows are labelled, and as evidence that there are two
people at all, where the distance of the voices alone would leave it open.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, permutations

import numpy as np
from numpy.typing import NDArray

from callqa.speech.backends.segmentation import LOCAL_SPEAKERS
from callqa.speech.diarization import VoiceEvidence
from callqa.speech.voice_windows import LocalVoice, VoiceWindows

MIN_CLUSTERED_S = 1.0
"""Embeddings of shorter speech are labelled but do not shape a cluster (measured)."""

MIN_SHARE = 0.08
"""Share of the speech that makes a cluster a speaker (measured)."""

MIN_PAIR_S = 0.8
"""Speech of both that makes two local speakers of a window comparable."""

CLEAR_MARGIN = 0.1
"""Cosine similarity by which speech must be nearer to its own voice to count as clear."""

_MAX_LINKED = 2500
"""Embeddings linked at most, evenly taken: 50 MB of distances; more than an hour of speech."""

_MAX_PASSES = 10


@dataclass(frozen=True, slots=True, eq=False)
class Voices:
    """The speakers of a call.

    Attributes
    ----------
    centroids : float32 [speakers, 192], unit length
    labels : int [windows, LOCAL_SPEAKERS]
        Speaker of each local speaker, -1 where unknown.
    """

    centroids: NDArray[np.float32]
    labels: NDArray[np.int64]


def cluster_voices(windows: VoiceWindows, count: int) -> Voices:
    """Label every local speaker with one of at most `count` speakers.

    Average-linkage clustering finds where the speakers are; passes of labelling under the
    constraint and averaging move the centroids there.
    """
    centroids = _linked_centroids(windows, count)
    if not len(centroids):
        return Voices(centroids, np.full((len(windows.starts), LOCAL_SPEAKERS), -1))
    for _ in range(_MAX_PASSES):
        labels = label_voices(windows, centroids)
        moved = _means(windows, labels, centroids)
        if np.allclose(moved, centroids, atol=1e-4):
            break
        centroids = moved
    return Voices(centroids, _fill_known_by_exclusion(windows, labels, len(centroids)))


def weigh(windows: VoiceWindows, voices: Voices) -> VoiceEvidence:
    """Return what speaks for `voices` being different people."""
    if len(voices.centroids) < 2:
        return VoiceEvidence(0.0, 1.0, 0, 0.0)
    likeness = voices.centroids @ voices.centroids.T
    closest = max(float(likeness[a, b]) for a, b in combinations(range(len(likeness)), 2))
    clear_s = total_s = 0.0
    for (window, speaker), voice in windows.voices.items():
        near = voices.centroids @ voice.embedding
        own = voices.labels[window, speaker]
        margin = near[own] - np.delete(near, own).max()
        total_s += voice.speech_s
        clear_s += voice.speech_s * float(margin >= CLEAR_MARGIN)
    pairs = _pair_distances(windows, voices.labels)
    middle = float(np.median(pairs)) if pairs else 0.0
    return VoiceEvidence(1.0 - closest, clear_s / max(total_s, 1e-9), len(pairs), middle)


def _pair_distances(windows: VoiceWindows, labels: NDArray[np.int64]) -> list[float]:
    found = []
    for window in range(len(windows.starts)):
        local = [
            (labels[window, speaker], windows.voices[window, speaker].embedding)
            for speaker in range(LOCAL_SPEAKERS)
            if (window, speaker) in windows.voices
            and windows.voices[window, speaker].speech_s >= MIN_PAIR_S
        ]
        found += [1.0 - float(x @ y) for (a, x), (b, y) in combinations(local, 2) if a != b]
    return found


def _linked_centroids(windows: VoiceWindows, count: int) -> NDArray[np.float32]:
    """Cut the tree of voices until `count` clusters hold a speaker's share, or there is no cut."""
    voices = _long_enough(list(windows.voices.values()))
    if not voices:
        return np.empty((0, 0), dtype=np.float32)
    vectors = np.stack([voice.embedding for voice in voices])
    speech_s = np.array([voice.speech_s for voice in voices])
    for groups in _cuts(vectors, count):
        shares = np.bincount(groups, weights=speech_s) / speech_s.sum()
        large = [group for group in np.argsort(-shares)[:count] if shares[group] > MIN_SHARE]
        if len(large) == count:
            return np.stack([_mean(vectors, speech_s, groups == group) for group in large])
    return _linked_centroids_of_one(vectors, speech_s)


def _linked_centroids_of_one(
    vectors: NDArray[np.float32], speech_s: NDArray[np.float64]
) -> NDArray[np.float32]:
    return _mean(vectors, speech_s, np.ones(len(vectors), dtype=bool))[np.newaxis]


def _long_enough(voices: Sequence[LocalVoice]) -> Sequence[LocalVoice]:
    long = [voice for voice in voices if voice.speech_s >= MIN_CLUSTERED_S] or list(voices)
    stride = -(-len(long) // _MAX_LINKED) or 1
    return long[::stride]


def _cuts(vectors: NDArray[np.float32], count: int) -> list[NDArray[np.int64]]:
    """Return the labels of 0.. groups for each number of groups from `count` up."""
    if len(vectors) < max(count, 2) or count < 2:
        return []
    from scipy.cluster.hierarchy import (
        cut_tree,
        linkage,
    )

    tree = linkage(vectors, method="average", metric="cosine")
    deepest = min(len(vectors), count + 30)
    return list(cut_tree(tree, n_clusters=range(count, deepest + 1)).T)


def _mean(
    vectors: NDArray[np.float32], weights: NDArray[np.float64], chosen: NDArray[np.bool_]
) -> NDArray[np.float32]:
    return unit((vectors[chosen] * weights[chosen, np.newaxis]).sum(axis=0))


def unit(vector: NDArray[np.floating]) -> NDArray[np.float32]:
    """Return `vector` scaled to length 1."""
    return (vector / (np.linalg.norm(vector) + 1e-12)).astype(np.float32)


def label_voices(windows: VoiceWindows, centroids: NDArray[np.float32]) -> NDArray[np.int64]:
    """Give each window's local speakers different labels, the likeliest together."""
    count = len(centroids)
    labels = np.full((len(windows.starts), LOCAL_SPEAKERS), -1)
    for window in range(len(windows.starts)):
        local = [each for each in range(LOCAL_SPEAKERS) if (window, each) in windows.voices]
        local.sort(key=lambda each: -windows.voices[window, each].speech_s)
        likeness = {
            each: (centroids @ windows.voices[window, each].embedding)
            * windows.voices[window, each].speech_s
            for each in local
        }
        distinct = local[:count]
        best = max(
            permutations(range(count), len(distinct)),
            key=lambda order: sum(
                likeness[each][k] for each, k in zip(distinct, order, strict=True)
            ),
        )
        labels[window, distinct] = best
        for each in local[count:]:
            labels[window, each] = int(likeness[each].argmax())
    return labels


def _means(
    windows: VoiceWindows, labels: NDArray[np.int64], centroids: NDArray[np.float32]
) -> NDArray[np.float32]:
    sums = np.zeros(centroids.shape, dtype=np.float64)
    for (window, speaker), voice in windows.voices.items():
        if voice.speech_s >= MIN_CLUSTERED_S:
            sums[labels[window, speaker]] += voice.embedding * voice.speech_s
    held = np.linalg.norm(sums, axis=1) > 0
    return np.stack(
        [
            unit(total) if used else old
            for total, used, old in zip(sums, held, centroids, strict=True)
        ]
    )


def _fill_known_by_exclusion(
    windows: VoiceWindows, labels: NDArray[np.int64], count: int
) -> NDArray[np.int64]:
    """Label speech too short to embed when only one speaker is left for it in its window."""
    filled = labels.copy()
    for window in range(len(labels)):
        active = windows.active(window).any(axis=0)
        unknown = np.flatnonzero(active & (labels[window] < 0))
        free = set(range(count)) - {int(each) for each in labels[window] if each >= 0}
        if len(unknown) == 1 and len(free) == 1:
            filled[window, unknown[0]] = free.pop()
    return filled
