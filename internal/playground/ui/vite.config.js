import react from '@vitejs/plugin-react';
import { gzipSync } from 'fflate';
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

export default defineConfig({
  plugins: [react(), gzipAssets],
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
      onLog(level, log, print) {
        // Notes from React's compiler to itself, in libraries that are compiled already.
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') print(level, log);
      },
    },
  },
  worker: { format: 'es' },
});
