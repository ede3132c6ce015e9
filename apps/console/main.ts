/** Starts the console: schemas without eval first, then who is signed in, then the screen that the address names. */
import './core/strict-csp.ts';
import 'element-plus/theme-chalk/base.css';
import 'element-plus/theme-chalk/el-overlay.css';
import 'element-plus/theme-chalk/el-dialog.css';
import 'element-plus/theme-chalk/el-drawer.css';
import '@yimi/ui/tokens.css';
import '@yimi/ui/base.css';
import '@yimi/ui/element.css';
import './console.css';
import { createApp } from 'vue';
import App from './App.vue';
import { resume } from './core/session.ts';
import { i18n, openLanguage } from './locales/index.ts';
import { router } from './router.ts';

await Promise.all([openLanguage(), resume()]);
createApp(App).use(i18n).use(router).mount('#app');
