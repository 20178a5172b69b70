@NullMarked
package io.clientele.sql;

import org.jspecify.annotations.NullMarked;
