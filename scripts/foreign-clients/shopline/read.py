"""Reads a shop with shopline-sdk-python, whose models check every answer; writes {"stream", "ids"} or {"stream", "error"} a line."""

import asyncio
import importlib
import json
import os

from shopline_sdk.client import ShoplineAPIClient

PER_PAGE = 100


def api(name):
    return importlib.import_module(f"shopline_sdk.apis.{name}")


async def pages(session, name):
    """Ids of a list, by page until the pages end."""
    module = api(name)
    ids, page, last = [], 1, 1
    while page <= last:
        answer = await module.call(session, module.Params(page=page, per_page=PER_PAGE))
        ids += [item.id for item in answer.items]
        last = answer.pagination.total_pages
        page += 1
    return ids


async def one(session, name, id):
    module = api(name)
    answer = await module.call(session, id)
    return [answer.id]


def listed(name):
    return lambda session, known: pages(session, name)


def single(name, of):
    return lambda session, known: one(session, name, min(known[of]))


async def tags(session, known):
    await api("orders.get_all_orders_tags").call(session)
    return []


async def action_logs(session, known):
    answer = await api("orders.get_order_action_logs").call(session, min(known["orders"]))
    return [log.key for log in answer.items][:1]


async def transactions(session, known):
    module = api("orders.get_order_transaction_by_order_ids")
    answer = await module.call(session, module.Params(**{"orderIds[]": known["orders"][:1]}))
    return [item.id for item in answer.items]


async def stocks(session, known):
    answer = await api("products.get_product_stocks").call(session, min(known["products"]))
    return [answer.id]


async def webhooks(session, known):
    module = api("webhooks.get_webhooks")
    answer = await module.call(session)
    return [item.id for item in answer.items]


async def merchants(session, known):
    answer = await api("merchants.get_merchants").call(session)
    return [item.id for item in answer.items]


async def token_info(session, known):
    answer = await api("tokens.get_token_info").call(session)
    return [answer.merchant["_id"]]


async def product_search(session, known):
    module = api("products.search_products")
    answer = await module.call(session, module.Body(per_page=999))
    return [item.id for item in answer.items]


READS = {
    "orders": listed("orders.get_orders"),
    "orders/search": listed("orders.search_orders"),
    "orders/{id}": single("orders.get_order", "orders"),
    "orders/tags": tags,
    "orders/{id}/action_logs": action_logs,
    "orders/transactions": transactions,
    "products": listed("products.get_products"),
    "products/search": product_search,
    "products/{id}": single("products.get_product", "products"),
    "products/{id}/stocks": stocks,
    "customers": listed("customers.get_customers"),
    "customers/search": listed("customers.search_customers"),
    "customers/{id}": single("customers.get_customer", "customers"),
    "categories": listed("categories.get_categories"),
    "categories/{id}": single("categories.get_category", "categories"),
    "warehouses": listed("warehouses.get_warehouses"),
    "token/info": token_info,
    "merchants": merchants,
    "merchants/{id}": single("merchants.get_merchant", "merchants"),
    "webhooks": webhooks,
    "webhooks/{id}": single("webhooks.get_webhook", "webhooks"),
}


async def main():
    known = {}
    async with ShoplineAPIClient(os.environ["SHOPLINE_TOKEN"]).new_session(trust_env=True) as session:
        for stream, read in READS.items():
            try:
                known[stream] = await read(session, known)
                print(json.dumps({"stream": stream, "ids": known[stream]}), flush=True)
            except Exception as error:  # Whatever a model or the client says is the finding.
                print(json.dumps({"stream": stream, "ids": [], "error": f"{type(error).__name__}: {error}"}), flush=True)


asyncio.run(main())
