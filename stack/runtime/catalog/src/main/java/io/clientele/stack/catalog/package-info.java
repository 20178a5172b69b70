/** The Iceberg REST catalog of the embedded stack. */
@NullMarked
package io.clientele.stack.catalog;

import org.jspecify.annotations.NullMarked;
