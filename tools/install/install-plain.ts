import type { EspruinoLink } from '../serial/espruino-link.ts'
import { UserError } from '../command-line/user-error.ts'
import { configFile, makeRoom, waitingConfig, waitingScript, type RoomNeeded } from './make-room.ts'
import { fingerprintOf, isSame } from '../storage/storage-file.ts'
import { readFingerprint } from './read-fingerprint.ts'
import { uploadFile, type UploadHooks } from './upload.ts'
import { speak } from '../command-line/language.ts'

export interface PlainHooks extends Pick<RoomNeeded, 'mayReplace'> {
  /** Called before a file is sent. */
  onUpload(what: 'script' | 'config', bytes: number): UploadHooks
  /** Called when all files are on the board and verified. */
  onVerified(script: Uint8Array, config: Uint8Array): void
}

const switchMs = 60_000
/** How many bytes an ESP8266 copies at a time: a whole script does not fit into its stack. */
const copyBytes = 512

/**
 * Installs on boards whose Storage is too small for a layout: `script` becomes the file `name` and `config` device.json. Both
 * are uploaded and verified under other names, then one command replaces the old files: whenever the cable is pulled during
 * the upload, the old files are still there. A power cut while files are replaced or compacted may leave none.
 * Throws UserError no-space, verify-failed, port-lost.
 */
export async function installPlain(
  link: EspruinoLink,
  { name, script, config }: Required<Omit<RoomNeeded, 'mayReplace'>>,
  hooks: PlainHooks,
): Promise<void> {
  const way = await makeRoom(link, { name, script, config, mayReplace: (why) => hooks.mayReplace(why) })
  const names = way === 'both' ? [waitingScript, waitingConfig] : [name, configFile]
  const [scriptName = '', configName = ''] = names
  await uploadFile(link, { name: scriptName, bytes: script }, hooks.onUpload('script', script.length))
  await uploadFile(link, { name: configName, bytes: config }, hooks.onUpload('config', config.length))
  hooks.onVerified(script, config)
  if (way === 'replace') return
  await link.evaluate(switchTo(name), switchMs)
  await checkInPlace(link, name, script)
  await checkInPlace(link, configFile, config)
}

/**
 * Runs on the board: it replaces first the configuration, which the old script can read, too, then the script, in one write
 * where the stack or a pointer into flash allows that, else piece by piece; the uploaded copies are erased last. A copy that
 * is gone was put in place before, so the command may be carried out twice.
 */
const switchTo = (name: string): string =>
  `(function(s){
function put(to,from){
var d=s.read(from),n,i;
if(!d)return;
n=d.length;
try{s.write(to,d)}catch(e){
s.write(to,s.read(from,0,${copyBytes}),0,n);
for(i=${copyBytes};i<n;i+=${copyBytes})s.write(to,s.read(from,i,${copyBytes}),i)
}
}
put('${configFile}','${waitingConfig}');
put('${name}','${waitingScript}');
s.erase('${waitingScript}');s.erase('${waitingConfig}')
})(require('Storage'))`.replaceAll('\n', '')

async function checkInPlace(link: EspruinoLink, name: string, bytes: Uint8Array): Promise<void> {
  if (isSame(await readFingerprint(link, name), fingerprintOf(bytes))) return
  const hint = speak`flash again; if that does not help, require("Storage").eraseAll() at its prompt, or its flash is worn out`
  throw new UserError('verify-failed', speak`${name} is not what was uploaded and verified under another name`, hint, 2)
}
