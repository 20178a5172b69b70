/** The Trino end: statements over JDBC, and the deployment of views from SQL files. */
@NullMarked
package io.clientele.connectors.trino;

import org.jspecify.annotations.NullMarked;
