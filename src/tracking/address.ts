/**
 * Where a page of MLflow is, as the browser must ask for it.
 */
import { URLExt } from '@jupyterlab/coreutils';

import type { MlflowView } from '../contract';

/** MLflow has two faces; runs of a pipeline belong to the one for model training. */
const FACE = 'workflowType=machine_learning';

/**
 * The address of `page` below MLflow's own.
 *
 * A hosted MLflow lies below Jupyter's base URL, whether the server's answer names that base or not; an external
 * one is absolute and stays as it is.
 */
export function addressOf(
  mlflow: Pick<MlflowView, 'url'>,
  page: string | null,
  baseUrl: string
): string {
  const isAbsolute = /^https?:\/\//.test(mlflow.url);
  const base = new URL(baseUrl, window.location.href);
  let root = mlflow.url;
  if (!isAbsolute) {
    root = mlflow.url.startsWith(base.pathname)
      ? base.origin + mlflow.url
      : URLExt.join(base.href, mlflow.url);
  }
  const trimmed = root.replace(/\/+$/, '');
  if (!page) {
    return `${trimmed}/`;
  }
  const separator = page.includes('?') ? '&' : '?';
  return `${trimmed}/${page.replace(/^\/+/, '')}${separator}${FACE}`;
}
