import type { AnsweredFact, SignTable } from "./facts.js";

/** Texts that only a server that got the request can have caused. */
export const answered: SignTable<AnsweredFact> = {
  "number-exists": [
    [
      "exists-zh",
      "invoicing",
      /(?:发票|号码|流水号|订单|单据|序列号|请求)[^。;]{0,40}(?:已存在|重复|已开具|已受理|已经?开过)|数据库中?已存在|重复(?:开具|开票|上传|提交|请求)|请勿重复/,
    ],
    [
      "exists",
      "any",
      /\b(?:invoice|number|serial|order|document|record|request)[^.;]{0,40}\b(?:already (?:exists|issued|accepted|registered|processed|submitted)|is (?:a )?duplicate)\b|\bduplicate (?:invoice|serial|request|order|number|submission|entry)\b|\bALREADY_EXISTS\b/,
    ],
  ],
  "in-process": [
    [
      "processing-zh",
      "invoicing",
      /(?:数据|发票|请求|订单)?(?:正在)?(?:处理中|开具中|开票中|受理中|排队中)|正在(?:处理|开具|开票)/,
    ],
    ["processing", "any", /\bstill (?:being )?process(?:ed|ing)\b|\bin process(?:ing)?\b|\bis being processed\b/],
  ],
  "rejected-by-server": [
    [
      "client-status",
      "any",
      /返回错误:? ?\(?4\d\d|\b(?:status(?: code)?|HTTP(?:\/\d(?:\.\d)?)?|HTTP Error|returned an error|response code):? ?\(?4\d\d\b|\b4\d\d (?:Bad Request|Unauthorized|Forbidden|Not Found|Method Not Allowed|Conflict|Unprocessable|Too Many Requests|Client Error)\b/,
    ],
    [
      "business-zh",
      "invoicing",
      /验签失败|报文解密失败|参数(?:校验)?(?:异常|错误)|无授权服务|未授权此服务|授信额度|出口 ?IP ?不一致|许可已过期|访问超频|未登录|需实名认证/,
    ],
  ],
};
