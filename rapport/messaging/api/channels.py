from django.http import HttpRequest
from ninja import Query

from rapport.core import keyset
from rapport.core.api.routing import Router, Routes, answer_page, routers
from rapport.core.api.schemas import ListQuery, PageOut
from rapport.messaging.api.schemas import ChannelOut, show_channel
from rapport.messaging.models import Channel

router = Router(tags=["Conversations"])
routers.add(Routes("channels", router, order=27))


@router.get("", permission="messaging.view_conversation", answers=PageOut[ChannelOut])
def list_channels(request: HttpRequest, asked: Query[ListQuery]):
    """Every account, line and place, also those that are no longer in use."""
    page = keyset.page(Channel.objects.all(), order=("id",), after=asked.cursor, size=asked.limit)
    return answer_page(page, show_channel, ChannelOut)
