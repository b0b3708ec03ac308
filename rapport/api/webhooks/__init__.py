"""Webhooks out, by the Standard Webhooks specification (https://www.standardwebhooks.com).

Nouns: Endpoint, Secret, Progress, Delivery. `collecting` turns entries into deliveries in commit order, `sending` takes
them to their address, `line` is the only place that opens a connection, `guarding` says to which addresses it may.
"""
