/** The arrows of the house run downwards only; whoever adds one upwards sees it here. */
const only = (from, ...to) => ({
  name: `${from} imports only ${to.join(', ') || 'itself'}`,
  severity: 'error',
  from: { path: `^src/${from}/` },
  to: { path: '^src/', pathNot: [from, ...to].map((folder) => `^src/${folder}/`) },
});

module.exports = {
  forbidden: [
    { name: 'no cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'nothing imports cli',
      severity: 'error',
      from: { path: '^src/(?!cli/|index)' },
      to: { path: '^src/cli/' },
    },
    only('domain'),
    only('config', 'domain'),
    only('store', 'domain'),
    only('vault', 'domain'),
    only('http', 'domain'),
    only('mapping', 'domain', 'config'),
    only('flows', 'domain', 'config'),
    only('engine', 'domain', 'config', 'flows', 'store', 'mapping'),
    only('systems', 'domain', 'config', 'engine', 'mapping', 'http'),
    only('report', 'domain', 'engine', 'store'),
    only('webhooks', 'domain', 'config', 'engine', 'store'),
    only('sandbox', 'domain', 'systems/ntlm'),
    {
      name: 'the engine names no system',
      severity: 'error',
      from: { path: '^src/(engine|flows|mapping|store|domain)/' },
      to: { path: '^src/systems/' },
    },
    {
      name: 'systems use the ports of the engine, nothing else of it',
      severity: 'error',
      from: { path: '^src/systems/' },
      to: { path: '^src/engine/', pathNot: '^src/engine/ports\\.ts$' },
    },
    {
      name: 'systems never import each other, but what several share',
      severity: 'error',
      from: { path: '^src/systems/([^/]+)/' },
      to: { path: '^src/systems/', pathNot: ['^src/systems/$1/', '^src/systems/(odata|entra|ntlm|shared)/'] },
    },
    {
      name: 'no dev dependency in src',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.js'] },
  },
};
