import type { RequestTable } from './parts.ts'

/** Requests for the product's TSL. */
export function modelRequests(): RequestTable {
  const answer: RequestTable[string] = ({ product }) => {
    const { properties = [], events = [], services = [] } = product
    return { code: 200, data: JSON.parse(JSON.stringify({ properties, events, services })) }
  }
  return { 'thing/dsltemplate/get': answer, 'thing/dynamicTsl/get': answer }
}
