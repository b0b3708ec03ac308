"""Personal data: what every slice holds about a customer, said in its `privacy.py`.

`kinds` is the registry, `people` whom one looks for, `erasing` and `telling` do to a kind's tables what it says,
`guarded` opens the histories for them. What a person may ask, and the pages about it, live in `customers.rights`.
"""
