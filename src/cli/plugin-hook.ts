import type { InitializeHook, ResolveHook } from "node:module";

/** Where plug-ins find our library, and where packages named on the command line are looked for. Both are URLs. */
export type HookData = { readonly library: string; readonly folder: string };

/** A package named on the command line, to be found from the working directory. */
export const packageScheme = "invoice-diag-plugin:";

let data: HookData = { library: "", folder: "" };

export const initialize: InitializeHook<HookData> = (given) => {
  data = given;
};

/** `import … from "invoice-diag"` is this very library, whether it is installed beside the plug-in or not. */
export const resolve: ResolveHook = async (specifier, context, next) => {
  if (specifier === "invoice-diag") return { url: data.library, shortCircuit: true };
  if (!specifier.startsWith(packageScheme)) return next(specifier, context);
  const name = specifier.slice(packageScheme.length);
  try {
    return await next(name, { ...context, parentURL: data.folder });
  } catch (error) {
    // Installed beside us, as global packages are.
    try {
      return await next(name, { ...context, parentURL: data.library });
    } catch {
      throw error;
    }
  }
};
