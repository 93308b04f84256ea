/**
 * One request to Runway's server, and the error it may answer with.
 */
import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';

import type { ErrorView } from '../contract';

const NAMESPACE = 'runway-jlab';

/** A failed request, with the server's own words and stable code. */
export class RunwayError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly detail: Record<string, unknown> = {}
  ) {
    super(message);
    this.name = 'RunwayError';
  }
}

export type Query = Record<string, string | number | null | undefined>;

/** Sends JSON below `/runway-jlab/` of one Jupyter server. */
export class Client {
  constructor(private readonly _settings: ServerConnection.ISettings) {}

  get<T>(path: string, query: Query = {}): Promise<T> {
    return this._send<T>('GET', path, query);
  }

  post<T>(path: string, body: object, query: Query = {}): Promise<T> {
    return this._send<T>('POST', path, query, body);
  }

  delete<T>(path: string, query: Query = {}): Promise<T> {
    return this._send<T>('DELETE', path, query);
  }

  private async _send<T>(
    method: string,
    path: string,
    query: Query,
    body?: object
  ): Promise<T> {
    const settings = this._settings;
    const url =
      URLExt.join(settings.baseUrl, NAMESPACE, path) + searchOf(query);
    const init: RequestInit = { method };
    if (body !== undefined) {
      init.body = JSON.stringify(body);
    }
    const response = await ServerConnection.makeRequest(url, init, settings);
    const text = await response.text();
    if (!response.ok) {
      throw failure(response.status, response.statusText, text);
    }
    return JSON.parse(text) as T;
  }
}

function searchOf(query: Query): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined) {
      search.set(name, String(value));
    }
  }
  const text = search.toString();
  return text ? `?${text}` : '';
}

function failure(status: number, statusText: string, text: string): Error {
  try {
    const view = JSON.parse(text) as Partial<ErrorView>;
    return new RunwayError(
      status,
      view.code ?? 'error',
      view.message ?? statusText,
      view.detail ?? {}
    );
  } catch {
    return new RunwayError(
      status,
      'error',
      `The Jupyter server answered ${status} ${statusText}. Is the runway_jlab server extension enabled?`
    );
  }
}
