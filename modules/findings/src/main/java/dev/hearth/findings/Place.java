package dev.hearth.findings;

import static java.util.Objects.requireNonNull;

import dev.hearth.manifest.Position;
import java.util.Optional;

/**
 * Where in somebody's source a thing was said.
 *
 * @param file a file name, such as {@code HomeLab.java}
 * @param line from 1; 0 where it is not known
 * @param column from 1; 0 where it is not known
 * @param origin where the source says that the file is to be used: the line that adds the component, where the file is a
 *     text that the component brings along
 */
public record Place(String file, int line, int column, Optional<Origin> origin) {

    /**
     * A place that another one goes back to.
     *
     * @param file a file name
     * @param line from 1; 0 where it is not known
     */
    public record Origin(String file, int line) {

        public Origin {
            requireNonNull(file, "file");
        }

        @Override
        public String toString() {
            return written(file, line);
        }
    }

    public Place {
        requireNonNull(file, "file");
        requireNonNull(origin, "origin");
    }

    /** A line of a file. */
    public Place(String file, int line) {
        this(file, line, 0, Optional.empty());
    }

    /** The place of a position in a text file. */
    public static Place of(Position position) {
        return new Place(position.file(), position.line(), position.column(), Optional.empty());
    }

    /** A copy that says where the source says that the file is to be used. */
    public Place within(Place source) {
        return new Place(file, line, column, Optional.of(new Origin(source.file(), source.line())));
    }

    /** Whether it is a line of Java, and not of a text. */
    public boolean java() {
        return file.endsWith(".java");
    }

    private static String written(String file, int line) {
        return line > 0 ? file + ":" + line : file;
    }

    @Override
    public String toString() {
        return origin.map(source -> source + ", ").orElse("") + written(file, line);
    }
}
