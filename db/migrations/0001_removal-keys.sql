CREATE INDEX `hidings_person` ON `hidings` (`person_id`);--> statement-breakpoint
CREATE INDEX `notifications_actor` ON `notifications` (`actor_id`);