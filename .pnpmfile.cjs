// Of this package only its data is used, Shopify's own GraphQL schema; what its server needs would be hundreds of packages.
const dataOnly = new Set(['@shopify/dev-mcp'])

module.exports = {
  hooks: {
    readPackage(manifest) {
      return dataOnly.has(manifest.name) ? { ...manifest, dependencies: {}, peerDependencies: {} } : manifest
    },
  },
}
