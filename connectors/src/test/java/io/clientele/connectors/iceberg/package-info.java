@NullMarked
package io.clientele.connectors.iceberg;

import org.jspecify.annotations.NullMarked;
