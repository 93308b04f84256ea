/**
 * What a person should know about the notebook; each line leads to its cell.
 */
import type { TranslationBundle } from '@jupyterlab/translation';

import type { ProblemView } from '../../contract';
import { lookOfSeverity } from '../../ui/states';

export interface IProblemsProps {
  problems: readonly ProblemView[];
  onOpen: (cell: string, line: number | null) => void;
  trans: TranslationBundle;
}

export function Problems({
  problems,
  onOpen,
  trans
}: IProblemsProps): JSX.Element {
  return (
    <ul className="jp-RunwayProblems" aria-label={trans.__('Problems')}>
      {problems.map((problem, index) => {
        const { icon, modifier, word } = lookOfSeverity(
          problem.severity,
          trans
        );
        const place = problem.line ? trans.__('line %1', problem.line) : '';
        return (
          <li key={index} className={modifier}>
            <button
              type="button"
              disabled={problem.cell === null}
              onClick={() => problem.cell && onOpen(problem.cell, problem.line)}
            >
              <icon.react
                tag="span"
                className="jp-RunwayProblems-icon"
                title={word}
              />
              <span>
                {problem.message}
                {place && (
                  <span className="jp-RunwayProblems-place"> · {place}</span>
                )}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
