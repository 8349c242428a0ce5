"""Who may come in: whoever has the token."""

from django.conf import settings


class Guest:
    is_authenticated = False


class Administrator:
    is_authenticated = True


class BearerMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        known = request.headers.get("Authorization") == f"Bearer {settings.SECRET_KEY}"
        request.user = Administrator() if known else Guest()
        return self.get_response(request)
