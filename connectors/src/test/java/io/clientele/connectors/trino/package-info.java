@NullMarked
package io.clientele.connectors.trino;

import org.jspecify.annotations.NullMarked;
