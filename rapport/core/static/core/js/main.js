// What HTML cannot do by itself. Every page works without this; each module says what it adds.
import "../../vendor/htmx.esm.min.js";
import "./pages.js";
import "./answers.js";
import "./houseerrors.js";
import "./unsent.js";
import "./connection.js";
import "./dialogs.js";
import "./toasts.js";
import "./done.js";
import "./live.js";
import "./palette.js";
import "./keys.js";
import "./theme.js";
import "./ticks.js";
import "./menus.js";
import "./reorders.js";
import "./drops.js";
