package io.clientele.stack.imports;

/**
 * One row of a file as it stands there.
 *
 * @param number number of its (first) line in the file, from 1
 * @param text the line without its line break
 */
record Row(long number, String text) {}
