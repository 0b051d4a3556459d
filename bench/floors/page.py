"""A bare page: Flask, one template of Jinja, two ORM queries of 25 rows, about 10 KB of HTML."""

import os

from flask import Flask, render_template
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bench.floors.serving import serve


class Base(DeclarativeBase):
    pass


db = SQLAlchemy(model_class=Base)


class Order(db.Model):  # type: ignore[name-defined,misc]
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str]
    state: Mapped[str]


class Message(db.Model):  # type: ignore[name-defined,misc]
    id: Mapped[int] = mapped_column(primary_key=True)
    author: Mapped[str]
    body: Mapped[str]


def page() -> str:
    orders = db.session.scalars(select(Order).order_by(Order.id).limit(25)).all()
    messages = db.session.scalars(select(Message).order_by(Message.id).limit(25)).all()
    return render_template("page.html", orders=orders, messages=messages)


def make_app() -> Flask:
    app = Flask(__name__, template_folder=".")
    app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["SHOP_HELP_DATABASE_URL"]
    db.init_app(app)
    with app.app_context():
        db.create_all()
        for i in range(25):
            db.session.add(Order(number=f"57646140000000{i:03}", state="IN_TRANSIT"))
            db.session.add(Message(author="buyer", body=f"line {i} " + "words of a message " * 10))
        db.session.commit()
    app.add_url_rule("/ready", "ready", lambda: "ready\n")
    app.add_url_rule("/", "page", page)
    return app


if __name__ == "__main__":
    serve(make_app)
