"""Who was erased stays erased when a backup from before is brought back."""

from rapport.core.registry import AfterRestore, HomeFile, after_restore, home_files
from rapport.customers.rights import journal

home_files.add(HomeFile(journal.FILE, joined=journal.joined))
after_restore.add(AfterRestore("customers.erasures", journal.forget_again, keep=journal.of_the_database, order=90))
