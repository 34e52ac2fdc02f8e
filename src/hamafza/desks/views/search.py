from django.http import HttpRequest, HttpResponse

from hamafza.network.guards import signed_in


@signed_in
def search(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")
