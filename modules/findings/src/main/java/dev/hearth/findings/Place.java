package dev.hearth.findings;

import static java.util.Objects.requireNonNull;

import dev.hearth.manifest.Position;

/**
 * Where in somebody's source a thing was said.
 *
 * @param file a file name, such as {@code HomeLab.java}
 * @param line from 1; 0 where it is not known
 */
public record Place(String file, int line) {

    public Place {
        requireNonNull(file, "file");
    }

    /** The place of a position in a text file. */
    public static Place of(Position position) {
        return new Place(position.file(), position.line());
    }

    @Override
    public String toString() {
        return line > 0 ? file + ":" + line : file;
    }
}
