import * as vscode from 'vscode';
import { secretName } from '../contributions.ts';
import { askForKey } from './ask-for-key.ts';

/** The Anthropic key in VS Code's SecretStorage. It is never logged and never leaves but to the language server. */
export class ApiKeys {
  readonly #secrets: vscode.SecretStorage;
  #wasDeclined = false;
  #question: Promise<string | undefined> | undefined;

  constructor(secrets: vscode.SecretStorage) {
    this.#secrets = secrets;
  }

  /** Answers the server: asks at most once a session when none is set, and anew whenever the API refused the last one. */
  async provide(request: { readonly refused: boolean }): Promise<{ readonly key: string | null }> {
    if (request.refused) return { key: (await this.#ask('Anthropic refused the key. Enter another one.')) ?? null };
    const stored = await this.#secrets.get(secretName);
    if (stored !== undefined && stored !== '') return { key: stored };
    if (this.#wasDeclined || !vscode.workspace.isTrusted) return { key: null };
    return { key: (await this.#ask('A model can be asked for arms that search does not reach.')) ?? null };
  }

  /** Asks because a person wants to set it. false: dismissed. */
  async set(): Promise<boolean> {
    return (await this.#ask('Used for arms that search does not reach.')) !== undefined;
  }

  /** false: there was none. */
  async forget(): Promise<boolean> {
    const stored = await this.#secrets.get(secretName);
    await this.#secrets.delete(secretName);
    this.#wasDeclined = false;
    return stored !== undefined;
  }

  /** Two askers at once share one question. */
  async #ask(reason: string): Promise<string | undefined> {
    this.#question ??= askForKey(reason).finally(() => {
      this.#question = undefined;
    });
    const key = await this.#question;
    this.#wasDeclined = key === undefined;
    if (key !== undefined) await this.#secrets.store(secretName, key);
    return key;
  }
}
