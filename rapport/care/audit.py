"""What the audit keeps of care: each part keeps its own."""

import rapport.care.reports.audit  # noqa: F401
