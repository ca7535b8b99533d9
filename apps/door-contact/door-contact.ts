/**
 * A door contact: posts `DoorOpen` when the door opens (1) or closes (0), and at each connect. A contact that bounces counts once.
 * Wiring: reed contact between D14 (Pico W: GP14) and GND, its magnet on the door; the pull-up is the chip's own.
 * Try it: npm start -- --app apps/door-contact/door-contact.ts
 *
 * 门磁：门打开（1）或关上（0）时上报属性 `DoorOpen`，每次连接成功时也上报一次。触点抖动只算一次。
 * 接线：干簧管接在 D14（Pico W 为 GP14）与 GND 之间，磁铁装在门上；上拉电阻用芯片内部的。
 * 试运行：npm start -- --app apps/door-contact/door-contact.ts
 */
import { keepPosted, log, postState, toJson } from '../../firmware/device.ts'

// The first of these pins that the board has.
const contact = (Pin('D14') || Pin('GP14'))!
/** A level must last so long to count. */
const debounceMs = 30

// Closed door: the magnet closes the contact, which pulls the pin to ground. Open door, or a cut wire: the pull-up makes it high.
pinMode(contact, 'input_pullup')

setWatch(
  () => {
    log(digitalRead(contact) ? 'I door open' : 'I door closed')
    postState()
  },
  contact,
  { repeat: true, edge: 'both', debounce: debounceMs },
)

// At each connect, and when postState() says so.
keepPosted(() => toJson({ DoorOpen: digitalRead(contact) }))
