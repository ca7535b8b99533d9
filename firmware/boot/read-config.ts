import { parsed, withoutEscapes } from '../text.ts'

/** Returns the configuration from Storage; tells a problem and returns undefined where there is none or it is not JSON. */
export function readConfig(tell: (problem: string) => void): unknown {
  const text = board.store.read('device.json')
  const config = parsed(withoutEscapes(text || '', true))
  if (config === undefined) tell('device.json is not ' + (text ? 'JSON' : 'in Storage: npm run flash'))
  return config
}
