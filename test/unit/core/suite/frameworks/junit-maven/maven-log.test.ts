import assert from 'node:assert/strict';
import type { JunitEvent } from '../../../../../../src/core/suite/frameworks/junit/junit-events.ts';
import { createMavenLog } from '../../../../../../src/core/suite/frameworks/junit-maven/maven-log.ts';
import { junitMaven } from '../../../../../../src/core/suite/frameworks/junit-maven.ts';
import type { Project } from '../../../../../../src/core/suite/framework.ts';

function read(lines: readonly string[]): readonly JunitEvent[] {
  const log = createMavenLog();
  return [...lines.flatMap((line) => log.line(line)), ...log.end()];
}

describe('the log of Maven', () => {
  it('has the errors of the Java compiler once, with all their lines', () => {
    const events = read([
      '\u001B[1;31m[ERROR]\u001B[m COMPILATION ERROR : ',
      '[INFO] -----',
      '\u001B[1;31m[ERROR]\u001B[m /w/src/test/java/A.java:[8,22] cannot find symbol',
      '  symbol:   method levelOf(java.lang.String)',
      '  location: class shop.Stock',
      "[ERROR] /w/src/test/java/B.java:[1,5] ';' expected",
      '[INFO] 2 errors ',
      '[ERROR] Failed to execute goal org.apache.maven.plugins:maven-compiler-plugin:3.13.0:testCompile: Compilation failure',
      "[ERROR] /w/src/test/java/B.java:[1,5] ';' expected",
    ]);
    assert.deepEqual(events, [
      {
        kind: 'compile-error',
        file: '/w/src/test/java/A.java',
        line: 8,
        column: 22,
        message: 'cannot find symbol\n  symbol:   method levelOf(java.lang.String)\n  location: class shop.Stock',
      },
      { kind: 'compile-error', file: '/w/src/test/java/B.java', line: 1, column: 5, message: "';' expected" },
    ]);
  });

  it('has the errors of the Kotlin compiler', () => {
    const events = read([
      '[ERROR] /w/src/test/kotlin/A.kt: (3, 7) Unresolved reference: x',
      '[ERROR] file:///w/B.kt:[4,8] Type mismatch',
      '[INFO] x',
    ]);
    assert.deepEqual(
      events.map((event) => event.kind === 'compile-error' && `${event.file}:${event.line}:${event.column} ${event.message}`),
      ['/w/src/test/kotlin/A.kt:3:7 Unresolved reference: x', '/w/B.kt:4:8 Type mismatch'],
    );
  });

  it('names the classes that were running when their process died', () => {
    const lines = [
      '[ERROR] The forked VM terminated without properly saying goodbye. VM crash or System.exit called?',
      '[ERROR] Process Exit Code: 134',
      '[ERROR] Crashed tests:',
      '[ERROR] shop.ExitTest',
      '[ERROR] org.apache.maven.surefire.booter.SurefireBooterForkException: The forked VM terminated without properly saying goodbye.',
    ];
    assert.deepEqual(read([...lines, ...lines]), [
      {
        kind: 'crashed',
        classes: ['shop.ExitTest'],
        message:
          'the test process ended before its tests were over. The forked VM terminated without properly saying goodbye (exit code 134).',
      },
    ]);
    assert.deepEqual(read(['[INFO] Running shop.PriceTest', '[INFO] Tests run: 1']), []);
  });

  it('explains a run without results by its last words', () => {
    const project = { root: '/w', interpreter: 'mvn' } as Project;
    const said = (text: string, code = 1): string | undefined => junitMaven.explain(project, code, text)?.code;
    assert.equal(said('', 127), 'suite/runner-missing');
    assert.equal(said('The JAVA_HOME environment variable is not defined correctly'), 'suite/runner-missing');
    assert.equal(said('[ERROR] Malformed POM\n[FATAL] Non-parseable POM /w/pom.xml'), 'suite/broken-configuration');
    assert.equal(
      said('[ERROR] Failed to execute goal on project shop: Could not resolve dependencies for project shop'),
      'suite/dependencies',
    );
    assert.equal(said('[ERROR] Failed to execute goal org.x:y:1:run (default) on project shop: no'), 'suite/build-failed');
    assert.equal(said('nothing known'), undefined);
  });
});
