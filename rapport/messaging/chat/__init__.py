"""The chat on the web page of the business: a script there opens a frame of ours, in which a visitor writes to us.

A *visitor* is one browser, known by a secret that it keeps in the storage of our frame. What they write is received as
on every channel; what we answer appears there at once, or goes out by e-mail when they have left and said where to.
"""
