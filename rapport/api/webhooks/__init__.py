"""Webhooks out, by the Standard Webhooks specification (https://www.standardwebhooks.com).

Nouns: Endpoint, Secret, Progress, Delivery. `collecting` turns entries into deliveries in commit order, `sending` takes
them to their address, by way of `core.outward`.
"""
