/** The checks of the data: run by hand and beside the maintenance, with their results in {@code core.check_results}. */
@NullMarked
package io.clientele.stack.quality;

import org.jspecify.annotations.NullMarked;
