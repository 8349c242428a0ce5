"""A Django project whose people and teams are served by django-scim2, as it is by itself.

serve.py PORT TOKEN FOLDER: listens on 127.0.0.1 until it is ended; its database is made in FOLDER.
"""

import os
import sys
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django
from django.conf import settings


class Quiet(WSGIRequestHandler):
    def log_message(self, *words):
        pass


def main(port, token, folder):
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    settings.configure(
        ALLOWED_HOSTS=["127.0.0.1"],
        AUTH_USER_MODEL="office.Person",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.path.join(folder, "office.db")}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "django_scim", "office"],
        LOGGING={"version": 1, "disable_existing_loggers": True, "root": {"level": "CRITICAL"}},
        MIDDLEWARE=["office.doors.BearerMiddleware", "django_scim.middleware.SCIMAuthCheckMiddleware"],
        ROOT_URLCONF="office.urls",
        SCIM_SERVICE_PROVIDER={
            "AUTHENTICATION_SCHEMES": [{"type": "oauthbearertoken", "name": "Bearer", "description": "A token"}],
            "GROUP_MODEL": "office.models.Team",
            "NETLOC": f"127.0.0.1:{port}",
            "SCHEME": "http",
        },
        SECRET_KEY=token,
        USE_TZ=True,
    )
    django.setup()
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application

    call_command("migrate", run_syncdb=True, verbosity=0)
    with make_server("127.0.0.1", int(port), get_wsgi_application(), handler_class=Quiet) as server:
        server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
