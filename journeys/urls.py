"""The URLs of this app: the API of journeys. Pages are in config.urls."""

from django.urls import path

from journeys.api import (
    again,
    catalog,
    documents,
    drafts,
    expressions,
    inbox,
    journeys,
    lifecycle,
    numbers,
    overview,
    people,
    runs,
    simulate,
    why,
    words,
)

urlpatterns = [
    path("api/v1/journeys", journeys.JourneysView.as_view(), name="journeys-api"),
    path("api/v1/journeys/import", documents.ImportView.as_view(), name="journey-import"),
    path("api/v1/journeys/<int:journey_id>", journeys.JourneyView.as_view(), name="journey-api"),
    path("api/v1/journeys/<int:journey_id>/draft", drafts.DraftView.as_view(), name="draft"),
    path("api/v1/journeys/<int:journey_id>/publish", drafts.PublishView.as_view(), name="publish"),
    path("api/v1/journeys/<int:journey_id>/close", lifecycle.CloseView.as_view(), name="close"),
    path("api/v1/journeys/<int:journey_id>/stop", lifecycle.StopView.as_view(), name="stop"),
    path(
        "api/v1/journeys/<int:journey_id>/versions/<int:number>",
        lifecycle.VersionView.as_view(),
        name="version",
    ),
    path(
        "api/v1/journeys/<int:journey_id>/document",
        documents.DocumentView.as_view(),
        name="journey-document",
    ),
    path("api/v1/journeys/<int:journey_id>/words", words.WordsView.as_view(), name="journey-words"),
    path(
        "api/v1/journeys/<int:journey_id>/numbers",
        numbers.NumbersView.as_view(),
        name="journey-numbers",
    ),
    path(
        "api/v1/journeys/<int:journey_id>/numbers/<str:node>/people",
        numbers.PeopleBehindView.as_view(),
        name="people-behind",
    ),
    path(
        "api/v1/journeys/<int:journey_id>/simulate",
        simulate.SimulateView.as_view(),
        name="journey-simulate",
    ),
    path("api/v1/runs/<int:run_id>/simulation", simulate.RecipeView.as_view(), name="run-recipe"),
    path("api/v1/words", words.GraphWordsView.as_view(), name="words"),
    path("api/v1/runs", runs.RunsView.as_view(), name="runs"),
    path("api/v1/runs/<int:run_id>", runs.RunView.as_view(), name="run"),
    path("api/v1/runs/<int:run_id>/why", why.WhyView.as_view(), name="run-why"),
    path("api/v1/runs/<int:run_id>/retry", again.RetryView.as_view(), name="run-retry"),
    path("api/v1/runs/<int:run_id>/end", again.EndView.as_view(), name="run-end"),
    path("api/v1/overview", overview.OverviewView.as_view(), name="overview"),
    path("api/v1/inbox", inbox.InboxView.as_view(), name="inbox-api"),
    path("api/v1/events/<int:event_id>/why", inbox.ConcernView.as_view(), name="event-why"),
    path(
        "api/v1/events/<int:event_id>/replay",
        again.EventReplayView.as_view(),
        name="event-replay",
    ),
    path(
        "api/v1/rejections/<int:rejection_id>/replay",
        again.RejectionReplayView.as_view(),
        name="rejection-replay",
    ),
    path("api/v1/people", people.PeopleView.as_view(), name="people-api"),
    path(
        "api/v1/people/<str:namespace>/<path:key>", people.PersonView.as_view(), name="person-api"
    ),
    path("api/v1/journey-schema", documents.DocumentSchemaView.as_view(), name="journey-schema"),
    path("api/v1/node-types", catalog.NodeTypesView.as_view(), name="node-types"),
    path("api/v1/catalog", catalog.CatalogView.as_view(), name="catalog"),
    path(
        "api/v1/expressions/check",
        expressions.ExpressionCheckView.as_view(),
        name="expression-check",
    ),
    path(
        "api/v1/expressions/complete",
        expressions.ExpressionCompleteView.as_view(),
        name="expression-complete",
    ),
    path(
        "api/v1/expressions/hover",
        expressions.ExpressionHoverView.as_view(),
        name="expression-hover",
    ),
    path(
        "api/v1/expressions/signature",
        expressions.ExpressionSignatureView.as_view(),
        name="expression-signature",
    ),
    path(
        "api/v1/expressions/format",
        expressions.ExpressionFormatView.as_view(),
        name="expression-format",
    ),
    path(
        "api/v1/expressions/words",
        expressions.ExpressionWordsView.as_view(),
        name="expression-words",
    ),
    path(
        "api/v1/expressions/evaluate",
        expressions.ExpressionTryView.as_view(),
        name="expression-evaluate",
    ),
]
