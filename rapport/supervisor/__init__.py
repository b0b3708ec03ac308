"""What `bin/rapport` does before Django runs, and what keeps the site running: install, database, children, order.

A *home* is the folder that holds one site's data. *Up* is everything that runs for it: the database, the web, the
worker and the mailbox, watched by one supervisor. A *command* is any other word of `bin/rapport`; it borrows the
database of a running site, or starts it for its own time.

Standard library only, psycopg aside (to ask a database whether it answers); no Django.
"""
