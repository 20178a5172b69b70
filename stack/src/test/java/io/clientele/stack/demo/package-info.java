@NullMarked
package io.clientele.stack.demo;

import org.jspecify.annotations.NullMarked;
