/** What it costs to keep a table of newest rows, and to read it while it changes. */
@NullMarked
package io.clientele.bench.livetable;

import org.jspecify.annotations.NullMarked;
