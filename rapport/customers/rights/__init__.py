"""What a person may ask of those who hold records about them (DOMAIN 15).

`exporting` tells them everything, `erasing` forgets them, `holds` keeps what a case needs and what is disputed,
`lapsing` forgets by itself what is older than it is kept, `journal` remembers outside the database who was erased.
What each slice holds is said in its `privacy.py`.
"""
