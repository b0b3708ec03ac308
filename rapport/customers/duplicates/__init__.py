"""Finding records that are one and the same customer. Nouns: DuplicatePair, NotDuplicates. Verbs: find, decide.

How evidence is weighed: `weights` (after Fellegi and Sunter 1969), `names`, `places`, `comparing`. Who is compared at
all: `blocks`. The whole: `finding`. What people decide: `actions`.
"""
