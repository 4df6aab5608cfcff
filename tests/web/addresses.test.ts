import { describe, expect, test } from "bun:test";
import type { Context } from "hono";
import { isPrivate, networkOf, readAddress } from "../../src/web/address.ts";
import type { App } from "../../src/web/context.ts";
import { clientAddress, limitedAddress } from "../../src/web/origin.ts";

/** A request from this peer with this `X-Forwarded-For`. */
const from = (address: string | undefined, forwarded?: string) =>
  ({
    env: { address },
    req: { header: (name: string) => (name === "X-Forwarded-For" ? forwarded : undefined) },
  }) as unknown as Context<App>;

describe("the client's address", () => {
  test.each([
    // trusted, peer, X-Forwarded-For, the client
    [0, "203.0.113.9", undefined, "203.0.113.9"],
    [0, "203.0.113.9", "198.51.100.1", "203.0.113.9"],
    [0, "10.0.0.1", "198.51.100.1", "10.0.0.1"],
    [0, "::ffff:203.0.113.9", undefined, "203.0.113.9"],
    [0, undefined, undefined, null],
    [0, "unix", "198.51.100.1", null],
    [1, "10.0.0.1", "198.51.100.1", "198.51.100.1"],
    [1, "10.0.0.1", "203.0.113.7, 198.51.100.1", "198.51.100.1"],
    [1, "10.0.0.1", "127.0.0.1,10.0.0.1,198.51.100.1", "198.51.100.1"],
    [1, "10.0.0.1", " 2001:DB8::1 ", "2001:db8::1"],
    [1, "10.0.0.1", "::ffff:198.51.100.1", "198.51.100.1"],
    [1, "10.0.0.1", "::ffff:c633:6401", "198.51.100.1"],
    [1, "10.0.0.1", "198.51.100.1:4711", "198.51.100.1"],
    [1, "10.0.0.1", "[2001:db8::1]:4711", "2001:db8::1"],
    [1, "10.0.0.1", "fe80::1%eth0", "fe80::1"],
    [1, "10.0.0.1", undefined, "10.0.0.1"],
    [1, "10.0.0.1", "", "10.0.0.1"],
    [1, "10.0.0.1", "unknown", "10.0.0.1"],
    [1, "10.0.0.1", "198.51.100.1, evil", "10.0.0.1"],
    [1, "10.0.0.1", "1.2.3.4.5", "10.0.0.1"],
    [1, "10.0.0.1", "'; drop table users", "10.0.0.1"],
    [2, "10.0.0.1", "198.51.100.1, 10.0.0.2", "198.51.100.1"],
    [2, "10.0.0.1", "192.0.2.1, 198.51.100.1, 10.0.0.2", "198.51.100.1"],
    [2, "10.0.0.1", "198.51.100.1", "10.0.0.1"],
    [1, undefined, "198.51.100.1", "198.51.100.1"],
  ])("with %i proxies, peer %p, forwarded %p: %p", (trusted, peer, forwarded, client) => {
    expect(clientAddress(from(peer, forwarded), trusted)).toBe(client);
  });
});

test.each([
  ["203.0.113.9", "203.0.113.9"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:db8:1:2::", "2001:db8:1:2::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["::", "0:0:0:0::/64"],
  ["1::8", "1:0:0:0::/64"],
  ["1:2:3:4:5:6:7::", "1:2:3:4::/64"],
])("%s is limited as %s", (address, network) => {
  expect(networkOf(address)).toBe(network);
});

test("all spellings of an address are one", () => {
  const spellings = [
    "2001:db8::1",
    "2001:DB8:0:0::1",
    "2001:0db8:0000:0000:0000:0000:0000:0001",
    "[2001:db8::1]",
  ];
  expect(new Set(spellings.map(readAddress))).toEqual(new Set(["2001:db8::1"]));
});

test.each([
  ["127.0.0.1", true],
  ["10.1.2.3", true],
  ["172.16.0.1", true],
  ["172.31.255.255", true],
  ["172.32.0.1", false],
  ["192.168.1.1", true],
  ["192.169.1.1", false],
  ["169.254.1.1", true],
  ["100.64.0.1", true],
  ["100.128.0.1", false],
  ["::1", true],
  ["fd00::1", true],
  ["fc12:3::1", true],
  ["fe80::1", true],
  ["febf::1", true],
  ["fec0::1", false],
  ["2001:db8::1", false],
  ["203.0.113.9", false],
  ["110.0.0.1", false],
])("%s is private: %p", (address, expected) => {
  expect(isPrivate(address)).toBe(expected);
});

describe("limits for each address", () => {
  test("count the /64 of an IPv6 address", () => {
    const [one, other, next] = ["2001:db8::1", "2001:db8::ffff:1", "2001:db8:0:1::1"];
    expect(limitedAddress(from(one), 0)).toBe(limitedAddress(from(other), 0));
    expect(limitedAddress(from(one), 0)).not.toBe(limitedAddress(from(next), 0));
  });

  test("believe no header of somebody outside", () => {
    expect(limitedAddress(from("203.0.113.9", "198.51.100.1"), 0)).toBe("203.0.113.9");
    expect(limitedAddress(from("10.0.0.1", "1.1.1.1, 198.51.100.1"), 1)).toBe("198.51.100.1");
  });
});
