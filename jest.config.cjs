/** Models, geometry and texts; what needs a browser is in ui-tests. */
const modules = [
  '@jupyter',
  '@jupyterlab',
  '@lumino',
  'lib0',
  'y-protocols',
  'yjs',
  '@xyflow',
  '@dagrejs'
].join('|');

module.exports = {
  testEnvironment: 'jsdom',
  setupFiles: ['<rootDir>/scripts/jest/browser.cjs'],
  testRegex: 'src/.*/__tests__/.*\\.test\\.tsx?$',
  moduleNameMapper: {
    '\\.css$': '<rootDir>/scripts/jest/empty.cjs',
    '^@jupyterlab/ui-components$': '<rootDir>/scripts/jest/ui-components.cjs'
  },
  transform: {
    '\\.[jt]sx?$': [
      'ts-jest',
      {
        diagnostics: false,
        tsconfig: {
          isolatedModules: true,
          allowJs: true,
          jsx: 'react-jsx',
          module: 'commonjs',
          target: 'ES2022',
          esModuleInterop: true,
          skipLibCheck: true
        }
      }
    ]
  },
  transformIgnorePatterns: [`/node_modules/(?!(${modules})/)`]
};
