/** Measures how long an event takes until Trino shows what it changed. */
@NullMarked
package io.clientele.stack.freshness;

import org.jspecify.annotations.NullMarked;
