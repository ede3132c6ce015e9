/** Pictures and a sound that the program draws itself, so that evidence can be looked at and heard while building. */

/** A doorway in the hills; the number changes the light. */
export function photo(n: number): string {
  const sky = ['#c9d9e4', '#faf0d3', '#e4ecf2'][n % 3] ?? '#c9d9e4';
  return `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="900" viewBox="0 0 1200 900"><rect width="1200" height="900" fill="${sky}"/><path d="M0 520 260 300 520 480 800 240 1200 520V900H0z" fill="#6fa583"/><path d="M0 640 400 470 760 620 1200 500V900H0z" fill="#2a6546"/><path d="M330 520 610 340 890 520v300H330z" fill="#e9e6da" stroke="#434e59" stroke-width="10"/><path d="M290 540 610 330 930 540" fill="none" stroke="#434e59" stroke-width="26"/><rect x="540" y="590" width="140" height="230" fill="#8f3412"/><rect x="380" y="590" width="110" height="100" fill="#2f6690"/><rect x="730" y="590" width="110" height="100" fill="#2f6690"/><circle cx="${460 + n * 60}" cy="760" r="34" fill="#18242f"/><path d="M${420 + n * 60} 880c0-90 80-90 80 0z" fill="#1e4468"/></svg>`;
}

/** Four seconds of a soft falling tone: 8 kHz, 8 bit WAV. */
export function tone(): Buffer {
  const rate = 8000;
  const samples = rate * 4;
  const file = Buffer.alloc(44 + samples, 128);
  file.write('RIFF', 0);
  file.writeUInt32LE(36 + samples, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(rate, 24);
  file.writeUInt32LE(rate, 28);
  file.writeUInt16LE(1, 32);
  file.writeUInt16LE(8, 34);
  file.write('data', 36);
  file.writeUInt32LE(samples, 40);
  for (let i = 0; i < samples; i++)
    file[44 + i] = 128 + Math.round(30 * Math.sin((i / rate) * 2 * Math.PI * (440 - i / 160)));
  return file;
}
