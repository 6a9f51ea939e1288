import { join } from 'node:path';

/** Where tools keep credentials below a home folder; a test has no business with them. Absolute, whether they exist or not. */
export function credentialPlaces(home: string): { readonly folders: readonly string[]; readonly files: readonly string[] } {
  const below = (name: string): string => join(home, name);
  return { folders: folders.map(below), files: files.map(below) };
}

// prettier-ignore
const folders: readonly string[] = [
  '.ssh', '.gnupg', '.aws', '.azure', '.kube', '.docker', '.oci', '.password-store', '.terraform.d', '.bundle',
  '.config/gcloud', '.config/gh', '.config/glab-cli', '.config/hub', '.config/op', '.config/doctl', '.config/containers', '.config/rclone',
  '.local/share/keyrings', 'Library/Keychains',
];

// prettier-ignore
const files: readonly string[] = [
  '.netrc', '_netrc', '.npmrc', '.yarnrc', '.yarnrc.yml', '.pypirc', '.config/pip/pip.conf', '.pip/pip.conf', '.git-credentials', '.config/git/credentials', '.pgpass', '.my.cnf',
  '.vault-token', '.s3cfg', '.boto', '.cargo/credentials', '.cargo/credentials.toml', '.gem/credentials', '.m2/settings.xml',
  '.m2/settings-security.xml', '.gradle/gradle.properties', '.composer/auth.json', '.config/composer/auth.json', '.nuget/NuGet/NuGet.Config',
];
