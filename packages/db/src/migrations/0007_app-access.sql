CREATE TABLE "app_access" (
	"platform" text NOT NULL,
	"domain" text NOT NULL,
	"installed_at" bigint,
	"removed_at" bigint,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "app_access_platform_domain_pk" PRIMARY KEY("platform","domain")
);
--> statement-breakpoint
CREATE TABLE "app_tokens" (
	"id" text PRIMARY KEY NOT NULL,
	"platform" text NOT NULL,
	"domain" text NOT NULL,
	"told_at" bigint NOT NULL,
	"tokens" text,
	"expires_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "installations" ALTER COLUMN "domain" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "installations" ALTER COLUMN "expires_at" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "oauth_states" ALTER COLUMN "domain" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "installations" ADD COLUMN "tokens" text;--> statement-breakpoint
ALTER TABLE "installations" ADD COLUMN "error" text;--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD COLUMN "about" text;--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD COLUMN "domain" text;--> statement-breakpoint
CREATE INDEX "app_tokens_by_domain" ON "app_tokens" USING btree ("platform","domain");