package dev.hearth.dsl.dashboard;

/** A kind of what systems say of themselves, each of which Grafana reads by a plugin of its own. */
public enum Signal {
    /** Numbers over time, asked for in PromQL. */
    METRICS("prometheus"),
    /** Lines, asked for in LogQL. */
    LOGS("loki"),
    /** What one request went through, asked for in TraceQL. */
    TRACES("tempo"),
    /** Where a program spent its time or memory. */
    PROFILES("grafana-pyroscope-datasource");

    private final String type;

    Signal(String type) {
        this.type = type;
    }

    /** The type of the data sources that have it. */
    public String type() {
        return type;
    }
}
