/**
 * Reads a run's record against today, and brings the run back when asked.
 */

import type { IReproductionsApi } from '../api/reproductions';
import type { Reopened, ReproductionView } from '../contract';
import type { IReproductionModel } from './tokens';
import { Model } from '../ui/Model';

export class ReproductionModel extends Model implements IReproductionModel {
  constructor(private readonly _api: IReproductionsApi) {
    super();
  }

  get runId(): string | null {
    return this._runId;
  }

  get reproduction(): ReproductionView | null {
    return this._reproduction;
  }

  get error(): string | null {
    return this._error;
  }

  get isOpening(): boolean {
    return this._isOpening;
  }

  async show(runId: string, path: string | null): Promise<void> {
    this._runId = runId;
    this._path = path;
    this._reproduction = null;
    this._error = null;
    this.emitChanged();
    await this._read();
  }

  async open(): Promise<Reopened | null> {
    const runId = this._runId;
    if (runId === null || this._isOpening) {
      return null;
    }
    this._isOpening = true;
    this._error = null;
    this.emitChanged();
    try {
      const reopened = await this._api.open(runId, this._path);
      if (this._reproduction && runId === this._runId) {
        this._reproduction = { ...this._reproduction, opened: true };
      }
      return reopened;
    } catch (reason) {
      this._fail(runId, reason);
      return null;
    } finally {
      this._isOpening = false;
      this.emitChanged();
    }
  }

  private async _read(): Promise<void> {
    const runId = this._runId;
    if (runId === null) {
      return;
    }
    try {
      const reproduction = await this._api.get(runId, this._path);
      if (runId === this._runId) {
        this._reproduction = reproduction;
      }
    } catch (reason) {
      this._fail(runId, reason);
    }
    this.emitChanged();
  }

  private _fail(runId: string, reason: unknown): void {
    if (runId === this._runId) {
      this._error = String((reason as Error).message ?? reason);
    }
  }

  private _runId: string | null = null;
  private _path: string | null = null;
  private _reproduction: ReproductionView | null = null;
  private _error: string | null = null;
  private _isOpening = false;
}
