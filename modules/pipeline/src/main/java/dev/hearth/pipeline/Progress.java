package dev.hearth.pipeline;

/** Told what a run is at. */
@FunctionalInterface
public interface Progress {

    /** Nobody listens. */
    Progress NONE = (stage, number, count) -> {};

    /**
     * A stage begins.
     *
     * @param stage its name, such as {@code checks}
     * @param number from 1
     * @param count how many stages there are
     */
    void stage(String stage, int number, int count);
}
