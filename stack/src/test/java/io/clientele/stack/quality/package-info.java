@NullMarked
package io.clientele.stack.quality;

import org.jspecify.annotations.NullMarked;
