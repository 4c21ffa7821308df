/** Says which release a visitor received. Each release contains its ID in /release.json. */
export async function releaseText(get: (path: string) => Promise<Response> = fetch): Promise<string> {
  try {
    const response = await get('/release.json');
    if (!response.ok) {
      return 'Not released yet';
    }
    const { release } = (await response.json()) as { release: string };
    return 'Release ' + release;
  } catch {
    return 'The release is unknown';
  }
}
