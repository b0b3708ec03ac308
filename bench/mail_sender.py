"""One sender of mails; prints how many seconds it took.

`python -m bench.mail_sender bare PORT MAILS CONNECTIONS` hands one mail over again and again with smtplib;
`python -m bench.mail_sender ours` lets lanes of ours work off what is queued in the database.
"""

import smtplib
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage


def bare(port: int, mails: int, connections: int) -> float:
    mail = EmailMessage()
    mail["From"], mail["To"] = "Linden Workshop <hello@linden.example>", "Cora Lindqvist <c1@example.com>"
    mail["Subject"], mail["Message-ID"] = "Your chair [#1000]", "<0192a3b4c5d6789a0192a3b4c5d6789a@linden.example>"
    mail["Date"], mail["Content-Language"] = "Mon, 23 Nov 2026 21:30:00 +0000", "en"
    mail["Auto-Submitted"] = "auto-generated"  # as ours has it
    mail.set_content(TEXT)
    content = mail.as_bytes()

    def send(_number: int) -> None:
        with smtplib.SMTP("127.0.0.1", port) as smtp:
            for _mail in range(mails // connections):
                smtp.sendmail("hello@linden.example", ["c1@example.com"], content)

    start = time.perf_counter()
    with ThreadPoolExecutor(connections) as pool:
        list(pool.map(send, range(connections)))
    return time.perf_counter() - start


def ours() -> float:
    import django

    django.setup()
    from rapport.messaging.outgoing.delivering import deliver

    start = time.perf_counter()
    deliver()
    return time.perf_counter() - start


TEXT = "Dear Cora,\n\nyour chair is ready, and waits for you in the shop.\n\nKind regards\nPetra\n"

if __name__ == "__main__":
    print(bare(*(int(word) for word in sys.argv[2:])) if sys.argv[1] == "bare" else ours())
