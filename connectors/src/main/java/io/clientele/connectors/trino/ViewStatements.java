package io.clientele.connectors.trino;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.Schema;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.catalog.ViewCatalog;
import org.apache.iceberg.exceptions.NoSuchViewException;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.view.ReplaceViewVersion;
import org.apache.iceberg.view.SQLViewRepresentation;
import org.apache.iceberg.view.View;
import org.apache.iceberg.view.ViewRepresentation;
import org.apache.iceberg.view.ViewVersion;

/**
 * Runs the statements that make views. They go to Trino, except comments on columns: Trino commits the whole view anew for
 * each, which takes longer than all else together, so the comments of one view go to its catalog as one commit. The result
 * is what Trino itself would leave.
 */
public final class ViewStatements {
    private static final Pattern COLUMN_COMMENT =
            Pattern.compile("(?is)comment on column (\\w+)\\.(\\w+)\\.(\\w+)\\.(\\w+) is '((?:[^']|'')*)'");

    private final TrinoClient trino;
    private final ViewCatalog views;

    /** Statements for this Trino, whose catalog keeps its views in this one. */
    public ViewStatements(TrinoClient trino, ViewCatalog views) {
        this.trino = trino;
        this.views = views;
    }

    /**
     * Runs the statements of one script.
     *
     * @throws TrinoFailure naming the script and the statement that failed
     */
    public void run(SqlScript script) {
        List<String> statements = script.statements();
        Map<TableIdentifier, Map<String, String>> comments = new LinkedHashMap<>();
        for (int number = 1; number <= statements.size(); number++) {
            String statement = statements.get(number - 1);
            Matcher comment = COLUMN_COMMENT.matcher(statement);
            try {
                if (comment.matches()) {
                    comments.computeIfAbsent(
                                    TableIdentifier.of(Namespace.of(comment.group(2)), comment.group(3)),
                                    view -> new LinkedHashMap<>())
                            .put(comment.group(4), comment.group(5).replace("''", "'"));
                } else {
                    trino.update(statement);
                }
            } catch (TrinoFailure failure) {
                throw new TrinoFailure(
                        "%s, statement %d: %s".formatted(script.name(), number, failure.getMessage()), failure);
            }
        }
        comments.forEach((view, byColumn) -> comment(script, view, byColumn));
    }

    private void comment(SqlScript script, TableIdentifier name, Map<String, String> byColumn) {
        View view;
        try {
            view = views.loadView(name);
        } catch (NoSuchViewException missing) {
            throw new TrinoFailure(
                    "%s: comments on columns of %s, which is no view".formatted(script.name(), name), missing);
        }
        List<Types.NestedField> columns = new ArrayList<>();
        for (Types.NestedField column : view.schema().columns()) {
            String comment = byColumn.getOrDefault(column.name(), column.doc());
            columns.add(Types.NestedField.from(column).withDoc(comment).build());
        }
        for (String column : byColumn.keySet()) {
            if (view.schema().findField(column) == null) {
                throw new TrinoFailure("%s: the view %s has no column %s".formatted(script.name(), name, column));
            }
        }
        ViewVersion current = view.currentVersion();
        ReplaceViewVersion replacement = view.replaceVersion()
                .withSchema(new Schema(columns))
                .withDefaultCatalog(current.defaultCatalog())
                .withDefaultNamespace(current.defaultNamespace());
        for (ViewRepresentation representation : current.representations()) {
            if (representation instanceof SQLViewRepresentation sql) {
                replacement = replacement.withQuery(sql.dialect(), sql.sql());
            }
        }
        replacement.commit();
    }
}
