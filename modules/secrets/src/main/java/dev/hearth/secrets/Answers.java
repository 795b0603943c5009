package dev.hearth.secrets;

import java.util.Optional;

/** Whoever knows values that cannot be made: a person at a terminal, a file, a password store. */
@FunctionalInterface
public interface Answers {

    /** Nobody. */
    Answers NONE = (place, what) -> Optional.empty();

    /**
     * The value, or nothing where nobody knows it.
     *
     * @param place the credential and the key, {@code name/key}
     * @param what tells a person what is asked for
     */
    Optional<Plain> answer(String place, String what);
}
