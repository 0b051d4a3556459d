"""The addresses of operators."""


def operator_questions() -> str:
    return "/operators/questions"


def operator_question(question_id: int) -> str:
    return f"/operators/questions/{question_id}"


def operator_question_preview(question_id: int) -> str:
    return f"/operators/questions/{question_id}/preview"


def operator_question_restorations(question_id: int) -> str:
    """Makes an earlier version the one that holds (form field `version`)."""
    return f"/operators/questions/{question_id}/restorations"


def operator_home() -> str:
    return "/operators/"


def operator_hours() -> str:
    """When customer service is open, market by market."""
    return "/operators/hours"


def operator_market_hours(market: str) -> str:
    return f"/operators/hours/{market}"


def operator_hours_preview(market: str) -> str:
    """Hours that are being written, as buyers would meet them."""
    return f"/operators/hours/{market}/preview"
