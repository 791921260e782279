"""Work outside the caller's process: typed messages, worker processes, the local engine."""
