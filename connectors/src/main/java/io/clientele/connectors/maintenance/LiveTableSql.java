package io.clientele.connectors.maintenance;

import io.clientele.connectors.trino.SqlScript;
import io.clientele.schemas.tables.LiveTable;
import io.clientele.schemas.tables.TableDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.iceberg.types.Types;

/**
 * The statements of a live table.
 *
 * <p>Two views: the <em>live</em> view that users read, made once, and a one-row <em>watermark</em> view that holds a number as a
 * literal: every change of a checkpoint up to it is merged. Trino folds the literal into the scan of the changes, so that
 * what is merged is not read, and only the small view is replaced after a merge; the live view keeps the comments of its
 * columns, which a replacement would drop.
 */
final class LiveTableSql {
    /** Below every checkpoint: nothing is merged. */
    static final long NOTHING_MERGED = -1;

    private final String catalog;
    private final LiveTable table;
    private final List<String> columns;

    LiveTableSql(String catalog, LiveTable table) {
        this.catalog = catalog;
        this.table = table;
        this.columns = table.changes().schema().columns().stream()
                .map(Types.NestedField::name)
                .toList();
    }

    String watermarkViewName() {
        return table.name() + "_watermark";
    }

    String readWatermarkView() {
        return "select checkpoint_id from " + watermarkView();
    }

    /** The view and its column's comment; the number is the newest checkpoint that is certainly merged. */
    List<String> replaceWatermarkView(long checkpointId) {
        return List.of(
                "create or replace view %s comment %s security invoker as select bigint '%d' as checkpoint_id"
                        .formatted(
                                watermarkView(),
                                text("Up to which checkpoint the changes of " + table.name()
                                        + " are merged; one row, replaced by the maintenance."),
                                checkpointId),
                "comment on column %s.checkpoint_id is %s"
                        .formatted(
                                watermarkView(),
                                text(
                                        "Changes of this checkpoint and of all before are in the current table; -1: none.")));
    }

    /**
     * The live view and the comments of its columns.
     *
     * <p>The watermark and the changes come first in the text, so that they are looked up before the current table: a
     * merge in between can then only add to it what the changes have as well.
     */
    SqlScript replaceLiveView() {
        List<String> statements = new ArrayList<>();
        statements.add("""
                create or replace view %s
                comment %s
                security invoker as
                with unmerged as (
                    select %s
                    from %s
                    where checkpoint_id > (select checkpoint_id from %s)
                )
                select %s
                from %s as merged
                left join unmerged as newer on %s
                where newer.version is null
                union all
                select %s
                from (
                    select *, row_number() over (partition by %s order by version desc, checkpoint_id desc) as newness
                    from unmerged
                )
                where newness = 1
                    and not is_deleted""".formatted(
                        liveView(),
                        text(liveComment()),
                        list(column -> column),
                        changes(),
                        watermarkView(),
                        list(column -> "merged." + column),
                        current(),
                        onKey("newer", "merged"),
                        list(column -> column),
                        String.join(", ", table.key())));
        for (Types.NestedField field : table.changes().schema().columns()) {
            statements.add("comment on column %s.%s is %s"
                    .formatted(liveView(), field.name(), text(Objects.requireNonNullElse(field.doc(), ""))));
        }
        return new SqlScript(table.viewName(), String.join(";\n", statements));
    }

    /** The newest checkpoint in the current table, null when it is empty: everything up to it is merged. */
    String newestMerged() {
        return "select max(checkpoint_id) from " + current();
    }

    /** The checkpoints from this one on with their numbers of changes, oldest first. */
    String checkpointsFrom(long checkpointId) {
        return "select checkpoint_id, count(*) from %s where checkpoint_id >= %d group by checkpoint_id order by checkpoint_id"
                .formatted(changes(), checkpointId);
    }

    /**
     * Merges the changes of the checkpoints in (after, upTo]. Doing it again changes nothing: of each key the newest change
     * of the range is taken, and only if it is not older than what is there.
     */
    String merge(long after, long upTo) {
        String updates = columns.stream()
                .filter(column -> !table.key().contains(column))
                .map(column -> column + " = change." + column)
                .collect(Collectors.joining(", "));
        return """
                merge into %s as merged
                using (
                    select %s
                    from (
                        select
                            %s,
                            row_number() over (partition by %s order by version desc, checkpoint_id desc) as newness
                        from %s
                        where checkpoint_id > %d and checkpoint_id <= %d
                    )
                    where newness = 1
                ) as change
                on %s
                when matched and change.version >= merged.version and change.is_deleted then delete
                when matched and change.version >= merged.version then update set %s
                when not matched and not change.is_deleted then insert (%s) values (%s)""".formatted(
                        current(),
                        list(column -> column),
                        list(column -> column),
                        String.join(", ", table.key()),
                        changes(),
                        after,
                        upTo,
                        onKey("change", "merged"),
                        updates,
                        list(column -> column),
                        list(column -> "change." + column));
    }

    private String liveComment() {
        return table.changes().comment() + " Live: only the newest row of each key, without the deleted ones.";
    }

    private String onKey(String left, String right) {
        return table.key().stream()
                .map(column -> "%s.%s = %s.%s".formatted(left, column, right, column))
                .collect(Collectors.joining(" and "));
    }

    private String list(Function<String, String> form) {
        return columns.stream().map(form).collect(Collectors.joining(", "));
    }

    private String liveView() {
        return qualified(table.viewName());
    }

    private String watermarkView() {
        return qualified(watermarkViewName());
    }

    private String changes() {
        return name(table.changes());
    }

    private String current() {
        return name(table.current());
    }

    private String name(TableDefinition definition) {
        return catalog + "." + definition.fullName();
    }

    private String qualified(String name) {
        return catalog + "." + table.namespace() + "." + name;
    }

    /** A string literal. */
    static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }
}
