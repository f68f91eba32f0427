"""Sign-in and identity."""

from django.contrib.auth import views as auth
from django.urls import path

from access import views

urlpatterns = [
    path("sign-in/", auth.LoginView.as_view(template_name="access/sign_in.html"), name="sign-in"),
    path("sign-in/<str:secret>/", views.sign_in_by_link, name="sign-in-link"),
    path("sign-out/", auth.LogoutView.as_view(), name="sign-out"),
    path("api/v1/me", views.MeView.as_view(), name="me"),
]
