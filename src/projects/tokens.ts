/**
 * The project of the active notebook.
 */
import { Token } from '@lumino/coreutils';
import type { ISignal } from '@lumino/signaling';

import type { ProjectView, StatusView } from '../contract';

export interface IProjectModel {
  readonly changed: ISignal<IProjectModel, void>;
  /** Null until the server has answered for the present notebook. */
  readonly status: StatusView | null;
  /** Null outside a project, and until it is known. */
  readonly project: ProjectView | null;
  /** Why the server could not be asked. */
  readonly error: string | null;
  /** Makes the notebook's folder a project. */
  create(): Promise<void>;
}

export const IProjectModel = new Token<IProjectModel>(
  'runway-jlab:IProjectModel',
  'The project that the active notebook lies in.'
);

export const ProjectCommands = {
  create: 'runway-jlab:create-project',
  example: 'runway-jlab:try-example'
} as const;
