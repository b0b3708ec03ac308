"""The hub: one record per person or organisation, and everything the business knows about them.

Nouns: Customer, Email, Phone, Address, Handle, ImportantDate, PersonalNote, Preference, Affiliation, Tag, CustomField.
Verbs: add, edit, replace rows, permit the first name, affiliate, tag, follow, archive, restore.
"""
