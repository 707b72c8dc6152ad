CREATE TABLE "connect_links" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"hash" text NOT NULL,
	"platforms" text[] NOT NULL,
	"language" text,
	"return_url" text,
	"shop_id" text,
	"bound_platform" text,
	"bound_domain" text,
	"created_by" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "connect_links_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
ALTER TABLE "installations" ADD COLUMN "connect_link_id" text;--> statement-breakpoint
ALTER TABLE "installations" ADD COLUMN "attempt" text;--> statement-breakpoint
ALTER TABLE "installations" ADD COLUMN "refusal" text;--> statement-breakpoint
ALTER TABLE "oauth_states" ADD COLUMN "connect_link_id" text;--> statement-breakpoint
ALTER TABLE "connect_links" ADD CONSTRAINT "connect_links_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connect_links" ADD CONSTRAINT "connect_links_shop_id_shops_id_fk" FOREIGN KEY ("shop_id") REFERENCES "public"."shops"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "connect_links_by_account" ON "connect_links" USING btree ("account_id","id");--> statement-breakpoint
CREATE INDEX "connect_links_by_expiry" ON "connect_links" USING btree ("expires_at");--> statement-breakpoint
ALTER TABLE "installations" ADD CONSTRAINT "installations_connect_link_id_connect_links_id_fk" FOREIGN KEY ("connect_link_id") REFERENCES "public"."connect_links"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "oauth_states" ADD CONSTRAINT "oauth_states_connect_link_id_connect_links_id_fk" FOREIGN KEY ("connect_link_id") REFERENCES "public"."connect_links"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "installations_by_shop" ON "installations" USING btree ("shop_id","id");--> statement-breakpoint
CREATE INDEX "installations_by_attempt" ON "installations" USING btree ("attempt") WHERE attempt is not null;