import { relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * The folder that holds this product: a checkout, or `node_modules/espruino-aliyun` of somebody's project. What belongs to the
 * user (device.json, the application, dist/, .cloud/) is looked for from the current directory on instead.
 */
export const productFolder = fileURLToPath(new URL('../..', import.meta.url))

/** The path of a file of the product, given from its folder on with slashes. */
export const productFile = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))

/** A path from the current directory on, with slashes. */
export const fromHere = (path: string): string => relative('', path).replaceAll(sep, '/')
