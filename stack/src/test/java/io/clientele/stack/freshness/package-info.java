@NullMarked
package io.clientele.stack.freshness;

import org.jspecify.annotations.NullMarked;
