/** The upkeep of the lake's tables, done by statements that one runner sends to Trino, one after the other. */
@NullMarked
package io.clientele.connectors.maintenance;

import org.jspecify.annotations.NullMarked;
