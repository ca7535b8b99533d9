import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startSimulatedBoard } from '../../../tools/board/demo-board.ts'
import type { BoardName } from '../../../tools/board-kinds/board-kind.ts'

/** What the first lines of npm start call a board, and what the script on it takes itself for. */
function startOn(board: BoardName | undefined): Promise<string> {
  return new Promise((resolve) => {
    const script = 'print(process.env.BOARD)'
    const parts = { script, config: Buffer.from('{}'), board, onPins: () => undefined }
    const running = startSimulatedBoard({ ...parts, onLine: (line) => setImmediate(() => tell(line)) })
    const tell = (line: string): void => void running.stop().then(() => resolve(`${running.what}: ${line}`))
  })
}

test('the board that is simulated is the one that is named, or an ESP32 that says so', async () => {
  assert.deepEqual(
    await Promise.all([undefined, 'esp8266', 'linux', 'esp32-c3'].map((one) => startOn(one as BoardName))),
    [
      'simulated ESP32, runs the bundle above: ESP32',
      'simulated ESP8266, runs the bundle above: ESP8266_4MB',
      'simulated Linux, runs the bundle above: LINUX',
      'simulated ESP32 in the place of ESP32-C3, runs the bundle above: ESP32',
    ],
  )
})
