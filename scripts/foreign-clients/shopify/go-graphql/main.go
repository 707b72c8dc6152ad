// Reads a shop through hasura/go-graphql-client, which decodes every answer into typed structs, and prints {stream}\t{id}.
package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"time"

	graphql "github.com/hasura/go-graphql-client"
)

type pageInfo struct {
	HasNextPage bool
	EndCursor   *string
}

type money struct {
	ShopMoney struct {
		Amount       string
		CurrencyCode string
	}
}

type transport struct{ token string }

func (t transport) RoundTrip(request *http.Request) (*http.Response, error) {
	request.Header.Set("X-Shopify-Access-Token", t.token)
	return http.DefaultTransport.RoundTrip(request)
}

type reader struct{ client *graphql.Client }

// Asks for pages until there is none; read fills a query of its own, prints, and answers its pageInfo.
func (r reader) pages(size int, read func(variables map[string]any) (pageInfo, error)) {
	var after *string
	for {
		page, err := read(map[string]any{"first": size, "after": after})
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		if !page.HasNextPage {
			return
		}
		after = page.EndCursor
	}
}

func (r reader) products() {
	r.pages(100, func(variables map[string]any) (pageInfo, error) {
		var query struct {
			Products struct {
				PageInfo pageInfo
				Nodes    []struct {
					ID        string
					Title     string
					Status    string
					UpdatedAt time.Time
					Tags      []string
				}
			} `graphql:"products(first: $first, after: $after)"`
		}
		err := r.client.Query(context.Background(), &query, variables)
		for _, node := range query.Products.Nodes {
			show("products", node.ID)
		}
		return query.Products.PageInfo, err
	})
}

func (r reader) variants() {
	r.pages(200, func(variables map[string]any) (pageInfo, error) {
		var query struct {
			ProductVariants struct {
				PageInfo pageInfo
				Edges    []struct {
					Cursor string
					Node   struct {
						ID                string
						SKU               *string
						Price             string
						InventoryQuantity *int
						Product           struct{ ID string }
						InventoryItem     struct {
							ID      string
							Tracked bool
						}
					}
				}
			} `graphql:"productVariants(first: $first, after: $after)"`
		}
		err := r.client.Query(context.Background(), &query, variables)
		for _, edge := range query.ProductVariants.Edges {
			show("variants", edge.Node.ID)
		}
		return query.ProductVariants.PageInfo, err
	})
}

func (r reader) customers() {
	r.pages(100, func(variables map[string]any) (pageInfo, error) {
		var query struct {
			Customers struct {
				PageInfo pageInfo
				Nodes    []struct {
					ID             string
					DisplayName    string
					NumberOfOrders string
					CreatedAt      time.Time
					AmountSpent    struct {
						Amount       string
						CurrencyCode string
					}
				}
			} `graphql:"customers(first: $first, after: $after)"`
		}
		err := r.client.Query(context.Background(), &query, variables)
		for _, node := range query.Customers.Nodes {
			show("customers", node.ID)
		}
		return query.Customers.PageInfo, err
	})
}

func (r reader) orders() {
	r.pages(25, func(variables map[string]any) (pageInfo, error) {
		var query struct {
			Orders struct {
				PageInfo pageInfo
				Nodes    []struct {
					ID            string
					Name          string
					CreatedAt     time.Time
					CancelledAt   *time.Time
					Test          bool
					TotalPriceSet money
					Customer      *struct{ ID string }
					Refunds       []struct {
						ID               string
						TotalRefundedSet money
					}
					LineItems struct {
						Nodes []struct {
							ID                   string
							Quantity             int
							OriginalUnitPriceSet money
						}
					} `graphql:"lineItems(first: 20)"`
				}
			} `graphql:"orders(first: $first, after: $after)"`
		}
		err := r.client.Query(context.Background(), &query, variables)
		for _, node := range query.Orders.Nodes {
			show("orders", node.ID)
			for _, line := range node.LineItems.Nodes {
				show("order_lines", line.ID)
			}
			for _, refund := range node.Refunds {
				show("refunds", refund.ID)
			}
		}
		return query.Orders.PageInfo, err
	})
}

func show(stream, id string) {
	fmt.Printf("%s\t%s\n", stream, id)
}

func main() {
	shop, token := os.Args[1], os.Args[2]
	url := fmt.Sprintf("https://%s.myshopify.com/admin/api/2026-10/graphql.json", shop)
	client := graphql.NewClient(url, &http.Client{Transport: transport{token}, Timeout: time.Minute})
	r := reader{client}
	r.products()
	r.variants()
	r.customers()
	r.orders()
}
