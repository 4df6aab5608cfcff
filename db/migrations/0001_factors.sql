CREATE TABLE `authenticators` (
	`user_id` bigint unsigned NOT NULL,
	`secret` varchar(255) NOT NULL,
	`confirmed_at` datetime(3),
	`last_step` int unsigned NOT NULL DEFAULT 0,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `authenticators_user_id` PRIMARY KEY(`user_id`)
);
--> statement-breakpoint
CREATE TABLE `challenges` (
	`challenge_hash` binary(32) NOT NULL,
	`purpose` varchar(16) NOT NULL,
	`user_id` bigint unsigned NOT NULL,
	`expires_at` datetime(3) NOT NULL,
	CONSTRAINT `challenges_challenge_hash` PRIMARY KEY(`challenge_hash`)
);
--> statement-breakpoint
CREATE TABLE `passkeys` (
	`id` bigint unsigned NOT NULL,
	`user_id` bigint unsigned NOT NULL,
	`name` varchar(1600) NOT NULL,
	`credential_hash` binary(32) NOT NULL,
	`credential_id` varchar(1400) NOT NULL,
	`public_key` varchar(1400) NOT NULL,
	`counter` bigint unsigned NOT NULL,
	`transports` varchar(120) NOT NULL,
	`created_at` datetime(3) NOT NULL,
	`last_used_at` datetime(3),
	CONSTRAINT `passkeys_id` PRIMARY KEY(`id`),
	CONSTRAINT `passkeys_credential` UNIQUE(`credential_hash`)
);
--> statement-breakpoint
CREATE TABLE `recovery_codes` (
	`user_id` bigint unsigned NOT NULL,
	`code_hash` binary(32) NOT NULL,
	CONSTRAINT `recovery_codes_user_id_code_hash_pk` PRIMARY KEY(`user_id`,`code_hash`)
);
--> statement-breakpoint
ALTER TABLE `tokens` ADD `tries` tinyint unsigned DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `challenges_expires` ON `challenges` (`expires_at`);--> statement-breakpoint
CREATE INDEX `passkeys_user` ON `passkeys` (`user_id`);