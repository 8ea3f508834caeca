/**
 * Where the figures of an invoice stand in a request, if the profile does not say: names of the direct channel (乐企),
 * then common English ones. The first that is there is used. Paths of a line begin at the line.
 */
export const invoicePaths = {
  taxNumber: ["$.gmfnsrsbh", "$.buyer.taxNumber", "$.buyer.taxNo", "$.buyerTaxNumber", "$.buyerTaxNo"],
  sellerTaxNumber: ["$.xsfnsrsbh", "$.seller.taxNumber", "$.seller.taxNo", "$.sellerTaxNumber", "$.sellerTaxNo"],
  type: ["$.fppzDm", "$.fplxdm", "$.fplx", "$.invoiceType"],
  number: ["$.fphm", "$.invoiceNumber"],
  date: ["$.kprq", "$.invoiceDate", "$.issueDate"],
  lines: ["$.fpmxList", "$.mxzbList", "$.hwxx", "$.lines", "$.items", "$.details"],
  amount: ["$.hjje", "$.invoiceAmount", "$.amount"],
  tax: ["$.hjse", "$.taxAmount", "$.totalTaxAmount", "$.tax"],
  total: ["$.jshj", "$.totalAmount", "$.total"],
} as const;
export const linePaths = {
  lineAmount: ["$.je", "$.amount"],
  lineTax: ["$.se", "$.taxAmount", "$.tax"],
  rate: ["$.slv", "$.taxRate", "$.rate"],
  quantity: ["$.sl", "$.spsl", "$.fpjysl", "$.quantity"],
  price: ["$.dj", "$.fpjydj", "$.unitPrice", "$.price"],
  deduction: ["$.kce", "$.deduction"],
  gross: ["$.hsje", "$.grossAmount"],
} as const;

export type InvoiceField = keyof typeof invoicePaths;
export type LineField = keyof typeof linePaths;
export type Field = InvoiceField | LineField;
/** For every field the paths at which it is looked for, best first. */
export type FieldPaths = { readonly [F in Field]: readonly string[] };

/** The paths of every field; one that the profile names is looked for nowhere else. */
export const fieldPaths = (given: { readonly [F in Field]?: string | undefined } = {}): FieldPaths => {
  const standard: FieldPaths = { ...invoicePaths, ...linePaths };
  const named = Object.entries(given).flatMap(([field, path]) =>
    path === undefined ? [] : [[field, [path]] as const],
  );
  return { ...standard, ...(Object.fromEntries(named) as Partial<FieldPaths>) };
};
