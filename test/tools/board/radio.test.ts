import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Radio, type RadioOptions } from '../../../tools/board/network/radio.ts'
import { createVirtualClock } from '../../virtual/virtual-clock.ts'

/** A radio beside an access point, and what it reports: after how many ms, and what. */
function radioOf(options: RadioOptions = {}) {
  const clock = createVirtualClock()
  const radio = new Radio(clock, { accessPoints: [{ ssid: 'home', password: 'correct horse' }], ...options })
  const start = clock.now()
  const told: string[] = []
  const note = (text: string) => told.push(`${clock.now() - start} ${text}`)
  const events = {
    associated: ({ ssid }: { ssid: string }) => void note(`associated ${ssid}`),
    online: () => void note('online'),
    disconnected: (reason: number) => void note(`disconnected ${reason}`),
    link: (state: string) => void note(state),
  }
  radio.attach(events)
  return { clock, radio, told, events, join: () => radio.join('home', 'correct horse') }
}

test('an access point is joined after 200 ms, and gives an address 100 ms later', () => {
  const { clock, radio, told, join } = radioOf()
  join()
  clock.advance(299)
  assert.deepEqual([radio.isOnline, radio.address, radio.joined?.ssid], [false, '0.0.0.0', 'home'])
  clock.advance(1)
  assert.deepEqual(told, ['200 associated home', '300 up', '300 online'])
  assert.deepEqual([radio.isOnline, radio.address], [true, '192.0.2.7'])
})

test('what cannot be joined is told after its time: 2 s of search, 3 s of handshake', () => {
  const { clock, radio, told } = radioOf()
  radio.join('nowhere', '')
  clock.advance(2000)
  radio.join('home', 'wrong')
  clock.advance(3000)
  assert.deepEqual(told, ['2000 disconnected 201', '5000 disconnected 15'])
})

test('an open network takes an empty password only', () => {
  const { clock, radio, told } = radioOf({ accessPoints: [{ ssid: 'open' }] })
  radio.join('open', 'x')
  clock.advance(3000)
  radio.join('open', '')
  clock.advance(200)
  assert.deepEqual(told, ['3000 disconnected 15', '3200 associated open'])
})

test('a board that was joined loses packets at once, and hears of it after 3 s; of a kick at once', () => {
  for (const [lose, ms] of [
    [(radio: Radio) => radio.drop(), 3000],
    [(radio: Radio) => radio.vanish('home'), 3000],
    [(radio: Radio) => radio.kick(), 0],
  ] as const) {
    const { clock, radio, told, join } = radioOf()
    join()
    clock.advance(1000)
    told.length = 0
    lose(radio)
    assert.equal(radio.isOnline, ms === 0, 'an access point that is there is heard')
    clock.advance(5000)
    assert.deepEqual(told, ['1000 down', `${1000 + ms} disconnected 200`])
    assert.deepEqual([radio.joined, radio.address, radio.isOnline], [undefined, '0.0.0.0', false])
  }
})

test('what is lost while nothing is joined, or elsewhere, is not told', () => {
  const { clock, radio, told, join } = radioOf()
  radio.drop()
  radio.kick()
  radio.up()
  radio.appear({ ssid: 'guest' })
  join()
  clock.advance(1000)
  radio.vanish('guest')
  clock.advance(5000)
  assert.deepEqual(told, ['200 associated home', '300 up', '300 online'])
  radio.leave()
  radio.leave()
  assert.deepEqual(told.slice(3), ['6000 down'])
})

test('a new address strands what was open before the link is up, the same one does not', () => {
  const { clock, radio, told, join } = radioOf()
  for (const ip of ['192.0.2.7', '192.0.2.7', '192.0.2.8']) {
    radio.ip = ip
    join()
    clock.advance(1000)
  }
  assert.deepEqual(
    told.filter((line) => !line.includes('associated')).map((line) => line.split(' ')[1]),
    ['up', 'online', 'down', 'up', 'online', 'down', 'stranded', 'up', 'online'],
  )
  assert.equal(radio.address, '192.0.2.8')
})

test('a jam lets nothing through from its beginning on, and at its end only where there is a network', () => {
  const { clock, radio, told, join } = radioOf()
  radio.jam()
  join()
  clock.advance(1000)
  assert.deepEqual([told, radio.isOnline], [['0 down', '200 associated home', '300 online'], false])
  radio.unjam()
  assert.deepEqual([told.at(-1), radio.isOnline], ['1000 up', true])
  radio.jam()
  radio.leave()
  told.length = 0
  radio.unjam()
  assert.deepEqual(told, [])
})

test('the radio goes on while only the interpreter starts anew, and is off when the board does', () => {
  const { clock, radio, events, join } = radioOf()
  join()
  clock.advance(1000)
  radio.detach()
  radio.attach(events)
  assert.equal(radio.isOnline, true)
  radio.attach(events)
  assert.deepEqual([radio.isOnline, radio.joined, radio.address], [false, undefined, '0.0.0.0'])
  radio.detach()
  radio.attach(undefined)
  radio.attach(events)
  assert.equal(radio.isOnline, false)
  join()
  radio.attach(events)
  clock.advance(1000)
  assert.equal(radio.joined, undefined, 'an attempt ends with the board')
})

test('a scan hears nothing where no access point is in range, else the strongest first, -55 dBm where nothing is said', () => {
  const points = [{ ssid: 'far', rssi: -80 }, { ssid: 'usual' }, { ssid: 'near', rssi: -40 }]
  const { radio } = radioOf({ accessPoints: points })
  assert.deepEqual(
    radio.heard().map(({ ssid }) => ssid),
    ['near', 'usual', 'far'],
  )
  radio.drop()
  assert.deepEqual(radio.heard(), [])
  radio.up()
  radio.appear({ ssid: 'far', rssi: -30 })
  assert.equal(radio.heard()[0]?.ssid, 'far')
})
