import { isIPv4, isIPv6 } from "node:net";

const GROUPS = 8;

/**
 * Roughly where an address is: its first 24 bits, or the first 48 of IPv6, such as 192.0.2.0/24 or 2001:db8:7::/48.
 * Enough to tell one's home from elsewhere. Empty for what is no address.
 */
export function placeOf(address: string): string {
  if (isIPv4(address)) return address.replace(/\d+$/, "0/24");
  if (!isIPv6(address)) return "";
  const [head = "", tail] = address.split("::");
  const before = head.split(":").filter(Boolean);
  const after = (tail ?? "").split(":").filter(Boolean);
  const gap = tail === undefined ? 0 : GROUPS - before.length - after.length;
  const groups = [...before, ...Array<string>(Math.max(0, gap)).fill("0"), ...after];
  const network = groups.slice(0, 3).map((group) => Number.parseInt(group, 16).toString(16));
  return `${network.join(":").replace(/^0(:0)*$|(:0)+$/, "")}::/48`;
}
