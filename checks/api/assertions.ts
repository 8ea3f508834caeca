import { any } from "./alternatives.js";
import { is } from "./predicates.js";
import { ofTheSender, type Reason } from "./reason.js";
import { of } from "./subjects.js";

const pattern = (...sources: readonly string[]): RegExp => new RegExp(any(...sources), "i");
/** Within one clause. */
const inClause = (gap: number): string => `[^,。;!?\\n]{0,${gap}}`;
/** Within one sentence. */
const inSentence = (gap: number): string => `[^。;!?\\n]{0,${gap}}`;

const then = (what: string, says: string, gap = 14): string => `(?:${what})${inClause(gap)}(?:${says})`;
const near = (what: string, says: string, gap = 14): string => any(then(what, says, gap), then(says, what, gap));
const afar = (what: string, says: string, gap = 30): string =>
  any(`(?:${what})${inSentence(gap)}(?:${says})`, `(?:${says})${inSentence(gap)}(?:${what})`);

type Rule = { readonly means: Reason; readonly says: RegExp; readonly butNot?: RegExp };

const aWorld = any(of.tried, of.live);
const bothWorlds = any(
  `${any(of.tried)}${inSentence(40)}${any(of.live)}`,
  `${any(of.live)}${inSentence(40)}${any(of.tried)}`,
);
const amount = "(?:金额|合计|本次|\\bamount\\b)";
const queryLater =
  "(?:稍[后候]|等待|耐心|查询|轮询|再查|排队|队列|\\b(?:queued?|pending|poll|later|query|wait)\\b|\\d+ ?(?:秒|分钟)后)";

/**
 * Each is an assertion (something is said of something), never a mere mention. The first that fits counts: what is said of a time, an
 * address or a sum is more exact than that somebody blocked something, or that a right is missing.
 */
export const assertions: readonly Rule[] = [
  {
    means: "environment-mixed-up",
    says: pattern(
      `(?=.*${any(is.notFor)})(?=.*${of.key}).*${bothWorlds}`,
      `${aWorld}环境${inClause(4)}(不支持|不允许|不接受|拒绝)${inClause(6)}${aWorld}`,
      "(应用|账号|企业)[^,。;]{0,4}未上线",
      `请(使用|改用|更换|切换|调用|走)${inClause(8)}${any(of.tried, of.live)}(环境)?的?${inClause(6)}(${of.key}|地址|域名|环境|接口)?`,
      `(更换|切换)[为到至成]${inClause(4)}${aWorld}`,
      `(仅限|只能|仅能|只可|仅供|仅支持|\\bonly\\b)${inClause(12)}${aWorld}`,
      `(环境|\\benvironment\\b|\\benv\\b)${inClause(8)}(不匹配|不一致|不相?符|混用|错误|有误|不对|\\b(mismatch(ed)?|do(es)? not match|differs|wrong|invalid)\\b)`,
      `与${inClause(8)}环境不|不适用于?${inClause(6)}环境|\\bplease (use|switch to)( the)?${inClause(4)}${aWorld}|(\\b(wrong|incorrect|mismatch(ed|ing)?)\\b)${inClause(12)}\\b(environment|env)\\b`,
      `${of.key}${inClause(8)}(属于|belongs? to|is (for|of)|是)( the)?${inClause(4)}${aWorld}${inClause(4)}(环境|\\b(environment|env|mode)\\b)`,
    ),
  },
  {
    means: "signature-clock-skew",
    says: pattern(
      near(of.time, is.late, 16),
      "签名(时间)?[^,。;]{0,4}((已|已经)?过期|超时|已?失效|过早|过晚|超过有效)|请求(时间)?[^,。;]{0,4}(已过期|过早|过晚|(超过|超出)[^,。;]{0,8}有效期)|\\bsignature\\b.{0,12}\\bexpired?\\b|\\brequest (has |is )?expired\\b",
      "\\b(check|sync(hroni[sz]e)?) (your|the|local|system) (\\w+ )?(clock|time)\\b|请(检查|校准|核对|同步)[^,。;]{0,6}(时间|时钟)|\\bvalid (x )?(x-)?date\\b.{0,30}\\bheader\\b|(时间|time)[^,。;]{0,12}(比|与)[^,。;]{0,6}(服务|平台|标准)[^,。;]{0,4}(快|慢|差)",
    ),
  },
  {
    means: "ip-not-whitelisted",
    says: pattern(
      near(of.whiteList, is.notAdmitted, 30),
      `${of.address}${inClause(24)}(未(绑定|备案|登记|报备|注册|加白)|与${inClause(16)}不)`,
    ),
    butNot: pattern(of.blackList),
  },
  {
    means: "address-banned",
    says: pattern(afar(of.address, is.banned, 40), near("(?:客户端|client)", of.blackList)),
    butNot: /\bwaf\b|防火墙|安全|firewall|security|policy/,
  },
  {
    means: "waf-blocked",
    says: pattern(
      near(of.filter, is.stopped, 16),
      `(触犯|违反|命中|触发)${inClause(6)}${of.filter}`,
      afar(of.filter, "拦截|阻断|拒绝", 12),
      afar(of.attack, "拦截|阻断|阻止|拒绝|\\b(blocked|denied|rejected|refused|detected)\\b", 24),
      `(检测到|疑似|可能|潜在|\\b(suspected|potential|possible)\\b)${inClause(8)}${of.attack}`,
      "(请求|访问|操作|行为|提交|内容)[^,。;]{0,14}(拦截|阻断|被阻止|被屏蔽)|^[^,。;]{0,8}(已|被|已被)?(拦截|阻断)[^,。;]{0,4}$|已?被[^,。;]{0,12}(拦截|阻断)",
      "\\b(request|access|you|client|connection)\\b.{0,40}\\bblocked\\b|\\bblocked by\\b|安全拦截|(加入|列入|命中|在)[^,。;]{0,4}黑名单|\\bblack ?-?list(ed)?\\b",
    ),
    butNot: /拦截器|blocked (thread|queue)/,
  },
  {
    means: "ip-not-whitelisted",
    says: pattern(near(of.address, is.notAdmitted, 24), `(${of.address}) ?(limit(ed)?\\b|restriction\\b|限制[!。]*$)`),
    butNot: /格式|不能为空|不存在|blank|empty|format|邮箱/,
  },
  {
    means: "payload-invalid",
    says: /(单张|单笔|每张|最高开票)[^,。;]{0,8}(限额|金额)|最高开票限额/,
  },
  {
    means: "rate-limited",
    says: pattern(
      afar(of.perMoment, is.tooOften, 40),
      "限频|频控",
      afar(of.frequency, any(is.tooOften, "\\blimit reached\\b"), 16),
    ),
  },
  {
    means: "credit-exhausted",
    says: pattern(
      near(of.credit, is.usedUp, 16),
      then(
        of.credit,
        "(?:已?(?:小于|低于|少于)|\\b(?:less than|below|lower than)\\b|(?:校验|检查|验证)(?:失败|不通过|未通过))",
        20,
      ),
      `(${of.credit})${inSentence(20)}(小于|低于|少于|不及)${inClause(8)}(金额|合计|本[次单张])`,
      `(${amount})${inClause(12)}(大于|超过?|超出|高于|多于|exceeds?)${inClause(14)}(${of.credit})`,
    ),
    butNot: /调用|次数|充值|续费|续购|购买|套餐|流量|短信|查[询验]|接口.{0,4}额度|\bcredits\b|余量/,
  },
  {
    means: "quota-exhausted",
    says: pattern(
      near(of.usage, is.usedUp, 24),
      `(没有|无|\\bno\\b)${inClause(6)}(${of.usage})`,
      then(of.usage, "(?:超|小于|低于|少于)", 10),
      "欠费|(当[日天月]|每[日天月]|[单本今]日|单月|本月)[^,。;]{0,20}(超过|超出|已达|达到?)[^,。;]{0,6}(\\d+ ?次|上限|限制|最大)",
      "\\b(daily|monthly)\\b.{0,24}\\b(limit|quota)\\b.{0,24}\\b(reached|exceeded)\\b|\\breach(ed)?\\b.{0,20}\\b(quota|daily|monthly)\\b|\\b(daily|monthly)( \\w+)? (limit|quota) ?exceeded",
    ),
    butNot: /额度.{0,8}(开票|金额)|(开票|授信)额度|可开/,
  },
  {
    means: "maintenance",
    says: pattern(
      `${of.platform}${inClause(10)}(维护|升级|割接|检修|停机|停服)(?!管理|手册|步骤|费|套餐|版本|平台|系统|人员|记录|计划[:为])`,
      "(停机|例行|计划|临时|正在|紧急)[^,。;]{0,4}(维护|升级|割接|检修)|(维护|升级|割接|检修)(中|期间|时段|公告|通知)",
      "(系统|平台|税局|网站)将(于|在)[^。;]{0,40}(停机|维护|升级)|(维护|升级)(窗口|时间)|(系统|平台)正在[^,。;]{0,8}(升级|改造|维护)|(暂停|停止)(对外)?[^,。;]{0,6}(服务|办理|受理|使用|开票)|(服务|业务)[^,。;]{0,4}(已)?暂停",
      "\\b(under|undergoing|scheduled|planned|site|system|performing|in|for)( \\w+)? maintenance\\b|\\bmaintenance (mode|window|in progress|is)\\b|\\b(system|service|platform|site)( is)?( being)? upgrad(e|ed|ing)\\b",
    ),
    butNot: /套餐|客户端版本|停用|余量|用尽|合同|会员|风险|非正常/,
  },
  {
    means: "still-processing",
    says: pattern(
      `(${of.work})中(?!心|国|间|央|文|断)|正在${inClause(8)}(${of.work})|(排队|队列)中|(?<![\\u4e00-\\u9fff])待(开票|开具|处理|受理)|待(税局|税务局|平台)?(返回|开具|回传)`,
      `(?:受理|提交|接收|上传|进入|报送)${inSentence(14)}${queryLater}|等待${inClause(8)}(返回|开具|结果|处理|签章|受理)`,
      "\\bwaiting for (the |a )?(tax|result|response|issu)|\\b(processing|in ?(process|progress|queue)|queued|being (processed|issued|handled|worked on)|still (being )?process(ed|ing)|pending)\\b|进入[^,。;]{0,4}队列|^(submitted|accepted)$",
      "稍[后候]再?(查询|获取|查看|查收|下载)[^,。;]{0,8}|结果[^,。;]{0,6}(未返回|未出|以回调|待)|(未|尚未)返回[^,。;]{0,4}结果|以回调(结果)?为准",
    ),
    butNot: /失败|错误|异常|出错|超时|fail|error|exception|维护|升级|maintenance|重复(?!提交)|不存在/,
  },
  {
    means: "already-accepted",
    says: pattern(
      near(of.order, is.again, 16),
      "重复(开票|开具|提交|请求|申请|上传|推送|下单)|(请求|推送|提交)重复|已存在[^,。;]{0,4}(开票|发票)记录",
    ),
    butNot: /\b(no longer|not) exists?\b|明细|商品|余量|不(支持|允许)重复明细|已(过期|失效|作废)/,
  },
  {
    means: "rate-limited",
    says: pattern(
      near(of.pace, is.tooOften, 12),
      "(触发|被|已|遭|受|服务)[^,。;]{0,6}(限流|流控)|(限流|流控)(中|拒绝|限制)|^[^,。;]{0,2}(限流|流控)[!.]*$|请?(降低|减少|放慢)[^,。;]{0,4}(频[率次]|并发|速[度率]|调用|请求)",
      "\\bslow ?(down|er)\\b|\\bthrottl(ed|ing)\\b|\\bflow control\\b|\\brate ?-?limit(ed|ing)\\b|\\btoo (many|frequent) (requests|calls)\\b",
    ),
    butNot: /金额|税|失败次数|格式|长度|参数|字段|时间|密码|登录失败/,
  },
  {
    means: "login-expired",
    says: pattern(
      near(of.login, is.expired, 20),
      "(?:会话|登录态|\\bsession\\b)[^,。;]{0,6}(?:不存在|无效|\\binvalid\\b|\\bnot found\\b)",
      "重新[^,。;]{0,10}(认证|实名)",
      "已在其他[^,。;]{0,6}登录",
    ),
    butNot: /时间戳|time ?stamp|(登录|认证|会话)[^,。;]{0,4}(接口|服务|请求|网络|连接)[^,。;]{0,4}超时|证书/,
  },
  {
    means: "credentials-refused",
    says: pattern(near(of.sender, is.wrong, 14), "解密失败[^。;]{0,6}密钥|密钥[^。;]{0,8}解密失败"),
    butNot: /用户名不能为空|授权码|验证码/,
  },
  {
    means: "login-missing",
    says: /(未|尚未|没有|请先?|请您先?|需要?|重新)登录|\bnot (logged|signed) in\b|\b(log ?in|sign ?-?in) (is )?required\b|\bplease (log|sign) ?in\b/,
  },
  {
    means: "right-missing",
    says: /\bnot (authori[sz]ed|permitted|allowed) to (access|call|use|invoke|perform)\b/,
  },
  {
    means: "grant-missing",
    says: pattern(
      near(of.grantable, is.notGranted, 20),
      "授权[^,。;]{0,6}(取消|撤销|终止|解除|到期|过期|不存在)|(取消|撤销|终止|解除)[^,。;]{0,8}授权|(尚未|未)签约|无授权服务|\\bisv\\b.{0,12}(权限|permissions?)|非[^,。;]{0,6}试点",
      `(无|没有|缺少|不具备|未取得|未获得?)[^,。;]{0,8}(接口|服务|能力|产品|应用|功能|业务|开票|开具|红字|代开)[^,。;]{0,10}权限`,
      "(无|没有|缺少|不具备|未取得)[^,。;]{0,14}(资格|角色)|(开票|开具|红字|代开)[^,。;]{0,10}权限|\\b(no|without|lacks?|lacking|insufficient|missing|not have)\\b.{0,12}\\b(permissions?|privileges?) (to|for) \\w",
      "\\bscope\\b.{0,24}\\b(denied|missing|not)\\b|\\b(missing|lacks?)( \\w+){0,3} (grant|scope|role)s?\\b",
    ),
    butNot: /insufficient scope$|授权码|this (server|directory|page|resource|document)/,
  },
  {
    means: "right-missing",
    says: pattern(
      is.notGranted,
      "权限(不足|不够|未开通|未授予|校验(失败|不通过|未通过)|验证(失败|不通过|未通过))|无权|\\bpermission denied\\b",
    ),
    butNot: /授权码|^[^\u4e00-\u9fffa-z]*(未授权|unauthorized)[^\u4e00-\u9fffa-z]*$|到期|过期|停用|method not allowed/,
  },
  {
    means: "payload-invalid",
    says: pattern(
      near(of.field, is.invalid, 16),
      `(${of.field})${inClause(6)}(大于|超过|小于)${inClause(8)}(可|允许|最大|最小|原)`,
      "(请求)?参数(错误|有误|不正确|非法|无效)|\\b(invalid|illegal) (param(eter)?|argument)s?\\b|\\bvalidation failed\\b|不(能|可|得|允许)为空|(长度|格式)(不正确|不对|错误|有误|不合法|不符)|不是合法的?(json|xml)|(json|xml)[^,。;]{0,8}(解析|格式)[^,。;]{0,4}(失败|错误|有误|不|异常)|must not be (blank|null|empty)|\\bschema (validation|violation)\\b",
    ),
    butNot: new RegExp(`${ofTheSender.source}|纳税人识别号不存在|接口|系统|返回|header fields`, "i"),
  },
];
