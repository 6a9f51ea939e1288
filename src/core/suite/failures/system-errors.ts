import type { Finding } from './failure.ts';

interface SystemError {
  readonly pattern: RegExp;
  readonly finding: (match: RegExpExecArray) => Omit<Finding, 'kind'>;
}

/**
 * What operating systems answer, under the names that the runtimes give it: codes of libuv (Node), exceptions of Python
 * and Java, `syscall.Errno` texts (Go) and `std::io::ErrorKind` (Rust).
 */
const systemErrors: readonly SystemError[] = [
  {
    pattern: /\bEADDRINUSE\b(?:.*?[:\s](\d{2,5})\b)?|address already in use|AddrInUse|java\.net\.BindException/i,
    finding: ([, port]) => ({
      message: port === undefined ? 'the port is in use' : `port ${port} is in use`,
      hint: 'Let the test listen on port 0 so that the system chooses a free one, or stop the process that holds the port.',
      ...(port === undefined ? {} : { subject: port }),
    }),
  },
  {
    pattern:
      /\b(?:ENOTFOUND|EAI_AGAIN)\b(?: ([\w.-]+))?|UnknownHostException: ([\w.-]+)|lookup ([\w.-]+)[^\n]*no such host|getaddrinfo failed|Name or service not known|nodename nor servname|Temporary failure in name resolution/,
    finding: ([, node, java, go]) => {
      const host = node ?? java ?? go;
      return {
        message: host === undefined ? 'the host was not found' : `the host ${host} was not found`,
        hint: 'Replace the call over the network by a double, or start what the test talks to.',
        ...(host === undefined ? {} : { subject: host }),
      };
    },
  },
  {
    pattern: /\bECONNREFUSED\b(?: (\S+))?|(?:dial \w+ (\S+): connect: )?connection refused|ConnectionRefused/i,
    finding: ([, node, go]) => {
      const address = node ?? go;
      return {
        message: address === undefined ? 'nobody answered the connection' : `nobody answered at ${address}`,
        hint: 'Start the service that the test connects to, or replace the connection by a double.',
        ...(address === undefined ? {} : { subject: address }),
      };
    },
  },
  {
    pattern:
      /(?:^|TypeError: )(fetch failed)|\b(?:ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)\b|Network is unreachable|No route to host|java\.net\.SocketTimeoutException|network is down/m,
    finding: ([said, fetched]) => ({
      message: `the network failed (${fetched ?? said})`,
      hint: 'Replace the call over the network by a double, or run where the network can be reached.',
    }),
  },
  {
    pattern:
      /\b(?:EACCES|EPERM)\b(?:[^\n]*?'([^'\n]+)')?|PermissionError[^\n]*?(?:'([^'\n]+)')?$|(?:open|mkdir|remove|exec) (\S+): permission denied|AccessDeniedException: (\S+)|PermissionDenied|[Pp]ermission denied/m,
    finding: ([, ...paths]) => {
      const path = paths.find((each) => each !== undefined);
      return {
        message: path === undefined ? 'the system refused the access' : `the system refused the access to ${path}`,
        hint: 'Let the test write into a temporary folder of its own, or give it the right to that path.',
        ...(path === undefined ? {} : { subject: path }),
      };
    },
  },
  {
    pattern: /\bspawn (\S+) ENOENT|exec: "([^"]+)": executable file not found/,
    finding: ([, node, go]) => ({
      message: `the program ${node ?? go} is not installed`,
      hint: `Install ${node ?? go} or put it on the PATH.`,
      subject: node ?? go ?? '',
    }),
  },
  {
    pattern:
      /\bENOENT\b[^\n]*?'([^'\n]+)'|FileNotFoundError:[^\n]*?'([^'\n]+)'|(?:open|stat|lstat|chdir) ([^\s:]+): no such file or directory|NoSuchFileException: (\S+)|FileNotFoundException: (\S+)|\bENOENT\b|NoSuchFileException|kind: NotFound|No such file or directory/,
    finding: ([, ...paths]) => {
      const path = paths.find((each) => each !== undefined);
      return {
        message: path === undefined ? 'a file is missing' : `the file ${path} is missing`,
        hint: 'Make the file that the code reads, or name it by a path that does not depend on where the run starts.',
        ...(path === undefined ? {} : { subject: path }),
      };
    },
  },
  {
    pattern: /\bENOSPC\b|[Nn]o space left on device|StorageFull/,
    finding: () => ({ message: 'the disk is full', hint: 'Make room on the disk and run again.' }),
  },
  {
    pattern: /\bEMFILE\b|[Tt]oo many open files/,
    finding: () => ({ message: 'too many files are open', hint: 'Close what the tests open, or raise the limit of open files.' }),
  },
];

/**
 * A variable of the environment that is not set, as code commonly says it. The name is in capitals, so that ordinary
 * sentences are not taken for it.
 */
const missingVariable =
  /\b(?:[Ee]nvironment variable|[Ee]nv(?:ironment)? var(?:iable)?) [`'"]?([A-Z][A-Z0-9_]+)\b[^\n]*?(?:not set|missing|required|undefined|not found|not defined)|(?:[Mm]issing|[Uu]nset|[Rr]equired) (?:required )?(?:environment variable|env(?:ironment)? var(?:iable)?)s?:? [`'"]?([A-Z][A-Z0-9_]+)/;

/** The surroundings are to blame: a file, a port, the network, a permission, a variable; undefined: they are not. */
export function systemFinding(text: string): Finding | undefined {
  const variable = missingVariable.exec(text);
  if (variable !== null) return variableMissing(variable[1] ?? variable[2] ?? '');
  for (const { pattern, finding } of systemErrors) {
    const match = pattern.exec(text);
    if (match !== null) return { kind: 'environment', ...finding(match) };
  }
  return undefined;
}

/** The finding for a variable of the environment that is not set. */
export function variableMissing(name: string): Finding {
  return {
    kind: 'environment',
    message: `the environment variable ${name} is not set`,
    hint: `Set ${name} in the test itself, or for every run in the setting branchlight.suites.`,
    subject: name,
  };
}
