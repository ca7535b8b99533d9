/**
 * The MicroPython tutorial's program: says `hi!` on user/update once it is connected, prints what arrives on user/get, and
 * prints each property set. The logic of your own goes where the set is printed.
 *
 * MicroPython 教程里的程序：连接成功后向 user/update 发布 `hi!`，打印 user/get 收到的消息，打印每一次属性设置。
 * 自己的业务逻辑写在打印属性设置的地方。
 */
import { on, onProps, publish, subscribe } from '../../firmware/device.ts'

subscribe('user/get')

on('connect', () => publish('user/update', 'hi!'))

on('message', (topic, payload) => print(topic, payload))

onProps((message) => {
  print('property set', JSON.stringify(message.params))
})
