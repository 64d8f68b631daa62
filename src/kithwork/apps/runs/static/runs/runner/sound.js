/** Two soft notes at the end of a step. Only when somebody turned them on. */
export function chime() {
  const context = new AudioContext();
  [523.25, 659.25].forEach((frequency, i) => {
    const note = context.createOscillator();
    const volume = context.createGain();
    const begin = context.currentTime + i * 0.28;
    note.frequency.value = frequency;
    volume.gain.setValueAtTime(0.0001, begin);
    volume.gain.exponentialRampToValueAtTime(0.2, begin + 0.03);
    volume.gain.exponentialRampToValueAtTime(0.0001, begin + 0.5);
    note.connect(volume).connect(context.destination);
    note.start(begin);
    note.stop(begin + 0.55);
  });
}
