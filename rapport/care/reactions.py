"""What care does about what happens elsewhere: one line per part, each keeps its own."""

import rapport.care.causes.hearing  # noqa: F401
from rapport.care.cases import hearing, returning  # noqa: F401
from rapport.care.complaints import beginning  # noqa: F401
from rapport.care.notices import hearing as hearing_of_delays  # noqa: F401
from rapport.care.own_pages import telling  # noqa: F401
from rapport.care.status import telling as telling_of_products  # noqa: F401
