import type { Framework } from '../framework.ts';
import { pytest } from './pytest.ts';
import { vitest } from './vitest.ts';

/** Every framework that is known, in the order in which they are asked. */
export const frameworks: readonly Framework[] = [vitest, pytest];

export function frameworkOf(id: Framework['id']): Framework {
  switch (id) {
    case 'vitest':
      return vitest;
    case 'pytest':
      return pytest;
  }
}
