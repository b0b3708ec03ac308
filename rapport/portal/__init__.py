"""The customers' own site: who comes in, and the pages of all slices under one roof.

Nouns: Site (how it looks), SignInLink, Asking (for one), Session, Passkey, Access (what an organisation's people see).
Verbs: ask, send_link, come_in, sign_out, sign_out_everywhere, look_after_others, give_access, change_site.
"""
