// Who may import whom: inward only. tools/ and test/ may import firmware/, never the other way round; nobody imports an
// application.

/**
 * The rooms of firmware/, lowest first: what each may import beside itself. Those on top, main.ts and device.ts, may import any
 * of them. What boot/ and identity/ have of a higher room is a type, or what a configuration may ask for.
 */
const firmwareRooms = {
  platform: [],
  mqtt: ['platform'],
  identity: ['boot', 'mqtt', 'platform'],
  keep: ['platform', 'log.ts', 'text.ts'],
  thing: ['identity', 'mqtt', 'platform', 'app-bug.ts', 'log.ts', 'text.ts'],
  link: ['boot', 'identity', 'keep', 'mqtt', 'platform', 'thing', 'log.ts', 'text.ts'],
  boot: ['identity', 'link/wifi.ts', 'platform', 'log.ts', 'text.ts'],
}

/**
 * The rooms of tools/, the same way. A folder that is not here may import nothing of tools/. tools/<verb>.ts, where a verb
 * begins, may import any of them.
 */
const toolRooms = {
  words: [],
  product: [],
  'command-line': ['product', 'words'],
  time: [],
  'device-names': [],
  'board-kinds': ['command-line'],
  storage: [],
  'local-files': ['command-line'],
  tcp: ['command-line'],
  'storage-layout': ['command-line', 'storage'],
  serial: ['command-line', 'storage'],
  engine: ['command-line', 'tcp', 'serial', 'storage'],
  config: ['board-kinds', 'command-line', 'local-files', 'device-names', 'product'],
  build: ['board-kinds', 'command-line', 'config', 'local-files', 'product'],
  'thing-model': ['command-line', 'local-files'],
  kaluma: ['board-kinds', 'command-line', 'install', 'serial', 'time'],
  logs: ['board-kinds', 'build', 'command-line', 'config', 'kaluma', 'serial'],
  cloud: ['command-line', 'local-files', 'device-names', 'product', 'tcp', 'thing-model', 'time'],
  console: ['cloud', 'device-names', 'thing-model'],
  types: ['command-line', 'config', 'local-files', 'thing-model'],
  'set-status': ['cloud', 'command-line', 'config', 'device-names'],
  install: ['board-kinds', 'command-line', 'config', 'local-files', 'storage-layout', 'serial', 'storage'],
  doctor: ['board-kinds', 'command-line', 'config', 'install', 'kaluma', 'product', 'serial'],
  fleet: ['command-line', 'config', 'local-files', 'device-names', 'install', 'serial'],
  image: ['board-kinds', 'build', 'command-line', 'config', 'local-files', 'install', 'storage-layout', 'storage'],
  flash: ['board-kinds', 'build', 'command-line', 'config', 'fleet', 'install', 'kaluma', 'logs', 'serial', 'time'],
  run: ['board-kinds', 'build', 'command-line', 'config', 'flash', 'install', 'logs', 'product', 'serial'],
  board: ['board-kinds', 'build', 'command-line', 'config', 'engine', 'product', 'tcp', 'serial', 'storage', 'time'],
  chaos: ['board', 'command-line', 'local-files', 'tcp', 'time'],
  start: [
    ...['board', 'board-kinds', 'build', 'cloud', 'command-line', 'config', 'device-names', 'logs', 'serial'],
    ...['thing-model', 'time'],
  ],
}

/** The rooms of tools/cloud, the same way. Its files on top, which put the platform together, may import any of them. */
const cloudRooms = {
  model: [],
  net: [],
  log: ['model'],
  files: ['model'],
  login: ['model', 'net'],
  wire: ['login', 'model', 'net'],
  session: ['login', 'model', 'wire'],
  store: ['log', 'model'],
  thing: ['model', 'session', 'store', 'wire'],
  platform: ['login', 'model', 'net', 'session', 'store', 'thing', 'wire'],
  openapi: ['model', 'net', 'platform', 'session', 'store', 'thing'],
  'console-api': ['login', 'model', 'net', 'openapi', 'platform', 'store', 'wire'],
}

/** The rooms of test/. A program of lab/ may be part of a test; no program imports tests of tools/. */
const testRooms = {
  virtual: [],
  runner: ['rig'],
  peer: ['virtual'],
  'local-platform': ['virtual'],
  conformance: ['virtual'],
  browser: ['local-platform'],
  firmware: ['virtual', 'peer', 'local-platform'],
  rig: ['firmware', 'virtual', 'peer'],
  apps: ['firmware', 'local-platform', 'peer', 'rig', 'virtual'],
  bundle: ['firmware', 'rig', 'virtual'],
  lab: ['apps', 'bundle', 'conformance', 'firmware', 'virtual', 'peer', 'local-platform', 'rig'],
  docs: ['lab'],
  faults: ['firmware', 'lab', 'virtual', 'peer', 'rig'],
  tools: ['lab', 'virtual', 'local-platform', 'rig'],
}

/** A rule a room, so that what is refused is named by the room that it breaks. */
function roomRules(folder, rooms) {
  const below = (names) => names.map((name) => `^${folder}/${name}${name.endsWith('.ts') ? '$' : '/'}`)
  const known = Object.entries(rooms).map(([name, allowed]) => ({
    name: `${folder}/${name}`,
    severity: 'error',
    from: { path: `^${folder}/${name}/` },
    to: { path: `^${folder}/`, pathNot: below([name, ...allowed]) },
  }))
  const names = Object.keys(rooms).join('|')
  const unknown = {
    name: `${folder}/ has a room without a rule`,
    severity: 'error',
    from: { path: `^${folder}/(?!(?:${names})/)[^/]+/` },
    to: { path: `^${folder}/` },
  }
  return [...known, unknown]
}

module.exports = {
  forbidden: [
    { name: 'no-circular', comment: 'Types included.', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      comment: 'What the compiler of applications calls is imported by what it compiles.',
      severity: 'error',
      from: { orphan: true, path: '^(firmware|tools)/', pathNot: '\\.d\\.m?ts$|/foreign/helpers\\.mjs$' },
      to: {},
    },
    {
      name: 'device-has-no-packages',
      comment: 'The device has no room for libraries, and no Node.',
      severity: 'error',
      from: { path: '^firmware/' },
      // Modules of the engine itself, which platform/espruino.ts requires.
      to: { pathNot: ['^firmware/', '^(crypto|Flash|Storage|Wifi)$'] },
    },
    {
      name: 'one-file-names-the-engine',
      comment:
        'All others know a runtime by what platform.ts asks of it. The build puts kaluma in the place of espruino in these imports.',
      severity: 'error',
      from: { path: '^firmware/', pathNot: '^firmware/((main|keep/keep|link/link|thing/queue)\\.ts$|platform/)' },
      to: { path: '^firmware/platform/(espruino|kaluma)(\\.ts$|/)' },
    },
    {
      name: 'runtimes-are-apart',
      comment: 'A script has one of them.',
      severity: 'error',
      from: { path: '^firmware/platform/kaluma' },
      to: { path: '^firmware/platform/espruino' },
    },
    {
      name: 'the-build-chooses-the-runtime',
      severity: 'error',
      from: { path: '^firmware/', pathNot: '^firmware/platform/kaluma' },
      to: { path: '^firmware/platform/kaluma' },
    },
    {
      name: 'applications-have-one-door',
      comment: 'The applications here have no privilege: they import what any other may.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^(firmware|apps|tools|test|node_modules)/', pathNot: ['^apps/$1/', '^firmware/device\\.ts$'] },
    },
    {
      name: 'nobody-imports-an-application',
      comment: 'But its tests. The tools know the sections of device.json that ours have, by their types.',
      severity: 'error',
      from: { pathNot: '^(apps|test)/' },
      to: { path: '^apps/', pathNot: '^apps/(switch|properties)/section\\.ts$' },
    },
    ...roomRules('firmware', firmwareRooms),
    ...roomRules('tools', toolRooms),
    ...roomRules('tools/cloud', cloudRooms),
    ...roomRules('test', testRooms),
    {
      name: 'tools-do-not-import-tests',
      severity: 'error',
      from: { path: '^tools/' },
      to: { path: '^test/' },
    },
    {
      name: 'board-runs-the-bundle',
      comment: 'The simulated board runs what was built, never the sources.',
      severity: 'error',
      from: { path: '^tools/board/' },
      to: { path: '^firmware/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.node.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default'] },
  },
}
