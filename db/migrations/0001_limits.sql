CREATE TABLE `limits` (
	`key` varchar(64) NOT NULL,
	`points` int NOT NULL DEFAULT 0,
	`expire` bigint unsigned,
	CONSTRAINT `limits_key` PRIMARY KEY(`key`)
);
--> statement-breakpoint
CREATE TABLE `uploads` (
	`key` varchar(64) NOT NULL,
	`owner_id` bigint unsigned NOT NULL,
	`bytes` int NOT NULL,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `uploads_key` PRIMARY KEY(`key`)
);
--> statement-breakpoint
CREATE INDEX `limits_expire` ON `limits` (`expire`);--> statement-breakpoint
CREATE INDEX `uploads_owner` ON `uploads` (`owner_id`);--> statement-breakpoint
CREATE INDEX `uploads_created` ON `uploads` (`created_at`);