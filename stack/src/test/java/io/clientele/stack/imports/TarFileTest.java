package io.clientele.stack.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.stack.StackFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarFileTest {
    private static final List<String> MAVEN = ImportFormat.MAVEN.files().stream()
            .map(file -> "maven/" + file.label())
            .toList();

    @TempDir
    Path folder;

    private Path work;

    @BeforeEach
    void aFolderForWhatIsUnpacked() throws IOException {
        work = Files.createDirectory(folder.resolve("work"));
    }

    @Test
    void theFilesOfADataSetLieBesideTheFirst() throws IOException {
        Path main = TarFile.mainFile(ImportFormat.MAVEN, archive(MAVEN), work);

        assertThat(main).isEqualTo(work.resolve("website_sessions.csv")).hasContent("maven/website_sessions.csv");
        assertThat(work.resolve("orders.csv")).hasContent("maven/orders.csv");
    }

    @Test
    void aPlainArchiveIsOneToo() throws IOException {
        Path file = folder.resolve("set.tar");
        write(Files.newOutputStream(file), MAVEN);

        assertThat(TarFile.mainFile(ImportFormat.MAVEN, file, work)).hasFileName("website_sessions.csv");
    }

    @Test
    void aMemberCannotBeWrittenElsewhereAndWhatIsNotOfTheSetIsLeft() throws IOException {
        List<String> members = new ArrayList<>(MAVEN);
        members.set(0, "../../website_sessions.csv");
        members.add("LICENSE");

        assertThat(TarFile.mainFile(ImportFormat.MAVEN, archive(members), work)).hasParent(work);
        assertThat(work.resolve("LICENSE")).doesNotExist();
        assertThat(folder.resolve("website_sessions.csv")).doesNotExist();
    }

    @Test
    void whatIsNoArchiveIsTakenAsItIs() throws IOException {
        Path csv = Files.writeString(folder.resolve("orders.csv"), "customer_id\n");

        assertThat(TarFile.mainFile(ImportFormat.ORDERS_CSV, csv, work)).isEqualTo(csv);
        assertThat(TarFile.mainFile(ImportFormat.MAVEN, folder.resolve("none"), work))
                .isEqualTo(folder.resolve("none"));
    }

    @Test
    void aMemberThatIsMissingIsNamedWithThoseThatAreThere() {
        assertThatThrownBy(() -> TarFile.mainFile(ImportFormat.MAVEN, archive(MAVEN.subList(0, 3)), work))
                .isInstanceOf(StackFailure.class)
                .hasMessageContainingAll("set.tar.gz has no member order_items.csv", "maven/website_sessions.csv");
    }

    @Test
    void aMemberThatIsThereTwiceIsRefused() {
        assertThatThrownBy(() ->
                        TarFile.mainFile(ImportFormat.MAVEN, archive(List.of("a/orders.csv", "b/orders.csv")), work))
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("has orders.csv twice");
    }

    @Test
    void anArchiveThatBreaksOffIsNamedWithThePlace() throws IOException {
        Path whole = archive(List.of("a/website_sessions.csv", "b/long", "c/orders.csv"));
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = folder.resolve("cut.tar.gz");
        Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));

        assertThatThrownBy(() -> TarFile.mainFile(ImportFormat.MAVEN, cut, work))
                .isInstanceOf(StackFailure.class)
                .hasMessageContainingAll("cut.tar.gz", "breaks off or is damaged at", "Get the whole file");
    }

    @Test
    void aFormatOfASingleFileTakesNoArchive() {
        assertThatThrownBy(() -> TarFile.mainFile(ImportFormat.ORDERS_CSV, archive(MAVEN), work))
                .isInstanceOf(StackFailure.class)
                .hasMessageContainingAll("is a tar archive", "orders-csv is a single file", "unpack it");
    }

    private Path archive(List<String> members) throws IOException {
        Path file = folder.resolve("set.tar.gz");
        write(new GZIPOutputStream(Files.newOutputStream(file)), members);
        return file;
    }

    /** Each member holds its name; one named long holds much that cannot be compressed. */
    private static void write(OutputStream out, List<String> members) throws IOException {
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            for (String member : members) {
                byte[] content = member.getBytes(StandardCharsets.UTF_8);
                if (member.endsWith("/long")) {
                    content = new byte[100_000];
                    new Random(1).nextBytes(content);
                }
                TarArchiveEntry entry = new TarArchiveEntry(member);
                entry.setSize(content.length);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }
    }
}
