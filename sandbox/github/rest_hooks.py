"""REST: the deliveries of the app's webhook, and asking for one again."""

from __future__ import annotations

from sandbox.github.answers import Answer, not_found
from sandbox.github.call import Call
from sandbox.github.rest import Route
from sandbox.github.shapes import Json, when
from sandbox.github.webhooks import Delivery


def _delivery(call: Call, delivery: Delivery) -> Json:
    return {
        "id": delivery.id,
        "guid": delivery.guid,
        "delivered_at": when(delivery.created_at),
        "redelivery": delivery.redelivery,
        "duration": 0.1,
        "status": delivery.status,
        "status_code": delivery.status_code,
        "event": delivery.event,
        "action": delivery.action,
        "installation_id": call.github.access.installation.id,
        "repository_id": delivery.repository_id,
    }


async def deliveries(call: Call) -> Answer:
    tried = [d for d in call.github.webhooks.deliveries if d.failed or d.status == "OK"]
    page, links = call.page(tried[::-1], path="/app/hook/deliveries")
    return Answer([_delivery(call, delivery) for delivery in page], headers=links)


async def redeliver(call: Call) -> Answer:
    wanted = call.request.match_info["delivery_id"]
    hooks = call.github.webhooks
    found = next((d for d in hooks.deliveries if str(d.id) == wanted), None)
    if found is None:
        raise not_found()
    hooks.redeliver_soon(found.guid)
    return Answer({}, 202)


HOOKS = "/apps/webhooks"
ROUTES = [
    Route(
        "GET",
        "/app/hook/deliveries",
        deliveries,
        f"{HOOKS}#list-deliveries-for-an-app-webhook",
        app_only=True,
    ),
    Route(
        "POST",
        "/app/hook/deliveries/{delivery_id}/attempts",
        redeliver,
        f"{HOOKS}#redeliver-a-delivery-for-an-app-webhook",
        app_only=True,
    ),
]
