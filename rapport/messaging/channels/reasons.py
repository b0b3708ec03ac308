"""Why a provider does not take a message, in words."""

from django.utils.translation import gettext_lazy as _

from rapport.messaging.outgoing.reasons import Reason, reasons

for _name, _sentence in {
    "window_closed": _("It is too long since they wrote. Use words that were approved before, or another channel."),
    "template_refused": _("The approved words were not accepted. Compare them with those under Settings."),
    "cannot_write_first": _("They have to write first on this channel."),
    "not_reachable": _("Nobody can be reached there under this address."),
    "blocked": _("They do not want messages from us there."),
    "text_too_long": _("The text is too long for this channel."),
    "files_not_possible": _("This channel takes no files, or not such ones."),
    "picture_needed": _("A picture is needed there."),
    "channel_locked": _("The key of this channel is not accepted any more. Put in a new one under Settings."),
    "provider_refused": _("The provider did not take the message."),
    "provider_busy": _("The provider had too much to do and gave up."),
    "restored": _("It waited in a backup that was restored, and may have been published since."),
    "file_too_large": _("A file is too large."),
}.items():
    reasons.add(Reason(_name, _sentence))
