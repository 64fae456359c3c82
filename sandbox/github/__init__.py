"""A GitHub in miniature: repositories and issues over REST, with webhooks and a page."""

from sandbox.github.github import GitHub

__all__ = ["GitHub"]
