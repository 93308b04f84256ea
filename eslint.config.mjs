import eslint from '@eslint/js';
import jupyter from '@jupyter/eslint-plugin';
import prettier from 'eslint-config-prettier';
import hooks from 'eslint-plugin-react-hooks';
import typescript from 'typescript-eslint';

export default typescript.config(
  {
    ignores: [
      '**/node_modules/',
      '**/lib/',
      '.venv/',
      'coverage/',
      'runway_jlab/',
      'src/contract/',
      'ui-tests/test-results/',
      'ui-tests/playwright-report/'
    ]
  },
  eslint.configs.recommended,
  {
    files: ['src/**/*.{ts,tsx}'],
    extends: [typescript.configs.recommendedTypeChecked],
    plugins: { jupyter, 'react-hooks': hooks },
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname
      }
    },
    rules: {
      ...Object.assign(
        {},
        ...jupyter.configs.recommended.map(one =>
          one.files?.some(f => f.includes('schema')) ? {} : one.rules
        )
      ),
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      // Slots get their `this` from connect, which another rule checks.
      '@typescript-eslint/unbound-method': 'off',
      // A method that an interface asks for may have nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      eqeqeq: 'error',
      curly: 'error'
    }
  },
  {
    files: ['src/**/__tests__/**'],
    rules: {
      '@typescript-eslint/unbound-method': 'off',
      'jupyter/require-signal-cleanup': 'off',
      'jupyter/require-disposable-ownership': 'off'
    }
  },
  {
    files: ['ui-tests/**/*.ts'],
    extends: [typescript.configs.recommended],
    languageOptions: { parserOptions: { project: null } }
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: {
      globals: {
        console: 'readonly',
        globalThis: 'readonly',
        module: 'writable',
        MouseEvent: 'readonly',
        process: 'readonly',
        require: 'readonly',
        URL: 'readonly'
      }
    }
  },
  prettier
);
