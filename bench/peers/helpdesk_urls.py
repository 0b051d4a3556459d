"""django-helpdesk at the root, and a word that it is there."""

from django.http import HttpResponse
from django.urls import include, path

urlpatterns = [
    path("ready", lambda request: HttpResponse("ready")),
    path("", include("helpdesk.urls", namespace="helpdesk")),
]
