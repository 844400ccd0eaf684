export interface Workspace {
  catalog: Record<string, string>
  packageExtensions?: Record<string, { dependencies?: Record<string, string> }>
}

export interface Manifest {
  name: string
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
}

const exact = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/

/**
 * What breaks "every version is exact and stands in the catalog", one line each: a range in the
 * catalog, or a version in a package's own manifest.
 */
export function findLooseVersions(workspace: Workspace, manifests: Manifest[]): string[] {
  const { catalog, packageExtensions = {} } = workspace
  const extended = Object.values(packageExtensions).map(({ dependencies }) => dependencies ?? {})
  const ranges = [catalog, ...extended]
    .flatMap((versions) => Object.entries(versions))
    .filter(([, version]) => !exact.test(version))
    .map(([name, version]) => `pnpm-workspace.yaml: ${name} is ${version}, not one exact version`)
  const strays = manifests.flatMap(({ name: owner, dependencies, devDependencies }) =>
    Object.entries({ ...dependencies, ...devDependencies })
      .filter(([, version]) => version !== 'catalog:' && version !== 'workspace:*')
      .map(([name, version]) => `${owner}: ${name} is ${version}, not "catalog:"`),
  )
  return [...ranges, ...strays]
}
