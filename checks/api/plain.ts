/** One way of writing for what is written in many: width, script, case, codes of several words, addresses. Pure. */

/** Traditional characters of the words that answers are understood by, each before its simplified form. */
const traditional =
  "額额餘余請请調调開开發发單单據据號号碼码複复錄录態态會会話话證证權权過过稅税務务訪访問问攔拦維维護护頻频貴贵帳账賬账戶户網网絡络絕绝無无許许於于經经試试產产環环應应鑰钥簽签驗验時时間间鐘钟戳戳異异錯错誤误敗败統统級级暫暂停停業业處处進进隊队詢询結结線线數数購购買买賣卖銷销價价項项種种類类編编稱称當当達达總总剩剩還还沒没未未這这個个與与對对請请為为來来從从後后將将會会該该內内備备註注冊册綁绑規规則则擊击險险鎖锁閉闭禁禁連连續续訂订閱阅撥拨載载傳传輸输實实際际確确認认識识別别機机構构電电審审覈核檢检報报識识測测聯联調调節节長长圍围參参訊讯頁页負负響响滿满靜静錢钱費费儲储儘尽盡尽庫库準准嘗尝試试";
const simplified = new Map<string, string>(
  Array.from({ length: traditional.length / 2 }, (_, at) => [
    traditional.charAt(2 * at),
    traditional.charAt(2 * at + 1),
  ]),
);

/** Codes are words, too, once they are taken apart: QUOTA_EXCEEDED, RequestTimeTooSkewed, InvalidTimeStamp.Expired. */
export const inWords = (text: string): string =>
  text
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z]{2,})([A-Z][a-z])/g, "$1 $2")
    .replace(/_+|(?<=[A-Za-z])\.+(?=[A-Za-z])/g, " ");

/** Lower-case, simplified, half-width; codes in words; an IPv4 address is the word `ip`, for it is a subject like it. */
export const plainly = (text: string): string =>
  inWords(text.normalize("NFKC"))
    .replace(/[㐀-鿿]/g, (one) => simplified.get(one) ?? one)
    .replace(/\d{1,3}(\.\d{1,3}){3}(?!\d|\.\d)/g, " ip ")
    .toLowerCase()
    .replace(/[’‘]/g, "'")
    .replace(/登[陆錄]/g, "登录")
    .replace(/帐[号户]/g, (one) => `账${one.charAt(1)}`)
    .replace(/[、]/g, "/")
    .replace(/\.(?=\s|$)/g, "。")
    .replace(/\s+/g, " ")
    // Chinese is written with and without blanks beside foreign words.
    .replace(/(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])/g, "");

/** What is not asserted: questions, conditions, what is denied or over. Each is replaced by a sign that no word contains. */
const unsaid: readonly RegExp[] = [
  // A question, and what a manual says of cases.
  /[^。;!?\n]*(怎么办|怎么处理|如何处理|如何解决|为什么|怎么回事|是什么意思)[^。;!?\n]*/g,
  /[^,。;!\n?]*\?(?=\s|$)/g,
  /(如果?遇|如果|若是?|假如|倘若|一旦|万一|如有|如需|如出现)[^。;!?\n]*/g,
  /为?(避免|防止)[^,。;!?\n]*/g,
  /[^,。;!?\n]*(不足|用完|过期|失效|重复|超限|异常|失败|不在白名单)(时|的(请求[会将都均]|情况|记录|数据))(?!间|段)[^。;!?\n]*/g,
  /\b(if|when|whenever|in case|unless|provided that|to avoid)\b[^.;!?\n]*/g,
  /(例如|比如|诸如|错误码(包括|如|有|说明|列表)|\b(such as|e。g|for example|error codes?|see (also|the|\/))\b)[^。;!?\n]*/g,
  /(上次|上一次|最近一次|历史|曾经|之前)[^,。;!?\n]{0,4}(错误|异常|失败)[^。;!?\n]*|\b(last|previous|past|former) (error|failure)s?\b[^。;!?\n]*/g,
  // Denied.
  /(请勿|请不要|不要|切勿)(再次?)?重复(提交|请求|开票|开具|上传|操作|调用|发送)?/g,
  /(并?未|尚未|不会|不曾|没有?)(被|曾|见|出现|发现|发生|触发)?(过期|失效|超时|到期|超出|超过|超限|超额|用完|用尽|耗尽|欠费|重复|命中|触发|拦截|阻断|封禁|封锁|拉黑|限流|受限|冻结|停机)/g,
  /(没有|无|未见|未发现|不存在|未检测到|未出现)(任何|正在|重复|待|已)?[^,。;!?\n权法效]{0,4}(失败|错误|异常|重复|过期|拦截|欠费|超限|维护|攻击|风险|处理的?任务|任务)[^,。;!?\n]{0,3}/g,
  /(不在|未(命中|列入|加入|进入)|不属于)[^,。;!?\n]{0,4}黑名单/g,
  /不(重复|过期|超限|超过|超出|欠费)(?!的)/g,
  /\b(not|never|no|without|zero|0|isn't|hasn't|wasn't|un)\b,? ?([a-z]+ ){0,2}(expired|blocked|banned|exceed(ed)?|exhausted|duplicated?|duplicates|errors?|fail(ed|ures?)|black ?list(ed)?|maintenance|pending|processing|queued|throttled|limited|attacks?|warnings?)\b( (is |was |are )?(found|scheduled|planned|task|tasks))?/g,
  /\bno( \w+){1,2} (is |are )?(required|needed|necessary)\b/g,
  /[^,。;!\n]*(功能|开关|模块|防护|检测|限流|waf|防火墙|白名单|黑名单)(已|状态)?(启用|开启|打开|关闭|正常|启动)/g,
  /(下次|上次|计划|例行)?维护(时间|计划|状态)?[:为是] ?(无|暂无|否|\d)[^。;!?\n]*|\bmaintenance( window)? ?: ?(none|no|off|false|-)/g,
  /(无需|无须|不需要?|不用|免(?!费|税))[^,。;!?\n]*/g,
  // What the other side's own parts fail at is no word on the request.
  /[^,。;!?\n]{0,12}(服务器?|组件|模块|中心|缓存|存储|引擎|线程|配置)[^,。;!?\n]{0,4}(异常|失败|超时|不可用|无响应|宕机|未启动|不可达)/g,
  /[^,。;!?\n]{0,12}(查询|生成|获取|连接|加载|读取|写入|保存|更新|同步|初始化|发送|转换|(?<=ip|域名)解析)[^,。;!?\n]{0,4}(失败|异常|出错)|(获取|查询|加载|读取|生成)[^,。;!?\n]{0,14}(失败|异常|出错)/g,
  /\b(failed|unable|could not|cannot|error) ?(to )?(load|fetch|connect|read|open|reach|reading|loading)\b[^。;!?\n]*|\b\w+ (service|server|store|component|module|center)( is)? (error|unavailable|failed|down|timeout|timed out)\b/g,
  // Announced beside what the page is for, and nothing is said to stop now.
  /(公告|预告)[:] ?(?![^。;!?\n]*(无法|暂停|停止|停用|不能|不可))[^。;!?\n]*/g,
  // Over, or well.
  /(维护|升级|割接|停机)[^,。;!?\n]{0,3}(已|已经)?(结束|完成|完毕|取消|成功)/g,
  /(白名单|黑名单|格式|签名|验签|时间戳|权限|身份|参数|字段)?(校验|验证|检查|检测|鉴权|认证|验签)(均|全部|已|都)*(通过|成功|正常|有效|合格)/g,
  /(已|全部)(恢复|解除|解封)[^,。;!?\n]{0,4}/g,
  /\bqueue is empty\b|队列(为)?空/g,
  /[^.;,!?\n]*(?<!not )\bwithin (the )?(limits?|range|tolerance|bounds)\b/g,
  /待处理[^,。;!?\n]{0,4}[:为]? ?0(?![.\d])/g,
];
const nothing = " ¬ ";

/** What a sentence asserts, in one way of writing. */
export const assertedIn = (sentence: string): string =>
  unsaid.reduce((text, one) => text.replace(one, nothing), plainly(sentence));
