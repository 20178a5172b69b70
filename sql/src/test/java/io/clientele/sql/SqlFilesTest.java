package io.clientele.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.schemas.tables.LakeTables;
import io.clientele.schemas.tables.LiveTable;
import io.clientele.schemas.tables.TableDefinition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The house rules of the SQL files, as far as they can be seen without a Trino. */
class SqlFilesTest {

    static List<SqlFile> views() throws IOException {
        return Stream.concat(SqlFile.in("core").stream(), SqlFile.in("mart").stream())
                .toList();
    }

    static List<SqlFile> queries() throws IOException {
        return Stream.concat(SqlFile.in("checks").stream(), SqlFile.in("reports").stream())
                .toList();
    }

    static List<SqlFile> files() throws IOException {
        return Stream.concat(views().stream(), queries().stream()).toList();
    }

    @ParameterizedTest
    @MethodSource("files")
    void aFileBeginsWithItsPurposeGrainSourcesAndUnits(SqlFile file) {
        assertThat(file.header())
                .as("%s begins with '-- purpose: ', '-- grain: ', '-- sources: ' and '-- units: ', in this order", file)
                .matches("(?s)-- purpose: \\S.*\n-- grain: {3}\\S.*\n-- sources: \\S.*\n-- units: {3}\\S.*");
    }

    @ParameterizedTest
    @MethodSource("files")
    void theHeaderNamesEverythingThatIsRead(SqlFile file) {
        Set<String> unnamed = new TreeSet<>(file.relations());
        unnamed.removeIf(relation -> isNamed(relation, file.sources()));
        assertThat(unnamed).as("read by %s but missing in its sources", file).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void whatIsReadExists(SqlFile file) throws IOException {
        Set<String> known = views().stream().map(SqlFile::fullName).collect(Collectors.toCollection(TreeSet::new));
        LakeTables.all().stream().map(TableDefinition::fullName).forEach(known::add);
        for (LiveTable table : LakeTables.liveTables()) {
            known.add(table.namespace() + '.' + table.viewName());
        }
        assertThat(known).as("tables and views, with those that %s reads", file).containsAll(file.relations());
    }

    @ParameterizedTest
    @MethodSource("files")
    void sqlIsLowerCaseAndPlainText(SqlFile file) {
        assertThat(file.codeWithoutTexts())
                .as("%s without comments and quoted texts", file)
                .matches("[^A-Z\t]*");
        assertThat(file.text()).as("%s", file).endsWith(";\n").doesNotContain(" \n");
    }

    @ParameterizedTest
    @MethodSource("files")
    void columnsAreNamedOneByOne(SqlFile file) {
        assertThat(file.selectList())
                .as("the select list of %s names its columns", file)
                .isNotEmpty()
                .doesNotContain(".*");
        assertThat(file.codeWithoutTexts()).as("%s", file).doesNotContain("select *");
        assertThat(file.columns())
                .as("columns of %s", file)
                .doesNotHaveDuplicates()
                .allSatisfy(column -> assertThat(column).matches("[a-z][a-z0-9_]*"));
    }

    @ParameterizedTest
    @MethodSource("views")
    void aViewHasTheNameOfItsFileACommentAndTheRightsOfItsReader(SqlFile file) {
        assertThat(file.query())
                .as("%s.sql creates its view, with comment and security invoker", file)
                .matches("(?s)create or replace view lake\\." + file.folder() + "\\." + file.name()
                        + "\ncomment '[^\n]+\\.'\nsecurity invoker as\n.*");
    }

    @ParameterizedTest
    @MethodSource("views")
    void everyColumnOfAViewHasItsComment(SqlFile file) {
        assertThat(file.commentedColumns())
                .as("columns with a comment, in the order of the select list of %s", file)
                .isEqualTo(file.columns());
    }

    @ParameterizedTest
    @MethodSource("queries")
    void aCheckOrReportIsOneQueryInAStatedOrder(SqlFile file) {
        assertThat(file.text()).as("%s is one statement", file).containsOnlyOnce(";\n");
        boolean isOneRow = file.header().contains("-- grain:   one row\n");
        assertThat(isOneRow || file.query().contains("\norder by "))
                .as("%s orders its rows, or has one only", file)
                .isTrue();
    }

    @Test
    void viewsDoNotReadEachOtherInACircle() throws IOException {
        List<SqlFile> waiting = new ArrayList<>(views());
        Set<String> names = waiting.stream().map(SqlFile::fullName).collect(Collectors.toSet());
        Set<String> deployed = new TreeSet<>();
        while (waiting.removeIf(file -> {
            boolean isReady = file.relations().stream()
                    .allMatch(relation -> !names.contains(relation) || deployed.contains(relation));
            return isReady && deployed.add(file.fullName());
        })) {
            assertThat(deployed).isNotEmpty();
        }
        assertThat(waiting).as("views that wait for each other").isEmpty();
    }

    private static boolean isNamed(String relation, String sources) {
        String wholeNamespace = relation.replaceFirst("\\..*", ".*");
        boolean isChanges = relation.endsWith("_changes") && sources.contains("core.*_changes");
        return isChanges
                || sources.contains(wholeNamespace + " ")
                || sources.contains(wholeNamespace + ",")
                || Stream.of(sources.split("[\\s,;()]+")).anyMatch(relation::equals);
    }
}
