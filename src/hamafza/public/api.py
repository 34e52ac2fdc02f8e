"""What people said of services, for machines: the published crowds alone, and how many of those asked answered."""

from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router, Schema
from pydantic import Field

from hamafza.kernel.api import PROBLEMS, Limit, Problem
from hamafza.network.queries import public_centres
from hamafza.places.models import Kind, Place
from hamafza.public.queries import ratings

router = Router(tags=["satisfaction"], throttle=[Limit(0.5)])
TOLD = [Kind.NATION, Kind.PROVINCE, Kind.COUNTY]


class RatingOut(Schema):
    """Small groups are held back, so a share is told as a range and the response rate as a least one."""

    solved_of_ten_from: int = Field(description="Of ten who answered, how many said it was solved: at least.")
    solved_of_ten_to: int = Field(description="The same, at most.")
    answered_percent_at_least: int = Field(description="Of those who were asked; the response rate.")


class PlaceSatisfactionOut(Schema):
    place: str
    rating: RatingOut | None = Field(None, description="None while too few have answered, or no season is closed.")


class DomainRatingOut(Schema):
    domain: str
    rating: RatingOut


class CentreSatisfactionOut(Schema):
    centre: str
    rating: RatingOut | None = Field(None, description="Of all its domains; none while too few have answered.")
    domains: list[DomainRatingOut]


@router.get("/satisfaction", response={200: PlaceSatisfactionOut, PROBLEMS: Problem}, operation_id="read_satisfaction")
def of_place(
    request: HttpRequest,
    place: Annotated[str, Query(max_length=20, pattern="^IR/([0-9]{1,8}/){0,2}$")] = "IR/",
) -> Any:
    """Of services in the nation, a province or a county, up to the last season that is closed."""
    found = get_object_or_404(Place, path=place, kind__in=TOLD)
    return {"place": found.path, "rating": _shown(ratings.of_place(found))}


@router.get(
    "/centres/{code}/satisfaction",
    response={200: CentreSatisfactionOut, PROBLEMS: Problem},
    operation_id="read_centre_satisfaction",
)
def of_centre(request: HttpRequest, code: Annotated[str, Path(max_length=20, pattern="^[0-9a-z_-]+$")]) -> Any:
    """Of one public centre: altogether and by domain, in the latest year that has something to tell."""
    centre = public_centres().filter(code=code).first()
    if centre is None:
        raise Http404
    said = ratings.of_centres([centre]).get(centre.pk, {})
    return {
        "centre": centre.code,
        "rating": _shown(said.get("")),
        "domains": [{"domain": key, "rating": _shown(one)} for key, one in sorted(said.items()) if key],
    }


def _shown(rating: ratings.Rating | None) -> dict[str, int] | None:
    if rating is None:
        return None
    low, high = rating.of_ten
    return {
        "solved_of_ten_from": low,
        "solved_of_ten_to": high,
        "answered_percent_at_least": rating.responded,
    }
