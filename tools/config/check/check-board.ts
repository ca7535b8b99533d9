import type { BoardKind } from '../../board-kinds/board-kind.ts'
import { boards, boardsAnchor, isBoardName } from '../../board-kinds/boards.ts'
import { goodPins, joinRanges, judgeButton, judgePin, nearPin } from '../../board-kinds/judge-pin.ts'
import { sectionOf, type Section } from './section.ts'
import { checkUses, pinsOf } from './check-properties.ts'
import { checkWifi } from './check-wifi.ts'
import type { Problem } from './problem.ts'
import { speak } from '../../command-line/language.ts'
import type { Source } from './source.ts'

/** Pin names of all known boards. */
const everyPin = Object.values(boards).flatMap(({ pins }) => pins)

/**
 * Returns what does not suit the board: pins that it does not have or needs itself, names and passwords that its Wi-Fi
 * driver truncates, TLS. The board is `given` (recognised, or named by a flag), else the one that the
 * configuration names.
 */
export function checkBoard(source: Source, given: BoardKind | undefined): Problem[] {
  const config = sectionOf(source.value)
  if (config === undefined) return []
  const kind = given ?? namedBoard(config)
  const pins = Object.entries(sectionOf(config.switches) ?? {}).flatMap(([name, each]) => {
    return (['pin', 'button'] as const).flatMap((key) => {
      const pin = sectionOf(each)?.[key]
      return typeof pin === 'string' ? checkPin(source, ['switches', name, key], pin, kind) : []
    })
  })
  const ofProperties =
    kind === undefined
      ? pinsOf(config).flatMap(([path, pin]) => checkPin(source, path, pin, kind))
      : checkUses(source, config, kind)
  const always = [...checkWifi(source, config, kind), ...pins, ...ofProperties]
  return kind === undefined
    ? always
    : [...checkBuild(source, config, kind), ...always, ...checkRestore(source, config, kind)]
}

function namedBoard({ board }: Section): BoardKind | undefined {
  return typeof board === 'string' && isBoardName(board) ? boards[board] : undefined
}

function checkPin(source: Source, path: string[], pin: string, kind: BoardKind | undefined): Problem[] {
  // The schema check reports these.
  if (!/^[\w.:@-]{1,8}$/.test(pin)) return []
  const near = nearPin(pin, kind === undefined ? everyPin : goodPins(kind))
  const meant = near === undefined ? '' : speak`did you mean "${near}"?`
  if (kind === undefined) {
    if (everyPin.includes(pin)) return []
    const got = speak`"${pin}" is a pin of no board that we know`
    return [source.problemOf(path, { severity: 'warning', got, fix: meant === '' ? 'D2, A0, B12 ...' : meant })]
  }
  const { severity, reason } = path.at(-1) === 'button' ? judgeButton(kind, pin) : judgePin(kind, pin)
  if (severity === 'fine') return []
  const choice = speak`use one of ${joinRanges(goodPins(kind))}`
  const fix = !kind.pins.includes(pin) && meant !== '' ? `${meant}  ${choice}` : choice
  return [source.problemOf(path, { severity, got: `"${pin}" ${reason}`, fix })]
}

/** Returns what the configuration needs and no build of the interpreter for this board has. */
function checkBuild(source: Source, config: Section, { title, runtime, builds }: BoardKind): Problem[] {
  if (builds.some(({ has }) => has.tls)) return []
  const isKaluma = runtime === 'kaluma'
  const got = isKaluma
    ? speak`true, but Kaluma has no TLS on ${title}`
    : speak`true, but the interpreter has no TLS on ${title}`
  const fix = isKaluma
    ? speak`take another board: ${speak(boardsAnchor)}; devices of accounts opened since 2022-08-02 must use TLS, says Aliyun. false for older accounts and the local platform`
    : speak`false, or another board: ${speak(boardsAnchor)}`
  return (['aliyun', 'mqtt'] as const).flatMap((login) => {
    if (sectionOf(config[login])?.['tls'] !== true) return []
    return [source.problemOf([login, 'tls'], { got, fix })]
  })
}

/** `atBoot: restore` needs flash of its own: reports it on a board without. */
function checkRestore(source: Source, config: Section, { title, builds }: BoardKind): Problem[] {
  const reason = builds.every(({ noRestore }) => noRestore !== undefined) ? builds[0].noRestore : undefined
  if (reason === undefined) return []
  return (['switches', 'properties'] as const).flatMap((section) =>
    Object.entries(sectionOf(config[section]) ?? {}).flatMap(([name, each]) => {
      if (sectionOf(each)?.['atBoot'] !== 'restore') return []
      const problem = { got: speak`"restore" cannot be on ${title}: ${speak(reason)}`, wanted: speak`off or on` }
      return [
        source.problemOf([section, name, 'atBoot'], {
          ...problem,
          fix: speak`or another board: ${speak(boardsAnchor)}`,
        }),
      ]
    }),
  )
}
