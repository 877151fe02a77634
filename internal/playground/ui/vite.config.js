import react from '@vitejs/plugin-react';
import { gzipSync } from 'fflate';
import license from 'rollup-plugin-license';
import { defineConfig } from 'vite';

/**
 * Replaces each asset by its gzipped form, which is what the Go handler embeds
 * and serves. fflate is JavaScript all the way down: unlike zlib, it packs the
 * same bytes on every machine, so that a rebuild can be compared with git.
 */
const gzipAssets = {
  name: 'gzip-assets',
  generateBundle: {
    order: 'post', // after Vite has written its own last words into the chunks
    handler(_options, bundle) {
      for (const [fileName, file] of Object.entries(bundle)) {
        if (!fileName.startsWith('assets/')) continue;
        const content = file.type === 'chunk' ? file.code : file.source;
        const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
        delete bundle[fileName];
        this.emitFile({ type: 'asset', fileName: `${fileName}.gz`, source: gzipSync(bytes, { level: 9, mtime: 0 }) });
      }
    },
  },
};

/**
 * Puts src/light's modules in the place of what GraphiQL's libraries import. Our own
 * imports of the same names mean the packages.
 */
const light = {
  name: 'light',
  enforce: 'pre',
  resolveId: {
    filter: { id: /^(@graphiql\/plugin-doc-explorer|entities|framer-motion|react-remove-scroll)$/ },
    handler(name, importer) {
      if (importer?.includes('/node_modules/')) return this.resolve(`/src/light/${name.split('/').at(-1)}`, importer);
    },
  },
};

/** Leaves GraphiQL's own fonts out of its style sheet, 270 kB: the page has the system's. */
const systemFonts = {
  name: 'system-fonts',
  enforce: 'pre',
  transform: {
    filter: { id: /graphiql\/dist\/style\.css$/ },
    handler: (code) => code.replace(/@font-face\s*\{[^}]*\}/g, ''),
  },
};

/**
 * Writes the licences of what the page holds into licenses.txt, which `gramql
 * licenses` prints, and ends the build at one that is not on the list.
 */
const licenses = license({
  thirdParty: {
    allow: {
      test: ({ license }) => ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD', '(MPL-2.0 OR Apache-2.0)'].includes(license),
      failOnUnlicensed: true,
      failOnViolation: true,
    },
    output: {
      file: new URL('../dist/licenses.txt', import.meta.url).pathname,
      template: (packages) =>
        packages
          .toSorted((a, b) => (a.name < b.name ? -1 : 1))
          .map(({ name, version, license, licenseText, noticeText }) =>
            [`${name} ${version} (${license})`, licenseText ?? '', noticeText ?? ''].map((part) => part.trim()).filter(Boolean).join('\n\n'))
          .join(`\n\n${'-'.repeat(80)}\n\n`) + '\n',
    },
  },
});

export default defineConfig({
  plugins: [react(), light, systemFonts, licenses, gzipAssets],
  // Beside the page, whatever path the server has put that at.
  base: './',
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    // Everything is a file of its own: data: addresses would need holes in the content security policy.
    assetsInlineLimit: 0,
    // Every browser that runs the rest of the page preloads modules by itself.
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: Infinity,
    rolldownOptions: {
      // The editor and its parts are one file, which loads beside the page's own.
      output: { codeSplitting: { groups: [{ name: 'editor', test: /node_modules\/codemirror/ }] } },
      onLog(level, log, print) {
        // Notes from React's compiler to itself, in libraries that are compiled already.
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') print(level, log);
      },
    },
  },
});
