"""The Web API methods the sandbox knows, and the scope each needs."""

from sandbox.slack.methods import apps, chat, conversations, reactions, users, views
from sandbox.slack.methods.method import Method

METHODS: dict[str, Method] = {
    method.name: method
    for module in (apps, chat, conversations, reactions, users, views)
    for method in module.METHODS
}
