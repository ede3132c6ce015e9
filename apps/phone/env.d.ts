/// <reference types="vite/client" />
/** What the build adds to `import.meta`, and the app's version from package.json. */
declare const __APP_VERSION__: string;
