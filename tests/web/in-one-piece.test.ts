import { expect, test } from "bun:test";
import { inOnePiece } from "../../src/web/in-one-piece.ts";

const headersOf = (response: Response) => [...response.headers];

test.each([200, 404, 422, 503])("an answer of %i is the same", async (status) => {
  const headers = new Headers({ "Content-Type": "text/html; charset=UTF-8", Vary: "Cookie" });
  headers.append("Set-Cookie", "one=1; Path=/");
  headers.append("Set-Cookie", "two=2; Path=/");
  const whole = await inOnePiece(new Response("<p>ä 日本 👋</p>", { status, headers }));
  expect(whole.status).toBe(status);
  expect(headersOf(whole)).toEqual([...headers]);
  expect(await whole.text()).toBe("<p>ä 日本 👋</p>");
});

test("a compressed page is not touched inside", async () => {
  const bytes = Bun.gzipSync("<p>page</p>");
  const headers = { "Content-Type": "text/html", "Content-Encoding": "gzip" };
  const whole = await inOnePiece(new Response(bytes, { headers }));
  expect(await whole.bytes()).toEqual(bytes);
});

test.each([
  ["nothing", null, {}],
  ["an open page's news", "data: x\n\n", { "Content-Type": "text/event-stream" }],
  ["a download", "PK", { "Content-Type": "application/zip", "Content-Length": "2" }],
  ["a picture", "RIFF", { "Content-Type": "image/webp" }],
])("%s goes out as it is", async (_, body, headers) => {
  const response = new Response(body, { headers });
  expect(await inOnePiece(response)).toBe(response);
});
