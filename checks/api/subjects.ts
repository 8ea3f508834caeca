import { any, en, zh } from "./alternatives.js";

/** What answers speak of, in the words of platforms, gateways and firewalls. */
export const of = {
  /** How much may be invoiced. */
  credit: any(
    zh(
      "授信",
      "额度",
      "(开票|开具|发票)[^,。;!?\\n]{0,4}(限额|总额)",
      "可开(票|具)?(金额|总额|余额)",
      "(开具|开票)金额上限",
    ),
    en("credits? (line|limit|quota|amount)?", "credit", "(invoicing|issuing|invoice) (quota|limit|amount limit)"),
  ),
  /** How often a service may be used. */
  usage: any(
    zh(
      "(?<!(失败|错误|重试|登录|密码)[^,。;!?\\n]{0,4})次数",
      "余量|配额|流量包?|资源包|服务包|调用量|请求量|查[询验]量|用量|(请求|调用|查[询验])总[数量]|套餐|[张份条点]数|余额|票量|库存|剩余[^,。;!?\\n]{0,4}(数量|发票)",
      "(调用|接口|请求|访问|查[询验]|免费|短信)[^,。;!?\\n]{0,4}额度",
    ),
    en(
      "quotas?",
      "balance",
      "(daily|monthly) (number|count|total)",
      "credits",
      "(daily|monthly|weekly|total|call|calls|usage|plan|package)('?s)?( \\w+){0,2} limit",
      "(calls|requests)( \\w+){0,4} (plan|package|today|this month)|allowance",
      "remaining (calls|requests|balance)",
    ),
  ),
  login: any(
    zh(
      "令牌|登录|会话|身份(凭证|信息|认证)?|凭[证据]|认证(信息|状态)|(实名|人脸|扫码|扫脸)认证",
      "(税局|数电|税务局)[^,。;!?\\n]{0,4}账号",
    ),
    en(
      "(access |refresh |id |auth(orization)? )?tokens?",
      "sessions?",
      "log ?in",
      "ticket",
      "cookies?",
      "jwt",
      "credentials?",
    ),
  ),
  /** By what the sender is known. */
  sender: any(
    zh(
      "验签|签名|签章校验|密钥|秘钥|公钥|私钥|口令|(账号|用户名?)(/|或|和|与)?密码|密码|令牌|凭[证据]|鉴权|认证信息",
      "(身份|用户|接口|应用)(认证|验证|校验|鉴权)|应用(标识|密钥|id)|(?<!实名|人脸|扫码|扫脸)认证(?!信息)",
    ),
    en(
      "sign(ature|atures|ing)?",
      "hmac",
      "(app|access|api|client|secret) ?(key|id|secret)( ?id)?",
      "app ?(key|id|secret)",
      "(access |auth |bearer )?tokens?",
      "authorization",
      "authenticat(ion|e)",
      "credentials?",
      "(user ?name or )?password",
    ),
  ),
  address: any(
    "\\b(?:client|remote|source|server|egress|request)?ips?\\b",
    zh(
      "(来源|出口|客户端|调用方|接入|服务器|请求|访问|公网|源)(地址|网络|出口)|网络(地址|环境)",
      "(请求|访问)来源",
      "网络出口",
    ),
    en("(remote|client|source|egress|your|ip) address"),
  ),
  whiteList: any(zh("白名单"), en("(white|allow|safe|trust)(ed)? ?-?list(ed|ing)?")),
  blackList: any(zh("黑名单"), en("(black|block|deny) ?-?list(ed)?")),
  /** What may be used only by who has been granted it, and who that is. */
  grantable: any(
    zh(
      "接口|服务|能力|产品|功能|业务|应用|资格|角色|协议|合同|税号|税局|纳税人|企业|单位|销方|商户|租户|操作员|开票员|平台",
    ),
    en(
      "scopes?",
      "grants?",
      "api",
      "apps?",
      "application",
      "services?",
      "capabilit(y|ies)",
      "products?",
      "accounts?",
      "merchant",
      "tax ?payer",
    ),
  ),
  /** What an invoice is asked for by, and itself. */
  order: any(
    zh(
      "流水|订单|单据|业务单|请求(流水|编)?号|唯一(流水|编|标识)|发票|数电票|[该此本]笔|[该此]单|[销售采购出入库]单",
      "(?<!税|账|机|型|书|批次|序|行)号码?|\\b(fpqqlsh|lsh|ddh|djbh|ywlsh)\\b",
    ),
    en(
      "orders?",
      "serial( no| number)?",
      "invoices?",
      "invoiced",
      "requests?( ?id)?",
      "bills?",
      "transaction( id)?",
      "documents?",
      "order ?(no|id|number)",
    ),
  ),
  /** A thing that is done in steps. */
  work: zh(
    "任务执行|开票|版式生成|开具|处理|受理|生成|签章|签发|赋码|上传|上链|排队|审核|传输|下发|交付|制作|授权处理",
  ),
  time: any(
    zh(
      "时间戳",
      "(请求|签名|客户端|本机|本地|系统|服务器|平台)的?(时间|时钟)",
      "时钟",
      "(?<=请求)(?=已(经)?(过期|超时失效|失效))",
    ),
    en(
      "time ?stamp",
      "(iat|nbf|exp)( claim)?",
      "(request|signing|signature|nonce|req|client|server|date|system) ?(time|date)( ?stamp)?",
      "(x )?date( header)?",
      "clock",
    ),
  ),
  pace: any(
    zh("请求|访问|调用|操作|点击|查询|接口|限频|频控|频[率次度]|并发|速[度率]|流控|限流|访问人数|访问量"),
    en("requests?", "calls?", "rate", "frequency", "qps", "tps", "concurren(cy|t)( \\w+)?", "api"),
  ),
  /** What is limited is how often, not how much. */
  frequency: any(
    zh("频[率次]|并发|流控|限流|流量控制|单位时间|速率"),
    en("frequency", "qps", "tps", "rate", "flow control", "concurren(cy|t)"),
  ),
  perMoment: any(
    zh("每(秒|分钟?|小时)|秒级|分钟级|(1|一)分钟内"),
    en("(per|every|each|a) (second|minute)", "(minute|second)s?( |-)?(quota|limit|rate)"),
  ),
  filter: any(
    "\\bwaf\\b",
    zh(
      "防火墙|云盾|云防护|(安全|防护|应用|入侵防御|风控)[^,。;!?\\n]{0,2}(策略|规则|系统|网关|设备|引擎|防护|中心)|入侵防御",
      "安全(风险|威胁|拦截|狗)|风险请求|请求存在风险|不合法参数",
    ),
    en("firewall", "security( \\w+)? (rule|policy|policies|system|reasons?)", "(rule|policy|filter)( id)?"),
  ),
  attack: any(
    zh(
      "(黑客|恶意|非法|sql|xss|脚本)[^,。;!?\\n]{0,4}(攻击|请求|访问|注入)|攻击(行为|特征|请求)?|注入|恶意(请求|代码)|安全(威胁|风险)|威胁",
    ),
    en("attacks?", "malicious( \\w+)?", "injection", "intrusion"),
  ),
  field: any(
    zh(
      "纳税人识别号|税号|信用代码|购买?方|销售?方|抬头|金额|税额|税率|征收率|价税合计|单价|数量|(商品|分类|货物|服务)[^,。;!?\\n]{0,2}编码|编码",
      "(发票|票)(类型|种类|类别)|票种|明细|项目名称|商品名称|规格|开户行|银行账号|开票人|收款人|复核人|备注|含税标志|报文|折扣|差额|红字|原因代码",
      "参数|字段|入参|请求[体头]|(请求|报文|提交)数据|数据(?=格式)|发票(号码|代码)|合计|必填项?|必传项?|节点|日期|手机号|邮箱|地址|第\\d+行",
    ),
    en(
      "tax ?(payer)? ?(id|number|no|code|rate|amount)?",
      "(buyer|seller|goods|item|invoice|total|unit|line) ?\\w*",
      "amounts?|quantity|price|items?|fields?|param(eter)?s?|argument|json|xml|body|payload|schema",
    ),
  ),
  tried: any(zh("沙箱|测试|联调|仿真|预发"), en("sand ?box", "test( mode)?", "staging", "uat", "demo")),
  live: any(zh("生产|正式|现网|线上"), en("production", "live", "prod")),
  key: any(
    zh("密钥|秘钥|证书|账号|应用|凭证|令牌|税号|身份|企业"),
    en(
      "(app|api|client|access) ?(key|id|secret)s?",
      "keys?",
      "tokens?",
      "credentials?",
      "accounts?",
      "certificates?",
      "app",
    ),
  ),
  platform: any(
    zh("系统|平台|网站|服务器?|接口|税局|税务局|网关|业务|站点"),
    en("systems?", "sites?", "services?", "platform", "server", "we"),
  ),
} as const;
