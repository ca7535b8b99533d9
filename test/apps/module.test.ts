import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { profiles } from '../../tools/board/profile.ts'
import { moduleApplication } from '../../tools/build/application.ts'
import { ensureBuilt } from '../../tools/build/firmware.ts'
import { FlashStorage } from '../../tools/storage/flash-storage.ts'
import { AppBench } from './app-bench.ts'

const { script: module } = await ensureBuilt('dist', moduleApplication)

/** A board with the module in Storage, which runs `own`. */
function boardWith(own: string): AppBench {
  const storage = new FlashStorage(profiles.esp32.storage)
  storage.write('aliyun', Buffer.from(module))
  return new AppBench(own, { storage })
}

/** What is typed at the prompt; returns its value as JSON, or the error. */
function typed(bench: AppBench, source: string): unknown {
  const { board } = bench
  if (!('evaluate' in board)) throw new Error('no prompt')
  try {
    return board.evaluate(source)
  } catch (error) {
    return String(error)
  }
}

test('the module has all that an application may call, but for the platform features', () => {
  const source = readFileSync('firmware/device.ts', 'utf8')
  const functions = [...source.matchAll(/^export function (\w+)/gm)].flatMap(([, name]) => name)
  const lists = [...source.matchAll(/^export \{ (.+?) \}(?! from '\.\/thing\/)/gm)].flatMap(([, names]) =>
    names?.split(', '),
  )
  // The build answers the first two, and there is none at a prompt; the third is for scripts that are built for a device.json.
  const ofBuild = ['asksFor', 'isFromFile', 'allowKey']
  const bench = boardWith('')
  bench.boot()
  const exported = String(typed(bench, 'Object.keys(require("aliyun")).sort().join()'))
  const wanted = [...new Set([...functions, ...lists])].filter((name) => name && !ofBuild.includes(name))
  assert.equal(exported, wanted.sort().join())
  assert.equal(typed(bench, 'require("aliyun").device()===require("aliyun")'), true)
})

test('at the prompt, long after the start: it is ready, posts, prints a set and replies, and starts only once', () => {
  const bench = boardWith('print("mine")')
  bench.boot()
  bench.pass(60_000)
  assert.deepEqual(bench.peer.received, [])
  typed(bench, 'd=require("aliyun");d.onProps(print);d.postProps({Temperature:21})')
  bench.untilReady(10_000)
  bench.pass(3_000)
  assert.deepEqual(bench.posted(), [{ Temperature: 21 }])
  const id = bench.setProps({ Light: 1 })
  assert.equal(bench.replyTo(id)?.code, 200)
  assert.ok(bench.lines().some((line) => /"?Light"?/.test(line)))
  assert.equal(typed(bench, 'require("aliyun")===d'), true)
  bench.pass(5_000)
  assert.equal(bench.lines().filter((line) => line.includes(' I boot ')).length, 1)
})

test('what would spoil the link for good is refused at the prompt, and the link goes on', () => {
  const bench = boardWith('d=require("aliyun")')
  bench.bootReady()
  for (const [source, type] of [
    ['d.onProps()', 'function, got undefined'],
    ['d.onProp(5)', 'function, got number'],
    ['d.on("message")', 'function, got undefined'],
    ['d.checkProps({})', 'string, got object'],
    ['d.keepPosted({})', 'function, got object'],
    ['d.postProps(5)', 'object, got number'],
    ['d.postProps()', 'object, got undefined'],
    ['d.publish("user/update",21)', 'string, got number'],
    ['d.publish(undefined,"x")', 'string, got undefined'],
    ['d.subscribe()', 'string, got undefined'],
  ] as const)
    assert.equal(typed(bench, source), `Error: wanted a ${type}`)
  typed(bench, 'd.onProps(function(){});d.subscribe("user/get");d.on("message",function(t,p){print("got "+p)})')
  bench.pass(2_000)
  bench.message('user/get', 'hello')
  assert.ok(bench.lines().includes('got hello'))
  assert.equal(bench.replyTo(bench.setProps({ Any: 1 }))?.code, 200)
})

test('after reset() a program that requires it starts a session of its own, and the old one is closed', () => {
  const bench = boardWith('require("aliyun")')
  bench.bootReady()
  const first = bench.connection
  typed(bench, 'reset()')
  bench.pass(1_000)
  assert.equal(first.isOpen, false)
  typed(bench, 'd=require("aliyun");d.onProps(function(){return "no"})')
  bench.untilReady(10_000)
  assert.notEqual(bench.connection, first)
  assert.deepEqual(bench.replyTo(bench.setProps({ Any: 1 }))?.code, 460)
})

test('its variables are its own: a program may use any name', () => {
  const bench = boardWith(
    'a=1;e=2;w=3;t=4;var d=require("aliyun");d.on("connect",function(){d.publish("user/update",""+[a,e,w,t])})',
  )
  bench.bootReady()
  const said = bench.peer.received.flatMap(({ packet }) =>
    packet.type === 'publish' ? [packet.payload.toString()] : [],
  )
  assert.ok(said.includes('1,2,3,4'), said.join('\n'))
})
