"""What every slice's API stands on: the gate in front of each route, problem details, pages, tokens, repeats.

A slice brings an `api.py` with a `routing.Router` and registers it: `routers.add(Routes("orders", router))`. The
`api` slice mounts them under `/api/v1/`.
"""
