@NullMarked
package io.clientele.connectors;

import org.jspecify.annotations.NullMarked;
