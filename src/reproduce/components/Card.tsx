/**
 * One of the four cards: what it is, the verdict, and the difference a click away.
 */
import type { TranslationBundle } from '@jupyterlab/translation';

import type { AxisView } from '../../contract';
import { lookOfAxis } from '../../ui/states';

export interface ICardProps {
  title: string;
  axis: AxisView;
  trans: TranslationBundle;
}

export function Card({ title, axis, trans }: ICardProps): JSX.Element {
  const { icon, modifier, word } = lookOfAxis(axis.state, trans);
  const count = axis.detail.length;
  return (
    <section className="jp-RunwayCard" aria-label={`${title}: ${word}`}>
      <header>
        <h3>{title}</h3>
        <span className={`jp-RunwayPill ${modifier}`}>
          <icon.react tag="span" className="jp-RunwayPill-icon" />
          {word}
        </span>
      </header>
      <p>{axis.summary}</p>
      {count > 0 && (
        <details>
          <summary>{trans._n('%1 detail', '%1 details', count, count)}</summary>
          <ul>
            {axis.detail.map((line, index) => (
              <li key={index}>{line}</li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
