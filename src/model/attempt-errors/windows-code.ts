/** A WinINet, WinHTTP or Winsock code: a name or HRESULT by itself, a number only where it is called an error or a code. */
export const windowsCode = (codes: string): RegExp => {
  const [numbers, words] = [/^\d+$/, /\D/].map((form) =>
    codes
      .split("|")
      .filter((one) => form.test(one))
      .join("|"),
  );
  const called = String.raw`(?:err(?:or|no)?|code|错误|代码|错误码|错误号)(?: ?(?:code|代码|码|号))?[ :=#(\]]{0,3}`;
  return new RegExp(String.raw`${called}(?:${numbers})\b|\((?:${numbers})\)|\b(?:${words || "(?!)"})\b`);
};
