@NullMarked
package io.clientele.connectors.kafka;

import org.jspecify.annotations.NullMarked;
