import type { RequestTable } from './parts.ts'

/** A product's TSL on request of its device. */
export function modelRequests(): RequestTable {
  const answer: RequestTable[string] = ({ product }) => {
    const { properties = [], events = [], services = [] } = product
    return { code: 200, data: JSON.parse(JSON.stringify({ properties, events, services })) }
  }
  return { 'thing/dsltemplate/get': answer, 'thing/dynamicTsl/get': answer }
}
