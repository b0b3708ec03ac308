"""What the business always offers, whether it works, and what was said in public when it did not.

Nouns: Service, Incident, IncidentUpdate. Verbs: offer, change, retire, begin, update, end, take up again.
"""
