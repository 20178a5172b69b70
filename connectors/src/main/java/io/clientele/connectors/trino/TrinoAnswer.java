package io.clientele.connectors.trino;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a query answered.
 *
 * @param columns names of the columns
 * @param rows the rows that were kept, each a list of values in the order of the columns
 * @param count number of all rows
 */
public record TrinoAnswer(List<String> columns, List<List<@Nullable Object>> rows, long count) {}
