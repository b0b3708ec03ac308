"""What pages about customers need to know, each with a fixed number of SQL queries."""

from rapport.customers.queries.customer import customer_facts, customer_page, dates_in_the_next_days
from rapport.customers.queries.history import history
from rapport.customers.queries.lists import Filters, customer_list
from rapport.customers.queries.search import Match, search

__all__ = [
    "Filters",
    "Match",
    "customer_facts",
    "customer_list",
    "customer_page",
    "dates_in_the_next_days",
    "history",
    "search",
]
