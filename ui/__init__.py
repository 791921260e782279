"""The desktop app of CallQA: pages, widgets and what ties them to the engine."""
