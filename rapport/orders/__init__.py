"""What customers buy: products, orders with their steps and promised days, contracts, and what was lent to try.

Nouns: Product, Order, OrderItem, OrderStep, StepKind, Delay, Contract, Trial, PurchaseSummary.
Verbs: place, change, take_step, cancel, take_back, promise_date, note_delay, tell_delay, track;
sign, amend, renew, end; hand_out, settle; add, edit, retire.
"""
