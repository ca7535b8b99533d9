#!/usr/bin/env node
// The package's command. The tools are TypeScript: tsx reads them, whatever tsconfig.json the user's folder has.
import { fileURLToPath } from 'node:url'
import { register } from 'tsx/esm/api'

register({ tsconfig: fileURLToPath(new URL('../tsconfig.node.json', import.meta.url)) })
await import('./main.ts')
