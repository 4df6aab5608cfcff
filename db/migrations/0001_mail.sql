ALTER TABLE `users` ADD `new_email` varchar(254);--> statement-breakpoint
CREATE INDEX `users_email_confirmed` ON `users` (`email_confirmed_at`,`id`);