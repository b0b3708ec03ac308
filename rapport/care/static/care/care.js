// What the browser adds to requests; each module says what.
import "./board.js";
