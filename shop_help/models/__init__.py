"""The things. Importing this package names every table."""

from shop_help.models.audit import AuditEntry, AuditHead
from shop_help.models.case import Case, CaseAnswer, CaseNote, CaseOpening, CaseRating
from shop_help.models.case_text import CaseText
from shop_help.models.claim import ClaimDraft, Evidence, EvidenceRequest
from shop_help.models.conversation import Conversation, Message, ReadCursor, Wait
from shop_help.models.deadline import Deadline
from shop_help.models.faq import SavedReply, ShopFaq
from shop_help.models.help_question import HelpQuestion, HelpText, HelpTopic, HelpVote
from shop_help.models.help_reading import HelpOutcome, HelpReading
from shop_help.models.log_entry import LogEntry
from shop_help.models.order import Order, OrderLine, Package, PaymentPart, TrackingEvent
from shop_help.models.order_request import Dispute, OrderRequest, RequestLine, RequestPhoto
from shop_help.models.outbox import OutboxEntry
from shop_help.models.person import Person, Role, SignIn, person_roles, works_as
from shop_help.models.photo import Photo
from shop_help.models.protection import (
    Appeal,
    ProtectionCase,
    ProtectionDecision,
    ProtectionLine,
    Settlement,
)
from shop_help.models.refund import Refund, RefundPart
from shop_help.models.rule_version import ReplayFinding, RuleReplay, RuleVersion
from shop_help.models.second_factor import Passkey, RecoveryCode, TotpKey
from shop_help.models.service import CaseViewer, Duty, ReplyDraft, ServiceHours, ServiceReply
from shop_help.models.shop import Product, Shop, shop_members

__all__ = [
    "Appeal",
    "AuditEntry",
    "AuditHead",
    "Case",
    "CaseAnswer",
    "CaseNote",
    "CaseOpening",
    "CaseRating",
    "CaseText",
    "CaseViewer",
    "ClaimDraft",
    "Conversation",
    "Deadline",
    "Dispute",
    "Duty",
    "Evidence",
    "EvidenceRequest",
    "HelpOutcome",
    "HelpQuestion",
    "HelpReading",
    "HelpText",
    "HelpTopic",
    "HelpVote",
    "LogEntry",
    "Message",
    "Order",
    "OrderLine",
    "OrderRequest",
    "OutboxEntry",
    "Package",
    "Passkey",
    "PaymentPart",
    "Person",
    "Photo",
    "Product",
    "ProtectionCase",
    "ProtectionDecision",
    "ProtectionLine",
    "ReadCursor",
    "RecoveryCode",
    "Refund",
    "RefundPart",
    "ReplayFinding",
    "ReplyDraft",
    "RequestLine",
    "RequestPhoto",
    "Role",
    "RuleReplay",
    "RuleVersion",
    "SavedReply",
    "ServiceHours",
    "ServiceReply",
    "Settlement",
    "Shop",
    "ShopFaq",
    "SignIn",
    "TotpKey",
    "TrackingEvent",
    "Wait",
    "person_roles",
    "shop_members",
    "works_as",
]
