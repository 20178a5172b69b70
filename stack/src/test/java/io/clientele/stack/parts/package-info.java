@NullMarked
package io.clientele.stack.parts;

import org.jspecify.annotations.NullMarked;
