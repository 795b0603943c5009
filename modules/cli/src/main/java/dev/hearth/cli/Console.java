package dev.hearth.cli;

import java.io.InputStream;
import java.io.PrintStream;

/**
 * What a command reads and writes.
 *
 * @param in standard input
 * @param out what was asked for
 * @param err everything else that people are told
 * @param terminal whether a person looks at it
 * @param colours whether colours are welcome there
 * @param person who can be asked
 */
record Console(InputStream in, PrintStream out, PrintStream err, boolean terminal, boolean colours, Person person) {

    /** With nobody to ask. */
    Console(InputStream in, PrintStream out, PrintStream err, boolean terminal, boolean colours) {
        this(in, out, err, terminal, colours, Person.NOBODY);
    }

    /** Whether nobody reads on: the pipe is broken. */
    boolean gone() {
        return out.checkError();
    }
}
