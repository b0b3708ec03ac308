// What the pages about customers add to plain links and forms.
import "./inline-edit.js";
import "./arrange.js";
import "./choosing.js";
import "./panels.js";
import "./neighbours.js";
