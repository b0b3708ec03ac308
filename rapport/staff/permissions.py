from rapport.core.registry import Grant, grants

READER = ("view_user", "view_team", "view_location", "view_business")
MANAGER = ("add_invitation", "change_user", "add_team", "change_team", "add_location", "change_location")

grants.add(Grant("staff.reader", "reader", tuple(f"staff.{name}" for name in READER)))
grants.add(Grant("staff.manager", "manager", tuple(f"staff.{name}" for name in (*MANAGER, "change_business"))))
grants.add(Grant("staff.owner", "owner", ("staff.change_owner",)))
