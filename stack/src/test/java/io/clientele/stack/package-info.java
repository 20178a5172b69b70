/** Tests of the embedded stack, and the stack as their fixture. */
@NullMarked
package io.clientele.stack;

import org.jspecify.annotations.NullMarked;
