"""What is new, what repeats the mail before, what is signature: as people's programs really write it."""

import pytest

from rapport.messaging.mime import marker, split_text

from .mails import a_mail

INTRODUCTIONS = [
    # English: Gmail, broken in two, Apple Mail, Thunderbird, Yahoo, AOL
    "On Mon, Nov 23, 2026 at 2:05 PM Nino Beridze <nino@example.ge> wrote:",
    "On Mon, Nov 23, 2026 at 2:05 PM Nino Beridze-Long-Name <nino.beridze@example.ge>\nwrote:",
    "On 23 Nov 2026, at 14:05, Nino Beridze <nino@example.ge> wrote:",
    "On 11/23/26 14:05, Nino Beridze wrote:",
    "On Monday, November 23, 2026 at 02:05:11 PM GMT+4, Nino <nino@example.ge> wrote:",
    "In a message dated 11/23/2026 2:05:11 PM, nino@example.ge writes:",
    # Czech: Gmail, Thunderbird, Apple Mail, without accents
    "po 23. 11. 2026 v 14:05 odesílatel Nino Beridze <nino@example.ge> napsal:",
    "po 23. 11. 2026 v 14:05 odesílatel Nino Beridze <nino@example.ge>\nnapsala:",
    "Dne 23. 11. 2026 v 14:05 Nino Beridze napsal(a):",
    "Dne 23.11.26 v 14:05 Nino Beridze napsal/a:",
    "23. 11. 2026 v 14:05, Nino Beridze <nino@example.ge> napsal:",
    # Georgian
    "ორშ, 23 ნოე. 2026, 14:05-ზე Nino Beridze <nino@example.ge> დაწერა:",
    "ორშ, 23 ნოე. 2026, 14:05 მომხმარებელმა ნინო ბერიძემ (<nino@example.ge>)\nდაწერა:",
    "23.11.2026 14:05, ნინო ბერიძე წერს:",
    "23 ნოემბერი, 2026, 14:05, ნინო ბერიძემ <nino@example.ge> მოიწერა:",
    # Tamil
    "திங்., 23 நவ., 2026, பிற்பகல் 2:05 அன்று, Nino Beridze <nino@example.ge> எழுதியது:",
    "திங்., 23 நவ., 2026, பிற்பகல் 2:05 அன்று, நினோ <nino@example.ge>\nஎழுதியது:",
    "23 நவ 2026 அன்று 14:05 மணிக்கு நினோ எழுதினார்:",
    # neighbours
    "пн, 23 нояб. 2026 г. в 14:05, Nino Beridze <nino@example.ge>:",
    "23.11.2026 14:05, Nino Beridze пишет:",
    "Am 23.11.26 um 14:05 schrieb Nino Beridze:",
    "Dňa 23. 11. 2026 o 14:05 Nino Beridze napísal(a):",
]
HEADS = [
    "From: Nino Beridze <nino@example.ge>\nSent: Monday, November 23, 2026 2:05 PM\nTo: Cora\nSubject: Offer",
    "*From:* Nino Beridze\n*Date:* 23 November 2026\n*To:* Cora\n*Subject:* Offer",
    "-----Original Message-----\nFrom: Nino\nSent: Monday",
    "________________________________\nFrom: Nino <n@x.ge>\nSent: 23 November 2026\nTo: Cora\nSubject: Offer",
    "Od: Nino Beridze\nOdesláno: pondělí 23. listopadu 2026 14:05\nKomu: Cora\nPředmět: Nabídka",
    "-----Původní zpráva-----\nOd: Nino",
    "---------- Původní e-mail ----------\nOd: Nino Beridze <nino@example.ge>\nKomu: Cora\nDatum: 23. 11. 2026",
    "ვისგან: Nino Beridze\nგაგზავნილია: ორშაბათი, 23 ნოემბერი, 2026 14:05\nვის: Cora\nთემა: წინადადება",
    "გამომგზავნი: Nino\nთარიღი: 23.11.2026\nმიმღები: Cora\nთემა: წინადადება",
    "-----ორიგინალი შეტყობინება-----\nვისგან: Nino",
    "அனுப்புநர்: Nino\nஅனுப்பப்பட்டது: திங்கள், 23 நவம்பர் 2026\nபெறுநர்: Cora\nபொருள்: சலுகை",
    "-----அசல் செய்தி-----\nஅனுப்புநர்: Nino",
    "От: Nino\nОтправлено: 23 ноября 2026 г.\nКому: Cora\nТема: Предложение",
]
PHONES = [
    "Sent from my iPhone",
    "Get Outlook for iOS<https://aka.ms/o0ukef>",
    "Sent from Yahoo Mail on Android",
    "Odesláno z iPhonu",
    "Odesláno z mého telefonu Galaxy",
    "Odesláno z aplikace Outlook pro Android",
    "Získat Outlook pro iOS",
    "გამოგზავნილია ჩემი iPhone-დან",
    "გაგზავნილია iPad-ით",
    "எனது iPhone இலிருந்து அனுப்பப்பட்டது",
    "எனது கைபேசியிலிருந்து அனுப்பப்பட்டது",
]
CLOSINGS = [
    "Best regards,\nCora Novak\n+420 777 123 456",
    "Thanks,\nCora",
    "Kind regards\nCora",
    "S pozdravem\nJana Nováková\ntel. 777 123 456",
    "S pozdravem Jana Nováková",
    "S přáním hezkého dne\n\nJana",
    "Děkuji,\nJana",
    "პატივისცემით,\nნინო ბერიძე",
    "საუკეთესო სურვილებით\nნინო",
    "გმადლობთ,\nნინო",
    "அன்புடன்,\nகார்த்திக்",
    "நன்றி,\nகார்த்திக்",
    "இப்படிக்கு,\nகார்த்திக் குமார்",
    "-- \nCora\nShop\nPrague",
    "--\nCora",
]


@pytest.mark.parametrize("introduction", INTRODUCTIONS)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_an_answer_above_its_quote(introduction, gap):
    split = split_text(f"Yes, please.\n\n{introduction}{gap}> Shall we?\n> Nino")
    assert split.new == "Yes, please."
    assert split.quoted == f"{introduction}{gap}> Shall we?\n> Nino"


@pytest.mark.parametrize("introduction", [one for one in INTRODUCTIONS if "г. в" not in one])
def test_an_answer_above_a_quote_without_marks(introduction):
    split = split_text(f"Yes, please.\n\n{introduction}\n\nShall we?\nNino")
    assert (split.new, split.quoted) == ("Yes, please.", f"{introduction}\n\nShall we?\nNino")


@pytest.mark.parametrize("head", HEADS)
def test_outlook_puts_a_head_above_the_older_mail(head):
    split = split_text(f"Yes, please.\n\n{head}\n\nShall we?\nFrom: here on it is old")
    assert (split.new, split.quoted) == ("Yes, please.", f"{head}\n\nShall we?\nFrom: here on it is old")


@pytest.mark.parametrize("line", PHONES)
def test_what_a_telephone_adds_is_signature(line):
    split = split_text(
        f"Yes, please.\n\n{line}\n\nOn 23 Nov 2026, at 14:05, Nino <nino@example.ge> wrote:\n> Shall we?"
    )
    assert (split.new, split.signature) == ("Yes, please.", line)


@pytest.mark.parametrize("closing", CLOSINGS)
def test_a_closing_and_a_name_are_signature(closing):
    split = split_text(f"I would like two of them.\nThe blue ones.\n\n{closing}")
    assert (split.new, split.signature) == ("I would like two of them.\nThe blue ones.", closing)


@pytest.mark.parametrize(
    "text",
    [
        "Thanks!",
        "Děkuji",
        "Hello,\n\nthanks,\nbut when will it arrive?",
        "Thanks,\nplease call me at 555 12 34 56 today",
        "From: my point of view it is fine.\nBest",
        "On second thought, he wrote:\nno dates here and nothing quoted",
        "Best regards",
        "My order has:\n- one\n- two",
        "I wrote:",
        "--- \nthree things",
        "a > b\nand b < c",
    ],
)
def test_what_only_looks_like_it_stays(text):
    split = split_text(text)
    assert (split.new, split.signature, split.quoted) == (text, "", "")


def test_an_answer_below_its_quote():
    split = split_text("On 23 Nov 2026, Nino wrote:\n> Shall we?\n\nYes, please.\n-- \nCora")
    assert (split.new, split.signature) == ("Yes, please.", "-- \nCora")
    assert split.quoted == "On 23 Nov 2026, Nino wrote:\n> Shall we?"


def test_a_signature_below_the_quote():
    split = split_text(
        "Yes.\nSent from my iPhone\n\nDne 23. 11. 2026 Nino napsal(a):\n> Shall we?\n\n-- \nCora\nPrague"
    )
    assert (split.new, split.signature) == ("Yes.", "Sent from my iPhone\n\n-- \nCora\nPrague")
    assert split.quoted == "Dne 23. 11. 2026 Nino napsal(a):\n> Shall we?"


def test_answers_between_the_lines_keep_what_they_answer():
    text = "On 23 Nov 2026, Nino wrote:\n> Blue?\nYes.\n> Two?\nThree."
    assert split_text(text).new == text
    split = split_text(text + "\n\n> Nino\n> Shop")
    assert (split.new, split.quoted) == (text, "> Nino\n> Shop")


def test_our_own_marker_ends_what_is_new():
    line = marker("Please write your answer above this line")
    split = split_text(f"Yes.\n\nЯкось у понеділок:\n{line}\n\nDear Cora")
    assert (split.new, split.quoted) == ("Yes.", f"Якось у понеділок:\n{line}\n\nDear Cora")
    split = split_text(f"Yes.\n\nOn 1 May 2026, Shop <s@x.ge> wrote:\n> {line}\n>\n> Dear Cora")
    assert split.new == "Yes."


def test_a_forwarded_mail_is_news():
    head = "From: DHL\nSent: Monday\nTo: Cora\nSubject: Parcel\n\nIt is late."
    assert a_mail(f"See below\n\n{head}", subject="FW: Parcel").quoted_text == ""
    assert a_mail(f"See below\n\n{head}", subject="RE: Parcel").quoted_text == head
    assert a_mail(head, subject="Parcel").quoted_text == ""
    gmail = f"See\n\n---------- Forwarded message ---------\n{head}"
    assert split_text(gmail).new == gmail
    assert split_text(gmail.replace("Forwarded message", "Přeposlaná zpráva")).quoted == ""


def test_an_answer_in_html_only():
    mail = a_mail(
        '<div dir="ltr">Ano, prosím.</div><br><div class="gmail_quote"><div class="gmail_attr">po 23. 11. 2026 v 14:05 '
        "odesílatel Nino &lt;<a href='mailto:nino@example.ge'>nino@example.ge</a>&gt; napsal:<br></div>"
        '<blockquote class="gmail_quote"><p>Tak co?</p></blockquote></div>',
        content_type="text/html; charset=utf-8",
    )
    assert mail.new_text == "Ano, prosím."
    assert "> Tak co?" in mail.quoted_text
    assert 'class="mail-quote"' in mail.html


def test_outlook_html_in_a_language_nobody_knows():
    mail = a_mail(
        '<p>Ja.</p><hr><div id="divRplyFwdMsg"><b>Fra:</b> Nino<br><b>Sendt:</b> 23.</div><div>Gammelt</div>',
        content_type="text/html; charset=utf-8",
    )
    assert (mail.new_text, mail.quoted_text) == ("Ja.", "---\nFra: Nino\nSendt: 23.\nGammelt")
    assert "\ue0f0" not in mail.text
