/** `npm run config` for this file, as texts name it: with `--file` for another one than device.json. */
export function configCall(file: string): string {
  return file === 'device.json' ? 'npm run config' : `npm run config -- --file ${file}`
}
