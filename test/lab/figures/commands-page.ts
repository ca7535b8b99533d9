import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { help as set } from '../../../tools/set-status/set-help.ts'
import { help as status } from '../../../tools/set-status/status-help.ts'
import { help as board } from '../../../tools/board/board-help.ts'
import { help as build } from '../../../tools/build/build-help.ts'
import { help as chaos } from '../../../tools/chaos/chaos-help.ts'
import { help as cloud } from '../../../tools/cloud/cloud-help.ts'
import { help as console } from '../../../tools/cloud/console-api/console-help.ts'
import type { InEachLanguage, Language } from '../../../tools/command-line/language.ts'
import { help as config } from '../../../tools/config/help.ts'
import { help as doctor } from '../../../tools/doctor/doctor-help.ts'
import { help as flash } from '../../../tools/flash/flash-help.ts'
import { help as image } from '../../../tools/image/image-help.ts'
import { help as logs } from '../../../tools/logs/logs-help.ts'
import { help as run } from '../../../tools/run/run-help.ts'
import { help as start } from '../../../tools/start/start-help.ts'
import { help as types } from '../../../tools/types/types-help.ts'
import type { Page } from './figures.ts'

/** What `--help` prints, by verb: first without a board, then towards one, then the parts alone. */
export const helps: Readonly<Record<string, InEachLanguage>> = {
  ...{ start, config, doctor, types, build, flash, image, logs, run },
  ...{ set, status, cloud, board, console, chaos },
}

const files: Readonly<Record<Language, string>> = { en: 'docs/commands.md', zh: 'docs/commands.zh-CN.md' }

const heads: InEachLanguage = {
  en: `# Commands

[中文](commands.zh-CN.md)

What each command says with \`--help\`. This page is written by \`npm run figures\`.

Flags stand behind \`--\`: \`npm run flash -- --list\`. The exit code is 0 when all went well, 1 for something to mend here, 2
when the device or the cloud said no, 3 for a bug. An error begins with a word that stays the same in every language:
[troubleshooting](troubleshooting.md) has them all.

The commands speak Chinese where the locale is Chinese (\`LANG=zh_CN.UTF-8\`), or with \`--lang zh\`; the device's own log stays
English.
`,
  zh: `# 命令

[English](commands.md)

每条命令加 \`--help\` 时的输出。本页由 \`npm run figures\` 生成。

参数写在 \`--\` 之后：\`npm run flash -- --list\`。退出码：0 成功，1 这边有要改的，2 设备或云端拒绝，3 是我们的 bug。
错误以一个固定的英文词开头，在各种语言里都一样：见[故障排查](troubleshooting.zh-CN.md)。

系统的区域设置是中文（\`LANG=zh_CN.UTF-8\`），或加 \`--lang zh\` 时，各条命令输出中文；设备自己的日志仍是英文。
`,
}

const nameOf = (verb: string): string => (verb === 'start' ? 'npm start' : `npm run ${verb}`)

function toText(language: Language): string {
  const sections = Object.entries(helps).map(([verb, help]) => {
    return `\n## ${nameOf(verb)}\n\n\`\`\`text\n${help[language].trimEnd()}\n\`\`\`\n`
  })
  return heads[language] + sections.join('')
}

/** The pages of the commands as they should be, and what of them is not; writes nothing. */
export function commandPages(folder = '.'): Page[] {
  return (['en', 'zh'] as const).map((language) => {
    const file = files[language]
    const path = join(folder, file)
    const [from, text] = [existsSync(path) ? readFileSync(path, 'utf8') : '', toText(language)]
    return { file, text, changes: from === text ? [] : [{ name: 'commands', from, to: text }], problems: [] }
  })
}
