from rapport.core.registry import Grant, grants

grants.add(Grant("api.reader", "reader", ("core.add_token",)))
grants.add(Grant("api.owner", "owner", ("core.delete_token",)))
