CREATE TABLE "refetches" (
	"shop_id" text NOT NULL,
	"resource" text NOT NULL,
	"external_id" text collate "C" NOT NULL,
	"hints" integer DEFAULT 1 NOT NULL,
	"wanted_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "refetches_shop_id_resource_external_id_pk" PRIMARY KEY("shop_id","resource","external_id")
);
--> statement-breakpoint
ALTER TABLE "refetches" ADD CONSTRAINT "refetches_shop_id_shops_id_fk" FOREIGN KEY ("shop_id") REFERENCES "public"."shops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "refetches_by_age" ON "refetches" USING btree ("wanted_at");