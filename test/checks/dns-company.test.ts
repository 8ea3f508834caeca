import { describe, expect, test } from "vitest";
import type { Target } from "../../checks/dns/aims.js";
import { company } from "../../checks/dns/company.js";
import type { DnsSeen } from "../../checks/dns/sight.js";
import { dns } from "../../checks/dns.js";
import type { Profile } from "../../src/model/profile.js";
import { mysqlTarget } from "../servers/mariadb.js";
import { hostTarget, makeProfile, urlTarget } from "../servers/profile.js";

/** Names with the addresses that a resolver at 114.114.114.114, beyond the gateway 10.0.1.1, gives them. */
type Zone = { readonly [host: string]: string };

const seen = (host: string, address: string, more: Partial<DnsSeen> = {}): DnsSeen => ({
  located: {
    ok: true,
    ms: 1,
    value: { host, source: "dns", addresses: [{ address, family: 4, scope: "routed", via: "10.0.1.1" }] },
  },
  listed: [],
  servers: [
    {
      server: { address: "114.114.114.114", port: 53 },
      name: host,
      a: { ok: true, ms: 1, value: { rcode: "NOERROR", truncated: false, addresses: [address] } },
      aaaa: { ok: true, ms: 1, value: { rcode: "NOERROR", truncated: false, addresses: [] } },
    },
  ],
  opinions: [],
  way: { address: "114.114.114.114", family: 4, scope: "routed", via: "10.0.1.1" },
  life: [],
  gateways: ["10.0.1.1"],
  ...more,
});
/** What is said of the first of the profile's names. */
const said = (targets: Profile["targets"], zone: Zone, more: Partial<DnsSeen> = {}): string | undefined => {
  const results = dns.aims(makeProfile({ targets })).map(({ target }) => {
    return { target, looks: [seen(target.host, zone[target.host] ?? "", more)] };
  });
  const [{ target, looks } = { target: {} as Target, looks: [] }] = results;
  return company(target, looks, results)?.signal;
};

const api = urlTarget("https://api.fapiao.example:8443/", "api");
const app = hostTarget("app.fapiao.example", "app", 3389);
const db = mysqlTarget(3306, { name: "books", host: "db.fapiao.example" });
const open = { "app.fapiao.example": "39.105.88.30", "db.fapiao.example": "39.105.88.20" };
const at = (address: string, rest: Zone = open): Zone => ({ ...rest, "api.fapiao.example": address });

describe("a private address", () => {
  test("of a URL, while the other names of its domain are public, is odd", () => {
    expect(said([api, app, db], at("192.168.50.9"))).toBe("private-among-public");
    expect(said([api, app], at("100.64.3.9"))).toBe("private-among-public");
  });
  test("is as it should be among private ones, and with nothing beside it nothing is said", () => {
    const all = { "app.fapiao.example": "10.0.0.3", "db.fapiao.example": "10.0.0.4" };
    expect(said([api, app, db], at("10.0.0.2", all))).toBe("like-the-others");
    expect(said([api, app, db], at("10.0.0.2", { ...open, ...{ "db.fapiao.example": "10.0.0.4" } }))).toBe(
      "like-the-others",
    );
    expect(said([api], at("10.0.0.2"))).toBeUndefined();
  });
  test("of a database, a desktop, or what we call ours is at home", () => {
    const home = { ...at("39.105.88.10"), "db.fapiao.example": "10.8.20.12", "app.fapiao.example": "10.8.20.13" };
    expect(said([db, api], home)).toBe("like-the-others");
    expect(said([app, api], home)).toBe("like-the-others");
    expect(said([{ ...api, owner: "us" }, app], at("10.0.0.2"))).toBe("like-the-others");
  });
  test("is no wonder where the profile itself names a private address", () => {
    const books = mysqlTarget(3306, { name: "books", host: "172.16.40.22" });
    expect(said([{ ...api, owner: "vendor" }, app, books], at("172.16.40.21"))).toBe("like-the-others");
  });
  test("beside public names of other domains is odd only of what is surely outside, and none of them is reached privately", () => {
    const far = hostTarget("crm.shop.example", "crm", 443);
    const zone = { ...at("10.66.66.66"), "crm.shop.example": "39.105.88.40", "tax.gov.example": "10.9.0.1" };
    expect(said([api, far], zone)).toBe("like-the-others");
    expect(said([{ ...api, owner: "vendor" }, far], zone)).toBe("private-among-public");
    const tax = { ...urlTarget("https://tax.gov.example:8443/", "tax"), owner: "tax-authority" as const };
    expect(said([{ ...api, owner: "vendor" }, far, tax], zone)).toBe("like-the-others");
  });
  test("two names under com.cn are no kin", () => {
    const [one, other] = [urlTarget("https://a.com.cn/", "a"), hostTarget("b.com.cn", "b", 443)];
    expect(said([one, other], { "a.com.cn": "10.0.0.2", "b.com.cn": "39.105.88.30" })).toBe("like-the-others");
  });
  test("from the hosts file is not DNS's", () => {
    expect(said([api, app], at("10.0.0.2"), { listed: ["10.0.0.2"] })).toBeUndefined();
  });
});

describe("a reserved address", () => {
  test.each(["198.18.0.66", "192.0.2.66", "203.0.113.66", "169.254.10.10", "240.1.1.1"])(
    "%s among public ones",
    (it) => {
      expect(said([api, app, db], at(it))).toBe("reserved-among-public");
      expect(said([api], at(it))).toBe("reserved-alone");
    },
  );
  test("is the custom where another name, the gateway, the resolver or this host has one", () => {
    expect(said([api, app], at("198.18.0.5", { "app.fapiao.example": "198.18.0.6" }))).toBe("reserved-by-custom");
    const way = { address: "198.18.0.2", family: 4, scope: "routed", via: "198.18.0.1" } as const;
    expect(said([api, app, db], at("203.0.113.5"), { way })).toBe("reserved-by-custom");
    const value = { host: "api.fapiao.example", source: "dns" } as const;
    const here = { address: "203.0.113.5", family: 4, scope: "on-link" } as const;
    const located = { ok: true, ms: 1, value: { ...value, addresses: [here] } } as const;
    expect(said([api], at("203.0.113.5"), { located })).toBe("reserved-by-custom");
  });
  test("beside private ones alone may stand for the internet: that says less", () => {
    expect(said([api, app], at("203.0.113.5", { "app.fapiao.example": "10.0.0.3" }))).toBe("reserved-alone");
  });
  test("of this very machine is another question", () => {
    expect(said([api, app, db], at("127.0.0.1"))).toBe("like-the-others");
  });
});
