"""What segments and lists know of care: each part keeps its own."""

from rapport.care.cases import fields  # noqa: F401
from rapport.care.notices import fields as fields_of_notices  # noqa: F401
