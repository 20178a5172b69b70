package io.clientele.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A file of this module as its rules see it: a header of comment lines, a query or view, and the column comments.
 *
 * @param folder core, mart, checks or reports
 * @param name file name without {@code .sql}
 * @param text the whole file
 */
record SqlFile(String folder, String name, String text) {
    private static final Pattern RELATION =
            Pattern.compile("\\blake\\.([a-z_]+)\\.(?:\"([a-z0-9_]+)\\$[a-z_]+\"|([a-z0-9_]+))");
    private static final Pattern COLUMN_COMMENT =
            Pattern.compile("^comment on column lake\\.(\\w+\\.\\w+)\\.(\\w+) is '(.+)';$", Pattern.MULTILINE);
    private static final Pattern LAST_WORD = Pattern.compile("(\\w+)\\s*$");

    /** The files of a folder of the module. */
    static List<SqlFile> in(String folder) throws IOException {
        List<SqlFile> files = new ArrayList<>();
        try (Stream<Path> paths = Files.list(Path.of(folder))) {
            for (Path path : paths.sorted().toList()) {
                files.add(new SqlFile(
                        folder, path.getFileName().toString().replaceFirst("\\.sql$", ""), Files.readString(path)));
            }
        }
        return files;
    }

    /** The comment lines on top. */
    String header() {
        return String.join(
                "\n", text.lines().takeWhile(line -> line.startsWith("--")).toList());
    }

    /** The header's words from {@code sources:} to the next entry. */
    String sources() {
        return header().replaceFirst("(?s).*-- sources:", "").replaceFirst("(?s)-- units:.*", "");
    }

    /** The first statement, without comments and without its semicolon. */
    String query() {
        String code = String.join(
                "\n",
                text.lines().filter(line -> !line.strip().startsWith("--")).toList());
        int end = code.indexOf(";\n");
        return end < 0
                ? code.strip().replaceFirst(";$", "")
                : code.substring(0, end).strip();
    }

    /** Everything that is neither comment nor text in quotes. */
    String codeWithoutTexts() {
        return text.lines()
                .filter(line -> !line.strip().startsWith("--"))
                .reduce("", (code, line) -> code + '\n' + line)
                .replaceAll("'[^']*'", "''");
    }

    /** Tables and views that are read, such as {@code core.orders}; a metadata table as the table it belongs to. */
    TreeSet<String> relations() {
        TreeSet<String> relations = new TreeSet<>();
        Matcher matcher = RELATION.matcher(query());
        while (matcher.find()) {
            relations.add(matcher.group(1) + '.' + (matcher.group(2) == null ? matcher.group(3) : matcher.group(2)));
        }
        relations.remove(folder.equals("core") || folder.equals("mart") ? fullName() : "");
        return relations;
    }

    /** The select list of the outermost query (of its first branch). */
    String selectList() {
        List<String> list = new ArrayList<>();
        boolean isInside = false;
        for (String line : query().lines().toList()) {
            if (line.equals("select")) {
                isInside = true;
                list.clear();
            } else if (isInside && line.startsWith("from")) {
                isInside = false;
            } else if (isInside) {
                list.add(line);
            }
        }
        if (isInside) {
            list.removeIf(String::isBlank);
        }
        return String.join("\n", list);
    }

    /** Names of the columns that the outermost query returns, in order. */
    List<String> columns() {
        List<String> columns = new ArrayList<>();
        int depth = 0;
        boolean isQuoted = false;
        StringBuilder column = new StringBuilder();
        for (char c : (selectList() + ',').toCharArray()) {
            isQuoted ^= c == '\'';
            depth += isQuoted ? 0 : c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
            if (c == ',' && depth == 0 && !isQuoted) {
                Matcher matcher = LAST_WORD.matcher(column);
                columns.add(matcher.find() ? matcher.group(1) : column.toString());
                column.setLength(0);
            } else {
                column.append(c);
            }
        }
        return columns;
    }

    /** Names of the columns that have a comment, in order. */
    List<String> commentedColumns() {
        List<String> columns = new ArrayList<>();
        Matcher matcher = COLUMN_COMMENT.matcher(text);
        while (matcher.find()) {
            columns.add(matcher.group(1).equals(fullName()) ? matcher.group(2) : matcher.group(0));
        }
        return columns;
    }

    /** Folder and name as SQL has them: {@code core.orders}. */
    String fullName() {
        return folder + '.' + name;
    }

    @Override
    public String toString() {
        return fullName();
    }
}
