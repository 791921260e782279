"""The door to the engine: all that the command line and the window may ask for.

`callqa.service.workspace` opens a store; `callqa.service.analysis` works without one.
"""
