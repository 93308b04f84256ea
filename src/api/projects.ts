/**
 * The project a notebook lies in, and the example that makes one.
 */
import type {
  ExampleRequest,
  ExampleView,
  ProjectRequest,
  ProjectView,
  StatusView
} from '../contract';
import type { Client } from './client';

export interface IProjectsApi {
  status(path: string): Promise<StatusView>;
  create(request: ProjectRequest): Promise<ProjectView>;
  copyExample(request: ExampleRequest): Promise<ExampleView>;
}

export class ProjectsApi implements IProjectsApi {
  constructor(private readonly _client: Client) {}

  status(path: string): Promise<StatusView> {
    return this._client.get('status', { path });
  }

  create(request: ProjectRequest): Promise<ProjectView> {
    return this._client.post('projects', request);
  }

  copyExample(request: ExampleRequest): Promise<ExampleView> {
    return this._client.post('example', request);
  }
}
