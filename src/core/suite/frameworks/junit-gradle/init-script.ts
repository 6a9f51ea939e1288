/** Where the tasks of a run write, below the scratch folder; one folder a project and task. */
export interface GradlePlaces {
  readonly results: string;
  readonly coverage: string;
}

/** The JaCoCo that measures projects which choose none. Reads classes of Java 5 to 25. */
const pinnedJacoco = '0.8.14';

/**
 * An init script for Gradle 4 to 9: every `Test` task goes on after failures, is run even when nothing changed, and
 * writes its JUnit XML to a folder of ours; measured, each project gets the JaCoCo plugin, if it has none, and one more
 * report a task. Only typed API is used, lazily where Gradle has that, so that the configuration cache can keep it.
 * Source: https://docs.gradle.org/current/userguide/init_scripts.html, https://docs.gradle.org/current/userguide/jacoco_plugin.html
 */
export function gradleInitScript(places: GradlePlaces, measured: boolean): string {
  return `// Written for one run; nothing of the project is changed.
def resultsRoot = new File(${groovyString(places.results)})
def coverageRoot = new File(${groovyString(places.coverage)})
def modern = org.gradle.util.GradleVersion.current() >= org.gradle.util.GradleVersion.version('7.0')

allprojects { project ->
  ${measured ? measuring : ''}
  project.tasks.withType(Test) { task ->
    def name = (project.path + '-' + task.name).replaceAll('[^A-Za-z0-9_.-]', '_')
    task.ignoreFailures = true
    task.outputs.upToDateWhen { false }
    task.outputs.cacheIf { false }
    task.filter.failOnNoMatchingTests = false
    if (task.hasProperty('failOnNoDiscoveredTests')) task.failOnNoDiscoveredTests = false
    if (modern) {
      task.reports.junitXml.required = true
      task.reports.junitXml.outputLocation = new File(resultsRoot, name)
    } else {
      task.reports.junitXml.enabled = true
      task.reports.junitXml.destination = new File(resultsRoot, name)
    }
    def folder = project.projectDir.path
    def progress = new File(resultsRoot, name + '.progress')
    task.beforeTest { progress << '+ ' + it.className + '\\n' }
    task.afterTest { test, result -> progress << '- ' + test.className + '\\n' }
    task.doFirst {
      resultsRoot.mkdirs()
      new File(resultsRoot, name + '.module').text = folder
    }
  }
}
`;
}

const measuring = `project.plugins.withId('java') {
    if (!project.plugins.hasPlugin('jacoco')) {
      project.pluginManager.apply('jacoco')
      project.jacoco.toolVersion = '${pinnedJacoco}'
    }
    project.tasks.withType(Test) { task ->
      def name = (project.path + '-' + task.name).replaceAll('[^A-Za-z0-9_.-]', '_')
      def data = new File(coverageRoot, 'exec/' + name + '.exec')
      def xml = new File(coverageRoot, 'xml/' + name + '.xml')
      if (modern) task.jacoco.destinationFile = data else task.jacoco.setDestinationFile(data)
      def report = project.tasks.create('branchlight' + task.name.capitalize() + 'Report', JacocoReport) {
        it.executionData(data)
        it.sourceSets(project.sourceSets.main)
        it.onlyIf { data.exists() }
        if (modern) {
          it.reports.xml.required = true
          it.reports.html.required = false
          it.reports.xml.outputLocation = xml
        } else {
          it.reports.xml.enabled = true
          it.reports.html.enabled = false
          it.reports.xml.destination = xml
        }
      }
      task.finalizedBy(report)
    }
    project.tasks.withType(JacocoCoverageVerification) { it.enabled = false }
  }`;

/** A Groovy string that nothing is put into. */
function groovyString(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`;
}
