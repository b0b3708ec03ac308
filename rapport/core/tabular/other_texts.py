"""What is called .csv and is something else: the page one sees when not signed in, the answer to a program."""

import re

from django.utils.translation import gettext as _

WEB_PAGE = re.compile(r"<(!doctype|\?xml|html|head|body|meta|table|div|style)\b", re.IGNORECASE)
FOR_PROGRAMS = re.compile(r"\[\s*[{\[\]]|\{\s*[\"}]|\{\\rtf")  # JSON, and what some word processors write


def problem(start: str) -> str:
    """Why a text that begins so is no table, in one sentence; "" where it may be one."""
    start = start.lstrip("\ufeff \t\r\n")
    if WEB_PAGE.match(start):
        return _("This is a web page, not a table. Open it in a spreadsheet, save it as CSV or XLSX, and bring that.")
    if FOR_PROGRAMS.match(start):
        return _("This is made for programs, not a table. Export it as CSV or XLSX, and bring that.")
    return ""
