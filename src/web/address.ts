import { isIP } from "node:net";

/**
 * An address as it is compared: IPv4 without the dress of IPv6, IPv6 in its shortest spelling, without a port, brackets
 * or zone. Null for what is no address.
 */
export function readAddress(text: string | undefined): string | null {
  const plain = (text ?? "")
    .trim()
    .replace(/^\[(.*)\](?::\d{1,5})?$/, "$1")
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d{1,5}$/, "$1")
    .replace(/%.*$/, "");
  if (isIP(plain) !== 6) return isIP(plain) ? plain : null;
  const spelt = new URL(`http://[${plain}]`).hostname.slice(1, -1);
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(spelt) ?? [];
  if (!high || !low) return spelt;
  const halves = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return halves.flatMap((half) => [half >> 8, half & 255]).join(".");
}

/** An IPv4 address itself; of an IPv6 one the /64, which is what one household or machine is given. */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [left = [], right = []] = address.split("::").map((part) => part.split(":").filter(Boolean));
  const zeros = Array(8 - left.length - right.length).fill("0");
  return `${[...left, ...zeros, ...right].slice(0, 4).join(":")}::/64`;
}

const PRIVATE =
  /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/;

/** Whether it belongs to this machine, a local network or a carrier's inner one, and not to the Internet. */
export const isPrivate = (address: string): boolean =>
  PRIVATE.test(address) || address === "::1" || /^(f[cd]|fe[89ab])[0-9a-f]{0,2}:/i.test(address);
