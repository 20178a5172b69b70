package io.clientele.stack.rebuild;

import io.clientele.stack.imports.TrinoAnswers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares the views of a rebuild with the live ones, row by row and in all columns that do not tell in which order events came.
 * A row that differs counts as explained when its person has an event that was late for the live job.
 */
final class Comparison {
    private static final int SAMPLES = 3;
    private static final String PERSON = "person_id";

    private final RebuiltJob job;
    private final TrinoAnswers trino;

    Comparison(RebuiltJob job, TrinoAnswers trino) {
        this.job = job;
        this.trino = trino;
    }

    /**
     * How a live view and a rebuilt one compare.
     *
     * @param late rows of the last three kinds whose person has a late event
     * @param samples some keys of these, those without a late event first
     */
    record Result(
            String view, long equal, long differing, long onlyLive, long onlyRebuilt, long late, List<String> samples) {
        long unexplained() {
            return differing + onlyLive + onlyRebuilt - late;
        }
    }

    /** Compares every view of the job. */
    List<Result> run() {
        List<Result> results = new ArrayList<>();
        job.compared().forEach((view, key) -> results.add(compare(view, key)));
        return results;
    }

    /** Events that were late for the live job, by what they were late for. */
    List<List<String>> lateEvents() {
        return trino.texts("""
            select topic, reason, cast(count(*) as varchar) from lake.raw.late_events
            where job = '%s' group by topic, reason order by topic, reason\
            """.formatted(job.name()));
    }

    private Result compare(String view, List<String> key) {
        long[] counts = new long[4];
        long[] late = {0};
        List<String> samples = new ArrayList<>();
        trino.query(sql(view, key), row -> {
            int kind = row.getInt(1);
            counts[kind] += row.getLong(3);
            if (kind > 0 && row.getBoolean(2)) {
                late[0] += row.getLong(3);
            }
            if (kind > 0) {
                samples.add(row.getString(4) + (row.getBoolean(2) ? " (late event)" : ""));
            }
        });
        return new Result(view, counts[0], counts[1], counts[2], counts[3], late[0], samples);
    }

    /** Rows of: 0 equal, 1 differing, 2 only live, 3 only rebuilt; whether explained; how many; some keys. */
    private String sql(String view, List<String> key) {
        boolean isOfPersons = columns(view).containsKey(PERSON);
        String side = """
            select concat_ws('/', %s) as key, %s as person_id, xxhash64(to_utf8(concat_ws('|', %s))) as digest
            from lake.%%s.%s\
            """.formatted(
                        String.join(", ", key.stream().map(Comparison::text).toList()),
                        isOfPersons ? PERSON : "cast(null as varchar)",
                        digested(view),
                        view);
        return """
            with late_person as (%s),
            live as (%s),
            rebuilt as (%s),
            compared as (
                select
                    case when live.key is null then 3 when rebuilt.key is null then 2
                        when live.digest = rebuilt.digest then 0 else 1 end as kind,
                    coalesce(live.key, rebuilt.key) as key,
                    coalesce(live.person_id, rebuilt.person_id) as person_id
                from live full outer join rebuilt on live.key = rebuilt.key
            )
            select kind, late_person.person_id is not null, count(*), array_join(min(key, %d), ', ')
            from compared left join late_person on late_person.person_id = compared.person_id
            group by 1, 2 order by 2, 1\
            """.formatted(latePersons(), side.formatted("core"), side.formatted(job.namespace()), SAMPLES);
    }

    /** Whoever an event belongs to that was late for the live job: before, and by the rebuild's own account. */
    private String latePersons() {
        List<String> owners = job.topics().stream()
                .map(topic -> """
                    select event.owner from lake.raw.%1$s as event
                    where event.owner is not null and event.event_id in (
                        select late.event_id from lake.raw.late_events as late where late.job = '%2$s' and late.topic = '%1$s')\
                    """.formatted(topic, job.name()))
                .toList();
        List<String> schemas = job.job().name().equals("profile") ? List.of("core", job.namespace()) : List.of("core");
        List<String> persons = new ArrayList<>(
                List.of("select lower(to_hex(substr(sha256(to_utf8(owner)), 1, 16))) as person_id from owners"));
        for (String schema : schemas) {
            persons.add("""
                select identifier.person_id from lake.%s.identifiers_live as identifier
                join owners on owners.owner = identifier.identifier_type || ':' || identifier.identifier_value\
                """.formatted(schema));
        }
        return "with owners as (%s) %s".formatted(String.join(" union ", owners), String.join(" union ", persons));
    }

    private String digested(String view) {
        List<String> values = new ArrayList<>();
        columns(view).forEach((column, type) -> {
            if (!List.of("changed_at", "version").contains(column)) {
                values.add("coalesce(" + text(column, type) + ", '-')");
            }
        });
        return String.join(", ", values);
    }

    private Map<String, String> columns(String view) {
        Map<String, String> columns = new LinkedHashMap<>();
        trino.query("""
            select column_name, type_name from system.jdbc.columns
            where table_cat = 'lake' and table_schem = 'core' and table_name = '%s'
            order by ordinal_position\
            """.formatted(view), row -> columns.put(row.getString(1), row.getString(2)));
        return columns;
    }

    private static String text(String column) {
        return "cast(" + column + " as varchar)";
    }

    private static String text(String column, String type) {
        if (type.startsWith("array(")) {
            return "json_format(cast(" + column + " as json))";
        }
        if (type.startsWith("map(")) {
            return "array_join(array_sort(transform(map_entries(%s), entry -> cast(entry[1] as varchar) || '=' || cast(entry[2] as varchar))), ',')"
                    .formatted(column);
        }
        return text(column);
    }
}
