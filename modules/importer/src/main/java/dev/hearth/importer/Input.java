package dev.hearth.importer;

import dev.hearth.findings.Finding;
import dev.hearth.findings.Place;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file that is not read yet. */
public final class Input {

    /** No file of manifests is longer; the most that the API server stores of one object is a fortieth of it. */
    private static final int LONGEST = 64 << 20;

    private final String name;
    private final @Nullable Path path;
    private final @Nullable Surroundings surroundings;
    private final InputStream standard;

    private Input(String name, @Nullable Path path, @Nullable Surroundings surroundings, InputStream standard) {
        this.name = name;
        this.path = path;
        this.surroundings = surroundings;
        this.standard = standard;
    }

    static Input file(Path path, Surroundings surroundings) {
        String name = path.toString().replace(File.separatorChar, '/');
        return new Input(
                name.startsWith("./") ? name.substring(2) : name, path, surroundings, InputStream.nullInputStream());
    }

    static Input standard(InputStream in) {
        return new Input(Inputs.STANDARD_INPUT, null, null, in);
    }

    /** Its name in positions: the path as it was given, with slashes. */
    public String name() {
        return name;
    }

    /**
     * What it holds.
     *
     * @throws IOException where it cannot be read
     */
    public Imported read() throws IOException {
        if (path != null && surroundings != null) {
            Optional<String> other = surroundings.other(path);
            if (other.isPresent()) {
                return Imported.skipped(name, other.get());
            }
        }
        byte[] bytes = bytes();
        if (bytes.length > LONGEST) {
            return Imported.broken(
                    name,
                    Finding.error("schema.yaml", "file " + name, "it has more than " + (LONGEST >> 20) + " MiB")
                            .from(new Place(name, 1))
                            .hint("split it"));
        }
        return Reading.of(bytes, name);
    }

    /** Its bytes; one more than the most where there are more. */
    private byte[] bytes() throws IOException {
        if (path == null) {
            return standard.readNBytes(LONGEST + 1);
        }
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(LONGEST + 1);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
