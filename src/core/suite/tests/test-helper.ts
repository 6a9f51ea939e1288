/** How often a helper is made or called: for every test, once for a class or group, a file, a package or folder, a run. */
export type HelperScope = 'function' | 'class' | 'module' | 'package' | 'session';

/**
 * Something around a test that is no test. `fixture`: the test gets it by its name (pytest, rstest, Vitest's `extend`, JUnit's
 * rules and extensions, Go's functions with `t.Helper()`). `hook`: it runs before or after tests. `module`: a file that is
 * there for tests only. `setup-file`: the configuration names it.
 */
export interface TestHelper {
  readonly kind: 'fixture' | 'hook' | 'module' | 'setup-file';
  /** As the test or its framework calls it: `db`, `beforeEach`, `setUp`, `@BeforeEach openShop`; of a file its path below the root. */
  readonly name: string;
  /** Absolute. */
  readonly file: string;
  /** 1-based; 1 for a whole file. */
  readonly line: number;
  /** Titles of the groups or classes that it belongs to; absent: the whole file. */
  readonly groups?: readonly string[];
  /** Absent where only a run could tell, and for files. */
  readonly scope?: HelperScope;
  /** A test gets it without asking. */
  readonly autouse?: true;
}

/** A helper of a file that the reader does not know the name of. */
export type HelperInFile = Omit<TestHelper, 'file'>;
