import type { AttemptError } from "../model/attempt-error.js";
import type { Bilingual } from "../model/text.js";

/** The sentences of the resend verdict: what was proven, what was not, what to do now. */

export const sentences = (...parts: readonly (Bilingual | undefined)[]): Bilingual => ({
  en: parts.flatMap((part) => (part === undefined ? [] : [part.en])).join(" "),
  zh: parts.flatMap((part) => (part === undefined ? [] : [part.zh])).join(""),
});

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The general rule where nothing is proven. */
export const askFirst = (canQuery: boolean): Bilingual => ({
  en: `Lock the number and query it by serial number first${canQuery ? " (--serial NUMBER)" : ", on the platform"}. If it was accepted, fetch the invoice instead; never resend blindly.`,
  zh: `请锁定该号码，先${canQuery ? "" : "在平台上"}按流水号查询${canQuery ? "（--serial 流水号）" : ""}；若已受理，应取回发票而不是重开，切勿直接重发。`,
});

export const noAttempt = (fault: Bilingual | undefined, healthy: boolean): Bilingual => {
  const about = {
    en: "This is about an invoice already sent whose outcome is not known; no error of it was given (--failed-with).",
    zh: "以下针对已发出而结果不明的发票；未提供其报错（--failed-with）。",
  };
  if (fault !== undefined)
    return sentences(about, {
      en: `The fault found now (${fault.en}) does not tell whether an earlier attempt got through.`,
      zh: `当前发现的故障（${fault.zh}）不能说明先前的请求是否已送达。`,
    });
  return sentences(
    about,
    healthy
      ? {
          en: "The interface is healthy now, which says nothing about an earlier attempt: it may have been accepted.",
          zh: "接口当前正常，但这不能说明先前的请求：它可能已被受理。",
        }
      : { en: "A probe cannot tell what became of an earlier attempt.", zh: "探测无法得知先前请求的结果。" },
  );
};

export const notProven = ({ says, mixedWith }: AttemptError): Bilingual =>
  mixedWith === undefined
    ? {
        en: `The error does not prove that nothing was sent: ${says.en}.`,
        zh: `该报错不能证明请求未发出：${says.zh}。`,
      }
    : {
        en: `The text says two things: ${mixedWith.en}; but also that ${says.en}. Together they prove nothing; give the message of the error alone.`,
        zh: `该文本同时包含两种情况：一是${mixedWith.zh}，二是${says.zh}，合起来不能证明请求未发出；请只提供报错本身的那一行。`,
      };

export const serverSaid = ({ fact, says }: AttemptError): Bilingual => {
  const said = { en: `${upper(says.en)}.`, zh: `${says.zh}。` };
  if (fact === "number-exists")
    return sentences(said, {
      en: "Do not send it again.",
      zh: "不要重发。",
    });
  if (fact === "in-process")
    return sentences(said, { en: "Query again in 3 to 5 minutes.", zh: "请在 3 至 5 分钟后再查询。" });
  return sentences(said, {
    en: "Whether anything was issued, only a query tells; clear the reason before you send again.",
    zh: "是否已开具，只有查询才能确定；重发之前应先消除被拒绝的原因。",
  });
};

export const otherPeer = (named: string, own: string): Bilingual => ({
  en: `The error names ${named}, not the issuing interface (${own}), so it proves nothing about the invoice.`,
  zh: `该报错所指为 ${named}，而非开票接口（${own}），因此不能说明发票的情况。`,
});

export const whichTarget: Bilingual = {
  en: "The error does not say which of the issuing interfaces it came from; check one target at a time.",
  zh: "该报错未说明来自哪一个开票接口，请每次只检查一个目标。",
};

export const repeatsAnyway = ({ says }: AttemptError): Bilingual => ({
  en: `The last try sent nothing: ${says.en}. But browsers and the Windows HTTP library may by themselves have sent the request before, on a kept connection.`,
  zh: `最后一次请求未发出：${says.zh}。但浏览器和 Windows 自带的 HTTP 库可能此前已在复用的连接上自动发送过该请求。`,
});

export const retriesUnknown = ({ says }: AttemptError): Bilingual => ({
  en: `This try sent nothing: ${says.en}. Whether an earlier try did is not known: if neither the client nor its HTTP library ever repeats a request, state \`client: { retries: 0 }\` in the profile.`,
  zh: `本次请求未发出：${says.zh}。但此前是否自动发送过尚不清楚：如客户端及其 HTTP 库均不自动重试，请在配置中写明 client: { retries: 0 }。`,
});

export const retriesMade = ({ says }: AttemptError, retries: number): Bilingual => ({
  en: `The last try sent nothing: ${says.en}. But the client repeats a request (client.retries: ${retries}), and an earlier try may have got through.`,
  zh: `最后一次请求未发出：${says.zh}。但客户端会自动重试（client.retries: ${retries}），此前的某次可能已送达。`,
});

export const provenUnsent = ({ says, repeats }: AttemptError): Bilingual =>
  sentences(
    {
      en: `The attempt ended before anything was sent: ${says.en}. The profile states that the client makes no retries. Send the same invoice again under the same number.`,
      zh: `该次请求在发出之前即告失败：${says.zh}。配置表明客户端不自动重试。可用同一号码重发同一张发票。`,
    },
    repeats === undefined
      ? undefined
      : {
          en: "This holds only if its HTTP library does not repeat either: by default OkHttp, HttpURLConnection and libcurl do, on a kept connection that died.",
          zh: "前提是其 HTTP 库也不自动重发：OkHttp、HttpURLConnection 和 libcurl 默认会在复用的连接断开时重发。",
        },
  );

export const serialAccepted: Bilingual = {
  en: "The platform says that it accepted this serial number. Do not send it again: fetch the invoice.",
  zh: "平台答复该流水号已受理。不要重发，应取回发票。",
};

export const serialProcessing: Bilingual = {
  en: "The platform is still processing this serial number. Do not send it again; query again in 3 to 5 minutes.",
  zh: "平台仍在处理该流水号。不要重发，请在 3 至 5 分钟后再查询。",
};

export const serialUnreadable = (status: number, ruled: boolean): Bilingual =>
  sentences(
    {
      en: `The query was answered with status ${status}, but neither as accepted, nor as in process, nor as an unknown number. Do not send it again before a person has read the answer.`,
      zh: `查询得到状态码 ${status} 的应答，但无法判定为已受理、处理中或无此号码。在人工查看应答之前不要重发。`,
    },
    ruled
      ? undefined
      : {
          en: "How this platform says so can be stated in the profile: issue.accepted, issue.processing, issue.notFound.",
          zh: "该平台的应答方式可在配置中说明：issue.accepted、issue.processing、issue.notFound。",
        },
  );

export const serialUnasked: Bilingual = {
  en: "The query by serial number got no answer, so nothing is known of this number. Repeat the query before anything else.",
  zh: "按流水号的查询未得到应答，该号码的情况不明。请先重新查询。",
};

export const serialNotFound: Bilingual = {
  en: "The platform does not know this serial number so far.",
  zh: "平台目前查无此流水号。",
};

export const askAgain: Bilingual = {
  en: "The attempt may still be on its way: keep the number locked, query again after 5 minutes, and decide only if it is still unknown after half an hour.",
  zh: "该请求可能仍在途中：请保持锁定该号码，5 分钟后再次查询；半小时后仍查无此号，再作决定。",
};
