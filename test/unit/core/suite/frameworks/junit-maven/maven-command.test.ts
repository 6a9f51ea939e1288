import assert from 'node:assert/strict';
import { mavenCommand } from '../../../../../../src/core/suite/frameworks/junit-maven/maven-command.ts';
import type { Project, RunPlaces, SuiteRun } from '../../../../../../src/core/suite/framework.ts';

const places: RunPlaces = {
  scratch: '/scratch',
  shipped: (file) => `/dist/${file}`,
  hostNode: { file: '/node', env: { ELECTRON_RUN_AS_NODE: '1' } },
};

const project: Project = {
  root: '/w',
  framework: 'junit-maven',
  language: 'java',
  frameworkVersion: '5.10.2',
  interpreter: '/w/mvnw',
  coverageProvider: 'jacoco',
  globals: false,
  facts: {
    modules: ['.', 'core', 'core/web'],
    reports: ['/w/target/surefire-reports'],
    coverage: ['/w/target/site/jacoco/jacoco.xml'],
    jacoco: '',
  },
};

function words(run: Partial<SuiteRun>, of: Project = project): readonly string[] {
  const { command } = mavenCommand(of, { label: 'a run', coverage: 'none', confinement: 'open', ...run }, places);
  assert.deepEqual([command.file, ...command.args.slice(0, 2)], ['/node', '/dist/junit-results.mjs', '/w/mvnw']);
  return command.args.slice(2);
}

function selected(run: Partial<SuiteRun>, of: Project = project): string | undefined {
  return words(run, of).find((word) => word.startsWith('-Dtest='));
}

describe('the command of Maven', () => {
  it('tests every module, red or not', () => {
    assert.deepEqual(words({}), [
      '--batch-mode',
      '--no-transfer-progress',
      '--fail-at-end',
      'test',
      '-Dmaven.test.failure.ignore=true',
      '-DdisableXmlReport=false',
      '-DtrimStackTrace=false',
    ]);
  });

  it('tests one file in its module with what that needs', () => {
    const args = words({ files: ['/w/core/web/src/test/java/shop/PriceTest.java'] });
    assert.deepEqual(args.slice(3, 6), ['--projects', 'core/web', '--also-make']);
    assert.ok(args.includes('-Dtest=shop.PriceTest'));
    assert.ok(args.includes('-Dsurefire.failIfNoSpecifiedTests=false'));
  });

  it('selects one test by its method, also in a nested class, of all cases, and with any name', () => {
    const files = ['/w/core/src/test/java/shop/PriceTest.java'];
    assert.equal(selected({ files, only: { group: 'PriceTest', title: 'addsUp(int, int)[2]' } }), '-Dtest=shop.PriceTest#addsUp');
    assert.equal(selected({ files, only: { group: 'PriceTest$A$B', title: 'isRed' } }), '-Dtest=shop.PriceTest$A$B#isRed');
    assert.equal(selected({ files, only: { group: 'PriceTest', title: 'is, well + good' } }), '-Dtest=shop.PriceTest#is??well???good');
    const phrased = { ...project, facts: { ...project.facts, phrased: 'yes' } };
    assert.equal(selected({ files, only: { group: 'PriceTest', title: 'says it well' } }, phrased), '-Dtest=shop.PriceTest');
    assert.equal(selected({ files, only: { group: 'PriceTest', title: 'adds(int)[1] 2' } }, phrased), '-Dtest=shop.PriceTest#adds');
  });

  it('measures with a JaCoCo of ours only where the project starts none', () => {
    const args = words({ coverage: ['/w/core/src/main/java/shop/Price.java'] });
    assert.equal(args[3], 'org.jacoco:jacoco-maven-plugin:0.8.14:prepare-agent');
    assert.equal(args[5], 'org.jacoco:jacoco-maven-plugin:0.8.14:report');
    assert.ok(args.includes('-Djacoco.destFile=/scratch/jacoco.exec') && args.includes('-Djacoco.dataFile=/scratch/jacoco.exec'));
    assert.ok(args.includes('-Djacoco.includes=shop.*'));
    const own = words({ coverage: 'all' }, { ...project, facts: { ...project.facts, jacoco: '0.8.12' } });
    assert.deepEqual(own.slice(3, 5), ['test', 'org.jacoco:jacoco-maven-plugin:0.8.12:report']);
    assert.ok(!own.some((word) => word.startsWith('-Djacoco.includes')));
  });

  it('ends with what the user added, and tells the script where reports are', () => {
    const added = { ...project, addedArguments: ['-Pci'], addedEnvironment: { MAVEN_OPTS: '-Xmx1g' } };
    const { command, artefacts } = mavenCommand(added, { label: 'a', coverage: 'all', confinement: 'open', shuffleSeed: 7 }, places);
    assert.equal(command.args.at(-1), '-Pci');
    assert.ok(command.args.includes('-Dsurefire.runOrder.random.seed=7'));
    assert.equal(command.env['MAVEN_OPTS'], '-Xmx1g');
    assert.deepEqual(JSON.parse(command.env['BRANCHLIGHT_JUNIT'] ?? ''), {
      tool: 'maven',
      results: '/scratch/results',
      reports: ['/w/target/surefire-reports'],
      modules: ['/w', '/w/core', '/w/core/web'],
    });
    assert.deepEqual(artefacts, { results: ['/scratch/results'], coverage: ['/w/target/site/jacoco/jacoco.xml'] });
  });
});
