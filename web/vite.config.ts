import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const server = 'http://127.0.0.1:3000'

export default defineConfig({
  plugins: [react(), tailwindcss()],
  // The server's policy allows no data: scripts or styles, so nothing is inlined.
  // The manifest says what is loaded first; bin/first-load.mjs reads it.
  build: { outDir: 'dist', emptyOutDir: true, assetsInlineLimit: 0, manifest: true },
  server: { port: 5173, proxy: { '/api': server, '/ws': { target: server, ws: true } } },
})
