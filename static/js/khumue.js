/* What every page may need. Each module is bound to data-* and silent where it has nothing to do. */
import "./ticks.js";
import "./fold.js";
import "./calculator.js";
import "./place.js";
import "./share.js";
import "./print.js";
import "./later.js";
