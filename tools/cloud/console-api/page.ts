import { readFileSync, readdirSync } from 'node:fs'
import { extname, join } from 'node:path'
import type { FileAnswer } from '../net/http-answer.ts'
import type { Page } from './web-app.ts'

/**
 * What the page may do (Content Security Policy Level 3): use its own files and call this address, nothing else. So no
 * text of a device, a topic or a payload can become script, style or a request.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** For built files, whose names have a hash of their content. */
const forEver = 'public, max-age=31536000, immutable'

/** The page's files. They are read into memory once `build` has made their folder; nothing else is ever served. */
export function createPage(build: () => Promise<string>): Page {
  let files: Promise<ReadonlyMap<string, FileAnswer>> | undefined
  return {
    async file(path) {
      files ??= build().then(readFolder)
      // If it failed, for want of disk space or of a file, the next request tries again.
      files.catch(() => (files = undefined))
      return (await files).get(path === '/' ? '/index.html' : path)
    },
  }
}

function readFolder(folder: string): Map<string, FileAnswer> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const known = names.map((name) => name.replaceAll('\\', '/')).filter((name) => types[extname(name)] !== undefined)
  return new Map(known.map((name) => [`/${name}`, describe(join(folder, name), name)]))
}

function describe(file: string, name: string): FileAnswer {
  return {
    status: 200,
    bytes: readFileSync(file),
    headers: {
      'content-type': types[extname(name)] ?? 'application/octet-stream',
      'content-security-policy': policy,
      ...(name.startsWith('assets/') ? { 'cache-control': forEver } : { 'cache-control': 'no-cache' }),
    },
  }
}
