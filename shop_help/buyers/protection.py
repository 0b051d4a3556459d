"""Protection: the buyer's cases. None can be opened before Buyer Protection is built."""

from flask import render_template

from shop_help.buyers import door


@door.get("/protection")
def protection() -> str:
    return render_template("buyers/protection.html")
