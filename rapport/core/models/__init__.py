from rapport.core.models.access import KeptAnswer, Token
from rapport.core.models.backups import Backup
from rapport.core.models.deeds import Deed
from rapport.core.models.imports import Import, ImportFile, SavedMapping
from rapport.core.models.listening import Listening
from rapport.core.models.record import Record
from rapport.core.models.work import Work

__all__ = [
    "Backup",
    "Deed",
    "Import",
    "ImportFile",
    "KeptAnswer",
    "Listening",
    "Record",
    "SavedMapping",
    "Token",
    "Work",
]
