CREATE TABLE `data_exports` (
	`id` bigint unsigned NOT NULL,
	`person_id` bigint unsigned NOT NULL,
	`state` varchar(8) NOT NULL,
	`file_key` varchar(32),
	`done` int NOT NULL DEFAULT 0,
	`total` int NOT NULL DEFAULT 0,
	`bytes` bigint unsigned NOT NULL DEFAULT 0,
	`created_at` datetime(3) NOT NULL,
	`expires_at` datetime(3),
	CONSTRAINT `data_exports_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `data_imports` (
	`id` bigint unsigned NOT NULL,
	`person_id` bigint unsigned NOT NULL,
	`state` varchar(8) NOT NULL,
	`file_key` varchar(32) NOT NULL,
	`done` int NOT NULL DEFAULT 0,
	`total` int NOT NULL DEFAULT 0,
	`brought` int NOT NULL DEFAULT 0,
	`present` int NOT NULL DEFAULT 0,
	`refused` int NOT NULL DEFAULT 0,
	`problem` varchar(32),
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `data_imports_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
ALTER TABLE `posts` ADD `imported_at` datetime(3);--> statement-breakpoint
CREATE INDEX `data_exports_person` ON `data_exports` (`person_id`,`id`);--> statement-breakpoint
CREATE INDEX `data_exports_expires` ON `data_exports` (`expires_at`);--> statement-breakpoint
CREATE INDEX `data_imports_person` ON `data_imports` (`person_id`,`id`);