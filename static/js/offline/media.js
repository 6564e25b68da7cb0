/** Which pictures and recordings saved pages show, and where they lie. */

export const MEDIA = "pictures"; // the cache; its name is older than the recordings in it
export const PICTURE = /<(?:img|audio)[^>]*\ssrc="(\/media\/[^"]+)"/g;
