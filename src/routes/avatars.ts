import { Hono } from "hono";
import { minidenticon } from "minidenticons";
import { findAvatar } from "../uploads/avatars.ts";
import type { App } from "../web/context.ts";
import { found } from "../web/guards.ts";

const FOR_EVER = "public, max-age=31536000, immutable";

export const avatars = new Hono<App>()
  // A picture for everyone, drawn from their id: it never changes, and nobody else is told who reads whom.
  .get("/avatars/:file{[0-9]+\\.svg}", (c) => {
    const id = c.req.param("file").replace(".svg", "");
    c.header("Content-Type", "image/svg+xml");
    c.header("Cache-Control", FOR_EVER);
    c.header("Vary", "Accept-Encoding");
    return c.body(minidenticon(id, 55, 45));
  })

  // The one they chose instead. Its name changes with it.
  .get("/avatars/:file{[0-9a-f]{32}-(?:96|400)\\.webp}", async (c) => {
    const file = c.req.param("file");
    const [key = "", size] = file.replace(".webp", "").split("-");
    const bytes = found(await findAvatar(key, Number(size)));
    c.header("Content-Type", "image/webp");
    c.header("Content-Disposition", `inline; filename="${file}"`);
    c.header("Cache-Control", FOR_EVER);
    c.header("Vary", "Accept-Encoding");
    return c.body(bytes);
  });
