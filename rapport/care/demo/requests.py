"""Questions, service and a suggestion: one just came, one waits for the customer, one is solved and rated."""

from datetime import timedelta
from typing import Any

from rapport.care.cases import actions
from rapport.care.models import Case, CaseKind
from rapport.messaging.models import Conversation, Message


def fill(stage: Any) -> None:
    people, customers = stage.people, stage.customers
    _of_a_letter(stage, "jiri", by="petra", kind=CaseKind.QUESTION)
    wine = _of_a_letter(stage, "nana", by="davit", kind=CaseKind.HELP)
    if wine:
        actions.understand(wine, by=people["davit"], at=stage.now - timedelta(minutes=100))

    at = stage.now - timedelta(hours=26)
    height = actions.open_case(
        customers["lakshmi"],
        kind=CaseKind.SERVICE,
        subject="ஊஞ்சலை மாட்ட ஒருவர் வர முடியுமா?",
        words="ஊஞ்சல் வந்த பிறகு கூரையில் மாட்ட எங்களால் முடியாது. உங்களில் ஒருவர் வந்து மாட்டித் தர முடியுமா?",
        at=at,
        by=people["arjun"],
        owner=people["arjun"],
        channel="phone",
        order=stage.orders.get("2231"),
    )
    actions.take(height, by=people["arjun"], at=at + timedelta(minutes=5))
    question = "கூரை மரமா, கான்கிரீட்டா? தெரிந்தால் சரியான கொக்கிகளுடன் வருவோம்."
    day = stage.at(5).date()
    actions.wait_for_customer(
        height, question, until=day, by=people["arjun"], at=at + timedelta(minutes=20), how="phone"
    )

    at = stage.at(-12, 11, 15)
    felt = actions.open_case(
        customers["harriet"],
        kind=CaseKind.SUGGESTION,
        subject="Felt pads under the bar stools",
        words="The stools are lovely, but they scrape on our stone floor. Could they come with felt under the feet?",
        at=at,
        by=people["maya"],
        owner=people["maya"],
        channel="phone",
    )
    actions.take(felt, by=people["maya"], at=at + timedelta(minutes=2))
    solution = "Every stool leaves us with felt under its feet from now on. Ten sets are on their way to the inn."
    actions.resolve(felt, solution, by=people["maya"], at=at + timedelta(days=1), how="phone")
    thanks = "They fit, and the dining room is quiet. Thank you for listening."
    actions.rate(felt, 5, at=at + timedelta(days=3), words=thanks)

    at = stage.now - timedelta(hours=3)
    actions.open_case(
        customers["eleanor"],
        kind=CaseKind.HELP,
        subject="Which oil for the library steps?",
        words="One tread has gone pale where everybody stands. Which oil should I use, and how often?",
        at=at,
        by_customer=True,
        owner=people["maya"],
        channel="message",
    )


def _of_a_letter(stage: Any, who: str, *, by: str, kind: str) -> Case | None:
    """A request made of the last thing somebody wrote in the demo's mailbox."""
    conversation = Conversation.objects.filter(customer=stage.customers[who]).order_by("-id").first()
    letters = conversation.messages.filter(direction=Message.Direction.IN) if conversation else Message.objects.none()
    letter = letters.order_by("-at").first()
    if letter is None:
        return None
    at = letter.at + timedelta(minutes=10)
    return actions.from_message(letter, at=at, by=stage.people[by], kind=kind, owner=stage.people[by])
