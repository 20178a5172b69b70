/** Erasure and access: a person is removed from everything, or everything that is held of a person is written down. */
@NullMarked
package io.clientele.stack.erasure;

import org.jspecify.annotations.NullMarked;
