@NullMarked
package io.clientele.stack.identity;

import org.jspecify.annotations.NullMarked;
