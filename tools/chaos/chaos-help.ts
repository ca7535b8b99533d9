import type { InEachLanguage } from '../command-line/language.ts'

export const usage = 'npm run chaos'

export const help: InEachLanguage = {
  en: `usage: ${usage} -- --listen PORT --to HOST:PORT [flags]

A proxy between devices and their broker that behaves as bad networks do. One line an event; Ctrl-C ends it.

  --listen PORT     where devices connect; 0 takes any free port
  --host ADDRESS    on which address (127.0.0.1); 0.0.0.0 lets boards on the network in
  --to HOST:PORT    the broker
  --script FILE     what happens, see below; without it, faults at random
  --seed N          repeats the same chance (a new seed each time, printed)
  --verbose         a stack with an error
  --lang WORD       en or zh: the language of this text and all others; else the locale's
  --version         which version this is
  --help            this text

A script: { "steps": [{ "afterMs": 5000, "direction": "down", "mode": "delay", "ms": 2000 }, ...] }
  when, counted for each connection:  "afterMs" since it opened, or "afterBytes" of that direction
  where:                              "direction": "up" (from the device), "down", "both" (default); "connection": 3
  "mode":  pass | delay "ms" ["extraMs" "extraPercent"] | stall | blackhole | cut ["bytes"] ["how": "rst", "fin"]
           | corrupt ["byte"] ["xor"] | split "sizes": [1, 2] or "upTo": 9 ["gapMs"]
`,
  zh: `用法：${usage} -- --listen PORT --to HOST:PORT [参数]

设备与 MQTT 服务器之间的代理，表现得像糟糕的网络。每个事件一行；Ctrl-C 结束。

  --listen PORT     设备连接的端口；0 为任意空闲端口
  --host ADDRESS    监听的地址（127.0.0.1）；0.0.0.0 允许局域网里的板子连接
  --to HOST:PORT    MQTT 服务器
  --script FILE     发生什么，见下文；省略时随机出故障
  --seed N          重复同一次随机（每次默认换一个新的种子，并显示出来）
  --verbose         出错时显示调用栈
  --lang WORD       输出的语言：en 或 zh；默认取系统的区域设置
  --version         显示版本
  --help            显示本说明

脚本：{ "steps": [{ "afterMs": 5000, "direction": "down", "mode": "delay", "ms": 2000 }, ...] }
  何时（按每个连接计算）：            "afterMs" 连接建立之后的毫秒数，或 "afterBytes" 该方向的字节数
  何处：                              "direction": "up"（设备发出）、"down"、"both"（默认）；"connection": 3
  "mode":  pass | delay "ms" ["extraMs" "extraPercent"] | stall | blackhole | cut ["bytes"] ["how": "rst", "fin"]
           | corrupt ["byte"] ["xor"] | split "sizes": [1, 2] 或 "upTo": 9 ["gapMs"]
`,
}
