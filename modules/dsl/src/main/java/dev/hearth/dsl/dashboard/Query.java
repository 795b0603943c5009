package dev.hearth.dsl.dashboard;

import static java.util.Objects.requireNonNull;

import dev.hearth.dsl.Data;
import java.util.Map;
import java.util.Optional;

/**
 * What a panel asks for. Who answers is the matter of Grafana: the first data source that has the signal, unless one is
 * named.
 *
 * @param signal what is asked for
 * @param text the question, in the language of the signal; for profiles the labels
 * @param legend how an answer is called, with labels as {@code {{label}}}; empty for all its labels
 * @param profile the type of profile; empty for other signals
 * @param source the uid of the data source that is asked; empty for any
 * @param exemplars whether traces of single requests are shown beside the numbers
 */
public record Query(
        Signal signal, String text, String legend, String profile, Optional<String> source, boolean exemplars) {

    private static final int LINES = 500;
    private static final int TRACES = 20;

    public Query {
        requireNonNull(legend, "legend");
        requireNonNull(source, "source");
        if (text.isBlank()) {
            throw new IllegalArgumentException("a panel must ask for something, but its query is empty");
        }
        if ((signal == Signal.PROFILES) == profile.isEmpty()) {
            throw new IllegalArgumentException("a query of profiles has a type of profile, and no other has: " + text);
        }
        if (exemplars && signal != Signal.METRICS) {
            throw new IllegalArgumentException("only metrics have exemplars, but " + text + " asks for " + signal);
        }
    }

    private static Query of(Signal signal, String text, String legend, String profile) {
        return new Query(signal, text, legend, profile, Optional.empty(), false);
    }

    /** Numbers, in PromQL. */
    public static Query metrics(String expression, String legend) {
        return of(Signal.METRICS, expression, legend, "");
    }

    /** Lines, or numbers made of them, in LogQL. */
    public static Query logs(String expression, String legend) {
        return of(Signal.LOGS, expression, legend, "");
    }

    /** Traces, in TraceQL. */
    public static Query traces(String expression) {
        return of(Signal.TRACES, expression, "", "");
    }

    /** Profiles of a type, such as {@code process_cpu:cpu:nanoseconds:cpu:nanoseconds}, of what has those labels. */
    public static Query profiles(String type, String labels) {
        return of(Signal.PROFILES, labels, "", type);
    }

    /** A copy that asks the data source of that uid. */
    public Query from(String uid) {
        return new Query(signal, text, legend, profile, Optional.of(uid), exemplars);
    }

    /** A copy that shows traces of single requests beside the numbers. */
    public Query withExemplars() {
        return new Query(signal, text, legend, profile, source, true);
    }

    static Data source(Signal signal, Map<Signal, String> sources) {
        String uid = sources.get(signal);
        if (uid == null) {
            throw new IllegalArgumentException("no data source has " + signal);
        }
        return Data.map("type", signal.type(), "uid", uid);
    }

    Data source(Map<Signal, String> sources) {
        return source.map(uid -> Data.map("type", signal.type(), "uid", uid)).orElseGet(() -> source(signal, sources));
    }

    Data json(String refId, Form form, Map<Signal, String> sources) {
        return Data.map("refId", refId, "datasource", source(sources)).merge(question(form));
    }

    private Data question(Form form) {
        return switch (signal) {
            case METRICS ->
                Data.map(
                                "editorMode",
                                "code",
                                "expr",
                                text,
                                "legendFormat",
                                legend.isEmpty() ? "__auto" : legend,
                                "range",
                                form == Form.OVER_TIME,
                                "instant",
                                form != Form.OVER_TIME,
                                "format",
                                form == Form.ROWS ? "table" : "time_series")
                        .merge(exemplars ? Data.map("exemplar", true) : Data.map());
            case LOGS ->
                Data.map(
                        "editorMode",
                        "code",
                        "expr",
                        text,
                        "legendFormat",
                        legend,
                        "maxLines",
                        LINES,
                        "queryType",
                        form == Form.OVER_TIME ? "range" : "instant");
            case TRACES ->
                Data.map(
                        "query",
                        text,
                        "queryType",
                        "traceql",
                        "limit",
                        TRACES,
                        "tableType",
                        "traces",
                        "filters",
                        Data.list());
            case PROFILES ->
                Data.map(
                        "labelSelector",
                        text,
                        "profileTypeId",
                        profile,
                        "queryType",
                        "profile",
                        "groupBy",
                        Data.list());
        };
    }

    /** In which form an answer is wanted. */
    enum Form {
        OVER_TIME,
        NOW,
        ROWS
    }
}
