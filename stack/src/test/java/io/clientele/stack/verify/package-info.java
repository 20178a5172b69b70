/** Tests of what {@code clientele verify} is told. */
@NullMarked
package io.clientele.stack.verify;

import org.jspecify.annotations.NullMarked;
