CREATE TABLE `search_changes` (
	`kind` enum('posts','people') NOT NULL,
	`id` bigint unsigned NOT NULL,
	`change` bigint unsigned NOT NULL,
	CONSTRAINT `search_changes_kind_id_pk` PRIMARY KEY(`kind`,`id`)
);
--> statement-breakpoint
CREATE INDEX `search_changes_change` ON `search_changes` (`change`);