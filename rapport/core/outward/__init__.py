"""Asking web services of others. `line` is the only place that opens a connection, `guarding` says where it may go."""
