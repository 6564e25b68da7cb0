/** What the phone's scripts share, the service worker too: its database, items, who writes. */
import "./dates.js";
import "./kept.js";
import "./media.js";
import "./outbox.js";
import "./sending.js";
import "./session.js";
import "./store.js";
import "./wire.js";
