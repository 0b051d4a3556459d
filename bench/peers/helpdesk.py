"""django-helpdesk with one ticket of 25 messages, as its own documentation sets it up; Django serves without debug.

Run by gunicorn in an environment of its own. HELPDESK_FOLDER: where its database is, and the file `pages.json` with
the addresses of the ticket, for everybody and for staff, and a cookie of somebody of the staff.
"""

import json
import os
from pathlib import Path

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application

FOLDER = Path(os.environ["HELPDESK_FOLDER"])
MESSAGES = 25

settings.configure(
    SECRET_KEY="a secret of the bench, which is longer than thirty-two characters",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF="bench.peers.helpdesk_urls",
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": FOLDER / "helpdesk.sqlite3"}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    STATIC_URL="/static/",
    MEDIA_ROOT=str(FOLDER),
    USE_TZ=True,
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.sites",
        "django.contrib.admin",
        "django.contrib.messages",
        "django.contrib.staticfiles",
        "django.contrib.humanize",
        "rest_framework",
        "helpdesk",
    ],
    SITE_ID=1,
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ]
            },
        }
    ],
    LOGIN_URL="/login/",
    HELPDESK_VIEW_A_TICKET_PUBLIC=True,
    HELPDESK_TEAMS_MODE_ENABLED=False,
)
django.setup()


def fill() -> None:
    """The ticket, its messages, and somebody of the staff who is signed in."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command
    from helpdesk.models import FollowUp, Queue, Ticket

    call_command("migrate", verbosity=0)
    staff = get_user_model().objects.create_superuser("staff", "staff@example.com", "a password of the bench")
    queue = Queue.objects.create(title="Orders", slug="orders", allow_public_submission=True)
    ticket = Ticket.objects.create(
        title="Where is it?", queue=queue, submitter_email="ana@example.com", description="?"
    )
    for number in range(1, MESSAGES + 1):
        words = f"history {number}: words of a message"
        FollowUp.objects.create(ticket=ticket, title="Comment", comment=words, public=True, user=staff)
    session = SessionStore()
    session[SESSION_KEY] = str(staff.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = staff.get_session_auth_hash()
    session.create()
    pages = {
        "public": f"/view/?ticket={ticket.ticket_for_url}&email={ticket.submitter_email}&key={ticket.secret_key}",
        "staff": f"/tickets/{ticket.pk}/",
        "cookie": f"{settings.SESSION_COOKIE_NAME}={session.session_key}",
    }
    (FOLDER / "pages.json").write_text(json.dumps(pages))


if not (FOLDER / "pages.json").exists():
    fill()
application = get_wsgi_application()
