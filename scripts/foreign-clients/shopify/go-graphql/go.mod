module shopmirror/foreign-clients/go-graphql

go 1.21

require github.com/hasura/go-graphql-client v0.14.4

require (
	github.com/coder/websocket v1.8.13 // indirect
	github.com/google/uuid v1.6.0 // indirect
)
