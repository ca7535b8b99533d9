import { useEffect, useState } from 'preact/hooks'
import type { DeviceName } from '../device-names/names.ts'

export const tabs = [
  ...(['overview', 'debug', 'events', 'messages', 'data', 'diagnosis'] as const),
  ...(['traffic', 'log', 'connection', 'faults'] as const),
] as const
export type Tab = (typeof tabs)[number]

export type Route = { page: 'devices' } | { page: 'log' } | { page: 'device'; device: DeviceName; tab: Tab }

/** The link to a device's page. */
export function deviceLink({ productKey, deviceName }: DeviceName, tab: Tab = 'overview'): string {
  return `#/device/${encodeURIComponent(productKey)}/${encodeURIComponent(deviceName)}/${tab}`
}

function readRoute(): Route {
  const [, page, productKey, deviceName, wanted] = window.location.hash.split('/')
  if (page === 'log') return { page }
  if (page !== 'device' || productKey === undefined || deviceName === undefined) return { page: 'devices' }
  const tab = tabs.find((one) => one === wanted) ?? 'overview'
  const device = { productKey: decode(productKey), deviceName: decode(deviceName) }
  return { page, device, tab }
}

/** Decodes a part of the address. One that somebody typed may not be encoded. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

export function useRoute(): Route {
  const [route, setRoute] = useState(readRoute)
  useEffect(() => {
    const changed = () => setRoute(readRoute())
    window.addEventListener('hashchange', changed)
    return () => window.removeEventListener('hashchange', changed)
  }, [])
  return route
}
