"""Phrase packs, one per language, and the matcher that finds their phrases in turns."""

from callqa.lexicon.loading import load_pack
from callqa.lexicon.matcher import match
from callqa.lexicon.pack import Category, Pack
from callqa.lexicon.repeats import repeated_apologies

__all__ = ["Category", "Pack", "load_pack", "match", "repeated_apologies"]
