import { any, en, zh } from "./alternatives.js";

/** What is said of a subject. */
export const is = {
  usedUp: any(
    zh(
      "用了? ?100%|不足|不够|不太够|不满足|用罄|全部(使用|用)|(使)?用(完|尽|光|罄)|用超|耗[尽完光]|使用完毕?|已满|超(出|过|限|额|支)|达到?(了)?(上限|最大|限)|已达|到顶|上限(?!为|是|:)|告罄|透支|欠费|冻结",
      "(为|是|仅?剩余?|余|还剩|:|=)[^,。;!?\\n\\d]{0,3}(?:0(?:\\.0+)?(?![\\d.]|,\\d)|零)",
    ),
    en(
      "fully used|too low|consumed|exhausted|depleted|insufficient|over(drawn)?|exceed(s|ed|ing)?|not (enough|sufficient)|out of|no more|no( \\w+)? remaining|used up|zero|run out|ran out",
      "(reach|hit)(ed|es)?|limit reached|left no|no( \\w+)? left|(is|are|amount|remaining|left:?) 0(?:\\.0+)?(?![\\d.])",
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
    en("banned|blocked|(block|deny) ?-?list(ed)?|black ?-?listed|blacklist|black list"),
  ),
  stopped: any(
    zh("拦截|阻断|阻止|被?拒(绝)?|命中|禁止|屏蔽"),
    en("block(s|ed)?|den(y|ied|ies)|reject(ed|s)?|refused?|detected|forbidden|stopped"),
  ),
  notGranted: any(
    zh(
      "(未|没有|尚未)(被|经|获得?|取得|完成|进行|在[^,。;!?\\n]{0,10})?[^,。;!?\\n]{0,6}(授权(?!码)|授予|开通|订购|订阅|签约|签订|购买|启用|激活|核定|分配|申请)",
      "(无|没有|缺少|不具备|不具有|未取得|未获得?|缺乏)[^,。;!?\\n]{0,14}(权限|资[格质]|授权(?!码)|角色)|非[^,。;!?\\n]{0,6}(试点|授权)",
      "未(对[^,。;!?\\n]{0,4})?开放|不是[^,。;!?\\n]{0,6}(开票员|试点|管理员|授权)|(服务|使用)?期限?已(到|满)|不允许使用|不在[^,。;!?\\n]{0,6}授权范围|未完成[^,。;!?\\n]{0,4}(入驻|注册|开户|认证|签约)|请先[^,。;!?\\n]{0,12}(授权|开通|订购|签约)|无权|(取消|撤销|终止|解除)[^,。;!?\\n]{0,8}授权|授权[^,。;!?\\n]{0,6}(取消|撤销|终止|解除|到期|过期)|(到期|过期)|停用|授权[^,。;!?\\n]{0,4}不存在",
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
      "重复|不唯一|冲突|已在(系统|库)|(开票|开具|申请|提交)[^,。;!?\\n]{0,3}已成功|(存在|有)相同|已(经)?(被)?(成功(?!登录))?(存在|生成发票|生成过|使用过?|占用|开票|开具|开过|开出|上传|提交过?|入库|登记|受理|处理过|报送)",
    ),
    en(
      "conflict(s|ed)?|dup|duplicat(e|ed|ion)|already|(?<!not |n't )exists?|repeated|not unique|(has|have) been (used|issued|submitted|processed)( before)?|used before",
    ),
  ),
  late: any(
    zh(
      "(已|已经)?过期|失效|超时|无效|非法|有误|错误|不(正确|合法|准确?|在|一致|同步|相?符)|超(出|过)|相差|误差|偏差|差(值|距)?(过|超|太)|过[大早晚]|快[了]?\\d|慢[了]?\\d|校准|校对|校验失败|须在|必须在",
    ),
    en(
      "expired?|invalid|illegal|too (old|new|far|late|early|skewed|large)|in the (future|past)|beyond|out of|outside|skew(ed)?|not within|mismatch|incorrect|stale|exceeds?|drift",
    ),
  ),
  tooOften: any(
    zh(
      "只能|最多|不得超过|过于|太过?|(过|太)(频繁|快|多|高|大)|频繁|超(频|限|出|过|阈值|标)|受限|触发|达到?(上限|阈值|最大)|过高",
    ),
    en(
      "too (many|frequent|fast|often)|exceed(s|ed|ing)?|limited|limit(s)?( \\w+)? (reached|exceeded|hit)|reach(ed)?|over|hit|throttl(ed|ing)|trigger(ed|s)?( \\w+)? limit",
    ),
  ),
  invalid: any(
    zh(
      "格式(不|错误|有误|应|须|必须|要求|异常)|(长度|位数|类型|精度)[^,。;!?\\n]{0,6}(不对|不|错误|有误|应|须|必须|超|过)|不(能|可|得|允许)为[空零负]|为空|必填|必传|必须|缺失|未(填|传|提供|输入)",
      "不合法|非法|无效|(计算)?有误|错误|不(正确|符|相?符|一致|匹配|相等|等于|存在|能识别|能超过?|能大于|能小于|能重复|规范)|校验(位|失败|不|未|错误)|不符合|过长|超长|超(过|出)|误差|差异|取值|之和不|不等|停用|作废|失败|不(平|完整)|缺少|须为",
    ),
    en(
      "invalid|malformed|missing|(is |are )?required|must|do(es)?( not|n't) (match|equal|add)|mismatch(ed)?|incorrect|illegal|empty|too (long|short|large)|may not|cannot be( null| empty| blank)?",
      "not supported|format error|parse error|validation|violat(ion|es)|not (valid|well formed)|unexpected|wrong|bad|unparse?able|should be",
    ),
  ),
  notFor: any(
    zh(
      "当前|不能|不可|无法|不得|不允许|请勿|禁止|不支持|不匹配|不一致|不适用|不属于|仅限|只能|切换|更换|混用|(正在|在)?使用|请求|访问|调用",
    ),
    en("cannot|can't|not|against|used|use|using|wrong|sent|denied|reject(ed)?|only|on|in|for|with"),
  ),
} as const;
