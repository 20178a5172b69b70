package io.clientele.stack.imports;

import io.clientele.stack.StackFailure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/** Takes the files of a data set out of the tar archive that it is published as, plain or gzip. */
final class TarFile {
    /** A tar archive is made of blocks of this size; the first says that it is one. */
    private static final int BLOCK = 512;

    private static final int GZIP_MAGIC_0 = 0x1f;
    private static final int GZIP_MAGIC_1 = 0x8b;
    private static final int MOST_NAMES_TOLD = 20;

    private final Path file;
    private final List<DataSetFile> wanted;

    private TarFile(Path file, List<DataSetFile> wanted) {
        this.file = file;
        this.wanted = wanted;
    }

    /**
     * The file to begin with: the first one of the data set if what was given is an archive, else what was given.
     *
     * @param folder for what is unpacked
     * @throws StackFailure if it is an archive and the format none of several files; if it breaks off; or if a file is not in it
     */
    static Path mainFile(ImportFormat format, Path file, Path folder) {
        if (!Files.isRegularFile(file)) {
            return file;
        }
        try {
            if (!isTar(file)) {
                return file;
            }
        } catch (IOException brokenGzip) {
            if (!isNamedAsTar(file)) {
                return file;
            }
            throw new StackFailure("%s breaks off or is damaged at its beginning: %s. Get the whole file"
                    .formatted(file, brokenGzip.getMessage()));
        }
        if (format.files().isEmpty()) {
            throw new StackFailure(
                    "%s is a tar archive, and %s is a single file, plain or gzip: unpack it and name the file"
                            .formatted(file, format.label()));
        }
        return new TarFile(file, format.files()).unpack(folder);
    }

    private static boolean isNamedAsTar(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".tar") || name.endsWith(".tar.gz") || name.endsWith(".tgz");
    }

    private static boolean isTar(Path file) throws IOException {
        try (InputStream bytes = open(file)) {
            byte[] block = bytes.readNBytes(BLOCK);
            return block.length == BLOCK && TarArchiveInputStream.matches(block, block.length);
        }
    }

    private static InputStream open(Path file) throws IOException {
        InputStream bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        bytes.mark(2);
        boolean isGzip = bytes.read() == GZIP_MAGIC_0 && bytes.read() == GZIP_MAGIC_1;
        bytes.reset();
        return isGzip ? new GZIPInputStream(bytes, 1 << 16) : bytes;
    }

    /** Only the last part of a member's name is looked at, so that no member can be written anywhere else. */
    private Path unpack(Path folder) {
        List<String> members = new ArrayList<>();
        String current = "its beginning";
        try (TarArchiveInputStream archive = new TarArchiveInputStream(open(file))) {
            for (TarArchiveEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                String name = lastPart(entry.getName());
                current = entry.getName();
                if (!entry.isFile()) {
                    continue;
                }
                if (members.size() < MOST_NAMES_TOLD) {
                    members.add(entry.getName());
                }
                if (wanted.stream().anyMatch(each -> each.fileNames().contains(name))) {
                    Path target = folder.resolve(name);
                    if (Files.exists(target)) {
                        throw new StackFailure(
                                "%s has %s twice: unpack the right one, and name the files' folder with %s"
                                        .formatted(file, name, wanted.get(0).label()));
                    }
                    write(archive, target);
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw broken(current, e);
        }
        for (DataSetFile each : wanted) {
            if (find(each, folder) == null) {
                throw new StackFailure("%s has no member %s, as the data set's archive has; it has %s"
                        .formatted(file, each.label(), members.isEmpty() ? "none" : String.join(", ", members)));
            }
        }
        Path main = find(wanted.get(0), folder);
        if (main == null) {
            throw new IllegalStateException("it was found before");
        }
        return main;
    }

    /** What fails here is the disk, what fails in reading the archive. */
    private void write(InputStream archive, Path target) throws IOException {
        byte[] bytes = new byte[1 << 16];
        try (OutputStream out = created(target)) {
            for (int read = archive.read(bytes); read >= 0; read = archive.read(bytes)) {
                written(out, bytes, read, target);
            }
        }
    }

    private OutputStream created(Path target) {
        try {
            return Files.newOutputStream(target);
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    private void written(OutputStream out, byte[] bytes, int length, Path target) {
        try {
            out.write(bytes, 0, length);
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    private StackFailure unwritable(Path target, IOException why) {
        return new StackFailure(
                "%s cannot be unpacked to %s: %s. Make room there, or set CLIENTELE_HOME to a folder on another disk"
                        .formatted(file, target, why.getMessage()),
                why);
    }

    private StackFailure broken(String member, Exception why) {
        return new StackFailure(
                "%s cannot be unpacked: it breaks off or is damaged at %s: %s. Get the whole file"
                        .formatted(file, member, why.getMessage()),
                why);
    }

    private static @Nullable Path find(DataSetFile wanted, Path folder) {
        return wanted.fileNames().stream()
                .map(folder::resolve)
                .filter(Files::exists)
                .findFirst()
                .orElse(null);
    }

    private static String lastPart(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }
}
