@NullMarked
package io.clientele.stack;

import org.jspecify.annotations.NullMarked;
