"""What `core` holds about customers: beside the tables of the slices, in kept answers, files and sessions."""

from django.utils.translation import gettext_lazy as _

from rapport.core.personal import beside
from rapport.core.personal.kinds import Basis, RecordKind, nothing_in, record_kinds

record_kinds.add(
    RecordKind(
        "core.answers",
        _("Answers to other programs, kept for a week"),
        Basis.LEGITIMATE_INTEREST,
        _("so that what a program sends twice is done once"),
        beside=beside.empty_answers,
        order=5,
    )
)
record_kinds.add(
    RecordKind(
        "core.files",
        _("Imported files, rejected rows and exports on disk"),
        Basis.LEGITIMATE_INTEREST,
        _("so that an import can be checked and put right"),
        stays=_("Backups keep it until their own time is over; after a restore the erasure is done again."),
        beside=beside.find_files,
        order=6,
    )
)
record_kinds.add(
    RecordKind(
        "core.sessions",
        _("Messages waiting for a colleague's browser"),
        Basis.LEGITIMATE_INTEREST,
        _("so that a colleague reads what a click did"),
        beside=beside.clean_sessions,
        order=7,
    )
)

nothing_in(
    "core.Token", "core.SavedMapping", "core.Backup", "core.Deed", "core.Work", "core.KeptAnswer",
    because="tokens, headings, counts and keys; what is kept of answers is emptied by “core.answers”",
)  # fmt: skip
nothing_in(
    "core.Import", "core.ImportFile",
    because="what brought files; samples of their rows go with the files, by “core.files”",
)  # fmt: skip
nothing_in("core.Listening", because="which pages are open at this moment, by their keys")
nothing_in("core_api_rate", "core_cache", because="how often a token asked; what is counted anew within minutes")
nothing_in(
    "auth.Group", "auth.Permission", "auth.Group_permissions", "contenttypes.ContentType", "django_migrations",
    "pghistory.Context", because="of the house itself",
)  # fmt: skip
nothing_in("sessions.Session", because="cleaned by “core.sessions”")
nothing_in(
    "procrastinate_jobs", "procrastinate_events", "procrastinate_periodic_defers", "procrastinate_workers",
    because="jobs take keys only (rule 7)",
)  # fmt: skip
