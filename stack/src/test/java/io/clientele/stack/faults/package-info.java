/** The fault matrix: what is done to the running line, under which load, and how the outcome is recomputed. */
@NullMarked
package io.clientele.stack.faults;

import org.jspecify.annotations.NullMarked;
