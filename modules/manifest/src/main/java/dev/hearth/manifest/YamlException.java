package dev.hearth.manifest;

import static java.util.Objects.requireNonNull;

/** Says that a text cannot be read as YAML or JSON the way Kubernetes reads it: where, why, and what to do. */
public final class YamlException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient Position position;
    private final String fault;
    private final String remedy;

    YamlException(Position position, String fault, String remedy) {
        super(position + ": " + fault + "; " + remedy);
        this.position = requireNonNull(position, "position");
        this.fault = requireNonNull(fault, "fault");
        this.remedy = requireNonNull(remedy, "remedy");
    }

    /** Where in the text. */
    public Position position() {
        return position;
    }

    /** What is wrong. */
    public String fault() {
        return fault;
    }

    /** What to do. */
    public String remedy() {
        return remedy;
    }
}
