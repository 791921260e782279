"""Facts: frozen dataclasses on the standard library alone.

Field names and order are those of the result JSON (``callqa/schema/analysis-1.schema.json``),
so there is one vocabulary from the engine to the file. Times are seconds from the start of the
recording; levels are dB relative to the baseline that the field names.
"""
