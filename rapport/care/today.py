"""What Today shows of care: each part keeps its own."""

import rapport.care.causes.today  # noqa: F401
from rapport.care.cases import today  # noqa: F401
from rapport.care.complaints import today as today_of_complaints  # noqa: F401
from rapport.care.notices import today as today_of_notices  # noqa: F401
from rapport.care.status import today as today_of_disruptions  # noqa: F401
