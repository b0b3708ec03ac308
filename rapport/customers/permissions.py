from rapport.core.registry import Grant, grants

grants.add(Grant("customers.reader", "reader", ("customers.view_customer",)))
grants.add(Grant("customers.agent", "agent", ("customers.add_customer", "customers.change_customer")))
grants.add(Grant("customers.manager", "manager", ("customers.export_customer", "customers.delete_customer")))
grants.add(Grant("customers.owner", "owner", ("customers.add_customfield", "customers.change_customfield")))
