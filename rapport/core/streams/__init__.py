"""Open pages hear at once that something changed: server-sent events from a small process of their own.

A stream carries names of things ("conversation:<id> changed"), never words: whoever hears one asks the web for what is
new, with their own rights. `tell` says it from within a transaction (NOTIFY), `ticket_for` lets somebody listen.
`tickets`, `hub`, `app`, `database` and `program` are the process; they import no Django, so that it stays small.
"""
