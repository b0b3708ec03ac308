"""Where one goes for requests; each part adds its own below."""

import rapport.care.causes.navigation  # noqa: F401
import rapport.care.reports.places  # noqa: F401
from rapport.care.cases import places  # noqa: F401
from rapport.care.complaints import places as places_of_complaints  # noqa: F401
from rapport.care.notices import places as places_of_notices  # noqa: F401
from rapport.care.status import navigation as places_of_disruptions  # noqa: F401
