from rapport.core.registry import Grant, grants

grants.add(Grant("promises.reader", "reader", ("promises.view_promise",)))
grants.add(Grant("promises.agent", "agent", ("promises.add_promise", "promises.change_promise")))
grants.add(
    Grant(
        "promises.manager",
        "manager",
        (
            "promises.reassign_promise",
            "promises.change_openingweek",
            "promises.change_holidayyear",
            "promises.change_kind",
        ),
    )
)
