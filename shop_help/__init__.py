"""Shop Help: order help for the buyers of a marketplace."""

import hashlib
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy.engine import make_url
from werkzeug.middleware.proxy_fix import ProxyFix

from shop_help import logs
from shop_help.compiling import CompilingEnvironment
from shop_help.config import ROOT, refuse_unsafe, serves, settings
from shop_help.door_settings import door_settings
from shop_help.secret_keys import keys_for


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """The application. `config` overrides what the environment says. Raises SettingsError for unsafe settings."""
    app = Flask(
        __name__, template_folder=str(ROOT / "templates"), static_folder=None, instance_path=str(ROOT / "instance")
    )
    app.jinja_environment = CompilingEnvironment
    # Nothing here is a coroutine; Flask would look into each hook and view of each page whether it is one.
    app.ensure_sync = lambda func: func  # type: ignore[method-assign]
    app.config.from_mapping(FIXED)
    app.config.from_mapping(settings())
    app.config.from_mapping(door_settings())
    app.config.from_mapping(config or {})
    if serves():
        refuse_unsafe(app.config)
    for keys, purpose in KEYS.items():
        app.config[keys] = keys_for(purpose, app.config["SECRET_KEY"] or "", app.config[keys])
    for key in ("SECRET_KEY", "SECURITY_PASSWORD_SALT"):
        # A command signs nothing that outlives it.
        app.config[key] = app.config[key] or secrets.token_hex()
    app.config["SESSION_COOKIE_SECURE"] = all(o.startswith("https:") for o in app.config["ORIGINS"])
    if app.config["SESSION_COOKIE_SECURE"]:
        # Browsers take a cookie of this name from this very host alone, and over https.
        app.config["SESSION_COOKIE_NAME"] = "__Host-session"
    if app.config["TRUSTED_PROXIES"]:
        hops = app.config["TRUSTED_PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]
    logs.init_app(app, lines=serves())
    _count(app)
    _lay_ground(app)
    _open_doors(app)
    return app


def _count(app: Flask) -> None:
    # Not sooner: the server says where counts are kept before anybody counts (server.py).
    from shop_help import metrics

    metrics.init_app(app)


#: Keys by what they are for, as they are derived where none is named.
KEYS = {
    "AUDIT_KEYS": "audit",
    "SECOND_FACTOR_KEYS": "second factor",
    "TOOL_KEYS": "seller tools",
    "WEBHOOK_KEYS": "webhooks",
    "PUSH_KEYS": "push",
}
#: What no operator needs to choose.
FIXED: dict[str, Any] = {
    "SESSION_COOKIE_SAMESITE": "Lax",
    "SESSION_COOKIE_HTTPONLY": True,
    "MAX_CONTENT_LENGTH": 256 * 1024,
    "WTF_CSRF_TIME_LIMIT": None,
    "SQLALCHEMY_TRACK_MODIFICATIONS": False,
}


def _lay_ground(app: Flask) -> None:
    # Named so that they are imported: models knows the tables, live registers its handlers before the socket starts.
    from shop_help import accounts, assets, branding, cookies, help_finding, languages, live, models, presentation  # noqa: F401
    from shop_help.commit_queue import CommitQueue
    from shop_help.database import engine_options, prepare_engine
    from shop_help.extensions import csrf, db, htmx, limiter, migrate, socketio

    url = app.config["SQLALCHEMY_DATABASE_URI"]
    _make_folder_of(url)
    sizes = app.config["POOL_SIZE"], app.config["POOL_OVERFLOW"]
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(url, *sizes)
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
        app.extensions["commit_queue"] = CommitQueue(db.engine)
    migrate.init_app(
        app, db, directory=str(ROOT / "shop_help" / "migrations"), render_as_batch=True, compare_type=True
    )
    cookies.init_app(app)
    csrf.init_app(app)
    htmx.init_app(app)
    _reach_redis(app)
    limiter.init_app(app)
    languages.init_app(app)
    accounts.init_app(app)
    assets.init_app(app)
    presentation.init_app(app)
    help_finding.init_app(app)
    branding.init_app(app)
    queue = {"client_manager": app.extensions["message_queue"]} if "message_queue" in app.extensions else {}
    socketio.init_app(app, cors_allowed_origins=app.config["ORIGINS"] or None, **queue)


def _reach_redis(app: Flask) -> None:
    """What processes share: their counts, and what they say to the sockets of each other."""
    from shop_help.message_queue import MessageQueue
    from shop_help.redis_sender import DEAF_SECONDS, RedisSender

    url = app.config["REDIS_URL"]
    app.config.setdefault("RATELIMIT_STORAGE_URI", url or "memory://")
    if not url:
        return
    # A page waits for its count, so that a deaf Redis is given up sooner than by our own thread.
    patience = {"socket_timeout": DEAF_SECONDS / 4, "socket_connect_timeout": DEAF_SECONDS / 4}
    app.config.setdefault("RATELIMIT_STORAGE_OPTIONS", patience)
    sender = app.extensions["redis_sender"] = RedisSender(url)
    # Databases of one Redis hear each other, and so would two installations: what they don't share is their secret.
    channel = f"shop_help:{hashlib.blake2b(app.config['SECRET_KEY'].encode(), digest_size=8).hexdigest()}"
    app.extensions["message_queue"] = MessageQueue(url, channel, sender)


def _make_folder_of(database_url: str) -> None:
    url = make_url(database_url)
    if url.drivername.startswith("sqlite") and url.database not in (None, "", ":memory:"):
        Path(os.path.abspath(url.database or "")).parent.mkdir(parents=True, exist_ok=True)  # noqa: PTH100


def _open_doors(app: Flask) -> None:
    from shop_help import (
        agents,
        buyers,
        cards,
        cli,
        doors,
        entrance,
        handoff,
        hooks,
        language_page,
        my_data,
        notifications,
        open_api,
        operators,
        partner_api,
        photos,
        responses,
        safety,
        sellers,
    )

    # It hangs its pages on the entrance.
    _ = language_page
    first = (entrance, handoff, safety, my_data, photos, hooks, open_api, cards, notifications)
    for opened in (*first, buyers, sellers, agents, operators, partner_api):
        app.register_blueprint(opened.door)
    doors.init_app(app)
    responses.init_app(app)
    cli.register(app)
