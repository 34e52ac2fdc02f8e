from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from hamafza.ui.context import THEME_COOKIE, THEMES
from hamafza.ui.gallery import specimens

YEAR = 365 * 24 * 3600


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state."""
    return render(request, "ui/gallery.html", specimens())


def plain(request: HttpRequest) -> HttpResponse:
    """A page without navigation, as an applicant sees it."""
    return render(request, "ui/gallery_plain.html")


def sheet(request: HttpRequest) -> HttpResponse:
    """A printed sheet."""
    return render(request, "ui/gallery_sheet.html", specimens())


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Remember light or dark on this device; anything else means as the device asks."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    answer = redirect(back)
    answer.status_code = 303
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        answer.set_cookie(THEME_COOKIE, chosen, max_age=YEAR, secure=request.is_secure(), httponly=True, samesite="Lax")
    else:
        answer.delete_cookie(THEME_COOKIE, samesite="Lax")
    return answer
