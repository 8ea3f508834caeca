/** What a refusal may give as its reason, in the words of platforms, gateways and firewalls. Pure. */

export type Reason =
  | "signature-clock-skew"
  | "ip-not-whitelisted"
  | "waf-blocked"
  | "credit-exhausted"
  | "quota-exhausted"
  | "rate-limited"
  | "login-expired"
  | "login-missing"
  | "credentials-refused"
  | "address-banned"
  | "grant-missing"
  | "right-missing"
  | "environment-mixed-up"
  | "payload-invalid"
  | "already-accepted"
  | "still-processing"
  | "maintenance";

/** What is spoken of where a request is refused for how it is signed or who sends it: no rule of an invoice. */
export const ofTheSender =
  /token|令牌|签名|\bsign\b|signature|app ?(key|id|secret)|密钥|秘钥|密码|用户名|(?<!银行)[账帐]号|session|cookie|authorization|nonce|时间戳|timestamp|\b(api )?key\b|client id|credential|验证码/i;

/**
 * Each is an assertion (“is not in the whitelist”), never a mere mention. The first that fits counts: what is said of a time, an
 * address or a sum is more exact than that somebody blocked something.
 */
const assertions: readonly { readonly means: Reason; readonly says: RegExp; readonly butNot?: RegExp }[] = [
  {
    means: "environment-mixed-up",
    says: /(沙箱|测试|生产|正式|联调)(环境)?的?[^，。；]{0,8}(密钥|秘钥|app ?(key|id|secret)|证书|[账帐]号|应用|凭证|token)[^。；]{0,12}(不能|不可|无法|不得|不允许|请勿|不支持|不匹配|不一致|不适用|不属于)[^。；]{0,12}(沙箱|测试|生产|正式|联调|环境)|请(使用|改用|更换)[^，。；]{0,6}(沙箱|测试|生产|正式)(环境)?的?[^，。；]{0,6}(密钥|秘钥|app ?(key|id|secret)|证书|[账帐]号|地址|域名)|请(切换|更换)(到|至|为)?[^，。；]{0,4}(沙箱|测试|生产|正式)|(沙箱|测试|生产|正式)环境[^，。；]{0,4}(不支持|不允许|不接受|拒绝)[^，。；]{0,6}(沙箱|测试|生产|正式)|环境[^，。；]{0,6}(不匹配|不一致|不相符|混用)|(当前|请求)环境[^，。；]{0,6}(错误|有误)/i,
  },
  {
    means: "environment-mixed-up",
    says: /\b(sandbox|test|production|live)[ -]?(mode |environment )?(api ?|app ?)?(key|credential|certificate|token|account)s?\b.{0,60}\b(sandbox|test|production|live)\b|\b(wrong|incorrect|mismatch(ed|ing)?)\b.{0,12}\benvironment\b|\benvironment\b.{0,12}\b(mismatch|does not match|differs)/i,
  },
  {
    means: "signature-clock-skew",
    says: /(时间戳|timestamp)[^，。；]{0,16}(已?过期|超时|已?失效|无效|非法|有误|错误|不正确|不合法|超出|偏差|过大|不在|校验)|签名(时间)?[^，。；]{0,4}(已?过期|超时|已?失效|过早|过晚)|请求(时间)?[^，。；]{0,4}(已过期|过早|过晚|超出|超过有效期)|请(检查|校准|核对|同步)[^，。；]{0,6}(时间|时钟)|(服务器|系统|客户端|本地|请求|本机)(时钟|时间)[^，。；]{0,10}(不一致|不同步|不正确|误差|偏差|相差|过大)|时钟(偏差|不同步|偏移|不准)/i,
  },
  {
    means: "signature-clock-skew",
    says: /\b(time ?stamp|request time|signing time|nonce time)\b.{0,40}\b(expired|invalid|too (old|new|far|late|early|skewed)|out of|outside|skew(ed)?|not within|mismatch|incorrect|stale|exceeds?)\b|\b(expired|invalid|stale|illegal)\b.{0,10}\btime ?stamp\b|\btime too skewed\b|\bclock[ -]?skew\b|\bsignature\b.{0,12}\bexpired?\b|\brequest (has )?expired\b|\bvalid (x-)?date\b.{0,30}\bheader\b/i,
  },
  {
    means: "ip-not-whitelisted",
    says: /(不在|未在|没有在|未加入|未添加|不属于|不存在于|非|未配置|未设置|无)[^，。；]{0,12}白名单|白名单[^，。；]{0,8}(校验|验证|检查|不通过|未通过|失败|限制|拒绝|错误|不包含|未包含|以外|之外|外)|(来源|出口|请求|客户端|访问)?\s*(IP|ＩＰ)[^，。；]{0,24}(未备案|未登记|未报备|未注册|未加白|(鉴权|校验|验证)(失败|不通过|未通过)|与[^，。；]{0,16}(不一致|不相?符|不匹配))/i,
  },
  {
    means: "ip-not-whitelisted",
    says: /\bnot\b.{0,30}\b(white|allow|safe) ?-?list|\b(white|allow) ?-?list(ed)?\b.{0,20}\b(fail(ed|ure)?|denied|reject(ed)?|mismatch|violation)|\bnot (white|allow) ?-?listed\b/i,
  },
  {
    means: "address-banned",
    says: /(IP|出口地址|来源地址)[^。；]{0,40}(封禁|封锁|封停|拉黑|(加入|列入|进入|命中|在)[^，。；]{0,4}黑名单|已?被(限制|禁止)(访问|请求))|\bip( address)?\b.{0,40}\b(banned|blocked|black ?-?listed)\b/i,
    butNot: /WAF|防火墙|安全|firewall|security|policy/i,
  },
  {
    means: "waf-blocked",
    says: /\bWAF\b|web\s*应用防火墙|防火墙|已?被[^，。；]{0,12}拦截|(请求|访问|操作|行为)[^，。；]{0,8}(已?拦截|被阻断|被阻止)|安全(策略|防护|规则)[^，。；]{0,8}(拦截|阻断|阻止|拒绝)|(疑似|恶意|非法|黑客)[^，。；]{0,6}(攻击|访问|请求)|(可能|潜在)[^，。；]{0,12}(威胁|攻击)|(加入|列入|命中|在)[^，。；]{0,4}黑名单|(IP|地址)[^，。；]{0,20}(封禁|拉黑)/i,
  },
  {
    means: "waf-blocked",
    says: /\b(request|access|you|ip|client|connection)\b.{0,40}\bblocked\b|\bblocked by\b|\bweb application firewall\b|\bfirewall\b.{0,30}\b(den|block|reject|refus)|\b(den(y|ied)|rejected|refused)\b.{0,30}\bby\b.{0,20}\b(security|firewall|policy|rule)|\bmalicious (request|traffic)\b|\bblack ?-?list(ed)?\b/i,
  },
  {
    means: "ip-not-whitelisted",
    says: /(IP|来源地址|出口地址|客户端地址)[^，。；]{0,24}(未授权|未经授权|无权|不允许|不被允许|不合法|非法|受限|无效|禁止|拒绝)|(未授权|非法|无效|不允许)的?\s*(IP|来源地址|出口地址|客户端地址)/i,
  },
  {
    means: "ip-not-whitelisted",
    says: /\bip\b.{0,60}\b(not|isn't|never) (been )?(allowed|authori[sz]ed|permitted|registered|trusted)\b|\b(unauthori[sz]ed|invalid|forbidden|illegal|unregistered|untrusted) (client |source |remote )?ip\b|\bip( address)?\b.{0,30}\b(denied|restricted|forbidden)\b|\bip (not allowed|restriction|limit(ed)?)\b/i,
  },
  {
    means: "credit-exhausted",
    says: /(授信|开票|发票|可用|剩余)(总|总?授信)?额度[^，。；]{0,10}(不足|用完|用尽|耗尽|超出|超限|为\s*0)|(超出|超过)[^，。；]{0,10}(授信|开票|发票)总?额度/,
  },
  {
    means: "already-accepted",
    says: /流水号[^，。；]{0,6}(重复|已存在|已使用)|(订单号?|单据号?)[^，。；]{0,10}已存在|发票[^，。；]{0,10}已(存在|开具|上传)|(订单|单据|流水|该笔)[^，。；]{0,8}已(经)?(开票|开具|开过|上传|受理)|重复(开票|开具|提交)|\bduplicate (serial|order|invoice|request)\b|\balready (issued|exists|accepted|been (issued|accepted))\b/i,
  },
  {
    means: "still-processing",
    says: /^[^，。；]{0,6}(开票|开具|处理|受理)中[\s.。…!！]*$|^\s*(发票)?(上传中|正在(开票|开具|处理|受理|上传)中?)[\s.。…!！]*$|^\s*(in )?(processing|progress)[\s.…!]*$|(开票|开具|处理|上传|受理)中[^，。；]{0,2}[，,]?\s*请?稍后|正在(开票|开具|处理|受理)|\bstill (being )?process(ed|ing)\b|\bin progress, (please )?(try|wait|retry)/i,
  },
  {
    means: "rate-limited",
    says: /(请求|访问|调用|操作|接口|查询)[^，。；]{0,8}(过于|太|过)(频繁|快|多)|超频|频率[^，。；]{0,8}(过高|过快|超|限制|受限)|(触发|被|已|遭)[^，。；]{0,6}(限流|流控)|(限流|流控)(中|拒绝|限制)|^\s*(限流|流控)[\s!！。.]*$|并发[^，。；]{0,6}(超|过高|过多|限制)|\btoo (many|frequent) (requests|calls)\b|\brequests? too (frequent|many|fast)|\brate[ -]?limit(ed|s)?\b.{0,20}\b(exceed\w*|reached|hit)|\b(exceed\w*|over|hit)\b.{0,30}\brate[ -]?limit|\brate[ -]?limited\b|\bthrottl(ed|ing)\b|\bQPS\b.{0,12}(超|limit|exceed)|\b(per|every|each) (second|minute)\b.{0,40}\b(exceed|limit|reach)|\b(exceed|limit|reach).{0,60}\bper (second|minute)\b/i,
  },
  {
    means: "payload-invalid",
    says: /(单张|单笔|最高开票)[^，。；]{0,6}限额/,
  },
  {
    means: "quota-exhausted",
    says: /(次数|额度|余量|配额|流量包?|资源包?|调用量|套餐|张数|条数|点数|余额|剩余量)[^，。；]{0,12}(已?用完|已?用尽|已?耗尽|已?用光|已?超|不足|为\s*0|上限|欠费)|(超出|超过|达到?|已达|没有|无)[^，。；]{0,12}(次数|额度|配额|余量|调用量|套餐|限额|用量)|欠费|\bquota\b.{0,30}\b(exceed|exhaust|used up|reached|insufficient|over|depleted|no more)|\b(exceed|exhaust|insufficient|over|out of|no)\w*\b.{0,20}\bquota\b|\b(daily|monthly|call|usage)\b.{0,10}\blimit\b.{0,12}\b(reached|exceeded)|\breach(ed)?\b.{0,20}\b(quota|daily|monthly)\b|\b(insufficient|no|out of) (balance|credits?)\b/i,
  },
  {
    means: "login-expired",
    says: /(token|令牌|凭证|凭据|ticket|票据|登[录陆]|会话|session|cookie|jwt|身份)[^，。；]{0,10}(过期|失效|超时)|\b(token|session|login|ticket|cookie|jwt|credentials?)\b.{0,16}\b(expired|timed? ?out|no longer valid)\b|\bexpired\b.{0,12}\b(token|session|login|ticket|jwt|credentials?)\b/i,
  },
  {
    means: "credentials-refused",
    says: /(token|令牌|凭证|凭据|authorization|认证信息)[^，。；]{0,8}(为空|不能为空|缺失|未携带|未提供|无效|错误|非法|不正确|(校验|验证)(失败|不通过|未通过))|(缺少|未携带|未提供|没有携带|请携带|无效的?|非法的?)[^，。；]{0,8}(token|令牌|凭证|凭据|authorization|认证信息)/i,
  },
  {
    means: "credentials-refused",
    says: /\b(missing|invalid|illegal|bad|malformed|no)\b.{0,12}\b(token|credentials?|authorization)\b|\b(token|authorization|credentials?)\b.{0,16}\b(invalid|missing|required|not (valid|provided|present))\b/i,
  },
  {
    means: "login-missing",
    says: /(未|尚未|没有|请先?|请您先?|需要?|重新)登[录陆]|\bnot (logged|signed) in\b|\b(login|sign-?in) (is )?required\b|\bplease (log|sign) ?in\b/i,
  },
  {
    means: "grant-missing",
    says: /无授权服务|未(被|获得?|经)?授权[^，。；]{0,4}(服务|接口|能力|功能)|(服务|接口|能力|产品|功能)[^，。；]{0,4}(尚?未(被)?(授权|开通|订阅|启用)|授权?已?(到期|过期))|未(开通|订阅)[^，。；]{0,6}(服务|接口|能力|功能|产品)|授权[^，。；]{0,4}(到期|过期)|\b(service|api|capability|product)\b.{0,20}\bnot (been )?(subscribed|granted|activated|opened|enabled)\b/i,
  },
  {
    means: "grant-missing",
    says: /(纳税人|企业|单位|税号|商户|租户|销方)[^，。；]{0,12}(尚未|未|没有|无)(被|经|取得|获得|在[^，。；]{0,8})?授权(?!码)|授权(已经?)?(被)?(取消|撤销|终止|解除)|(尚未|未)签约/,
  },
  {
    means: "grant-missing",
    says: /(无|没有|缺少|不具备|未授予|未分配|未获得?|未开通)[^，。；]{0,10}(接口|开票|开具|服务|产品|能力|应用)[^，。；]{0,8}权限|\bisv\b.{0,12}(权限|permissions?)|\b(no|without|lacks?|lacking|insufficient|missing|not have)\b.{0,12}\b(permissions?|privileges?) (to|for) \w/i,
  },
  {
    means: "right-missing",
    says: /(无|没有|缺少|不具备|未授予|未分配|未获得?|未开通)[^，。；]{0,10}(调用|访问|操作|使用|查询|数据|功能|足够)[^，。；]{0,8}权限|权限(不足|不够|未开通|未授予|校验(失败|不通过|未通过)|验证(失败|不通过|未通过))|无权(访问|调用|操作|使用|查询|开具)|(用户|应用|调用方|接口|服务)[^，。；]{0,4}未(被|经|获得?)?授权/,
  },
  {
    means: "right-missing",
    says: /\b(no|without|lacks?|lacking|insufficient|missing|not have)\b.{0,24}\b(permissions?|privileges?|scopes?)\b(?! (is |are )?(required|needed))|\bnot (authori[sz]ed|permitted|allowed|entitled) to (access|call|use|invoke|perform)\b|^\W*(\w+\W+)?permission denied\W*$/i,
  },
  {
    means: "payload-invalid",
    says: /(纳税人识别号|税号|信用代码|购买?方|销售?方|抬头|金额|税额|税率|征收率|价税合计|单价|数量|商品编码|分类编码|发票类型|发票种类|票种|明细|项目名称|开户行|银行账号|开票人|备注|含税标志|报文)[^，。；]{0,16}(格式|长度|位数|不能为空|不可为空|为空|必填|缺失|未填|不合法|非法|无效|有误|错误|不正确|不符|不一致|不匹配|不相等|不等于|必须|校验(失败|不通过|未通过)|过长|误差[^，。；]{0,4}(超|过大)|超(过|出)[^，。；]{0,8}(限|最大|长度|精度|位))/,
    butNot: ofTheSender,
  },
  {
    means: "payload-invalid",
    says: /(商品|分类|服务)[^，。；]{0,4}编码[^，。；]{0,8}(不存在|停用|失效|作废)/,
  },
  {
    means: "payload-invalid",
    says: /(不能|不可|不得)为空|(json|xml)\s*格式(错误|不正确|有误)|报文解析(失败|错误|异常)|(参数|字段|入参|请求体)[^，。；]{0,20}(格式|长度|不能为空|不可为空|为空|必填|必传|缺失|未填|类型|校验(失败|不通过|未通过)|不符合)|(缺少|缺失|未填写?|未提供|遗漏)[^，。；]{0,10}(参数|字段|税号|纳税人识别号|金额|税率|明细|购买?方|销售?方)/i,
    butNot: ofTheSender,
  },
  {
    means: "payload-invalid",
    says: /\b(tax ?(payer)? ?(id|number|no|code|rate|amount)|buyer|seller|amount|invoice type|line items?|unit price|quantity)\b.{0,30}\b(invalid|malformed|missing|required|must (be|not|match|have|equal)|do(es)? not (match|equal|add)|mismatch|incorrect|illegal|empty|too long)\b|\b(invalid|malformed|missing|illegal|incorrect)\b.{0,20}\b(tax ?(payer)? ?(id|number|no|code|rate|amount)|buyer|seller|amount|invoice type|line items?|unit price|quantity)\b|\b(missing|required)\b.{0,12}\b(parameter|field|argument)s?\b|\b(parameter|field|argument)s?\b.{0,30}\b(missing|required|must (be|not)|may not|cannot be (null|empty|blank))\b|\bschema (validation|violation)\b/i,
    butNot: ofTheSender,
  },
  {
    means: "maintenance",
    says: /(系统|平台|服务器?|接口|网站|停机|例行|计划|临时|正在)[^，。；]{0,6}(维护|升级)|(维护|升级)(中|期间|时段|公告|通知)|暂停服务|\b(under|scheduled|planned|for|site|system) maintenance\b|\bmaintenance (mode|window|in progress)\b/i,
  },
];

/** Codes are words, too, once they are taken apart: QUOTA_EXCEEDED, RequestTimeTooSkewed, InvalidTimeStamp.Expired. */
export const inWords = (text: string): string => text.replace(/([a-z0-9])([A-Z])/g, "$1 $2").replace(/[_.]+/g, " ");

/** Which reason a sentence gives; undefined: none that is known. */
export const reasonIn = (sentence: string): Reason | undefined => {
  const apart = inWords(sentence);
  return assertions.find(
    ({ says, butNot }) => (says.test(sentence) || says.test(apart)) && butNot?.test(apart) !== true,
  )?.means;
};
