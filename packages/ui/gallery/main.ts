import 'element-plus/dist/index.css';
import 'vant/lib/index.css';
import '../tokens.css';
import '../base.css';
import '../vant.css';
import '../element.css';
import './gallery.css';
import { createApp } from 'vue';
import Gallery from './Gallery.vue';

createApp(Gallery).mount('#app');
