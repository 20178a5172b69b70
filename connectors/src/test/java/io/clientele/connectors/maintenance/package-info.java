@NullMarked
package io.clientele.connectors.maintenance;

import org.jspecify.annotations.NullMarked;
