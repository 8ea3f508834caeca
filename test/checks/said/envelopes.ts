/** What an answer says, in the dresses that platforms give it. */
export type Dressed = {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  /** What the profile expects beside status 200: a code of success, a type only, nothing. */
  readonly wants: "code" | "xml" | "nothing";
};

const inJson =
  (wants: Dressed["wants"], dress: (said: string) => unknown, status = 200) =>
  (said: string): Dressed => ({ status, type: "application/json", body: JSON.stringify(dress(said)), wants });
const inXml =
  (dress: (said: string) => string) =>
  (said: string): Dressed => ({
    status: 200,
    type: "text/xml",
    body: dress(said.replace(/&/g, "&amp;")),
    wants: "xml",
  });

const soap = (said: string): string =>
  `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><r><code>-2</code><msg>${said}</msg></r></soap:Body></soap:Envelope>`;

export const dresses: readonly ((said: string) => Dressed)[] = [
  inJson("code", (msg) => ({ code: "9001", msg })),
  inJson("code", (errMsg) => ({ code: "500", data: { errors: [{ errCode: "0213", errMsg }] } })),
  inJson("nothing", (errorMsg) => ({ success: false, errorCode: "E1", errorMsg })),
  inJson("code", (rtnMsg) => ({ head: { rtnCode: "2001" }, body: { rtnMsg } })),
  inXml((said) => `<business id="FPKJ"><RETURNCODE>9999</RETURNCODE><RETURNMSG>${said}</RETURNMSG></business>`),
  inJson("code", (rtnMsg) => ({ code: "1", data: JSON.stringify({ rtnCode: "401", rtnMsg }) })),
  inJson("code", (errorMessage) => ({ errorCode: "X1", errorMessage }), 400),
  inXml(soap),
  inJson("nothing", (info) => ({ ret: "-5", info })),
  (said) => ({ status: 200, type: "text/plain", body: `9001|${said}`, wants: "code" }),
];

/** What refuses the request itself: a page may say it in the place of an answer. */
export const pages: readonly ((said: string) => Dressed)[] = [
  (said) => ({
    status: 200,
    type: "text/html",
    body: `<html><head><title>提示</title></head><body><div><p>${said}</p></div></body></html>`,
    wants: "code",
  }),
  (said) => ({
    status: 200,
    type: "text/html",
    body: `<html><head><title>${said}</title></head><body><h1>${said}</h1></body></html>`,
    wants: "nothing",
  }),
];
