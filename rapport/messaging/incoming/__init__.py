"""The one door in: whatever somebody sends us, on whatever channel, becomes a message of a conversation.

`actions.receive` takes words; `mails.accept` takes the bytes of a mail and has them read by a job.
"""
