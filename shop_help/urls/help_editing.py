"""The addresses of those who edit Help."""


def operator_questions() -> str:
    return "/operators/questions"


def operator_question(question_id: int) -> str:
    return f"/operators/questions/{question_id}"


def operator_question_preview(question_id: int) -> str:
    return f"/operators/questions/{question_id}/preview"


def operator_question_restorations(question_id: int) -> str:
    """Makes an earlier version the one that holds (form field `version`)."""
    return f"/operators/questions/{question_id}/restorations"


def operator_question_order(topic: str) -> str:
    """The order of a topic's questions."""
    return f"/operators/questions/order/{topic}"


def operator_question_place(question_id: int) -> str:
    """Moves it in its topic (form fields `move`: up or down, `place`: where it stood)."""
    return f"/operators/questions/{question_id}/place"


def operator_question_order_removal(topic: str) -> str:
    """The default order again."""
    return f"/operators/questions/order/{topic}/removal"


def operator_new_question(topic: str) -> str:
    """A form for one more under a topic; sent there, it is added."""
    return f"/operators/questions/new/{topic}"


def operator_new_question_preview(topic: str) -> str:
    return f"/operators/questions/new/{topic}/preview"


def operator_question_hiding(question_id: int) -> str:
    """Hides it, or offers it again (form field `hidden`: yes or no)."""
    return f"/operators/questions/{question_id}/hiding"


def operator_faqs() -> str:
    """Questions for all shops; sent there, one is added."""
    return "/operators/faqs"


def operator_new_faq() -> str:
    return "/operators/faqs/new"


def operator_faq(faq_id: int) -> str:
    return f"/operators/faqs/{faq_id}"


def operator_faq_removal(faq_id: int) -> str:
    return f"/operators/faqs/{faq_id}/removal"


def operator_faq_restorations() -> str:
    """Takes a removal back (form field `entry`)."""
    return "/operators/faqs/restorations"


def operator_faq_preview() -> str:
    return "/operators/faqs/preview"


def operator_translation(kind: str, row_id: int, language: str) -> str:
    """A question in another language; kind: help, or shops for one of all shops."""
    return f"/operators/translations/{kind}/{row_id}/{language}"


def operator_translation_preview(kind: str, row_id: int, language: str) -> str:
    return f"/operators/translations/{kind}/{row_id}/{language}/preview"


def operator_translation_removal(kind: str, row_id: int, language: str) -> str:
    return f"/operators/translations/{kind}/{row_id}/{language}/removal"


def operator_translation_restorations(kind: str) -> str:
    """Takes a removal back (form field `entry`)."""
    return f"/operators/translations/{kind}/restorations"
