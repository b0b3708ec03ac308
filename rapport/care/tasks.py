from rapport.care.cases.tasks import climb_ladders, come_back_from_waiting  # noqa: F401 – tasks are found in this module
from rapport.care.complaints.tasks import complaints_by_the_hour, complaints_by_the_minute  # noqa: F401
from rapport.care.notices.tasks import look_after_notices, send_notice  # noqa: F401
from rapport.care.reports.tasks import forget_old_tables  # noqa: F401
