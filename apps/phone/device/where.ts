/**
 * Where a picture was taken: asked once, at that moment, and only if everybody agreed. Whatever goes wrong, there is no
 * place and nothing is said: a visit without it counts the same (DOMAIN.md 7).
 */
export interface Whereabouts {
  readonly lat: number;
  readonly lon: number;
  /** Metres. */
  readonly accuracy: number;
}

/** A fix takes a while under trees; nobody waits for it, the form goes on meanwhile. */
const patienceMs = 20_000;
/** A place found this recently will do, and saves the battery. */
const freshMs = 60_000;

export function whereNow(exact: boolean): Promise<Whereabouts | null> {
  if (!('geolocation' in navigator)) return Promise.resolve(null);
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ lat: coords.latitude, lon: coords.longitude, accuracy: Math.round(coords.accuracy) }),
      () => resolve(null),
      { enableHighAccuracy: exact, timeout: patienceMs, maximumAge: freshMs },
    );
  });
}
