from rapport.portal.actions.asking import TooOften, ask, send_link, send_links
from rapport.portal.actions.coming import come_in, look_after, sign_out, sign_out_everywhere, start_session

__all__ = [
    "TooOften",
    "ask",
    "come_in",
    "look_after",
    "send_link",
    "send_links",
    "sign_out",
    "sign_out_everywhere",
    "start_session",
]
