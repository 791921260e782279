"""The steps from a dialogue script to a recording and its truth."""
