/** The Iceberg ends: table deployment, rows by column name, bundling of changes, and the exactly-once append sink. */
@NullMarked
package io.clientele.connectors.iceberg;

import org.jspecify.annotations.NullMarked;
