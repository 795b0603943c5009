package dev.hearth.manifest;

import static java.util.Objects.requireNonNull;

/**
 * A place in a text file.
 *
 * @param file the name of the file, as the reader was told it
 * @param line from 1
 * @param column from 1
 */
public record Position(String file, int line, int column) {

    public Position {
        requireNonNull(file, "file");
        if (line < 1 || column < 1) {
            throw new IllegalArgumentException("line and column count from 1, but were " + line + ":" + column);
        }
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
