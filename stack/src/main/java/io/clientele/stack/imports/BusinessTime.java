package io.clientele.stack.imports;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;

/** Reads dates and times as files write them. What names no zone is in the business zone. */
final class BusinessTime {
    /** 2010-12-01, 2010-12-01 08:45, 2010-12-01T08:45:00.123, each but the first also with Z or +01:00. */
    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd[['T'][' ']HH:mm[:ss]")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .appendPattern("[' ']")
            .optionalStart()
            .appendOffset("+HH:mm", "Z")
            .optionalEnd()
            .appendPattern("]")
            .toFormatter()
            .withResolverStyle(ResolverStyle.STRICT);

    /** 12/1/2010 8:45: month first, as the published CSV of Online Retail has it. */
    private static final DateTimeFormatter MONTH_FIRST =
            DateTimeFormatter.ofPattern("M/d/uuuu[ H:mm[:ss]]").withResolverStyle(ResolverStyle.STRICT);

    private static final DateTimeFormatter COMPACT_DATE =
            DateTimeFormatter.ofPattern("uuuuMMdd").withResolverStyle(ResolverStyle.STRICT);

    private final ZoneId zone;

    BusinessTime(ZoneId zone) {
        this.zone = zone;
    }

    /**
     * An ISO 8601 date or time, with a space or a T between the two. A date alone is its first instant.
     *
     * @throws RowRefused with reason {@code bad_date}
     */
    Instant iso(String field, String text) throws RowRefused {
        return parse(ISO, field, text, "a date such as 2010-12-01 or a time such as 2010-12-01 08:45:00");
    }

    /** As {@link #iso}, or month/day/year with or without hour:minute. */
    Instant isoOrMonthFirst(String field, String text) throws RowRefused {
        return text.indexOf('/') > 0
                ? parse(MONTH_FIRST, field, text, "a time such as 12/1/2010 8:45, month first")
                : iso(field, text);
    }

    /** A date as 19970101: its first instant. */
    Instant compactDate(String field, String text) throws RowRefused {
        return parse(COMPACT_DATE, field, text, "a date such as 19970101");
    }

    /** The first instant of a business date. */
    Instant startOf(LocalDate date) {
        return date.atStartOfDay(zone).toInstant();
    }

    /** The business date of an instant. */
    LocalDate dateOf(Instant instant) {
        return instant.atZone(zone).toLocalDate();
    }

    private Instant parse(DateTimeFormatter format, String field, String text, String allowed) throws RowRefused {
        try {
            TemporalAccessor time =
                    format.parseBest(text.strip(), OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
            if (time instanceof OffsetDateTime withOffset) {
                return withOffset.toInstant();
            }
            return time instanceof LocalDateTime local ? local.atZone(zone).toInstant() : startOf((LocalDate) time);
        } catch (DateTimeParseException e) {
            throw new RowRefused("bad_date", "%s is '%s', expected is %s".formatted(field, text, allowed));
        } catch (DateTimeException e) {
            throw new RowRefused("bad_date", "%s is '%s': %s".formatted(field, text, e.getMessage()));
        }
    }
}
