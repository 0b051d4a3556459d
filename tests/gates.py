"""Who gets through which gate: a line for each route and method. One that isn't here fails test_gates.py."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from shop_help.policy.numbers import JUDGING
from tests.pictures import drawn, file_of

#: A visitor, a buyer, another one, one of 17, the shop's seller, another shop's, an agent, an operator.
KNOCKERS = ("visitor", "ana", "bruno", "kit", "sol", "mara", "gus", "noor")

#: What a gate answers. `in`: the page, or what a form leads to.
IN, SIGN_IN, HELP, MISSING = "in", "to the sign-in", "to help", "not there"


@dataclass(frozen=True)
class Gate:
    """What each knocker is answered, and the form that somebody inside would send."""

    answers: Mapping[str, str]
    form: Mapping[str, Any] = field(default_factory=dict)

    def sending(self, **form: Any) -> "Gate":
        """The same gate before a form."""
        return Gate(self.answers, form)


def _gate(others: str, **answers: str) -> Gate:
    return Gate({"visitor": SIGN_IN} | {name: answers.get(name, others) for name in KNOCKERS[1:]})


EVERYBODY = Gate(dict.fromkeys(KNOCKERS, IN))
#: Pages of help: also for a buyer under 18. Staff of other houses see what visitors see.
HELP_PAGE = EVERYBODY
#: Pages of the shop that visitors see; somebody of 17 reads help only.
SHOP_WINDOW = Gate({**EVERYBODY.answers, "kit": HELP})
BUYERS = _gate(MISSING, ana=IN, bruno=IN, kit=HELP)
ANA_ALONE = _gate(MISSING, ana=IN, kit=HELP)
SELLERS = _gate(MISSING, sol=IN, mara=IN)
SOL_ALONE = _gate(MISSING, sol=IN)
AGENTS = _gate(MISSING, gus=IN)
OPERATORS = _gate(MISSING, noor=IN)
#: Who works here or for a shop has something to set up to sign in with; gus has some already.
SECURED = _gate(MISSING, sol=IN, mara=IN, gus=IN, noor=IN)
GUS_ALONE = AGENTS
#: Who reads help alone is told of nothing.
TOLD = _gate(IN, kit=HELP)
#: What everybody has a right to.
SIGNED_IN = _gate(IN)
BUYERS_OF_ANY_AGE = _gate(MISSING, ana=IN, bruno=IN, kit=IN)
NOBODY = Gate(dict.fromkeys(KNOCKERS, MISSING))
#: Who reads ana's conversation with sol's shop, gus beside her case; others, visitors too, are told nothing.
ITS_READERS = Gate({**NOBODY.answers, "ana": IN, "sol": IN, "gus": IN})
#: Others, visitors too, are told nothing.
SOL_ALONE_IS_TOLD = Gate({**NOBODY.answers, "sol": IN})
#: Who sees what was brought to ana's case about an order of sol's shop; agents, while nobody holds it.
ITS_SIDES = ITS_READERS

ID = "0198a0de-0000-7000-a000-0000000000%02d"
_FAQ = {"question": "May I?", "answer": "You may."}
_REPLY = {"title": "Yes", "body": "Yes, you may."}
_HELP = {"question": "May I?", "body": "You may."}
#: A file of a form stands here as its content.
_PHOTO = file_of(drawn(60, 40), "PNG")
_SHARP = file_of(drawn(800, 600))
_WEEK = {"day0-begin": "09:00", "day0-end": "17:00"}
_NUMBERS = {name: number.value for name, number in JUDGING.items()}
_ADDRESS = {"name": "Ana", "line1": "9 Lark Lane", "city": "Austin", "region": "TX", "postal_code": "78702"}
_PARCEL = {"carrier": "USPS", "tracking_number": "9400"}
_KEY = "BCrj_HZXOl1W56sym6aY14gYNKwyUH-EaHHjdrSpBaXuW08Sm7zuJu0Gk-_hkPQ-42KL-4YDCKKbj_RF0z6Q6uE"
_BROWSER = {"endpoint": "https://push.example/one", "p256dh": _KEY, "auth": "AAAAAAAAAAAAAAAAAAAAAA"}
_DAYS = {"from": "2999-01-01", "until": "2999-01-02"}

#: Posts of machines, which sign them, and the shop's word for somebody: no form's token guards these
#: (tests/test_hooks.py, tests/open_api/, tests/test_handoff.py).
SIGNED = {
    "hooks.refunds",
    "handoff.take",
    "open_api.take_order",
    "open_api.take_orders",
    "notifications.end_mails",
    "partner_api.call",
}

#: (method, endpoint) → gate. Addresses are made from the route's own rule with the values of tests/test_gates.py.
GATES: dict[tuple[str, str], Gate] = {
    ("GET", "asset"): EVERYBODY,
    ("GET", "favicon"): EVERYBODY,
    ("GET", "entrance.health"): EVERYBODY,
    ("GET", "entrance.ready"): EVERYBODY,
    ("GET", "entrance.styleguide"): EVERYBODY,
    ("GET", "entrance.language"): EVERYBODY,
    ("POST", "entrance.language_chosen"): EVERYBODY.sending(language="en"),
    ("GET", "entrance.home"): Gate({**EVERYBODY.answers, "visitor": SIGN_IN}),
    ("GET", "photos.photo"): ITS_READERS,
    ("GET", "photos.small_photo"): ITS_READERS,
    ("GET", "cards.request_card"): Gate({**ITS_READERS.answers, "visitor": SIGN_IN}),
    ("GET", "cards.protection_card"): Gate({**ITS_READERS.answers, "visitor": SIGN_IN}),
    ("GET", "notifications.notifications"): TOLD,
    ("GET", "notifications.unread"): TOLD,
    ("GET", "notifications.notification"): ANA_ALONE,
    ("POST", "notifications.mark_read"): TOLD,
    ("GET", "notifications.choose"): TOLD,
    ("POST", "notifications.keep_choices"): TOLD.sending(quiet_from="22:00", quiet_until="07:00"),
    ("POST", "notifications.send_test"): TOLD.sending(channel="mail"),
    ("POST", "notifications.take_browser"): TOLD.sending(**_BROWSER),
    ("POST", "notifications.drop_browser"): TOLD.sending(endpoint=_BROWSER["endpoint"]),
    ("GET", "notifications.demo_mails"): TOLD,
    # Who follows the link of a mail is not asked to sign in: the link is signed.
    ("GET", "notifications.no_more_mails"): EVERYBODY,
    ("POST", "notifications.end_mails"): EVERYBODY,
    ("GET", "notifications.manifest"): EVERYBODY,
    ("GET", "notifications.worker"): EVERYBODY,
    ("GET", "notifications.offline"): EVERYBODY,
    ("GET", "notifications.icon"): EVERYBODY,
    ("GET", "notifications.brand_style"): EVERYBODY,
    ("GET", "notifications.brand_logo"): EVERYBODY,
    ("GET", "operators.notification_log"): OPERATORS,
    ("GET", "operators.keys"): OPERATORS,
    ("POST", "operators.end_tool"): OPERATORS,
    ("GET", "operators.brand"): OPERATORS,
    ("POST", "operators.brand_preview"): OPERATORS.sending(name="Acme", accent="#0b5cad", accent_dark="#2a74c4"),
    ("POST", "operators.set_brand"): OPERATORS.sending(name="Acme Help", accent="#0b5cad", accent_dark="#2a74c4"),
    # The demo has no payment system that could confirm.
    ("POST", "hooks.refunds"): NOBODY,
    # Nor has it a key of a shop's.
    ("POST", "handoff.take"): NOBODY,
    ("POST", "open_api.take_order"): NOBODY,
    ("POST", "open_api.take_orders"): NOBODY,
    ("GET", "open_api.openapi"): EVERYBODY,
    ("GET", "partner_api.operations"): EVERYBODY,
    ("GET", "partner_api.image"): SOL_ALONE_IS_TOLD,
    # Who signs no call is told nothing (tests/partner).
    **{(method, "partner_api.call"): NOBODY for method in ("GET", "POST", "PUT", "PATCH", "DELETE")},
    ("POST", "entrance.demo_sign_in"): EVERYBODY.sending(person="ana"),
    ("GET", "security.login"): EVERYBODY,
    ("POST", "security.login"): EVERYBODY.sending(email="nobody@example.com", password="not the password"),
    ("POST", "security.logout"): Gate(dict.fromkeys(KNOCKERS, SIGN_IN)),
    ("GET", "safety.security"): SECURED,
    ("GET", "safety.app_page"): SECURED,
    ("POST", "safety.begin_app"): SECURED,
    ("GET", "safety.app_picture"): GUS_ALONE,
    ("POST", "safety.confirm_app"): SECURED.sending(code="000000"),
    ("POST", "safety.remove_app"): SECURED,
    ("POST", "safety.renew_codes"): SECURED,
    ("POST", "safety.add_passkey"): SECURED.sending(credential="{{}}"),
    ("POST", "safety.rename_passkey"): GUS_ALONE.sending(name="Phone"),
    ("POST", "safety.remove_passkey"): GUS_ALONE,
    ("POST", "safety.end_other"): GUS_ALONE,
    ("GET", "safety.second_step"): SECURED,
    ("POST", "safety.show_code"): SECURED.sending(code="{recovery_code}"),
    ("POST", "safety.show_passkey"): SECURED.sending(credential="{{}}"),
    ("POST", "safety.make_question"): SECURED,
    ("POST", "safety.show_question"): SECURED,
    ("POST", "safety.sign_in_question"): EVERYBODY,
    ("GET", "safety.password_link"): EVERYBODY,
    # A second tap is led to the sign-in as the first one was.
    ("POST", "safety.choose_password"): EVERYBODY.sending(password="a heron in the kiln"),
    ("GET", "safety.forgotten"): EVERYBODY,
    ("POST", "safety.send_password_link"): EVERYBODY.sending(email="nell@example.com"),
    ("GET", "safety.password"): GUS_ALONE,
    ("POST", "safety.change_password"): GUS_ALONE.sending(now="{password}", password="a magpie in the kiln"),
    ("POST", "safety.passkey_sign_in"): EVERYBODY.sending(credential="{{}}"),
    ("GET", "my_data.my_data"): SIGNED_IN,
    ("GET", "my_data.my_archive"): SIGNED_IN,
    ("POST", "my_data.delete_me"): BUYERS_OF_ANY_AGE.sending(sure="yes"),
    ("POST", "my_data.keep_me"): SIGNED_IN,
    ("GET", "buyers.shop_front"): SHOP_WINDOW,
    ("GET", "buyers.product"): SHOP_WINDOW,
    ("GET", "buyers.seller"): SHOP_WINDOW,
    ("GET", "buyers.help"): HELP_PAGE,
    ("GET", "buyers.help_search"): HELP_PAGE,
    ("GET", "buyers.help_questions"): HELP_PAGE,
    ("GET", "buyers.help_question"): HELP_PAGE,
    ("POST", "buyers.help_vote"): Gate({**BUYERS.answers, "kit": IN}).sending(helped="yes"),
    ("GET", "buyers.contact"): BUYERS,
    ("POST", "buyers.contact_chat"): BUYERS.sending(client_id=ID % 6),
    ("GET", "buyers.contact_message"): BUYERS,
    ("POST", "buyers.send_contact_message"): BUYERS.sending(client_id=ID % 7, body="Hello"),
    ("GET", "buyers.cases"): BUYERS,
    ("GET", "buyers.open_chat"): BUYERS,
    ("GET", "buyers.case_panel"): ANA_ALONE,
    ("POST", "buyers.case_as_message"): ANA_ALONE,
    ("POST", "buyers.rate_case"): ANA_ALONE.sending(score=4),
    ("GET", "buyers.profile"): BUYERS,
    ("GET", "buyers.orders"): BUYERS,
    ("GET", "buyers.order_list"): BUYERS,
    ("GET", "buyers.inbox"): BUYERS,
    ("GET", "buyers.unread"): BUYERS,
    ("GET", "buyers.returns"): BUYERS,
    ("GET", "buyers.addresses"): BUYERS,
    ("GET", "buyers.sign_ins"): BUYERS,
    ("POST", "buyers.end_sign_in"): ANA_ALONE,
    ("GET", "buyers.protection"): BUYERS,
    ("GET", "buyers.protection_program"): HELP_PAGE,
    ("GET", "buyers.claim"): ANA_ALONE,
    ("GET", "buyers.claim_step"): ANA_ALONE,
    ("POST", "buyers.fill_claim"): ANA_ALONE.sending(line="{claim_line}", client_id=ID % 9),
    ("POST", "buyers.keep_claim_words"): ANA_ALONE.sending(words="It came"),
    ("POST", "buyers.add_claim_photos"): ANA_ALONE.sending(photo=_SHARP),
    ("POST", "buyers.remove_claim_photo"): ANA_ALONE,
    ("POST", "buyers.discard_claim"): ANA_ALONE,
    ("GET", "buyers.protection_case"): ANA_ALONE,
    ("GET", "buyers.protection_panel"): ANA_ALONE,
    ("GET", "buyers.protection_form"): ANA_ALONE,
    ("GET", "buyers.protection_file"): ANA_ALONE,
    ("GET", "buyers.protection_archive"): ANA_ALONE,
    ("POST", "buyers.add_case_photos"): ANA_ALONE.sending(photo=_SHARP),
    ("POST", "buyers.remove_case_photo"): ANA_ALONE,
    ("POST", "buyers.give_evidence"): ANA_ALONE.sending(words="There is more."),
    ("POST", "buyers.appeal_decision"): ANA_ALONE.sending(words="It is wrong."),
    ("POST", "buyers.offer_settlement"): ANA_ALONE.sending(client_id=ID % 10, amount="1"),
    ("POST", "buyers.accept_settlement"): ANA_ALONE,
    ("POST", "buyers.decline_settlement"): ANA_ALONE,
    ("POST", "buyers.withdraw_claim"): ANA_ALONE,
    ("POST", "buyers.send_back"): ANA_ALONE.sending(carrier="Kestrel", tracking_number="KP1"),
    ("GET", "operators.protection"): OPERATORS,
    ("GET", "operators.protection_file"): OPERATORS,
    ("GET", "sellers.protections"): SELLERS,
    ("GET", "sellers.protection"): SOL_ALONE,
    ("GET", "sellers.protection_file"): SOL_ALONE,
    ("GET", "sellers.protection_archive"): SOL_ALONE,
    ("GET", "sellers.protection_form"): SOL_ALONE,
    ("POST", "sellers.act_on_protection"): SOL_ALONE.sending(client_id=ID % 11, amount="1"),
    ("POST", "sellers.answer_settlement"): SOL_ALONE,
    ("POST", "sellers.mark_protection_arrived"): SOL_ALONE,
    ("POST", "sellers.add_case_photos"): SOL_ALONE.sending(photo=_SHARP),
    ("POST", "sellers.remove_case_photo"): SOL_ALONE,
    ("GET", "agents.protection"): AGENTS,
    ("GET", "agents.protection_file"): AGENTS,
    ("GET", "agents.protection_archive"): AGENTS,
    ("POST", "agents.decision_follows"): AGENTS.sending(outcome="for_buyer"),
    ("POST", "agents.act_on_protection"): AGENTS.sending(why="It isn't covered."),
    ("GET", "photos.evidence"): ITS_SIDES,
    ("GET", "photos.small_evidence"): ITS_SIDES,
    ("POST", "buyers.purchase"): BUYERS.sending(client_key=ID % 1),
    ("GET", "buyers.order"): ANA_ALONE,
    ("GET", "buyers.order_possible"): ANA_ALONE,
    ("GET", "buyers.cancellation"): ANA_ALONE,
    ("POST", "buyers.send_cancellation"): ANA_ALONE.sending(client_id=ID % 8, line="{line_id}", reason="too_slow"),
    ("GET", "buyers.address_change"): ANA_ALONE,
    ("POST", "buyers.send_address_change"): ANA_ALONE.sending(client_id=ID % 9, **_ADDRESS),
    ("GET", "buyers.order_change"): ANA_ALONE,
    ("POST", "buyers.send_order_change"): ANA_ALONE.sending(client_id=ID % 10, item="{line_id}", body="Please"),
    ("GET", "buyers.refund_or_return"): ANA_ALONE,
    ("POST", "buyers.send_refund_or_return"): ANA_ALONE.sending(client_id=ID % 11, step="look"),
    ("GET", "buyers.request"): ANA_ALONE,
    ("GET", "buyers.request_panel"): ANA_ALONE,
    ("POST", "buyers.accept_offer"): ANA_ALONE,
    ("POST", "buyers.decline_offer"): ANA_ALONE,
    ("POST", "buyers.withdraw"): ANA_ALONE,
    ("POST", "buyers.ship_back"): ANA_ALONE.sending(carrier="UPS", tracking_number="1Z"),
    ("POST", "buyers.dispute"): ANA_ALONE.sending(client_id=ID % 12, body="No"),
    ("POST", "buyers.message_shop"): ANA_ALONE.sending(order="{number}"),
    ("GET", "buyers.conversation"): ANA_ALONE,
    ("GET", "buyers.messages"): ANA_ALONE,
    ("POST", "buyers.send_message"): ANA_ALONE.sending(client_id=ID % 2, body="Hello"),
    ("POST", "buyers.send_photos"): ANA_ALONE.sending(client_id=ID % 6, photo=_PHOTO),
    ("POST", "buyers.mark_read"): ANA_ALONE.sending(seq=2),
    ("POST", "buyers.ask"): ANA_ALONE.sending(client_id=ID % 3, faq="{faq_id}"),
    ("POST", "buyers.order_status"): ANA_ALONE.sending(client_id=ID % 4),
    ("GET", "sellers.inbox"): SELLERS,
    ("GET", "sellers.conversation"): SOL_ALONE,
    ("GET", "sellers.order"): SOL_ALONE,
    ("GET", "sellers.answer_until"): SOL_ALONE,
    ("GET", "sellers.messages"): SOL_ALONE,
    ("POST", "sellers.send_message"): SOL_ALONE.sending(client_id=ID % 5, body="Hello"),
    ("POST", "sellers.send_photos"): SOL_ALONE.sending(client_id=ID % 7, photo=_PHOTO),
    ("POST", "sellers.mark_read"): SOL_ALONE.sending(seq=2),
    ("GET", "sellers.requests"): SELLERS,
    ("GET", "sellers.order_request"): SOL_ALONE,
    ("POST", "sellers.decide"): SOL_ALONE,
    ("GET", "sellers.shop_order"): SOL_ALONE,
    ("POST", "sellers.ship"): SOL_ALONE.sending(client_id=ID % 9, line="{ship_line}", **_PARCEL),
    ("GET", "sellers.faqs"): SELLERS,
    ("GET", "sellers.new_faq"): SELLERS,
    ("GET", "sellers.faq"): SOL_ALONE,
    ("POST", "sellers.add_faq"): SOL_ALONE.sending(shop="{shop_id}", **_FAQ),
    ("POST", "sellers.change_faq"): SOL_ALONE.sending(**_FAQ),
    ("POST", "sellers.remove_faq"): SOL_ALONE,
    ("POST", "sellers.restore_faq"): SOL_ALONE.sending(entry="{removed_faq}"),
    ("POST", "sellers.faq_preview"): SOL_ALONE.sending(shop="{shop_id}", answer="Yes."),
    ("GET", "sellers.replies"): SELLERS,
    ("GET", "sellers.new_reply"): SELLERS,
    ("GET", "sellers.reply"): SOL_ALONE,
    ("POST", "sellers.add_reply"): SOL_ALONE.sending(shop="{shop_id}", **_REPLY),
    ("POST", "sellers.change_reply"): SOL_ALONE.sending(**_REPLY),
    ("POST", "sellers.remove_reply"): SOL_ALONE,
    ("POST", "sellers.restore_reply"): SOL_ALONE.sending(entry="{removed_reply}"),
    ("GET", "sellers.hours"): SELLERS,
    ("POST", "sellers.absence"): SOL_ALONE.sending(note="Back soon."),
    ("POST", "sellers.holiday"): SOL_ALONE.sending(**_DAYS),
    ("POST", "sellers.end_holiday"): SOL_ALONE,
    ("GET", "sellers.tools"): SELLERS,
    ("POST", "sellers.connect_tool"): SOL_ALONE.sending(name="Parcel Desk", shop="{shop_id}"),
    ("POST", "sellers.set_webhook"): SOL_ALONE.sending(address="https://till.example/hooks"),
    ("POST", "sellers.disconnect_tool"): SOL_ALONE,
    ("GET", "agents.home"): AGENTS,
    ("GET", "agents.search"): AGENTS,
    ("GET", "agents.case"): AGENTS,
    ("GET", "agents.case_of_conversation"): AGENTS,
    ("GET", "agents.header"): AGENTS,
    ("GET", "agents.panel"): AGENTS,
    ("GET", "agents.messages"): AGENTS,
    ("POST", "agents.send_message"): AGENTS.sending(client_id=ID % 6, body="Hello"),
    ("POST", "agents.send_photos"): AGENTS.sending(client_id=ID % 8, photo=_PHOTO),
    ("POST", "agents.mark_read"): AGENTS.sending(seq=2),
    ("POST", "agents.claim"): AGENTS,
    ("POST", "agents.hand_back"): AGENTS,
    ("POST", "agents.open_case"): AGENTS.sending(kind="other", reason="The buyer called."),
    ("POST", "agents.take_over"): AGENTS.sending(kind="other", reason="The buyer called."),
    ("POST", "agents.set_state"): AGENTS.sending(state="resolved"),
    ("POST", "agents.become_message"): AGENTS,
    ("GET", "agents.transfer"): AGENTS,
    ("POST", "agents.hand_on"): AGENTS.sending(to="team:payments", reason="It is about money."),
    ("GET", "agents.seller"): AGENTS,
    ("POST", "agents.decide_dispute"): AGENTS.sending(**{"for": "seller", "why": "It is as it was shown."}),
    ("POST", "agents.add_note"): AGENTS.sending(client_id=ID % 7, note="Be kind."),
    ("GET", "agents.duty"): AGENTS,
    ("POST", "agents.set_duty"): AGENTS.sending(state="away"),
    ("POST", "agents.keep_draft"): AGENTS.sending(body="Hello", seen=1),
    ("POST", "agents.hold_back"): AGENTS.sending(body="Hello", seen=1),
    ("GET", "agents.presence"): AGENTS,
    ("GET", "agents.replies"): AGENTS,
    ("GET", "agents.new_reply"): AGENTS,
    ("GET", "agents.reply"): AGENTS,
    ("POST", "agents.add_reply"): AGENTS.sending(**_REPLY),
    ("POST", "agents.change_reply"): AGENTS.sending(seen="{service_reply_seen}", **_REPLY),
    ("POST", "agents.remove_reply"): AGENTS,
    ("POST", "agents.restore_reply"): AGENTS.sending(entry="{removed_service_reply}"),
    ("GET", "operators.replies"): OPERATORS,
    ("GET", "operators.new_reply"): OPERATORS,
    ("GET", "operators.reply"): OPERATORS,
    ("POST", "operators.add_reply"): OPERATORS.sending(**_REPLY),
    ("POST", "operators.change_reply"): OPERATORS.sending(seen="{service_reply_seen}", **_REPLY),
    ("POST", "operators.move_reply"): OPERATORS.sending(move="down", place=1),
    ("POST", "operators.remove_reply"): OPERATORS,
    ("POST", "operators.restore_reply"): OPERATORS.sending(entry="{removed_service_reply}"),
    ("GET", "operators.labels"): OPERATORS,
    ("GET", "operators.platform_labels"): OPERATORS,
    ("POST", "operators.set_labels"): OPERATORS.sending(seen="", chat="Talk to us", message="Write to us"),
    ("POST", "operators.labels_preview"): OPERATORS.sending(chat="Talk to us", message="Write to us"),
    ("POST", "operators.reset_labels"): OPERATORS,
    ("POST", "operators.restore_labels"): OPERATORS.sending(entry="{changed_labels}"),
    ("GET", "operators.all_teams"): OPERATORS,
    ("GET", "operators.team"): OPERATORS,
    ("POST", "operators.set_members"): OPERATORS.sending(listed="{person_id}", member="{person_id}"),
    ("POST", "operators.rename_team"): OPERATORS.sending(seen="", **{"name-en": "Money"}),
    ("GET", "operators.home"): OPERATORS,
    ("GET", "operators.hours"): OPERATORS,
    ("GET", "operators.market_hours"): OPERATORS,
    ("POST", "operators.set_market_hours"): OPERATORS.sending(save=1, seen="", **_WEEK),
    ("POST", "operators.hours_preview"): OPERATORS.sending(**_WEEK),
    ("GET", "operators.reports"): OPERATORS,
    ("GET", "operators.report_file"): OPERATORS,
    ("GET", "operators.refunds"): OPERATORS,
    ("GET", "operators.refunds_file"): OPERATORS,
    ("GET", "operators.refund"): OPERATORS,
    ("POST", "operators.try_refund_again"): OPERATORS,
    ("POST", "operators.mark_refund_paid"): OPERATORS.sending(note="By bank transfer."),
    ("GET", "operators.people"): OPERATORS,
    ("GET", "operators.person"): OPERATORS,
    ("GET", "operators.new_person"): OPERATORS,
    ("POST", "operators.invite"): OPERATORS.sending(name="May", email="may@example.com", role="agent"),
    ("POST", "operators.send_password_link"): OPERATORS,
    ("POST", "operators.set_roles"): OPERATORS.sending(role="seller"),
    ("POST", "operators.let_go"): OPERATORS,
    ("POST", "operators.set_languages"): OPERATORS.sending(languages="en, es"),
    ("POST", "operators.let_in_again"): OPERATORS,
    ("GET", "operators.audit_log"): OPERATORS,
    ("GET", "operators.audit_file"): OPERATORS,
    ("GET", "operators.questions"): OPERATORS,
    ("GET", "operators.question"): OPERATORS,
    ("POST", "operators.change_question"): OPERATORS.sending(version=1, **_HELP),
    ("POST", "operators.question_preview"): OPERATORS.sending(**_HELP),
    ("GET", "operators.question_order"): OPERATORS,
    ("GET", "operators.faqs"): OPERATORS,
    ("GET", "operators.new_faq"): OPERATORS,
    ("GET", "operators.faq"): OPERATORS,
    ("POST", "operators.add_faq"): OPERATORS.sending(**_FAQ),
    ("POST", "operators.change_faq"): OPERATORS.sending(seen="{standard_faq_seen}", **_FAQ),
    ("POST", "operators.remove_faq"): OPERATORS,
    ("POST", "operators.restore_faq"): OPERATORS.sending(entry="{removed_standard_faq}"),
    ("POST", "operators.faq_preview"): OPERATORS.sending(answer="x"),
    ("GET", "operators.translation"): OPERATORS,
    ("POST", "operators.translate"): OPERATORS.sending(seen="{standard_faq_translated}", **_FAQ),
    ("POST", "operators.translation_preview"): OPERATORS.sending(**_FAQ),
    ("POST", "operators.drop_translation"): OPERATORS,
    ("POST", "operators.restore_translation"): OPERATORS.sending(entry="{removed_translation}"),
    ("GET", "operators.new_question"): OPERATORS,
    ("POST", "operators.add_question"): OPERATORS.sending(**_HELP),
    ("POST", "operators.new_question_preview"): OPERATORS.sending(**_HELP),
    ("POST", "operators.hide_question"): OPERATORS.sending(hidden="yes"),
    ("POST", "operators.move_question"): OPERATORS.sending(move="down", place=1),
    ("POST", "operators.reset_order"): OPERATORS,
    ("POST", "operators.restore_question"): OPERATORS.sending(version=1),
    ("GET", "operators.rulebook"): OPERATORS,
    ("GET", "operators.permissions"): OPERATORS,
    ("POST", "operators.draft_rules"): OPERATORS.sending(market="UK"),
    ("GET", "operators.rule_version"): OPERATORS,
    ("POST", "operators.change_rules"): OPERATORS.sending(revision=1, note="Because", **_NUMBERS),
    ("POST", "operators.discard_rules"): OPERATORS,
    ("POST", "operators.publish_rules"): OPERATORS.sending(revision=1, day="{next_year}"),
    ("POST", "operators.replay_rules"): OPERATORS,
    ("GET", "operators.rule_replay"): OPERATORS,
    ("POST", "operators.go_on_replaying"): OPERATORS,
    ("GET", "operators.order_verdicts"): OPERATORS,
    ("GET", "operators.webhooks"): OPERATORS,
    ("POST", "operators.add_webhook"): OPERATORS.sending(
        address="https://shop.example/hooks", happening="refund.done"
    ),
    ("GET", "operators.webhook"): OPERATORS,
    ("POST", "operators.change_webhook"): OPERATORS.sending(address="https://shop.example/hooks"),
    ("POST", "operators.rotate_webhook"): OPERATORS,
    ("POST", "operators.pause_webhook"): OPERATORS.sending(on="yes"),
    ("POST", "operators.remove_webhook"): OPERATORS,
    ("POST", "operators.test_webhook"): OPERATORS,
    ("POST", "operators.replay_failed"): OPERATORS,
    ("GET", "operators.delivery"): OPERATORS,
    ("POST", "operators.replay_delivery"): OPERATORS,
}
