/** The arrows of the house: who may import whom. Inward only; tools/ and test/ may look at firmware/, never back. */
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: '^(firmware|tools|test)/', pathNot: [from, ...allowed] },
})

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Types may refer to each other: nothing of them is left at run time.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, path: '^(firmware|tools)/', pathNot: '\\.d\\.ts$' },
      to: {},
    },
    {
      name: 'device-has-no-packages',
      comment: 'The device has no room for libraries, and no Node.',
      severity: 'error',
      from: { path: '^firmware/' },
      // What the engine itself has: modules that platform/espruino.ts requires by a literal.
      to: { pathNot: ['^firmware/', '^(crypto|Flash|Storage|Wifi)$'] },
    },
    only(
      'mqtt-knows-no-aliyun',
      '^firmware/mqtt/',
      ['^firmware/(platform|text)\\.ts$'],
      'mqtt/ knows MQTT 3.1.1 and nothing else',
    ),
    only(
      'aliyun-knows-no-mqtt',
      '^firmware/aliyun/',
      ['^firmware/(platform|text)\\.ts$'],
      'aliyun/ knows nothing of MQTT',
    ),
    only(
      'switch-knows-thing-only',
      '^firmware/switch\\.ts$',
      ['^firmware/(log|platform|text|features|journal|boot/config)\\.ts$'],
      '',
    ),
    {
      name: 'one-file-names-the-engine',
      comment: 'Only the composition root picks the platform.',
      severity: 'error',
      from: { path: '^firmware/', pathNot: '^firmware/(main|platform/espruino)\\.ts$' },
      to: { path: '^firmware/platform/' },
    },
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
