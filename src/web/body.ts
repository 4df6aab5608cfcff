import { createMiddleware } from "hono/factory";
import { HTTPException } from "hono/http-exception";
import type { App } from "./context.ts";
import { shed, type Take, withRoom } from "./room.ts";

/** Room for the longest message, of the widest characters (👩‍👩‍👧‍👦), percent-encoded, and for the rest of its form. */
const MOST_BYTES = 256 * 1024;

/** The addresses that take files, with room for one and for the rest of its form. */
const ROOM_FOR_FILES: Record<string, number> = {
  "/settings/profile/picture": 6 * 1024 * 1024,
  "/settings/export/import": 10 * 1024 * 1024,
};

const METHODS = new Set(["PATCH", "PUT", "DELETE"]);

/** A form as it came: its fields, its files, the method it asks for, or the status that refuses it. */
export interface ReceivedForm {
  fields: Map<string, string[]>;
  files: Map<string, File>;
  method?: string;
  refused?: 400 | 413 | 503;
}

const EMPTY: ReceivedForm = { fields: new Map(), files: new Map() };

/**
 * Reads the form of a request, once and at the edge, before anything else has a chance to choke on it: too large (413);
 * more than there is room for, with what others send (503); broken off, broken multipart, no UTF-8, NUL characters, or a
 * `_method` that is none of PATCH, PUT, DELETE (400). Other bodies are left alone; no address takes them. The room that
 * it takes is given back when `use` has answered.
 */
export async function withForm<T>(request: Request, use: (received: ReceivedForm) => Promise<T>): Promise<T> {
  if (request.method === "GET" || request.method === "HEAD") return use(EMPTY);
  const forFiles = ROOM_FOR_FILES[new URL(request.url).pathname];
  return withRoom(forFiles ? "files" : "forms", async (take) =>
    use(await receiveForm(request, forFiles ?? MOST_BYTES, take)),
  );
}

async function receiveForm(request: Request, most: number, take: Take): Promise<ReceivedForm> {
  try {
    const body = await readUpTo(request, most, take);
    if (typeof body === "number") return { ...EMPTY, refused: body };
    const form = await partsOf(body, request.headers.get("content-type") ?? "");
    const method = form.fields.get("_method")?.[0]?.toUpperCase();
    if (method === undefined) return form;
    if (request.method === "POST" && METHODS.has(method)) return { ...form, method };
  } catch {
    // Broken in one way or another: refused like a `_method` that is none.
  }
  return { ...EMPTY, refused: 400 };
}

/** Answers a form that could not be read, now that there is a page to say so in. */
export const refuseBadForm = createMiddleware<App>(async (c, next) => {
  const { refused } = c.env.received;
  if (refused) throw refused === 503 ? shed(c) : new HTTPException(refused);
  await next();
});

async function readUpTo(
  request: Request,
  most: number,
  take: Take,
): Promise<Uint8Array<ArrayBuffer> | 413 | 503> {
  if (Number(request.headers.get("content-length") ?? 0) > most) return 413;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.length;
    if (size > most) return 413;
    if (!take(chunk.length)) return 503;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The fields and files of a form, none of another body. Throws when it is broken. */
async function partsOf(body: Uint8Array<ArrayBuffer>, type: string): Promise<ReceivedForm> {
  const fields: ReceivedForm["fields"] = new Map();
  const files: ReceivedForm["files"] = new Map();
  for (const [name, value] of await pairsOf(body, type)) {
    // A form on which no file was chosen sends one without a name; Bun knows no name then.
    const text = typeof value === "string" ? value : (value.name as string | undefined);
    if (name.includes("\0") || text?.includes("\0")) throw new Error("A form with NUL characters.");
    const values = fields.get(name);
    if (typeof value !== "string") files.set(name, value);
    else if (values) values.push(value);
    else fields.set(name, [value]);
  }
  return { fields, files };
}

type Pair = [name: string, value: string | File];

async function pairsOf(body: Uint8Array<ArrayBuffer>, type: string): Promise<Pair[]> {
  const kind = type.toLowerCase();
  if (kind.startsWith("application/x-www-form-urlencoded")) return urlEncoded(utf8(body));
  if (kind.startsWith("multipart/form-data")) return multipart(body, type);
  return [];
}

const utf8 = (body: Uint8Array) => new TextDecoder("utf-8", { fatal: true }).decode(body);

/** Unlike URLSearchParams, which puts U+FFFD in their place, throws on escaped bytes that are no UTF-8. */
function urlEncoded(body: string): Pair[] {
  const decode = (text: string) => decodeURIComponent(text.replaceAll("+", " "));
  return body
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => {
      const [name = "", ...value] = pair.split("=");
      return [decode(name), decode(value.join("="))];
    });
}

/**
 * The platform's parser puts U+FFFD where text is no UTF-8, and reads files as they are. So it reads the body twice, the
 * second time with every byte as a character of its own, which are then put together strictly.
 */
async function multipart(body: Uint8Array<ArrayBuffer>, type: string): Promise<Pair[]> {
  const parse = async (content: Uint8Array<ArrayBuffer> | string) => [
    ...(await new Response(content, { headers: { "content-type": type } }).formData()),
  ];
  const [parts, byBytes] = [await parse(body), await parse(Buffer.from(body).toString("latin1"))];
  const strict = (text: string) => utf8(Buffer.from(text, "latin1"));
  return parts.map(([, part], index): Pair => {
    const [name, value] = byBytes[index] ?? ["", ""];
    if (typeof part !== "string") return [strict(name), part];
    if (typeof value !== "string") throw new Error("A form that reads differently the second time.");
    return [strict(name), strict(value)];
  });
}
