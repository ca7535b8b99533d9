import type { BoardFeed } from '../cloud/console-api/board-feed.ts'
import { speak } from '../command-line/language.ts'

/** Shows in the terminal that the console switched the board's power: the board cannot, and the platform does not know yet. */
export function tellPower(feed: Pick<BoardFeed, 'device' | 'state' | 'onChange'>, say: (line: string) => void): void {
  let wasPowered = feed.state().isPowered
  feed.onChange(({ isPowered }) => {
    if (isPowered === wasPowered) return
    wasPowered = isPowered
    const { deviceName } = feed.device
    say(
      isPowered
        ? `  [ + ]  ${speak`${deviceName} plugged in, boots`}`
        : `  [ x ]  ${speak`${deviceName} unplugged, no power: online for the cloud until its keep alive is over`}`,
    )
  })
}
