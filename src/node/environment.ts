/** Which variables of our own environment a child may see. */

/** Names that carry credentials by convention of the tools that read them. */
const secretNames: readonly RegExp[] = [
  /(^|_)(API|ACCESS|AUTH|SECRET|PRIVATE|SIGNING|ENCRYPTION|DEPLOY|LICENSE)_?KEY(_|$)/i,
  /(^|_)(TOKEN|SECRET|SECRETS|PASSWORD|PASSWD|PASSPHRASE|PASS|CREDENTIAL|CREDENTIALS|PAT|AUTH)(_|$)/i,
  /TOKEN$/i,
  /PASSWORD$/i,
  /_PWD$/i,
  /^(ANTHROPIC|OPENAI|AZURE|GCP|GOOGLE|CLOUDSDK|DIGITALOCEAN|HEROKU|CLOUDFLARE|TWILIO|STRIPE|SENTRY|DATADOG|DD|VAULT|DOPPLER)_/i,
  /^AWS_(?!(REGION|DEFAULT_REGION|PAGER)$)/i,
  /^(CI_JOB_JWT|CI_JOB_TOKEN|ACTIONS_|GITHUB_TOKEN|GH_TOKEN|GITLAB_)/i,
  /^npm_config_.*(auth|token|password)/i,
  /^(SSH_AUTH_SOCK|SSH_AGENT_PID|GPG_AGENT_INFO|KUBECONFIG|DOCKER_HOST|DOCKER_AUTH_CONFIG|PGPASSFILE|NETRC)$/i,
];

/** Variables of a host that change how a child of another kind starts (an editor's own Node, a debugger, an outer test run). */
const hostNames =
  /^(ELECTRON_|VSCODE_|NODE_CHANNEL_|NODE_UNIQUE_ID$|NODE_V8_COVERAGE$|NODE_TEST_CONTEXT$|VITEST|JEST_WORKER_ID$|PYTEST_|COV_CORE_|COVERAGE_|BRANCHLIGHT_)/i;

/** A URL with a user and password in it, such as a proxy's or a database's. */
const urlWithPassword = /^[a-z][a-z0-9+.-]*:\/\/[^/@\s]*:[^/@\s]+@/i;

/** Keys that are known by their own form, whatever the variable is called. */
const secretValues: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /^sk-(?:ant-|proj-|live-)?[\w-]{20,}$/,
  /^[srp]k_(?:live|test)_\w{16,}$/,
  /^(?:gh[pousr]_|github_pat_|npm_)\w{30,}$/,
  /^glpat-[\w-]{18,}$/,
  /^AKIA[0-9A-Z]{16}$/,
  /^xox[abposr]-[\w-]{10,}$/,
  // A connection string of a database or a cloud store.
  /(?:^|;)\s*(?:password|pwd|accountkey|sharedaccesskey|sharedaccesssignature)\s*=[^;]/i,
];

/** Whether a variable carries a credential, by its name or by the form of its value. */
export function isSecretVariable(name: string, value: string): boolean {
  return (
    secretNames.some((pattern) => pattern.test(name)) ||
    urlWithPassword.test(value) ||
    secretValues.some((pattern) => pattern.test(value.trim()))
  );
}

/**
 * The environment that a suite runs in: `base` without credentials and without what our host set for itself, then
 * `added`. PATH, HOME, LANG and the like stay, so that the user's tools are found as in their shell.
 */
export function scrubEnvironment(
  base: Readonly<Record<string, string | undefined>>,
  added: Readonly<Record<string, string>>,
): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(base)) {
    if (value === undefined || hostNames.test(name) || isSecretVariable(name, value)) continue;
    result[name] = value;
  }
  return { ...result, ...added };
}
