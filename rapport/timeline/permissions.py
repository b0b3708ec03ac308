from rapport.core.registry import Grant, grants

grants.add(Grant("timeline.reader", "reader", ("timeline.view_entry",)))
grants.add(Grant("timeline.agent", "agent", ("timeline.add_entry", "timeline.add_pin")))
grants.add(Grant("timeline.manager", "manager", ("timeline.change_entry", "timeline.change_reactionrun")))
