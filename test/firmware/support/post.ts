/** The params of a property post, from the bytes of its PUBLISH. */
export function paramsOf(packet: string): { [name: string]: unknown } {
  return JSON.parse(packet.slice(packet.indexOf('{"id":'))).params
}
