"""The table of happenings for those who write a program for them."""

from shop_help.policy.happenings import FACTS, GOES_OUT, HAPPENINGS


def table_of_happenings() -> str:
    """In Markdown, as docs/webhooks.md ends: what there is to be told of, and what each fact is."""
    lines = ["| `what` | when | `data` (in brackets: not always) |", "|---|---|---|"]
    for name in GOES_OUT:
        happening = HAPPENINGS[name]
        facts = [*happening.always, *(f"({fact})" for fact in happening.sometimes)]
        lines.append(f"| `{name}` | {happening.words} | {' '.join(facts)} |")
    lines += ["", "| fact | |", "|---|---|", *(f"| `{name}` | {words} |" for name, words in FACTS.items())]
    return "\n".join(lines) + "\n"
