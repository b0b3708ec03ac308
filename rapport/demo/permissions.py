from rapport.core.registry import Grant, grants

grants.add(Grant("demo.owner", "owner", ("demo.delete_made",)))
