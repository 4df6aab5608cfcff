/** What is whole by now; live pages are told bit by bit, and so are downloads. */
const WHOLE = /^(?:text\/html|application\/json)\b/;

/**
 * The same answer, to be sent in one piece. Bun gives the system each header's name, colon, value and end one by one (some
 * 75 calls and as many packets for a page) when the handler had to wait for something; together with what comes out of
 * a body that is a stream it sends them at once (Bun 1.4.5, https://github.com/oven-sh/bun/pull/41341). The length is
 * said by chunks then, and to a client of HTTP/1.0 by the end of the connection.
 */
export async function inOnePiece(response: Response): Promise<Response> {
  if (!response.body || !WHOLE.test(response.headers.get("Content-Type") ?? "")) return response;
  const bytes = await response.bytes();
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
  return new Response(body, response);
}
