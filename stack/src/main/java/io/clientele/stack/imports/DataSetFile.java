package io.clientele.stack.imports;

import io.clientele.stack.StackFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * One of the files that a data set is published as.
 *
 * @param name its name without {@code .csv}
 * @param otherName a name that it also goes by; the same where there is none
 */
record DataSetFile(String name, String otherName) {

    static DataSetFile named(String name) {
        return new DataSetFile(name, name);
    }

    /** The names under which it may lie in a folder or an archive. */
    List<String> fileNames() {
        return Stream.of(name, otherName)
                .distinct()
                .flatMap(each -> Stream.of(each + ".csv", each + ".csv.gz"))
                .toList();
    }

    /** As people are told. */
    String label() {
        return name + ".csv";
    }

    /**
     * Opens it in the folder of another file of the data set.
     *
     * @throws StackFailure if it is not there
     */
    TextLines openBeside(TextLines other) {
        Path file = other.file().toAbsolutePath();
        for (String fileName : fileNames()) {
            Path found = file.resolveSibling(fileName);
            if (Files.exists(found)) {
                return TextLines.open(found);
            }
        }
        throw new StackFailure("%s must lie beside %s: the data set is several files".formatted(label(), file));
    }
}
