package dev.hearth.pipeline;

/** How a run ended, as a process says it. */
public enum ExitCode {
    /** Nothing is wrong. */
    CLEAN(0),
    /** The model or the tree has errors; no file was touched. */
    FINDINGS(1),
    /** The run itself was asked for wrongly: no such definition, no such goal. */
    WRONG_USE(2),
    /** The disk failed, or is not what it must be. */
    ENVIRONMENT(3);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /** 0 to 3. */
    public int number() {
        return number;
    }
}
