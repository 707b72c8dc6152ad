// Reads a shop by REST with go-shopify, page by page, and prints a line "stream<TAB>id" for every object.
// Usage: go-shopify SHOP TOKEN
package main

import (
	"bufio"
	"context"
	"fmt"
	"os"

	shopify "github.com/bold-commerce/go-shopify/v4"
)

const (
	version  = "2026-10"
	pageSize = 250
	// A request names this many inventory items or locations at most.
	idsMax = 50
)

var (
	ctx = context.Background()
	out = bufio.NewWriter(os.Stdout)
)

func main() {
	client, err := shopify.NewClient(shopify.App{}, os.Args[1], os.Args[2], shopify.WithVersion(version), shopify.WithRetry(5))
	check(err)
	readProducts(client)
	readCustomers(client)
	readOrders(client)
	readInventory(client)
	check(out.Flush())
}

func readProducts(client *shopify.Client) {
	products, err := client.Product.ListAll(ctx, shopify.ListOptions{Limit: pageSize})
	check(err)
	for _, product := range products {
		print("products", product.Id)
		for _, variant := range product.Variants {
			print("variants", variant.Id)
		}
	}
	collections, err := client.CustomCollection.List(ctx, shopify.ListOptions{Limit: pageSize})
	check(err)
	for _, collection := range collections {
		print("collections", collection.Id)
	}
}

func readCustomers(client *shopify.Client) {
	customers, err := client.Customer.ListAll(ctx, shopify.ListOptions{Limit: pageSize})
	check(err)
	for _, customer := range customers {
		print("customers", customer.Id)
	}
}

func readOrders(client *shopify.Client) {
	options := shopify.OrderListOptions{ListOptions: shopify.ListOptions{Limit: pageSize}, Status: shopify.OrderStatusAny}
	orders, err := client.Order.ListAll(ctx, options)
	check(err)
	for _, order := range orders {
		print("orders", order.Id)
		for _, line := range order.LineItems {
			print("order_lines", line.Id)
		}
		for _, fulfillment := range order.Fulfillments {
			print("fulfillments", fulfillment.Id)
		}
		for _, refund := range order.Refunds {
			print("refunds", refund.Id)
		}
	}
}

func readInventory(client *shopify.Client) {
	locations, err := client.Location.List(ctx, nil)
	check(err)
	var locationIds []uint64
	for _, location := range locations {
		print("locations", location.Id)
		locationIds = append(locationIds, location.Id)
	}
	for _, ids := range chunks(itemIds(client)) {
		items, err := client.InventoryItem.List(ctx, shopify.ListOptions{Ids: ids, Limit: pageSize})
		check(err)
		for _, item := range items {
			print("items", item.Id)
		}
		options := shopify.InventoryLevelListOptions{InventoryItemIds: ids, LocationIds: locationIds, Limit: pageSize}
		levels, err := client.InventoryLevel.List(ctx, options)
		check(err)
		for _, level := range levels {
			fmt.Fprintf(out, "levels\t%d-%d\n", level.InventoryItemId, level.LocationId)
		}
	}
}

func itemIds(client *shopify.Client) []uint64 {
	products, err := client.Product.ListAll(ctx, shopify.ListOptions{Limit: pageSize, Fields: "variants"})
	check(err)
	var ids []uint64
	for _, product := range products {
		for _, variant := range product.Variants {
			ids = append(ids, variant.InventoryItemId)
		}
	}
	return ids
}

func chunks(ids []uint64) [][]uint64 {
	var parts [][]uint64
	for ; len(ids) > idsMax; ids = ids[idsMax:] {
		parts = append(parts, ids[:idsMax])
	}
	return append(parts, ids)
}

func print(stream string, id uint64) {
	fmt.Fprintf(out, "%s\t%d\n", stream, id)
}

func check(err error) {
	if err == nil {
		return
	}
	out.Flush()
	fmt.Fprintf(os.Stderr, "%v\n", err)
	os.Exit(1)
}
