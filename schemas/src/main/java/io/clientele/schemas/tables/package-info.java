/** The definitions of the Iceberg tables: the one place where columns, keys, partitions and properties are written. */
@NullMarked
package io.clientele.schemas.tables;

import org.jspecify.annotations.NullMarked;
