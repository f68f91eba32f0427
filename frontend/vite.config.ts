import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

/** Django serves dist/ under /static/designer/ and finds the entries in dist/.vite/manifest.json. */
export default defineConfig(({ command }) => ({
  base: command === "build" ? "/static/designer/" : "/",
  plugins: [react()],
  build: {
    manifest: true,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rollupOptions: {
      input: [
        "src/styles/shell.css",
        "src/styles/admin.css",
        "src/main-home.tsx",
        "src/main-journeys.tsx",
        "src/main-designer.tsx",
        "src/main-events.tsx",
        "src/main-people.tsx",
        "src/main-messages.tsx",
      ],
    },
  },
  server: { proxy: { "/api": "http://127.0.0.1:5199" } },
  test: {
    environment: "jsdom",
    setupFiles: ["src/test-setup.ts"],
    coverage: {
      provider: "v8",
      reporter: ["text"],
      include: ["src/graph/**/*.ts"],
      exclude: ["**/*.test.ts", "src/graph/sample.ts"],
      thresholds: { lines: 100, functions: 100 },
    },
  },
}));
