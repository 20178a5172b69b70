package io.clientele.stack.quality;

import io.clientele.stack.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A query whose rows are failures: a file of {@code sql/checks}.
 *
 * @param name the file's name without {@code .sql}
 * @param purpose first line of what it says it is for
 * @param kind what it looks at
 * @param isHeavy whether it reads whole tables, so that it is run less often
 * @param sql the query, without its semicolon
 */
record Check(String name, String purpose, Kind kind, boolean isHeavy, String sql) {

    /** What a check looks at. */
    enum Kind {
        UNIQUE,
        REQUIRED,
        REFERENCE,
        RANGE,
        RECONCILIATION,
        FRESHNESS,
        RULE;

        String sqlName() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * A check from the text of its file.
     *
     * @throws StackFailure naming the file, if its header does not say kind and cost
     */
    static Check of(String name, String text) {
        String kind = header(text, "kind");
        String cost = header(text, "cost");
        Kind known = Stream.of(Kind.values())
                .filter(value -> value.sqlName().equals(kind))
                .findFirst()
                .orElseThrow(() -> wrong(
                        name,
                        "kind",
                        kind,
                        Stream.of(Kind.values()).map(Kind::sqlName).collect(Collectors.joining(", "))));
        if (!cost.equals("light") && !cost.equals("heavy")) {
            throw wrong(name, "cost", cost, "light, heavy");
        }
        return new Check(
                name,
                header(text, "purpose"),
                known,
                cost.equals("heavy"),
                text.strip().replaceFirst(";$", ""));
    }

    /**
     * All checks of a project but those that are left out, by name.
     *
     * @throws StackFailure naming a left out check that does not exist
     */
    static List<Check> all(Path project, Collection<String> leftOut) {
        List<Check> all;
        try (Stream<Path> files = Files.list(project.resolve("sql/checks"))) {
            all = files.filter(file -> file.toString().endsWith(".sql"))
                    .sorted()
                    .map(Check::read)
                    .toList();
        } catch (IOException e) {
            throw new StackFailure(
                    "cannot read the checks of " + project.resolve("sql/checks") + ": " + e.getMessage(), e);
        }
        leftOut.forEach(name -> named(all, name));
        return all.stream().filter(check -> !leftOut.contains(check.name())).toList();
    }

    /**
     * The check of this name.
     *
     * @throws StackFailure if there is none
     */
    static Check named(List<Check> checks, String name) {
        return checks.stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new StackFailure("there is no check " + name + "; there are: "
                        + checks.stream().map(Check::name).collect(Collectors.joining(", "))));
    }

    private static Check read(Path file) {
        try {
            return of(String.valueOf(file.getFileName()).replaceFirst("\\.sql$", ""), Files.readString(file));
        } catch (IOException e) {
            throw new StackFailure("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static String header(String text, String entry) {
        String start = "-- " + entry + ":";
        return text.lines()
                .takeWhile(line -> line.startsWith("--"))
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()).strip())
                .findFirst()
                .orElse("");
    }

    private static StackFailure wrong(String name, String entry, String value, String allowed) {
        return new StackFailure(
                "sql/checks/%s.sql: '-- %s: %s' must be one of %s".formatted(name, entry, value, allowed));
    }
}
