/**
 * What answers speak of, and what they say of it, in the words of platforms, gateways and firewalls; of text as `plain.ts` leaves it.
 * Sources of regular expressions, to be put together.
 */

const en = (...words: readonly string[]): string => `\\b(?:${words.join("|")})\\b`;
const zh = (...words: readonly string[]): string => words.join("|");
/** Any of them. */
export const any = (...parts: readonly string[]): string => `(?:${parts.join("|")})`;

/** What is spoken of. */
export const of = {
  /** How much may be invoiced. */
  credit: any(
    zh(
      "授信",
      "额度",
      "(开票|开具|发票)[^,。;!?\\n]{0,4}(限额|总额)",
      "可开(票|具)?(金额|总额)",
      "(开具|开票)金额上限",
    ),
    en("credits? (line|limit|quota|amount)?", "credit", "(invoicing|issuing|invoice) (limit|amount limit)"),
  ),
  /** How often a service may be used. */
  usage: any(
    zh(
      "(?<!(失败|错误|重试|登录|密码)[^,。;!?\\n]{0,4})次数",
      "余量|配额|流量包?|资源包|调用量|请求量|查[询验]量|用量|套餐|[张份条点]数|余额|票量|库存|剩余[^,。;!?\\n]{0,4}(数量|发票)",
      "(调用|接口|请求|访问|查[询验]|免费|短信)[^,。;!?\\n]{0,4}额度",
    ),
    en(
      "quotas?",
      "balance",
      "credits",
      "(daily|monthly|weekly|total|call|calls|usage|plan|package)('?s)?( \\w+){0,2} limit",
      "(calls|requests)( \\w+){0,4} (plan|package|today|this month)",
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
      "验签|加签|签名|签章校验|密钥|秘钥|公钥|私钥|口令|(账号|用户名?)(/|或|和|与)?密码|密码|令牌|凭[证据]|鉴权|认证信息",
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
    zh("(来源|出口|客户端|调用方|接入|服务器|请求|访问|公网|源)(地址|网络)", "(请求|访问)来源", "网络出口"),
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
      "流水|订单|单据|业务单|请求(流水|编)?号|唯一(流水|编|标识)|发票|数电票|该笔|该单|此单",
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
  work: zh("开票|版式生成|开具|处理|受理|生成|签章|签发|赋码|上传|上链|排队|审核|传输|下发|交付|制作|授权处理"),
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
    zh("请求|访问|调用|操作|查询|接口|频[率次度]|并发|速[度率]|流控|限流|访问人数|访问量"),
    en("requests?", "calls?", "rate", "frequency", "qps", "tps", "concurren(cy|t)( \\w+)?", "api"),
  ),
  /** What is limited is how often, not how much. */
  frequency: any(
    zh("频[率次]|并发|流控|限流|流量控制|单位时间|速率"),
    en("frequency", "qps", "tps", "rate", "flow control", "concurren(cy|t)"),
  ),
  perMoment: any(
    zh("每(秒|分钟?)|秒级|分钟级|(1|一)分钟内"),
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
      "参数|字段|入参|请求[体头]|必填项?|必传项?|节点|日期|手机号|邮箱|地址|第\\d+行",
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

/** What is said of it. */
export const is = {
  usedUp: any(
    zh(
      "不足|不够|不太够|(使)?用(完|尽|光|罄)|用超|耗[尽完光]|使用完毕?|已满|超(出|过|限|额|支)|达到?(了)?(上限|最大|限)|已达|到顶|上限(?!为|是|:)|告罄|透支|欠费|冻结",
      "(为|是|仅?剩余?|余|还剩|:|=)[^,。;!?\\n\\d]{0,3}(?:0(?:\\.0+)?(?![\\d.]|,\\d)|零)",
    ),
    en(
      "exhausted|depleted|insufficient|over(drawn)?|exceed(s|ed|ing)?|not (enough|sufficient)|out of|no more|no( \\w+)? remaining|used up|zero|run out|ran out",
      "(reach|hit)(ed|es)?|limit reached|left no|no( \\w+)? left|(is|are|remaining|left:?) 0(?:\\.0+)?(?![\\d.])",
    ),
  ),
  expired: any(
    zh("过期|失效|超时|到期|掉线|被?(踢)?下线|(过|超过)(了)?有效(期|时间)|丢失|退出|注销"),
    en("expired?|timed? ?out|no longer valid|(has |is )?ended|lapsed"),
  ),
  wrong: any(
    zh(
      "错误|有误|不(正确|对|合法|匹配|一致|相?符|存在|通过|能为空|可为空|得为空)|未(通过|携带|提供|传|设置|配置)|无效|非法|失败|异常|为空|缺失|缺少|不能识别|无法识别",
    ),
    en(
      "invalid|incorrect|wrong|bad|illegal|mismatch(ed)?|malformed|missing|unknown|denied|fail(ed|ure|s)?|error",
      "(does|do|did)( not|n't) (match|exist)|not (valid|found|match|verified|accepted)|cannot be verified|(is )?required",
    ),
  ),
  notAdmitted: any(
    zh(
      "(未|没有|尚未|无)(被|经|在|获得?)?[^,。;!?\\n]{0,10}(授权|权限|绑定|登记|备案|报备|注册|配置|加入|添加|加白|开通|许可|允许|放行|设置|包含|通过)",
      "不(在|被?(允许|信任|接受)|属于|符|相符|一致|匹配|合法|包含|通过|可信)|非法|无效|受限|无权|拒绝|禁止|失败",
    ),
    en(
      "not|isn't|un(authori[sz]ed|registered|trusted|known)|denied|restrict(ed|ion)|forbidden|illegal|invalid|reject(ed)?|fail(ed|ure)?|mismatch|violation",
    ),
  ),
  banned: any(
    zh("封禁|封锁|封停|封掉|拉黑|黑名单|(已|被|已被)(系统|平台|税局|临时|暂时)?(限制|禁止|封)|禁止(您的?|该)(?=ip)"),
    en("banned|blocked|black ?-?listed|blacklist|black list"),
  ),
  stopped: any(
    zh("拦截|阻断|阻止|被?拒(绝)?|命中|禁止|屏蔽"),
    en("block(s|ed)?|den(y|ied|ies)|reject(ed|s)?|refused?|detected|forbidden|stopped"),
  ),
  notGranted: any(
    zh(
      "(未|没有|尚未)(被|经|获得?|取得|完成|进行|在[^,。;!?\\n]{0,10})?[^,。;!?\\n]{0,6}(授权(?!码)|授予|开通|订购|订阅|签约|签订|购买|启用|激活|核定|分配|申请)",
      "(无|没有|缺少|不具备|不具有|未取得|未获得?|缺乏)[^,。;!?\\n]{0,14}(权限|资格|授权(?!码)|角色)|非[^,。;!?\\n]{0,6}(试点|授权)",
      "未开放|不是[^,。;!?\\n]{0,6}(开票员|试点|管理员|授权)|(服务|使用)?期限?已(到|满)|不允许使用|无权|(取消|撤销|终止|解除)[^,。;!?\\n]{0,8}授权|授权[^,。;!?\\n]{0,6}(取消|撤销|终止|解除|到期|过期)|(到期|过期)|停用|授权[^,。;!?\\n]{0,4}不存在",
      "权限[^,。;!?\\n]{0,4}(不足|不够|未)|未查(询)?到[^,。;!?\\n]{0,8}授权",
    ),
    en(
      "not (been |yet )?(subscribed|granted|activated|opened|enabled|entitled|authori[sz]ed|purchased|allowed|permitted)( to)?",
      "(un|not )authori[sz]ed|(no|without|lacks?|lacking|insufficient|missing|not have)( \\w+){0,3} (permissions?|privileges?|rights?|scopes?|grants?)",
      "(scopes?|grants?|permissions?)( \\w+)? (denied|missing|insufficient|required)|(missing|insufficient) (scopes?|grants?|permissions?)|not entitled|unauthorized|lacks?( \\w+){0,3} roles?",
    ),
  ),
  again: any(
    zh(
      "重复|不唯一|(存在|有)相同|已(经)?(被)?(成功)?(存在|生成发票|生成过|使用过?|占用|开票|开具|开过|开出|上传|提交过?|入库|登记|受理|处理过|报送)",
    ),
    en(
      "dup|duplicat(e|ed|ion)|already|(?<!not )exists?|repeated|not unique|(has|have) been (used|issued|submitted|processed)( before)?|used before",
    ),
  ),
  late: any(
    zh(
      "(已|已经)?过期|失效|超时|无效|非法|有误|错误|不(正确|合法|准确?|在|一致|同步)|超(出|过)|相差|误差|偏差|差(值|距)?(过|超|太)|过[大早晚]|快[了]?\\d|慢[了]?\\d|校准|校对|校验失败|须在|必须在",
    ),
    en(
      "expired?|invalid|illegal|too (old|new|far|late|early|skewed|large)|in the (future|past)|beyond|out of|outside|skew(ed)?|not within|mismatch|incorrect|stale|exceeds?|drift",
    ),
  ),
  tooOften: any(
    zh("过于|太过?|(过|太)(频繁|快|多|高|大)|频繁|超(频|限|出|过|阈值|标)|受限|触发|达到?(上限|阈值|最大)|过高"),
    en(
      "too (many|frequent|fast|often)|exceed(s|ed|ing)?|limited|limit(s)?( \\w+)? (reached|exceeded|hit)|reach(ed)?|over|hit|throttl(ed|ing)|trigger(ed|s)?( \\w+)? limit",
    ),
  ),
  invalid: any(
    zh(
      "格式(不|错误|有误|应|须|必须|要求|异常)|(长度|位数|类型|精度)[^,。;!?\\n]{0,6}(不|错误|有误|应|须|必须|超|过)|不能为[空零负]|不[可得]为[空零负]|为空|必填|必传|必须|缺失|未(填|传|提供|输入)",
      "不合法|非法|无效|(计算)?有误|错误|不(正确|符|相?符|一致|匹配|相等|等于|存在|能识别|能超过?|能大于|能小于|能重复|规范)|校验(位|失败|不|未|错误)|不符合|过长|超长|超(过|出)|误差|差异|取值|之和不|不等|停用|作废|失败|不(平|完整)|缺少|须为",
    ),
    en(
      "invalid|malformed|missing|(is |are )?required|must|do(es)?( not|n't) (match|equal|add)|mismatch(ed)?|incorrect|illegal|empty|too (long|short|large)|may not|cannot be( null| empty| blank)?",
      "parse error|validation|violat(ion|es)|not (valid|well formed)|unexpected|wrong|bad|unparse?able|should be",
    ),
  ),
  notFor: any(
    zh(
      "当前|不能|不可|无法|不得|不允许|请勿|禁止|不支持|不匹配|不一致|不适用|不属于|仅限|只能|切换|更换|混用|(正在|在)?使用|请求|访问|调用",
    ),
    en("cannot|can't|not|against|used|use|using|wrong|sent|denied|reject(ed)?|only|on|in|for|with"),
  ),
} as const;
