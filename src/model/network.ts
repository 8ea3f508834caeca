/** Addresses as numbers, and the networks (CIDR, RFC 4632 and RFC 4291) that they lie in. Pure. */
type Bits = { readonly value: bigint; readonly width: 32 | 128 };

const bits4 = (address: string): Bits | undefined => {
  const parts = address.split(".");
  const right = parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256);
  return right ? { value: parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n), width: 32 } : undefined;
};

/** The last 32 bits of an IPv6 address may be written as IPv4. */
const groupsOf = (text: string): string[] | undefined => {
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  const last = tail?.[2] === undefined ? undefined : bits4(tail[2]);
  if (tail !== null && last === undefined) return undefined;
  const hex = last === undefined ? "" : `${(last.value >> 16n).toString(16)}:${(last.value & 0xffffn).toString(16)}`;
  const whole = tail === null ? text : `${tail[1]}${hex}`;
  return whole === "" ? [] : whole.split(":");
};

const bits6 = (address: string): Bits | undefined => {
  const halves = address.split("::");
  if (halves.length > 2) return undefined;
  const [head, tail] = [groupsOf(halves[0] ?? ""), groupsOf(halves[1] ?? "")];
  if (head === undefined || tail === undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => "0"), ...tail];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  const value = groups.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n);
  // An IPv4-mapped address is taken for what it carries.
  return value >> 32n === 0xffffn ? { value: value & 0xffff_ffffn, width: 32 } : { value, width: 128 };
};

const bitsOf = (address: string): Bits | undefined => (address.includes(":") ? bits6(address) : bits4(address));

export const isWrittenAddress = (text: string): boolean => bitsOf(text) !== undefined;

const networkOf = (network: string): (Bits & { readonly prefix: number }) | undefined => {
  const [address = "", length] = network.split("/");
  const bits = bitsOf(address);
  if (bits === undefined || (length !== undefined && !/^\d{1,3}$/.test(length))) return undefined;
  const prefix = length === undefined ? bits.width : Number(length);
  return prefix <= bits.width ? { ...bits, prefix } : undefined;
};

/** Whether a text is an address, or a network such as 203.0.113.0/24. */
export const isNetwork = (text: string): boolean => text.split("/").length <= 2 && networkOf(text) !== undefined;

export const liesIn = (address: string, network: string): boolean => {
  const [one, all] = [bitsOf(address), networkOf(network)];
  if (one === undefined || all === undefined || one.width !== all.width) return false;
  const rest = BigInt(all.width - all.prefix);
  return one.value >> rest === all.value >> rest;
};
