"""Addresses of attachments and pictures."""

from django.urls import path

from csonet.content.files import views

urlpatterns = [
    path("files/<uuid:key>/", views.AttachmentView.as_view(), name="attachment"),
    path("files/<uuid:key>/remove/", views.RemoveView.as_view(), name="attachment_remove"),
    path("files/items/<int:pk>/attach/", views.AttachView.as_view(), name="attachment_add"),
    path("files/pictures/<int:pk>/<slug:stamp>/<slug:size>.webp", views.PictureView.as_view(), name="picture"),
]
