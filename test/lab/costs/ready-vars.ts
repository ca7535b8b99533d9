import assert from 'node:assert/strict'
import { listenAsPeer, type TcpPeer } from '../../peer/tcp-peer.ts'
import { replyAsPlatform } from '../../rig/platform-replies.ts'
import { Device } from '../engine/device.ts'
import type { GivenEngine } from '../engine/engines.ts'
import { configFor, scriptFor, type BuiltApp } from './build-apps.ts'

/** JsVars that the interpreter holds without a script. */
export async function emptyVars(engine: GivenEngine): Promise<number> {
  const device = new Device({ engine, script: 'print("~empty")', config: 'none' })
  try {
    await device.line(/^~empty/)
    return (await device.heldAtRest()).vars
  } finally {
    await device.stop()
  }
}

/**
 * JsVars that an application holds once ready and at rest, started from flash, those of the interpreter among them. Throws
 * AssertionError where it is not at rest with its timers and one socket, or breaks a rule of MQTT.
 */
export async function readyVars(built: BuiltApp, engine: GivenEngine): Promise<number> {
  const { timers: ownTimers = 1, restMs = 0 } = built.app
  const listener = await listenAsPeer()
  answerPosts(listener)
  const { port, peer } = listener
  const device = new Device({ engine, script: scriptFor(built, port), config: configFor(built, port) })
  try {
    await device.line(/I mqtt ready$/).catch((error: unknown) => {
      throw new Error(`${built.app.name} is not ready: ${String(error)}`, { cause: error })
    })
    await new Promise((wake) => setTimeout(wake, restMs))
    const { vars, timers, sockets } = await device.heldAtRest()
    assert.deepEqual([timers, sockets], [ownTimers, 1], `${built.app.name}: timers, sockets`)
    peer.assertStrict()
    return vars
  } finally {
    await device.stop()
    await listener.close()
  }
}

/** Posts and other requests get their reply, as from the platform: a callback that waits for it would be counted. */
export function answerPosts({ peer }: TcpPeer): void {
  const reply = replyAsPlatform(() => performance.now())
  peer.on('publish', (connection, packet) => {
    connection.answer(packet)
    reply(connection, packet)
  })
}
