import { basename, dirname, isInside, toPosix } from '../../../paths.ts';

/** Which source file a class stands in, as far as names tell. */
export interface JavaSources {
  /** File of a class by its binary name (`shop.PriceTest$Refusals`), the one in `module` first. undefined: none is named so. */
  fileOf(className: string, module?: string): string | undefined;
  /** File that a stack frame names: class and name of the file (`PriceTest.java`). */
  fileOfFrame(className: string, fileName: string, module?: string): string | undefined;
}

const endings = ['.java', '.kt', '.groovy', '.scala'];

/** An index of absolute source paths. */
export function indexJavaSources(paths: readonly string[]): JavaSources {
  const byName = new Map<string, string[]>();
  for (const path of paths) {
    const name = basename(path);
    const known = byName.get(name);
    if (known === undefined) byName.set(name, [path]);
    else known.push(path);
  }
  function find(packageFolders: string, fileName: string, module: string | undefined): string | undefined {
    const named = byName.get(fileName) ?? [];
    const inPackage = named.filter((path) => toPosix(dirname(path)).endsWith(packageFolders === '' ? '' : `/${packageFolders}`));
    // Kotlin may leave out the folders of a common package.
    const candidates = inPackage.length > 0 ? inPackage : named.length === 1 && !fileName.endsWith('.java') ? named : [];
    return candidates.find((path) => module !== undefined && isInside(module, path)) ?? candidates[0];
  }
  return {
    fileOf(className, module) {
      const { folders, outer } = partsOf(className);
      for (const ending of endings) {
        const found = find(folders, outer + ending, module);
        if (found !== undefined) return found;
      }
      return undefined;
    },
    fileOfFrame: (className, fileName, module) => find(partsOf(className).folders, fileName, module),
  };
}

function partsOf(className: string): { readonly folders: string; readonly outer: string } {
  const at = className.lastIndexOf('.');
  const simple = className.slice(at + 1);
  const dollar = simple.indexOf('$', 1);
  return { folders: at < 0 ? '' : className.slice(0, at).replaceAll('.', '/'), outer: dollar < 0 ? simple : simple.slice(0, dollar) };
}

/** `shop.PriceTest` of `<module>/src/test/java/shop/PriceTest.java`; only the simple name where the source folder is not known. */
export function classNameOf(file: string): string {
  const posix = toPosix(file);
  const stem = (path: string): string => path.replace(/\.[^./]+$/, '').replaceAll('/', '.');
  const below = /^.*\/src\/[^/]+\/(?:java|kotlin|groovy|scala)\/(.+)$/.exec(posix)?.[1];
  return stem(below ?? basename(file));
}

/** Whether a source belongs to the tests: by its source set (`src/test`, `src/integrationTest`, `src/testFixtures`), as Maven and Gradle lay them out. */
export function isJavaTestFile(file: string): boolean {
  const posix = toPosix(file);
  const set = /\/src\/([^/]+)\/(?:java|kotlin|groovy|scala|resources)\//.exec(posix)?.[1];
  if (set !== undefined) return set === 'it' || /^(test|.*Test$|.*Tests$|testFixtures|.*-test$)/.test(set);
  return /(^|\/)tests?\//.test(posix) && /(Test|Tests|TestCase|IT|Spec)\.\w+$/.test(posix);
}
