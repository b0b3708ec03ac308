"""A mail server that takes everything and keeps nothing, in a process of its own: `-m bench.mail_server PORT`."""

import asyncio
import sys

from aiosmtpd.smtp import SMTP


class Taking:
    async def handle_DATA(self, server, session, envelope) -> str:
        return "250 OK"


async def serve(port: int) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Taking(), hostname="bench.example"), "127.0.0.1", port)
    print("ready", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
