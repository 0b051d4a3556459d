"""The console's first page. There are no cases before customer service can be reached."""

from flask import render_template

from shop_help.agents import door


@door.get("/")
def home() -> str:
    return render_template("agents/home.html")
