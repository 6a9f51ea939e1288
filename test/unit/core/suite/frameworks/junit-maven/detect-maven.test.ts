import assert from 'node:assert/strict';
import { detectMaven } from '../../../../../../src/core/suite/frameworks/junit-maven/detect-maven.ts';
import { junitMaven } from '../../../../../../src/core/suite/frameworks/junit-maven.ts';
import type { Project } from '../../../../../../src/core/suite/framework.ts';
import { createInMemoryFileSystem } from '../../../../../support/in-memory-file-system.ts';

const jupiter =
  '<dependencies><dependency><groupId>org.junit.jupiter</groupId><artifactId>junit-jupiter</artifactId><version>${junit.version}</version></dependency></dependencies>';

function pom(inner: string): string {
  return `<?xml version="1.0"?><project><modelVersion>4.0.0</modelVersion>${inner}</project>`;
}

function surefire(configuration: string): string {
  return `<build><plugins><plugin><artifactId>maven-surefire-plugin</artifactId><configuration>${configuration}</configuration></plugin></plugins></build>`;
}

async function found(files: Readonly<Record<string, string>>, file: string): Promise<Project> {
  const detection = await detectMaven(file, '/w', createInMemoryFileSystem(files));
  assert.ok(detection.found, detection.found ? '' : detection.reason);
  return detection.project;
}

const reactor = {
  '/w/pom.xml': pom(
    '<properties><junit.version>5.10.2</junit.version></properties><modules><module>core</module><module>apps/web</module></modules>',
  ),
  '/w/core/pom.xml': pom(`<parent><artifactId>p</artifactId></parent>${jupiter}`),
  '/w/apps/web/pom.xml': pom('<parent><artifactId>p</artifactId><relativePath>../../pom.xml</relativePath></parent>'),
  '/w/tools/pom.xml': pom(
    '<dependencies><dependency><groupId>org.testng</groupId><artifactId>testng</artifactId><version>7.10.2</version></dependency></dependencies>',
  ),
  '/w/mvnw': '#!/bin/sh',
};

describe('a Maven project', () => {
  it('is the reactor around the module of a file, with its wrapper and the version of JUnit', async () => {
    const project = await found(reactor, '/w/core/src/main/java/shop/Price.java');
    assert.equal(project.root, '/w');
    assert.equal(project.interpreter, '/w/mvnw');
    assert.equal(project.frameworkVersion, '5.10.2');
    assert.equal(project.coverageProvider, 'jacoco');
    assert.deepEqual(project.facts?.['modules'], ['.', 'core', 'apps/web']);
    assert.deepEqual(project.facts?.['reports'], [
      '/w/target/surefire-reports',
      '/w/core/target/surefire-reports',
      '/w/apps/web/target/surefire-reports',
    ]);
  });

  it('stands by itself when no reactor above names it', async () => {
    const project = await found(reactor, '/w/tools/src/test/java/A.java');
    assert.equal(project.root, '/w/tools');
    assert.equal(project.frameworkVersion, '7.10.2');
  });

  it('is no project without a pom.xml, and of other languages it is none', async () => {
    const fileSystem = createInMemoryFileSystem({ '/w/src/A.java': '' });
    assert.deepEqual(await detectMaven('/w/src/A.java', '/w', fileSystem), {
      found: false,
      reason: 'No pom.xml stands in a folder from /w/src up to /w. Open the folder of the Maven project.',
    });
    assert.deepEqual(await detectMaven('/w/src/a.py', '/w', fileSystem), {
      found: false,
      reason: 'JUnit tests Java files.',
      otherLanguage: true,
    });
    const broken = createInMemoryFileSystem({ '/w/pom.xml': '<project><' });
    const detection = await detectMaven('/w/src/A.java', '/w', broken);
    assert.ok(!detection.found && /pom\.xml is no XML/.test(detection.reason));
  });

  it('is only supposed to test where nothing speaks of tests', async () => {
    const detection = await detectMaven('/w/src/A.java', '/w', createInMemoryFileSystem({ '/w/pom.xml': pom('') }));
    assert.ok(detection.found && detection.evidence === 'language');
    const configured = await detectMaven('/w/src/A.java', '/w', createInMemoryFileSystem({ '/w/pom.xml': pom(jupiter) }));
    assert.ok(configured.found && configured.evidence === 'configured');
  });

  it('cannot be measured with an argLine that no agent can be added to, and says what to write', async () => {
    const project = await found({ '/w/pom.xml': pom(jupiter + surefire('<argLine>-Xmx1g</argLine>')) }, '/w/src/A.java');
    assert.equal(project.coverageProvider, undefined);
    assert.match(junitMaven.coverageMissing(project).hint ?? '', /<argLine>@\{argLine\} -Xmx1g<\/argLine>/);
    const open = await found({ '/w/pom.xml': pom(jupiter + surefire('<argLine>@{argLine} -Xmx1g</argLine>')) }, '/w/src/A.java');
    assert.equal(open.coverageProvider, 'jacoco');
  });

  it('shows reruns, other folders and a JaCoCo of its own', async () => {
    const jacoco =
      '<plugin><artifactId>jacoco-maven-plugin</artifactId><version>0.8.12</version><executions><execution><goals><goal>prepare-agent</goal></goals></execution></executions></plugin>';
    const text = pom(
      `<build><directory>out</directory><plugins><plugin><artifactId>maven-surefire-plugin</artifactId><configuration><rerunFailingTestsCount>2</rerunFailingTestsCount><reportsDirectory>\${project.build.directory}/reports</reportsDirectory></configuration></plugin>${jacoco}</plugins></build>`,
    );
    const { facts } = await found({ '/w/pom.xml': text }, '/w/src/A.java');
    assert.equal(facts?.['retrying'], 'yes');
    assert.equal(facts?.['jacoco'], '0.8.12');
    assert.deepEqual(facts?.['reports'], ['/w/out/surefire-reports', '/w/out/reports']);
    assert.deepEqual(facts?.['coverage'], ['/w/out/site/jacoco/jacoco.xml']);
  });
});
