"""Each way by which words go out, and those that come in by a provider's call: one small adapter a kind of channel.

`adapters` is the interface. `wire` is the only place that opens a connection to a provider, `hooks` takes their calls.
"""
