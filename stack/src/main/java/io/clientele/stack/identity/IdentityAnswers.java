package io.clientele.stack.identity;

import io.clientele.stack.StackFailure;
import io.clientele.stack.imports.TrinoAnswers;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the lake says of persons. Times are texts, in UTC. */
public final class IdentityAnswers {
    private static final Pattern PERSON_ID = Pattern.compile("[0-9a-f]{32}");
    private static final int MOST_CHANGES = 50;
    private static final List<String> CHANGES =
            List.of("event_time", "change", "reason", "identifier", "other_identifier", "event_id");
    private static final String IDENTIFIER = "identifier_type || ':' || identifier_value";
    private static final String OTHER = "other_identifier_type || ':' || other_identifier_value";
    private static final String CHANGE_COLUMNS =
            """
            %s, change, coalesce(reason, ''), %s, coalesce(%s, ''), event_id
            """.formatted(time("event_time"), IDENTIFIER, OTHER).strip();

    private final TrinoAnswers trino;

    /** Asks this Trino. */
    public IdentityAnswers(TrinoAnswers trino) {
        this.trino = trino;
    }

    /** Names of the columns of a change. */
    static String[] changeHeader() {
        return CHANGES.toArray(String[]::new);
    }

    /** The person whom an identifier belongs to; empty if nobody is known by it. */
    Optional<String> personOf(Identifier identifier) {
        // both columns for themselves, so that only one bucket of the table is read
        return trino.texts("""
                        select person_id from lake.core.identifiers_live
                        where identifier_type = %s and identifier_value = %s
                        """.formatted(literal(identifier.type()), literal(identifier.value()))).stream()
                .map(row -> row.get(0))
                .findFirst();
    }

    /**
     * The person whom an identifier belongs to.
     *
     * @throws StackFailure if nobody is known by it
     */
    String requirePerson(Identifier identifier) {
        return personOf(identifier)
                .orElseThrow(() -> new StackFailure("nobody is known by " + identifier
                        + "; an identifier is known some seconds after the first event with it"));
    }

    /**
     * The person whom somebody means: by the 32 digits of a person id, type:value, or a customer number alone.
     *
     * @throws StackFailure if nobody is known by it
     * @throws IllegalArgumentException if there is no such type or no value
     */
    public String requirePerson(String subject) {
        boolean isPerson =
                PERSON_ID.matcher(subject).matches() && !identifiersOf(subject).isEmpty();
        return isPerson ? subject : requirePerson(Identifier.parse(subject));
    }

    /** The identifiers of a person, the most telling type first, and since when each belongs to it. */
    List<List<String>> identifiersOf(String personId) {
        String types = Identifier.TYPES.stream().map(IdentityAnswers::literal).collect(Collectors.joining(", "));
        return trino.texts("""
                select identifier_type, identifier_value, %s from lake.core.identifiers_live
                where person_id = %s
                order by array_position(array[%s], identifier_type), identifier_value
                """.formatted(time("changed_at"), literal(personId), types));
    }

    /** The main figures of a person's profile in one row; no row if it has none. */
    List<List<String>> profileOf(String personId) {
        return trino.texts(
                """
                select %s, %s, profile.event_count, profile.order_count,
                    cast(profile.net_sales as decimal(18, 2)), profile.currency,
                    coalesce(rfm.segment, 'prospect'),
                    concat_ws('-', cast(rfm.r_score as varchar), cast(rfm.f_score as varchar), cast(rfm.m_score as varchar))
                from lake.core.customer_profiles as profile
                left join lake.core.customer_rfm as rfm on rfm.person_id = profile.person_id
                where profile.person_id = %s
                """.formatted(time("profile.first_seen_at"), time("profile.last_seen_at"), literal(personId)));
    }

    /** The newest changes that name one of the identifiers, oldest first. */
    List<List<String>> changesOf(Collection<Identifier> identifiers) {
        String texts = identifiers.stream().map(Identifier::sql).collect(Collectors.joining(", "));
        return trino.texts("""
                select * from (
                    select %s from lake.core.identity_changes
                    where %s in (%s) or %s in (%s)
                    order by event_time desc, event_id desc limit %d
                ) order by 1, 6, 2
                """.formatted(CHANGE_COLUMNS, IDENTIFIER, texts, OTHER, texts, MOST_CHANGES));
    }

    /** The changes that an event brought about, about any identifiers; none before they are committed. */
    List<List<String>> changesBy(String eventId, Instant eventTime) {
        return trino.texts("""
                select %s from lake.core.identity_changes
                where event_id = %s and event_time >= from_unixtime(%d)
                order by 4, 5, 2
                """.formatted(
                        CHANGE_COLUMNS,
                        literal(eventId),
                        eventTime.minus(Duration.ofSeconds(1)).getEpochSecond()));
    }

    /** The newest decision about a pair: merged, unmerged, or refused; empty if there is none. */
    Optional<String> newestDecision(Identifier one, Identifier other) {
        return trino.texts("""
                        select change from lake.core.identity_changes
                        where (change in ('merged', 'unmerged') or reason = 'contradicted')
                            and (%1$s = %3$s and %2$s = %4$s or %1$s = %4$s and %2$s = %3$s)
                        order by event_time desc, event_id desc limit 1
                        """.formatted(IDENTIFIER, OTHER, one.sql(), other.sql())).stream()
                .map(row -> row.get(0))
                .findFirst();
    }

    /** A time after every change so far; empty without any. */
    Optional<Instant> afterAllChanges() {
        return trino
                .texts("select cast(floor(to_unixtime(max(event_time))) as bigint) from lake.core.identity_changes")
                .stream()
                .map(row -> row.get(0))
                .filter(seconds -> !seconds.isEmpty())
                .map(seconds -> Instant.ofEpochSecond(Long.parseLong(seconds) + 1))
                .findFirst();
    }

    private static String time(String column) {
        return "date_format(" + column + ", '%Y-%m-%d %H:%i:%s')";
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
