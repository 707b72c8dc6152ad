// Of this package only its data is used, Shopify's own GraphQL schema; what its server needs would be hundreds of packages.
const dataOnly = new Set(['@shopify/dev-mcp'])

// Optional peers that are here for other reasons: with them the image would hold tools for development and a second page library.
const unusedPeers = new Map([['better-auth', new Set(['drizzle-kit', 'react', 'react-dom', 'vitest'])]])

module.exports = {
  hooks: {
    readPackage(manifest) {
      if (dataOnly.has(manifest.name)) return { ...manifest, dependencies: {}, peerDependencies: {} }
      const unused = unusedPeers.get(manifest.name)
      return unused ? withoutPeers(manifest, unused) : manifest
    },
  },
}

function withoutPeers(manifest, unused) {
  const keep = (peers = {}) => Object.fromEntries(Object.entries(peers).filter(([name]) => !unused.has(name)))
  const { peerDependencies, peerDependenciesMeta } = manifest
  return { ...manifest, peerDependencies: keep(peerDependencies), peerDependenciesMeta: keep(peerDependenciesMeta) }
}
