import type { Catalogue } from '../catalogue.ts'

export const doctor: Catalogue = {
  'docs/troubleshooting.md#{0}': 'docs/troubleshooting.zh-CN.md#{0}',
  'note: {0}': '注意：{0}',
  'this should not happen; please report it. The other checks go on': '这不应该发生，请向我们报告。其余检查继续进行',
  // This computer and the board.
  'Node {0} is older than {1}': 'Node {0} 低于 {1}',
  '{0}: {1} of product {2}, {3}': '{0}：产品 {2} 的设备 {1}，{3}',
  'no pins: for an application of your own': '没有引脚：用于自己的应用',
  'no board on a serial port': '没有接在串口上的板子',
  '{0}: name one with --port': '{0}：请用 --port 指定一个',
  'what answers at {0} is not Espruino': '{0} 上应答的不是 Espruino',
  'the right port? The right speed? {0}': '端口对吗？波特率对吗？{0}',
  'Espruino {0} on {1}, {2} of {3} JsVars free': '{1} 上的 Espruino {0}，JsVars 共 {3} 个，空闲 {2} 个',
  '{0}; this build has no network library': '{0}；这个固件没有网络库',
  '{0} is there, {1}; npm run flash removes it': '板子上有 {0}：{1}；npm run flash 会删除它',
  'no board that we know calls itself {0}: its pins are not checked': '不认识叫 {0} 的板子：没有检查它的引脚',
  'the board says {0}, {1} is for {2}': '板子是 {0}，而 {1} 用于 {2}',
  '"board": "{0}" in {1}, or the board that the file is for': '把 {1} 里的 board 改为 "{0}"，或换成该文件对应的板子',
  '{0}.tls true, but this Espruino build has no TLS': '{0}.tls 为 true，但这个固件没有 TLS',
  // The way to the cloud.
  'first mend the configuration: it says where to connect': '请先修改配置：连接到哪里由它决定',
  '{0} needs none': '{0} 不需要解析',
  '{0} is {1}, {2}': '{0} 是 {1}，{2}',
  '{0} has no IPv4 address ({1})': '{0} 没有 IPv4 地址（{1}）',
  'no other host of Aliyun has one either: is this computer online, does its DNS answer?':
    '阿里云的其他主机也解析不到：这台电脑联网了吗？DNS 正常吗？',
  'mqtt.mqttHostUrl is not a host: copy it again from the console': 'mqtt.mqttHostUrl 不是主机名：请从控制台重新复制',
  'aliyun.host "{0}" is not a host': 'aliyun.host "{0}" 不是主机名',
  'aliyun.instanceId "{0}" is no instance: the console shows it': 'aliyun.instanceId "{0}" 不是实例 ID：请查看控制台',
  'aliyun.region "{0}" has no such host, other regions have: where does the product live?':
    'aliyun.region "{0}" 没有这个主机，其他地域有：产品在哪个地域？',
  '{0}:{1} cannot be reached ({2})': '无法连接 {0}:{1}（{2}）',
  'a firewall, or no way to that network': '被防火墙拦截，或到不了那个网络',
  '{0}:{1} is closed': '{0}:{1} 没有开放',
  '{0} is open there: is the port in device.json the right one?': '那里开放的是 {0}：device.json 里的端口对吗？',
  'nobody listens there, nor on {0}: {1}': '那里没有服务在监听，{0} 也没有：{1}',
  'the local platform does not run; npm start': '本地平台没有运行；npm start',
  'the server is down, or a firewall': '服务器停了，或被防火墙拦截',
  'not asked for: plain TCP': '没有要求：明文 TCP',
  'devices of accounts opened since 2022-08-02 must use TLS, says Aliyun: "tls": true':
    '阿里云规定：2022-08-02 之后开通的账号，其设备必须使用 TLS：写 "tls": true',
  'TCP is open, but the TLS handshake does not end': 'TCP 已连上，但 TLS 握手没有完成',
  'is it the port for TLS? 8883, or 1883 at Aliyun': '端口支持 TLS 吗？8883，阿里云的 1883 也可以',
  'the TLS handshake failed ({0})': 'TLS 握手失败（{0}）',
  'does that port speak TLS 1.2? Aliyun: 8883; a local platform without TLS: "tls": false':
    '该端口支持 TLS 1.2 吗？阿里云用 8883；本地平台没有开 TLS 时写 "tls": false',
  '{0}, certificate until {1}': '{0}，证书有效期至 {1}',
  'the certificate of {0} was good until {1}': '{0} 的证书已于 {1} 过期',
  'the server must get a new one (the device checks none and would connect); or is the clock here wrong?':
    '服务器应更换证书（设备不校验证书，仍会连接）；或者是这台电脑的时钟不对？',
  'the certificate of {0} counts from {1}': '{0} 的证书从 {1} 起才有效',
  'the clock of this computer says {0}': '这台电脑的时钟是 {0}',
  'the server': '服务器',
  'the certificate is not for {0}': '证书不是给 {0} 的',
  'this computer does not trust it ({0})': '这台电脑不信任该证书（{0}）',
  'the device checks no certificate and connects all the same': '设备不校验证书，照样会连接',
  // The login.
  'Log in as the device? Note: {0}.': '以设备身份登录吗？注意：{0}。',
  'this ends the session of {0} if it is running; it comes back by itself':
    '如果 {0} 正在运行，它的会话会中断，之后会自己恢复',
  'not tried, nobody to ask: {0}. --yes does it': '没有尝试，因为无法询问：{0}。加 --yes 则直接登录',
  'not tried: --no-login': '没有尝试：--no-login',
  'not tried: you said no': '没有尝试：你选择了否',
  '{0} is let in, {1}': '{0} 登录成功，{1}',
  'no second connection ({0})': '第二次连接失败（{0}）',
  'once more?': '再试一次？',
  'no CONNACK within {0} s': '{0} 秒内没有 CONNACK',
  "TCP is open, but nobody speaks MQTT there: the broker hangs, or the port is another service's":
    'TCP 已连上，但对面不是 MQTT：服务器卡住了，或端口属于别的服务',
  'the server closed without a CONNACK': '服务器没有发 CONNACK 就关闭了连接',
  'the server speaks TLS only ("tls": true), or the port is another service\'s':
    '服务器只接受 TLS（写 "tls": true），或端口属于别的服务',
  'what answers is not MQTT 3.1.1': '应答的不是 MQTT 3.1.1',
  "host and port are another service's": '主机和端口属于别的服务',
  'the clientId is not accepted, or keepAlive {0} s': 'clientId 不被接受，或者保活时间 {0} 秒不被接受',
  'the server takes nobody now; at most 5 logins a minute are allowed: wait one, then again':
    '服务器此刻不接受连接；每分钟最多登录 5 次：请等一分钟再试',
  'the copied parameters are not right: copy all of them again (MQTT connection parameters)':
    '复制的参数不对：请全部重新复制（MQTT 连接参数）',
  'deviceSecret is not that of {0}: copy it again (Devices > {1} > DeviceSecret).':
    'deviceSecret 与 {0} 不符：请重新复制（设备 > {1} > DeviceSecret）。',
  'If it is right: productKey and deviceName, and whether the product lives at {0}':
    '如果没有错：请核对 productKey 和 deviceName，以及产品是否在 {0}',
  '{0} is disabled or deleted: the console says which': '{0} 已被禁用或删除：请查看控制台',
  'is it a broker for MQTT 3.1.1?': '对面是 MQTT 3.1.1 的服务器吗？',
}
