"""Money that goes back: begun in the commit of what decided it, sent by the clockwork, settled by who pays it."""

from shop_help.actions.refunds.ledger import begin

__all__ = ["begin"]
