"""Statistics over many calls, and between people: pure functions of plain facts."""
