"""What other pages show of care: each part keeps its own."""

import rapport.care.causes.panels  # noqa: F401
from rapport.care.cases import panels  # noqa: F401
from rapport.care.complaints import panels as panels_of_complaints  # noqa: F401
from rapport.care.notices import panels as panels_of_notices  # noqa: F401
