from rapport.core.registry import Grant, grants

grants.add(Grant("today.reader", "reader", ("today.view_tick",)))
grants.add(Grant("today.agent", "agent", ("today.add_tick",)))
