import { Hono } from "hono";
import { minidenticon } from "minidenticons";
import type { App } from "../web/context.ts";

/** A picture for everyone, drawn from their id: it never changes, and nobody else is told who reads whom. */
export const avatars = new Hono<App>().get("/avatars/:file{[0-9]+\\.svg}", (c) => {
  const id = c.req.param("file").replace(".svg", "");
  c.header("Content-Type", "image/svg+xml");
  c.header("Cache-Control", "public, max-age=31536000, immutable");
  c.header("Vary", "Accept-Encoding");
  return c.body(minidenticon(id, 55, 45));
});
