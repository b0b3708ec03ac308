from rapport.core.registry import Grant, grants

grants.add(Grant("core.manager", "manager", ("core.add_import",)))
