import { setUpBrowsing } from "./browse.js";
import { readReview, readRows } from "./data.js";
import { showOverview } from "./overview.js";
import { showTables } from "./tables.js";
import { setUpTheme } from "./theme.js";

setUpTheme();
const review = readReview();
showOverview(review);
showTables(review);
if (review.head) setUpBrowsing(review, readRows());
