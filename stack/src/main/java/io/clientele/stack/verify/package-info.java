/** {@code clientele verify}: what the line is put through. */
@NullMarked
package io.clientele.stack.verify;

import org.jspecify.annotations.NullMarked;
