/** The part of Express' router that says which routes there are. */
interface RouteLayer {
  readonly route?: { readonly methods: Readonly<Record<string, boolean>> };
  match(path: string): boolean;
}

export interface RoutedApplication {
  readonly router: { readonly stack: readonly RouteLayer[] };
}

/** The methods that a path answers to; none when there is nothing at it. */
export function allowedMethods(application: RoutedApplication, path: string): readonly string[] {
  const routes = application.router.stack.filter((layer) => layer.route !== undefined && matches(layer, path));
  return [...new Set(routes.flatMap((layer) => Object.keys(layer.route!.methods)))]
    .map((method) => method.toUpperCase())
    .toSorted();
}

function matches(layer: RouteLayer, path: string): boolean {
  try {
    return layer.match(path);
  } catch {
    return false; // a path that is not well encoded
  }
}
