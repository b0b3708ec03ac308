from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core import keyset
from rapport.core.views import Page
from rapport.messaging.channels import posting
from rapport.messaging.channels.post_form import PostForm
from rapport.messaging.models import Post, PostCopy
from rapport.messaging.outgoing.reasons import sentence_of

SEE, WRITE = "messaging.view_post", "messaging.add_post"


class PostsPage(Page):
    permission = SEE

    def get(self, request):
        """Three queries, however many posts there are."""
        try:
            found = keyset.page(Post.objects.with_copies(), order=("-send_at",), after=request.GET.get("after"))
        except keyset.BadCursor:
            raise Http404 from None
        return render(request, "messaging/channels/posts.html", {"page": found, "now": timezone.now()})


class NewPostPage(Page):
    permission = WRITE

    def get(self, request, form=None, status=200):
        form = form or PostForm()
        return render(request, "messaging/channels/new_post.html", {"form": form}, status=status)

    def post(self, request):
        form = PostForm(request.POST)
        if not form.is_valid():
            return self.get(request, form, 422)
        post = posting.write(**form.cleaned_data, by=request.user, at=timezone.now())
        undo = reverse("messaging:post_taking_back", args=[post.pk])
        messages.success(request, _("Written. It goes out at its time."), extra_tags=f"undo:{undo}")
        return redirect(post)


class PostPage(Page):
    permission = SEE

    def get(self, request, pk):
        post = get_object_or_404(Post.objects.with_copies(), pk=pk)
        copies = list(post.copies.all())
        for copy in copies:
            copy.why = sentence_of(copy.reason) if copy.reason else ""
        waits = any(copy.state == PostCopy.State.WAITING for copy in copies)
        context = {"post": post, "copies": copies, "waits": waits, "now": timezone.now()}
        return render(request, "messaging/channels/post.html", context)


class TakingBackPost(Page):
    permission = "messaging.change_post"

    def get(self, request, pk):
        return redirect(get_object_or_404(Post, pk=pk))

    def post(self, request, pk):
        post = posting.take_back(get_object_or_404(Post, pk=pk), at=timezone.now())
        messages.success(request, _("Taken back. It is not published where it was still waiting."))
        return redirect(post)


class PublishingAgain(Page):
    permission = "messaging.change_post"

    def get(self, request, pk):
        return redirect(get_object_or_404(PostCopy.objects.select_related("post"), pk=pk).post)

    def post(self, request, pk):
        copy = posting.again(get_object_or_404(PostCopy, pk=pk), at=timezone.now())
        return redirect(copy.post)
