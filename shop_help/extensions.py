"""The extensions, made once and tied to an application by `create_app`."""

from typing import TYPE_CHECKING

from flask_babel import Babel
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_migrate import Migrate
from flask_security import Security
from flask_sqlalchemy import SQLAlchemy
from htmx_flask import Htmx
from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase

from shop_help.form_tokens import FormTokens
from shop_help.sockets import GuardedSocketIO


class Base(DeclarativeBase):
    """Every table's base; constraints have names from the first migration on, so that later ones can change them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


# Objects stay readable after a commit: what was just written is what is shown.
db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model

babel = Babel()
csrf = FormTokens()
htmx = Htmx()
limiter = Limiter(get_remote_address, in_memory_fallback_enabled=True)
migrate = Migrate()
security = Security()
socketio = GuardedSocketIO(
    async_mode="threading",
    async_handlers=False,
    transports=["websocket"],
    manage_session=False,
)
