"""The things. Importing this package names every table."""

from shop_help.models.audit import AuditEntry, AuditHead
from shop_help.models.brand import Brand
from shop_help.models.case import Case, CaseAnswer, CaseNote, CaseOpening, CaseRating
from shop_help.models.case_text import CaseText
from shop_help.models.claim import ClaimDraft, Evidence, EvidenceRequest
from shop_help.models.conversation import Conversation, Message, ReadCursor, Wait
from shop_help.models.deadline import Deadline
from shop_help.models.faq import SavedReply, ShopFaq, StandardFaq
from shop_help.models.handoff import Handoff
from shop_help.models.help_question import HelpQuestion, HelpText, HelpTopic, HelpVote
from shop_help.models.help_reading import HelpOutcome, HelpReading
from shop_help.models.log_entry import LogEntry
from shop_help.models.notification import (
    Notification,
    NotificationChoice,
    NotificationDelivery,
    NotificationHabit,
    PushSubscription,
)
from shop_help.models.order import Order, OrderLine, Package, PaymentPart, TrackingEvent
from shop_help.models.order_request import Dispute, OrderRequest, RequestLine, RequestPhoto
from shop_help.models.outbox import OutboxEntry
from shop_help.models.own_words import OwnWords
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
from shop_help.models.tool import Tool, ToolImage, ToolShop, ToolToken, ToolWebhook
from shop_help.models.webhook import WebhookDelivery, WebhookEndpoint

__all__ = [
    "Appeal",
    "AuditEntry",
    "AuditHead",
    "Brand",
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
    "Handoff",
    "HelpOutcome",
    "HelpQuestion",
    "HelpReading",
    "HelpText",
    "HelpTopic",
    "HelpVote",
    "LogEntry",
    "Message",
    "Notification",
    "NotificationChoice",
    "NotificationDelivery",
    "NotificationHabit",
    "Order",
    "OrderLine",
    "OrderRequest",
    "OutboxEntry",
    "OwnWords",
    "Package",
    "Passkey",
    "PaymentPart",
    "Person",
    "Photo",
    "Product",
    "ProtectionCase",
    "ProtectionDecision",
    "ProtectionLine",
    "PushSubscription",
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
    "StandardFaq",
    "Tool",
    "ToolImage",
    "ToolShop",
    "ToolToken",
    "ToolWebhook",
    "TotpKey",
    "TrackingEvent",
    "Wait",
    "WebhookDelivery",
    "WebhookEndpoint",
    "person_roles",
    "shop_members",
    "works_as",
]
