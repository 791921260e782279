"""Arrays to turns and words: the only place that runs models."""
