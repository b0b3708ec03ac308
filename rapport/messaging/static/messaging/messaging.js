// What the browser adds to conversations; each module says what.
import "./inbox.js";
import "./ringing.js";
