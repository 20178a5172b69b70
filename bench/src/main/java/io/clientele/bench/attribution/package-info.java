/** What it costs to share the sales of orders out among the touches before them. */
@NullMarked
package io.clientele.bench.attribution;

import org.jspecify.annotations.NullMarked;
