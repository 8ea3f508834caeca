import { createAuthority, type Issued, selfSigned } from "./authority.js";

/** A server's certificate as data. Dates are days from now. */
export type CertificatePlan = {
  readonly names: readonly string[];
  readonly from: number;
  readonly until: number;
  /** `intermediate`: of the trusted authority; `stranger`: the same below an authority nobody trusts; `itself`. */
  readonly issuer: "intermediate" | "stranger" | "itself";
  readonly intermediateUntil: number;
  readonly sends: "chain" | "chain-with-root" | "leaf";
};

/** PEM texts: what a server sends, its key, and the root that its clients trust. */
export type Certified = { readonly chain: string; readonly key: string; readonly ca: string };

const inDays = (days: number): Date => new Date(Date.now() + days * 86_400_000);

const sent = (leaf: Issued, root: string, plan: CertificatePlan): string =>
  ({ leaf: leaf.cert, chain: leaf.chain, "chain-with-root": leaf.chain + root })[plan.sends];

/** Makes a root, an intermediate and the server's certificate as planned. */
export const certify = async (plan: CertificatePlan): Promise<Certified> => {
  const trusted = await createAuthority({ name: "Invoice Demo Root CA" });
  const leafOptions = { names: plan.names, notBefore: inDays(plan.from), notAfter: inDays(plan.until) };
  if (plan.issuer === "itself") {
    const leaf = await selfSigned(leafOptions);
    return { chain: leaf.cert, key: leaf.key, ca: trusted.cert };
  }
  const root = plan.issuer === "stranger" ? await createAuthority({ name: "Somebody Else Root CA" }) : trusted;
  const dates = { notBefore: inDays(-700), notAfter: inDays(plan.intermediateUntil) };
  const issuer = await root.intermediate({ name: "Invoice Demo Issuing CA", ...dates });
  const leaf = await issuer.issue(leafOptions);
  return { chain: sent(leaf, root.cert, plan), key: leaf.key, ca: trusted.cert };
};
