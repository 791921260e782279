"""Phrase packs, one per language, and the matcher that finds their phrases in turns."""

from callqa.lexicon.loading import load_pack
from callqa.lexicon.matcher import match
from callqa.lexicon.pack import Category, Pack
from callqa.lexicon.repeats import DistinctHits, distinct_apologies

__all__ = ["Category", "DistinctHits", "Pack", "distinct_apologies", "load_pack", "match"]
